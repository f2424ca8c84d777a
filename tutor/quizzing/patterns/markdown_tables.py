"""Tables of the notes: pipe tables with a header row, and tables whose cells were run together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.quizzing.statements import Notes, Statement, is_aside, plain

_RULE = re.compile(r"^\s*\|?[\s|:-]*-[\s|:-]*$")
_SPLIT = re.compile(r"(?<!\\)\|")
_SEAM = re.compile(r"(?<=[a-z0-9)%])(?=[A-Z(]|(?<=\))[a-z])|(?<=[a-z])(?=[0-9$])")


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
    return [table for table in found if not is_aside(table.heading)]


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
    header = _seamed(group[0].quote, notes, known=False)
    rows = []
    for statement in group[1:]:
        cells = _seamed(statement.quote, notes, known=True)
        if len(cells) == len(header):
            rows.append(Row(cells, statement.quote, statement.char_start))
    if len(header) >= 2 and len(rows) >= 3:
        yield Table(group[0].source, header, tuple(rows), group[0].heading)


def _seamed(line: str, notes: Notes, known: bool) -> tuple[str, ...]:
    """A run-together row cut at its seams."""
    cuts = []
    for seam in _SEAM.finditer(line):
        left = re.findall(r"[\w.()/%-]+$", line[: seam.start()])
        right = re.findall(r"^[\w.()/%$-]+", line[seam.start() :])
        merged = (left[0] if left else "") + (right[0] if right else "")
        both = bool(left and right) and notes.is_known(left[0]) and notes.is_known(right[0])
        if not known or both or not notes.is_known_apart(merged):
            cuts.append(seam.start())
    places = [0, *cuts, len(line)]
    return tuple(plain(line[a:b]) for a, b in zip(places, places[1:], strict=False))
