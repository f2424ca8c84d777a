"""From the lines of PDF pages to text: paragraphs joined, lists, tables, code, headings."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.document import BlockKind
from index.loaders.line_shapes import LIST_ITEM, aligned_table_end, cell_starts, code_end
from index.loaders.pdf_lines import PdfLine
from index.loaders.pdf_typography import Typography
from index.loaders.structure import TextBuilder

# An item that holds nothing but a list shows two bullets on one line: the last one counts.
_BULLET = re.compile(r"(\s*(?:[•●○◦▪■‣]\s+)*)(?:[•●○◦▪■‣✓✔➢►]\s*|[·*+–-]\s+)")
_CELL_GAP = re.compile(r"\s{2,}")
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "”", '"')
_LEAST_FULL_LINE = 30  # characters; a shorter line is no wrapped one, whatever stands around it
# How far a wrapped line and the next word reach, of the widest line near by. Characters differ
# in width; where a sentence ends with the line, a paragraph may end as well.
_FULL_SHARE = 0.8
_FULL_SHARE_AT_STOP = 0.95


class Piece(NamedTuple):
    """A block to be written; ``level`` is 0 but for headings."""

    kind: BlockKind
    text: str
    level: int = 0


def write_pages(pages: Sequence[Sequence[PdfLine]]) -> TextBuilder:
    """Write the pages, numbered from 1; a paragraph may run on over the end of a page."""
    typography = Typography(pages)
    joiner = _Joiner(typography)
    written = [list(joiner.pieces(page)) for page in pages]
    builder = TextBuilder()
    glue: str | None = None
    for at, pieces in enumerate(written):
        first = 0
        if glue is not None:
            builder.continue_on_page(at + 1, pieces[0].text, glue)
            first = 1
        else:
            builder.start_page(at + 1)
        below = written[at + 1][0] if at + 1 < len(written) and written[at + 1] else None
        glue = None
        if pieces and below and _runs_on(pieces[-1], below):
            head, glue = typography.seam(pieces[-1].text, below.text)
            if len(pieces) == first:  # its head is written already, hyphen and all
                glue = " " if glue else ""
            pieces[-1] = pieces[-1]._replace(text=head)
        for piece in pieces[first:]:
            builder.add(piece.kind, piece.text, level=piece.level)
    return builder


def _runs_on(last: Piece, first: Piece) -> bool:
    """Return whether the first piece of a page goes on with the last one of the page before."""
    open_end = last.kind in ("paragraph", "list_item") and not last.text.endswith(_SENTENCE_ENDS)
    return open_end and first.kind == "paragraph" and first.text[0].islower()


class _Joiner:
    """Joins lines to blocks; remembers how far nested lists are set in, across pages."""

    def __init__(self, typography: Typography) -> None:
        self._type = typography
        self._indents: list[int] = []

    def pieces(self, page: Sequence[PdfLine]) -> Iterator[Piece]:
        """Yield the blocks of one page."""
        at = 0
        while at < len(page):
            special = self._code(page, at) or self._table(page, at) or self._heading(page, at)
            if special:
                piece, at = special
                self._indents.clear()
                yield piece
                continue
            end = at + 1
            while end < len(page) and self._goes_on(page, at, end):
                end += 1
            yield self._prose(page[at:end])
            at = end

    def _code(self, page: Sequence[PdfLine], at: int) -> tuple[Piece, int] | None:
        end = at
        while end < len(page) and (style := page[end].style) and style.monospaced:
            end += 1
        if end == at:
            end = code_end([line.text for line in page], at)
            if end - at < 2:  # one line that looks like code may as well be a term in prose
                return None
        rows: list[str] = []
        for line in page[at:end]:
            rows += [""] * (max(0, line.gap - self._type.gap) if rows else 0) + [line.text]
        return Piece("code", textwrap.dedent("\n".join(rows))), end

    def _table(self, page: Sequence[PdfLine], at: int) -> tuple[Piece, int] | None:
        last = at + 1
        while last < len(page) and page[last].gap <= self._type.gap + 1:
            last += 1
        rows = [line.text for line in page[at:last]]
        count = aligned_table_end(rows, 0)
        if not count:
            return None
        return Piece("table", _pipe_table(rows[:count])), at + count

    def _heading(self, page: Sequence[PdfLine], at: int) -> tuple[Piece, int] | None:
        level = self._type.level_at(page, at)
        if not level:
            return None
        end = at + 1
        while end < len(page) and self._type.same_heading(page[at], page[end]):
            end += 1
        return Piece("heading", self._joined(page[at:end]), level), end

    def _goes_on(self, page: Sequence[PdfLine], first: int, at: int) -> bool:
        """Return whether line ``at`` belongs to the block that began at ``first``."""
        above, line, opening = page[at - 1], page[at], page[first]
        if line.gap > self._type.gap or LIST_ITEM.match(line.text):
            return False
        if _differ(above, line) or self._type.level_at(page, at):
            return False
        if line.text.lstrip()[0].islower():
            return True
        if LIST_ITEM.match(opening.text):
            return line.indent > opening.indent
        return line.indent < above.indent + 2 and self._is_full(page, at - 1, line)

    def _is_full(self, page: Sequence[PdfLine], at: int, below: PdfLine) -> bool:
        """Return whether the line is so long that ``below`` may be its wrapped rest."""
        first = last = at
        while first and page[first].gap <= self._type.gap:
            first -= 1
        while last + 1 < len(page) and page[last + 1].gap <= self._type.gap:
            last += 1
        width = max(len(line.text) for line in page[first : last + 1])
        text = page[at].text
        needed = len(text) + 1 + len(below.text.split()[0])
        share = _FULL_SHARE_AT_STOP if text.endswith(_SENTENCE_ENDS) else _FULL_SHARE
        return len(text) >= _LEAST_FULL_LINE and needed > share * width

    def _prose(self, lines: Sequence[PdfLine]) -> Piece:
        text = self._joined(lines)
        if not LIST_ITEM.match(lines[0].text):
            self._indents.clear()
            return Piece("paragraph", text)
        bullet = _BULLET.match(lines[0].text)
        indent = bullet.end(1) if bullet else lines[0].indent
        while self._indents and self._indents[-1] > indent + 1:
            self._indents.pop()
        if not self._indents or indent > self._indents[-1] + 1:
            self._indents.append(indent)
        margin = "  " * (len(self._indents) - 1)
        return Piece("list_item", margin + (_BULLET.sub("- ", text, count=1) if bullet else text))

    def _joined(self, lines: Sequence[PdfLine]) -> str:
        text = ""
        for line in lines:
            words = " ".join(line.text.split())
            head, glue = self._type.seam(text, words) if text else ("", "")
            text = head + glue + words
        return text


def _differ(above: PdfLine, line: PdfLine) -> bool:
    if not above.style or not line.style:
        return False
    size, other = above.style.size, line.style.size
    return abs(size - other) > 0.06 * max(size, other)


def _pipe_table(rows: Sequence[str]) -> str:
    """Return aligned rows as a pipe table; a cell belongs to the last column it may begin in."""
    columns = max([sorted(cell_starts(row)) for row in rows], key=len)
    lines = []
    for row in rows:
        cells = [""] * len(columns)
        for start in sorted(cell_starts(row)):
            at = max((i for i, column in enumerate(columns) if column <= start + 1), default=0)
            cell = _CELL_GAP.split(row[start:], maxsplit=1)[0].strip()
            cells[at] = f"{cells[at]} {cell}".strip()
        lines.append("| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |")
    return "\n".join([lines[0], "|" + " --- |" * len(columns), *lines[1:]])
