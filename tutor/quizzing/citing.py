"""From a receipt or a sentence of the notes to a numbered citation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from corpus.questions import Receipt
from index.chunking import Chunk, Sentence
from index.records import StoredDocument
from index.retriever import NotesIndex
from tutor.citations import Citation, cite
from tutor.quizzing.trap_lines import pair_at, unlabelled


class CitationList:
    """Numbers citations from 1 in the order they are first used; a span has one number."""

    def __init__(self, index: NotesIndex) -> None:
        self._index = index
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._citations: list[Citation] = []

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation so far, by number."""
        return tuple(self._citations)

    def of_receipt(self, receipt: Receipt) -> tuple[int, ...]:
        """The number of a receipt's quote; empty when the notes no longer hold it."""
        for document in _by_likeness(self._index, receipt.source):
            span = _find(document.text, receipt.quote)
            if span:
                return (self._add(document, *span),)
        return ()

    def of_sentence(self, chunk: Chunk, sentence: Sentence) -> tuple[int, ...]:
        """The number of a sentence of ``chunk``, without a label that is glued to it.

        Of a line that the notes set down as a trap, what they say is true instead.
        """
        document = self._index.document(chunk.source)
        start, end = sentence.char_start, sentence.char_end
        pair = pair_at(document.text, start)
        if pair and start < pair.wrong[1]:
            return (self._add(document, *pair.true),)
        start = unlabelled(document.text, start)
        if start != sentence.char_start:
            return (self._add(document, start, end),)
        key = (chunk.source, start, end)
        if key not in self._numbers:
            self._keep(cite(len(self._citations) + 1, chunk, start, end))
        return (self._numbers[key],)

    def _add(self, document: StoredDocument, start: int, end: int) -> int:
        key = (document.source, start, end)
        if key not in self._numbers:
            chunk = _chunk_at(self._index, document.source, start)
            # A receipt may span two chunks, so its text is the document's, not the chunk's.
            self._keep(
                Citation(
                    len(self._citations) + 1,
                    document.source,
                    chunk.page if chunk else None,
                    chunk.heading if chunk else (),
                    document.text[start:end],
                    start,
                    end,
                )
            )
        return self._numbers[key]

    def _keep(self, citation: Citation) -> None:
        key = (citation.source, citation.char_start, citation.char_end)
        self._numbers[key] = citation.n
        self._citations.append(citation)


def _by_likeness(index: NotesIndex, source: str) -> Iterator[StoredDocument]:
    """The document of that name, then those whose path has the same end, then all others.

    An index may hold the same notes below another root (``notes/3-…/3.10-….md`` or just
    ``3-…/3.10-….md``), or after a move.
    """
    documents = index.records.documents
    wanted = PurePosixPath(source).parts[::-1]

    def shared(other: str) -> int:
        parts = PurePosixPath(other).parts[::-1]
        same = 0
        while same < min(len(parts), len(wanted)) and parts[same] == wanted[same]:
            same += 1
        return same

    for name in sorted(documents, key=lambda name: (name != source, -shared(name))):
        yield documents[name]


def _find(text: str, quote: str) -> tuple[int, int] | None:
    """Where ``quote`` stands, letter for letter or with other white space between its words."""
    at = text.find(quote)
    if at >= 0:
        return at, at + len(quote)
    words = quote.split()
    match = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return match.span() if match else None


def _chunk_at(index: NotesIndex, source: str, offset: int) -> Chunk | None:
    """The chunk that holds ``offset``."""
    held = (c for c in index.chunks if c.source == source and c.char_start <= offset < c.char_end)
    return next(held, None)
