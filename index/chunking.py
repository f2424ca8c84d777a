"""Documents to chunks and their sentences, each with its character span and heading path.

A chunk crosses a heading only to join very short sections of one parent. It never cuts a table
row, a code line or a list item that fits, and is never longer than the embedding model reads.
Pure: the token counter comes in as an argument.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Literal

from index.document import Block, Document
from index.lead_ins import lead_ins
from index.sentences import (
    Span,
    opening,
    prose_spans,
    row_spans,
    table_header,
    trimmed,
    without_marker,
)

CountTokens = Callable[[Sequence[str]], list[int]]
SentenceKind = Literal["prose", "item", "row", "code"]

CHUNKING = "structure-4"  # renewed whenever the same text would be cut differently
# Measured on eval/other_notes: see docs/decisions/003-chunking.md.
TARGET_CHARACTERS = 800
_LEAST_CHARACTERS = 150  # a section shorter than this joins its neighbour under the same parent
_MOST_HEADING_CHARACTERS = 160
# Word pieces kept free for the heading path and the special tokens.
_RESERVED_TOKENS = 48


@dataclass(frozen=True)
class Sentence:
    """The smallest thing that is quoted: a sentence, a list item, a table row, a piece of code.

    ``embedded`` is what the model sees: the text with what it needs to make sense alone (the
    heading path; for a row its column names; for an item the line that the list hangs on, whose
    span is ``lead_in``).
    """

    sentence_id: str
    kind: SentenceKind
    text: str
    char_start: int
    char_end: int
    embedded: str
    lead_in: Span | None = None


@dataclass(frozen=True)
class Chunk:
    """A passage: ``document.text[char_start:char_end] == text``.

    ``heading`` is the path that holds for all of it: where short sections were joined, that of
    their parent.
    """

    chunk_id: str
    source: str
    page: int | None
    heading: tuple[str, ...]
    text: str
    char_start: int
    char_end: int
    embedded: str
    sentences: tuple[Sentence, ...]


def chunk_document(
    document: Document, course: str, count_tokens: CountTokens, max_tokens: int
) -> list[Chunk]:
    """Cut a document into chunks, in reading order.

    Every character of ``document.text`` that is not white space lies in exactly one chunk.
    """
    window = _Window(document.title, count_tokens, max_tokens - _RESERVED_TOKENS)
    units = _units(document, count_tokens, window.limit)
    groups = _merge_short(document, _pack(document, units, window.limit), window.limit)
    leads = lead_ins(document)
    return [_chunk(document, course, group, leads, window) for group in groups]


@dataclass(frozen=True)
class _Window:
    """What the model reads at once: ``limit`` word pieces below a heading path."""

    title: str
    count: CountTokens
    limit: int
    _lines: dict[tuple[str, ...], str] = field(default_factory=dict)

    def fits(self, text: str) -> bool:
        return self.count([text])[0] <= self.limit

    def below(self, heading: tuple[str, ...], text: str) -> str:
        """The text below its heading path, which says what it is about."""
        if heading not in self._lines:
            line = (" > ".join(heading) or self.title)[-_MOST_HEADING_CHARACTERS:]
            while self.count([line])[0] > _RESERVED_TOKENS:
                line = line[len(line) // 4 + 1 :]  # the end of a path says most
            self._lines[heading] = line
        line = self._lines[heading]
        return f"{line}\n{text}" if line else text


@dataclass(frozen=True)
class _Unit:
    """A span that packing keeps whole, with its length in word pieces.

    A question with its answer (``alone``) is found best when nothing else is in its chunk.
    """

    kind: str
    char_start: int
    char_end: int
    tokens: int
    alone: bool = False


def _units(document: Document, count: CountTokens, limit: int) -> list[_Unit]:
    """The document's blocks, those that are too long cut at their natural seams."""
    texts = [document.text[b.char_start : b.char_end] for b in document.blocks]
    units: list[_Unit] = []
    for block, tokens in zip(document.blocks, count(texts), strict=True):
        if tokens <= limit and block.char_end - block.char_start <= 2 * TARGET_CHARACTERS:
            span = block.char_start, block.char_end
            alone = block.kind == "paragraph" and opening(document.text, *span) is not None
            units.append(_Unit(block.kind, *span, tokens, alone))
            continue
        spans = list(_cut(document.text, block, count, limit))
        counted = count([document.text[a:b] for a, b in spans])
        units += [
            _Unit(block.kind, a, b, n) for (a, b), n in zip(spans, counted, strict=True)
        ]  # fmt: skip
    return units


def _cut(text: str, block: Block, count: CountTokens, limit: int) -> Iterator[tuple[int, int]]:
    """Cut a long block into sentences, rows or lines; what is still too long, between words."""
    if block.kind in ("table", "code"):
        seams = row_spans(text, block.char_start, block.char_end)
    else:
        seams = prose_spans(text, block.char_start, block.char_end)
    lengths = count([text[a:b] for a, b in seams])
    for (start, end), tokens in zip(seams, lengths, strict=True):
        if tokens <= limit:
            yield start, end
        else:
            yield from _cut_between_words(text, start, end, count, limit)


def _cut_between_words(
    text: str, start: int, end: int, count: CountTokens, limit: int
) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = end
        while stop - start > 1 and count([text[start:stop]])[0] > limit:
            width = (stop - start) // 2
            space = text.rfind(" ", start + 1, start + width)
            stop = space if space > start else start + width
        piece = trimmed(text, start, stop)
        if piece:
            yield piece
        start = stop


def _pack(document: Document, units: list[_Unit], limit: int) -> list[list[_Unit]]:
    """Fill chunks with consecutive units of one section."""
    groups: list[list[_Unit]] = []
    for unit in units:
        last = groups[-1] if groups else None
        fits = (
            last is not None
            and sum(u.tokens for u in last) + unit.tokens <= limit
            and unit.char_end - last[0].char_start <= TARGET_CHARACTERS
        )
        only_headings = last is not None and all(u.kind == "heading" for u in last)
        if unit.kind == "heading":
            starts_new = not (only_headings and fits)
        else:
            fits = fits and not unit.alone and last is not None and not last[-1].alone
            # A heading is never left alone when what follows it can be held with it.
            roomy = last is not None and sum(u.tokens for u in last) + unit.tokens <= limit
            starts_new = not (fits or (only_headings and roomy))
        if starts_new or last is None:
            groups.append([unit])
        else:
            last.append(unit)
    return groups


def _merge_short(document: Document, groups: list[list[_Unit]], limit: int) -> list[list[_Unit]]:
    """Join a very short chunk to the one before it when both lie under the same parent heading."""
    merged: list[list[_Unit]] = []
    for group in groups:
        if merged and _joinable(document, merged[-1], group, limit):
            merged[-1] = merged[-1] + group
        else:
            merged.append(group)
    return merged


def _joinable(document: Document, before: list[_Unit], group: list[_Unit], limit: int) -> bool:
    sizes = [g[-1].char_end - g[0].char_start for g in (before, group)]
    above = [document.heading_path(g[0].char_start) for g in (before, group)]
    return (
        not any(u.alone for u in before + group)
        and min(sizes) < _LEAST_CHARACTERS
        and sum(sizes) <= TARGET_CHARACTERS
        and sum(u.tokens for u in before + group) <= limit
        and above[0][:-1] == above[1][:-1]
        and document.page_at(before[0].char_start) == document.page_at(group[0].char_start)
    )


def _chunk(
    document: Document, course: str, group: list[_Unit], leads: dict[int, Span], window: _Window
) -> Chunk:
    start, end = group[0].char_start, group[-1].char_end
    text = document.text[start:end]
    key = "\0".join((course, document.source, str(start), str(end), text))
    chunk_id = hashlib.sha256(key.encode()).hexdigest()[:24]
    sentences = tuple(
        Sentence(f"{chunk_id}.{n}", kind, document.text[a:b], a, b, embedded, lead)
        for n, (kind, a, b, embedded, lead) in enumerate(_sentences(document, group, leads, window))
    )
    return Chunk(
        chunk_id, document.source, document.page_at(start), _shared_heading(document, group), text,
        start, end, window.below(document.heading_path(start), text), sentences,
    )  # fmt: skip


def _shared_heading(document: Document, group: list[_Unit]) -> tuple[str, ...]:
    """The path above everything in a chunk but its headings, which may stand one in another."""
    below = [unit for unit in group if unit.kind != "heading"] or group
    paths = [document.heading_path(unit.char_start) for unit in below]
    levels = zip(*paths, strict=False)  # as deep as the shortest
    return tuple(titles[0] for titles in takewhile(lambda titles: len({*titles}) == 1, levels))


def _sentences(
    document: Document, group: list[_Unit], leads: dict[int, Span], window: _Window
) -> Iterator[tuple[SentenceKind, int, int, str, Span | None]]:
    for unit in group:
        heading = document.heading_path(unit.char_start)
        lead = leads.get(unit.char_start)
        context = f"{without_marker(document.text[slice(*lead)])} " if lead else ""
        asked = opening(document.text, unit.char_start, unit.char_end) if unit.alone else None
        for kind, start, end in _spans(document.text, unit):
            quote = document.text[start:end]
            if asked and (start, end) != asked:
                context = f"{document.text[slice(*asked)]} "
            said = _row_in_words(document, unit, quote) if kind == "row" else context + quote
            if said != quote and not window.fits(said):
                said = quote
            yield kind, start, end, window.below(heading[-2:], said), lead


def _spans(text: str, unit: _Unit) -> Iterator[tuple[SentenceKind, int, int]]:
    if unit.kind == "heading":
        return
    if unit.kind == "table":
        header = table_header(text[unit.char_start : unit.char_end])
        for number, (a, b) in enumerate(row_spans(text, unit.char_start, unit.char_end)):
            if not (header and number == 0) and not re.fullmatch(r"[\s|:\-+=]+", text[a:b]):
                yield "row", a, b
    elif unit.kind == "code":
        yield "code", unit.char_start, unit.char_end
    else:
        kind: SentenceKind = "item" if unit.kind == "list_item" else "prose"
        for a, b in prose_spans(text, unit.char_start, unit.char_end):
            yield kind, a, b


def _row_in_words(document: Document, unit: _Unit, row: str) -> str:
    """A table row with its column names: ``Metric: RMSE; Range: 0 and up``."""
    block = next(b for b in document.blocks if b.char_start <= unit.char_start < b.char_end)
    header = table_header(document.text[block.char_start : block.char_end])
    cells = [cell.strip() for cell in row.strip().strip("|").split("|")]
    if not header or len(cells) != len(header):
        return row
    return "; ".join(
        f"{name}: {cell}" if name else cell for name, cell in zip(header, cells, strict=True)
    )
