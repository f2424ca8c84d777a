"""The lines of PDF pages: columns put one below the other, running headers taken away."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from index.loaders.decoding import clean

_LIGATURE = re.compile("[\ufb00-\ufb06]")
# Bullets as fonts encode them: DEL in WinAnsi, private places in Symbol and Wingdings.
_ODD_BULLET = re.compile("(?<!\\S)[\x7f\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc❖](?=\\s|$)")
_WORD_O_BULLET = re.compile(r"^(\s+)o (?=\S)")
_LONE_BULLET = re.compile(r"[•●○◦▪■‣]")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|slide|seite|p\.)?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|/|von)\s*\d{1,4})?\W*", re.I
)
_SET_APART_NUMBER = re.compile(
    r"^\d{1,4}(?:\s*[|–—·•-]\s*|\s{3,})|(?:\s*[|–—·•-]\s*|\s{3,})\d{1,4}$"
    r"|\b(?:page|slide|seite)\s+\d{1,4}(?:\s*(?:of|/|von)\s*\d{1,4})?",
    re.I,
)
_EDGE_LINES = 3  # how deep running headers and footers reach into a page
_LEAST_COLUMN_LINES = 8
_LEAST_COLUMN_WORDS = 4


class Style(NamedTuple):
    """Font size in points; whether nearly all of the line is bold, or of one width."""

    size: float
    bold: bool
    monospaced: bool


class PdfLine(NamedTuple):
    """A line; spaces stand for distance, ``gap`` counts the blank lines above it.

    ``style`` is None where it could not be told.
    """

    text: str
    gap: int
    style: Style | None

    @property
    def indent(self) -> int:
        """Return the number of spaces in front."""
        return len(self.text) - len(self.text.lstrip())


def key_of(text: str) -> str:
    """Return the letters of a line, by which its two readings are matched."""
    return "".join(_LIGATURE.sub(_plain_ligature, clean(text)).split())


def _plain_ligature(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found.group())


def lines_of_page(layout: str, styles: dict[str, Style]) -> list[PdfLine]:
    """Turn a page in layout mode into lines in reading order."""
    rows = [_tidy(row) for row in layout.replace("\r\n", "\n").split("\n")]
    lines: list[PdfLine] = []
    gap = 0
    bullet = ""
    for row in _in_columns(rows):
        if not row.strip():
            gap += 1
        elif _LONE_BULLET.fullmatch(row.strip()):
            bullet = row.rstrip()
        else:
            text = bullet + row[len(bullet) :] if row[: len(bullet)].isspace() else row
            lines.append(PdfLine(text, gap, styles.get(key_of(row)) or styles.get(key_of(text))))
            gap, bullet = 0, ""
    return lines


def _tidy(row: str) -> str:
    row = _LIGATURE.sub(_plain_ligature, row)
    row = _ODD_BULLET.sub("•", row)
    row = _WORD_O_BULLET.sub(r"\1○ ", row)
    # A soft hyphen at the end of a line is a hyphen; anywhere else it is not to be seen.
    return clean(re.sub("\u00ad\\s*$", "-", row)).rstrip()


def _in_columns(rows: Sequence[str]) -> Iterator[str]:
    """Yield rows in reading order: between full-width rows, left column before right one."""
    at = _gutter(rows)
    if at is None:
        yield from rows
        return
    for crossing, group in groupby(rows, key=lambda row: bool(row[at - 1 : at + 1].strip())):
        part = list(group)
        if crossing:
            yield from part
            continue
        yield from _without_margins([row[:at].rstrip() for row in part])
        yield from _without_margins([row[at:] for row in part])


def _without_margins(rows: Sequence[str]) -> Sequence[str]:
    """Return a column without the blank lines around it and the blank space left of it."""
    filled = [at for at, row in enumerate(rows) if row.strip()]
    margin = min((len(rows[at]) - len(rows[at].lstrip()) for at in filled), default=0)
    return [row[margin:] for row in rows[filled[0] : filled[-1] + 1]] if filled else []


def _gutter(rows: Sequence[str]) -> int | None:
    """Return the column at which two columns of prose part; None where there is one column."""
    filled = [row for row in rows if row.strip()]
    width = max(map(len, filled), default=0)
    places = range(int(width * 0.3), int(width * 0.7))
    crossed = {at: sum(bool(row[at - 1 : at + 1].strip()) for row in filled) for at in places if at}
    if not crossed:
        return None
    least = min(crossed.values())
    best = [at for at, count in crossed.items() if count == least]
    at = best[-1]  # the right end of the gutter
    both = [row for row in filled if row[:at].strip() and row[at:].strip()]
    if least > 0.2 * len(filled) or len(both) < _LEAST_COLUMN_LINES:
        return None
    for part in (slice(0, at), slice(at, None)):  # a table's cells are shorter than prose
        if sum(len(row[part].split()) for row in both) < _LEAST_COLUMN_WORDS * len(both):
            return None
    return at


def without_running_lines(pages: list[list[PdfLine]]) -> tuple[list[list[PdfLine]], int]:
    """Take away lines that recur at the top or bottom of most pages; also say how many.

    Page numbers count as recurring; a number that belongs to the words, as in "Question 3",
    keeps its line.
    """
    filled = [lines for lines in pages if lines]
    counts = Counter(form for lines in filled for form in {f for _, f in _edges(lines)})
    # Left and right pages of a book may carry headers of their own.
    least = max(2, math.ceil(0.4 * len(filled)) if len(filled) > 5 else len(filled) // 2 + 1)
    running = {form for form, count in counts.items() if count >= least}
    kept_pages: list[list[PdfLine]] = []
    removed = 0
    for lines in pages:
        drop = {at for at, form in _edges(lines) if form in running}
        removed += len(drop)
        kept_pages.append([line for at, line in enumerate(lines) if at not in drop])
    return kept_pages, removed


def _edges(lines: Sequence[PdfLine]) -> Iterator[tuple[int, str]]:
    """Yield place and form of the lines at a page's edges, page numbers made alike."""
    for at, line in enumerate(lines):
        top, bottom = at < _EDGE_LINES, at >= len(lines) - _EDGE_LINES
        if not (top or bottom):
            continue
        text = line.text.strip()
        if _PAGE_NUMBER.fullmatch(text):
            yield at, "#"
        else:
            yield at, " ".join(_SET_APART_NUMBER.sub("#", text).lower().split())
