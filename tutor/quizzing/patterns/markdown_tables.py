"""Tables of the notes: pipe tables with a header row, and tables whose cells were run together."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.quizzing.statements import Notes, Statement, is_aside, is_made_up, plain

_RULE = re.compile(r"^\s*\|?[\s|:-]*-[\s|:-]*$")
_SPLIT = re.compile(r"(?<!\\)\|")
_SEAM = re.compile(r"(?<=[a-z0-9)%])(?=[A-Z])|(?<=\))(?=[a-z])|(?<=[a-z])(?=[0-9$])")
_HEADER_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True)
class Row:
    """Cells in plain wording; ``quote`` is the row as it stands in the note, from ``start``."""

    cells: tuple[str, ...]
    quote: str
    start: int


@dataclass(frozen=True)
class Table:
    """A table; every row has as many cells as the header."""

    source: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    heading: tuple[str, ...]


def tables(notes: Notes) -> list[Table]:
    """Every table of the notes that says something of the subject."""
    found = [t for source in notes.texts for t in _pipe_tables(notes, source)]
    found += _flattened_tables(notes)
    return [t for t in found if not is_aside(t.heading) and not is_made_up(t.heading)]


def _pipe_tables(notes: Notes, source: str) -> Iterator[Table]:
    lines: list[tuple[int, str]] = []
    at = 0
    for line in notes.texts[source].splitlines(keepends=True):
        lines.append((at, line.rstrip()))
        at += len(line)
    for number in range(1, len(lines)):
        if "|" not in lines[number - 1][1] or not _RULE.match(lines[number][1]):
            continue
        header = _cells(lines[number - 1][1])
        rows = []
        for start, line in lines[number + 1 :]:
            if "|" not in line:
                break
            cells = _cells(line)
            if len(cells) == len(header):
                rows.append(Row(cells, line.strip(), start + len(line) - len(line.lstrip())))
        if len(header) >= 2 and rows:
            heading = notes.heading_at(source, rows[0].start)
            yield Table(source, header, tuple(rows), heading)


def _cells(line: str) -> tuple[str, ...]:
    # A bar inside `code` is part of the code.
    masked = re.sub(r"`[^`]*`", lambda m: m[0].replace("|", "\0"), line.strip())
    parts = _SPLIT.split(masked.removeprefix("|").removesuffix("|"))
    return tuple(plain(part.replace("\0", "|").replace("\\|", "|")) for part in parts)


def _flattened_tables(notes: Notes) -> Iterator[Table]:
    """Rows such as ``mlflow.log_param()key, valueLog a single hyperparameter``.

    A seam is where two words that the notes know apart meet without a space. A row is taken only
    when it has exactly as many seams as the header row says.
    """
    group: list[Statement] = []
    for statement in (*notes.statements, None):
        follows = (
            statement is not None
            and statement.kind == "row"
            and "|" not in statement.quote
            and (not group or group[-1].source == statement.source)
            and (not group or statement.char_start - group[-1].char_end <= 2)
        )
        if follows and statement is not None:
            group.append(statement)
            continue
        if len(group) >= 3:
            yield from _flattened(group, notes)
        group = [statement] if statement is not None and statement.kind == "row" else []


def _flattened(group: list[Statement], notes: Notes) -> Iterator[Table]:
    header = _cut(group[0].quote, [seam.start() for seam in _HEADER_SEAM.finditer(group[0].quote)])
    rows = []
    for statement in group[1:]:
        seams = _seams(statement.quote, notes)
        if seams is not None and len(seams) + 1 == len(header):
            cells = _cut(statement.quote, seams)
            rows.append(Row(cells, statement.quote, statement.char_start))
    if len(header) >= 2 and len(rows) >= 3:
        yield Table(group[0].source, header, tuple(rows), group[0].heading)


def _seams(line: str, notes: Notes) -> list[int] | None:
    """Where two words meet without a space that the notes know apart, but not together.

    None where it cannot be told whether two words meet.
    """
    found = []
    for seam in _SEAM.finditer(line):
        left = re.search(r"\S+$", line[: seam.start()])
        right = re.match(r"\S+", line[seam.start() :])
        merged = (left[0] if left else "") + (right[0] if right else "")
        if left is None or right is None or notes.is_known(merged) or _is_inner(seam, line, notes):
            continue
        if not (notes.is_known(left[0]) and notes.is_known(right[0])):
            return None
        found.append(seam.start())
    return found


def _is_inner(seam: re.Match[str], line: str, notes: Notes) -> bool:
    """Whether a seam lies within a name such as ``DataFrame`` that the notes know as a whole."""
    for word in re.finditer(r"[A-Z]?[a-z0-9]+(?:[A-Z][a-z0-9]+)+", line):
        if word.start() < seam.start() < word.end():
            parts = re.findall(r"[A-Z]?[a-z0-9]+", word[0])
            at = word.start()
            for n, part in enumerate(parts[:-1], 1):
                at += len(part)
                if at == seam.start():
                    before = any(notes.is_known("".join(parts[k : n + 1])) for k in range(n))
                    after = any(
                        notes.is_known("".join(parts[n - 1 : k]))
                        for k in range(n + 1, len(parts) + 1)
                    )
                    return before or after
    return False


def _cut(line: str, cuts: list[int]) -> tuple[str, ...]:
    places = [0, *cuts, len(line)]
    return tuple(plain(line[a:b]) for a, b in itertools.pairwise(places))
