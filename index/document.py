"""A document: the text of one file, and where its pages, headings and blocks lie in it.

Every position is an offset into ``Document.text``, counted in characters (code points).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

BlockKind = Literal["heading", "paragraph", "list_item", "table", "code"]


@dataclass(frozen=True)
class Page:
    """One page: ``document.text[char_start : char_start + len(text)] == text``.

    ``number`` counts from 1; it is None for formats without pages, which have a single page.
    """

    number: int | None
    text: str
    char_start: int


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (highest) to 6; ``char_start`` is where the line of its title begins."""

    level: int
    title: str
    char_start: int


@dataclass(frozen=True)
class Block:
    """A piece of structure, ``text[char_start:char_end]``: whole lines, trailing space cut off.

    Tables, code and list items lose their meaning when they are cut.
    """

    kind: BlockKind
    char_start: int
    char_end: int


@dataclass(frozen=True)
class Document:
    """The extracted text of one file.

    ``source`` is the path relative to the notes root, ``/``-separated. ``pages``, ``headings``
    and ``blocks`` are in reading order; blocks do not overlap, and every character of ``text``
    outside them is white space. ``notes`` are messages for the import receipt.
    """

    source: str
    title: str
    text: str
    pages: tuple[Page, ...]
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Return the number of the page that holds ``offset``; None where pages have none."""
        at = bisect_right(self.pages, offset, key=lambda page: page.char_start)
        return self.pages[at - 1].number if at else None

    def heading_path(self, offset: int) -> tuple[str, ...]:
        """Return the titles above ``offset``, highest first; a heading's own line is under it."""
        at = bisect_right(self.headings, offset, key=lambda heading: heading.char_start)
        return self._paths[at - 1] if at else ()

    @cached_property
    def _paths(self) -> tuple[tuple[str, ...], ...]:
        """The full path of each heading, found once: chunking asks for every sentence."""
        open_headings: list[Heading] = []
        paths = []
        for heading in self.headings:
            while open_headings and open_headings[-1].level >= heading.level:
                open_headings.pop()
            open_headings.append(heading)
            paths.append(tuple(above.title for above in open_headings))
        return tuple(paths)
