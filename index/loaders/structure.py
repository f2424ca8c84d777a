"""From lines or pieces of text to the pages, headings and blocks of a ``Document``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import PurePosixPath
from typing import NamedTuple

from index.document import Block, BlockKind, Document, Heading, Page


class LineSpan(NamedTuple):
    """Lines ``first`` to ``end`` (exclusive, counted from 0) that belong together."""

    kind: BlockKind
    first: int
    end: int


@dataclass(frozen=True)
class Outline:
    """Headings and blocks of a text; ``title`` is what the text calls itself, if it does."""

    title: str | None
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]


def line_starts(lines: Sequence[str]) -> list[int]:
    r"""Return the offset of each line in ``"\n".join(lines)``."""
    return [0, *accumulate(len(line) + 1 for line in lines)][: len(lines)]


def blocks_of(lines: Sequence[str], spans: Iterable[LineSpan]) -> tuple[Block, ...]:
    """Turn spans into ordered blocks; lines that no span claims become paragraphs.

    Where spans overlap, the one that begins first keeps the lines.
    """
    starts = line_starts(lines)
    blocks: list[Block] = []
    done = 0
    for span in sorted(spans, key=lambda span: span.first):
        first = max(span.first, done)
        if first >= span.end:
            continue
        blocks += _paragraphs(lines, starts, done, first)
        blocks += _trimmed(lines, starts, span._replace(first=first))
        done = span.end
    return (*blocks, *_paragraphs(lines, starts, done, len(lines)))


def _paragraphs(
    lines: Sequence[str], starts: Sequence[int], first: int, end: int
) -> Iterable[Block]:
    """Yield a block for each run of lines between blank ones."""
    begin = first
    for at in range(first, end + 1):
        if at == end or not lines[at].strip():
            yield from _trimmed(lines, starts, LineSpan("paragraph", begin, at))
            begin = at + 1


def _trimmed(lines: Sequence[str], starts: Sequence[int], span: LineSpan) -> Iterable[Block]:
    """Yield the span's block without blank lines at its ends; nothing where all are blank."""
    filled = [at for at in range(span.first, span.end) if lines[at].strip()]
    if filled:
        last = filled[-1]
        yield Block(span.kind, starts[filled[0]], starts[last] + len(lines[last].rstrip()))


def title_from(source: str, headings: Sequence[Heading]) -> str:
    """Return the first top heading's title, or a readable form of the file's name."""
    if headings:
        top = min(heading.level for heading in headings)
        return next(heading.title for heading in headings if heading.level == top)
    return PurePosixPath(source).stem.replace("_", " ").replace("-", " ").strip() or source


def whole_document(source: str, text: str, outline: Outline, notes: Sequence[str]) -> Document:
    """Return the document of a format without pages: one page, number None."""
    return Document(
        source=source,
        title=outline.title or title_from(source, outline.headings),
        text=text,
        pages=(Page(None, text, 0),),
        headings=outline.headings,
        blocks=outline.blocks,
        notes=tuple(notes),
    )


class TextBuilder:
    """Writes a text piece by piece and keeps the offsets of what it wrote."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._headings: list[Heading] = []
        self._blocks: list[Block] = []
        self._page_starts: list[tuple[int | None, int]] = []
        self.length = 0

    def start_page(self, number: int | None) -> None:
        """Begin a page here; text that separates it from the last one stays with the last."""
        if self._parts:
            self._write("\n\n")
        self._page_starts.append((number, self.length))

    def add(self, kind: BlockKind, text: str, *, level: int = 0, title: str = "") -> None:
        """Add one block; a heading needs its level (1 to 6) and may have a title of its own."""
        text = text.rstrip()
        if not text.strip():
            return
        self._separate("\n" if kind == self._last_kind() == "list_item" else "\n\n")
        if kind == "heading":
            self._headings.append(Heading(level, title or text.strip(), self.length))
        self._blocks.append(Block(kind, self.length, self.length + len(text)))
        self._write(text)

    def continue_on_page(self, number: int, rest: str, glue: str) -> None:
        """Lengthen the last block with ``rest``, which stands on the next page.

        ``glue`` (a space, or nothing inside a word) joins the halves and stays on the old page.
        """
        self._write(glue)
        self._page_starts.append((number, self.length))
        self._write(rest)
        last = self._blocks[-1]
        self._blocks[-1] = Block(last.kind, last.char_start, self.length)

    def add_outline(self, text: str, outline: Outline) -> None:
        """Add a text whose structure is known, moving its offsets to where it now stands."""
        if not text.strip():
            return
        self._separate("\n\n")
        at = self.length
        self._headings += [Heading(h.level, h.title, h.char_start + at) for h in outline.headings]
        self._blocks += [Block(b.kind, b.char_start + at, b.char_end + at) for b in outline.blocks]
        self._write(text)

    def document(self, source: str, notes: Sequence[str], title: str | None = None) -> Document:
        """Return what was written; without a ``start_page`` it has one page, number None."""
        text = "".join(self._parts)
        marks = self._page_starts or [(None, 0)]
        ends = [start for _, start in marks[1:]] + [len(text)]
        return Document(
            source=source,
            title=title or title_from(source, self._headings),
            text=text,
            pages=tuple(
                Page(number, text[start:end], start)
                for (number, start), end in zip(marks, ends, strict=True)
            ),
            headings=tuple(self._headings),
            blocks=tuple(self._blocks),
            notes=tuple(notes),
        )

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)

    def _separate(self, separator: str) -> None:
        """Write ``separator`` unless nothing stands before it on this page."""
        page_start = self._page_starts[-1][1] if self._page_starts else 0
        if self.length > page_start:
            self._write(separator)

    def _last_kind(self) -> BlockKind | None:
        return self._blocks[-1].kind if self._blocks else None
