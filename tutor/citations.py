"""Citations: a verbatim quote of the notes and where it stands."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from index.chunking import Chunk
from index.records import StoredDocument


@dataclass(frozen=True)
class Citation:
    """A quote: ``text_of(source)[char_start:char_end] == quote`` always holds."""

    n: int
    source: str
    page: int | None
    heading: tuple[str, ...]
    quote: str
    char_start: int
    char_end: int

    def to_json(self) -> dict[str, Any]:
        """The fields of the command-line contract."""
        return {**asdict(self), "heading": list(self.heading)}

    @property
    def place(self) -> str:
        """Where the quote stands, for a reader: ``3.05-hyperopt-fmin.md › What fmin returns``."""
        name = self.source.rpartition("/")[2]
        page = f" › page {self.page}" if self.page else ""
        return " › ".join((name, *self.heading[-2:])) + page


def cite_span(
    n: int, document: StoredDocument, heading: tuple[str, ...], char_start: int, char_end: int
) -> Citation:
    """Cite ``document.text[char_start:char_end]``."""
    return Citation(
        n,
        document.source,
        document.page_at(char_start),
        heading,
        document.text[char_start:char_end],
        char_start,
        char_end,
    )


def cite(n: int, chunk: Chunk, char_start: int, char_end: int) -> Citation:
    """Cite a span that lies in ``chunk``."""
    at = char_start - chunk.char_start
    quote = chunk.text[at : at + char_end - char_start]
    return Citation(n, chunk.source, chunk.page, chunk.heading, quote, char_start, char_end)
