"""What a version folder holds beside the vectors: documents and chunks, as JSON lines."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.chunking import Chunk, Sentence
from index.errors import IndexDamaged


@dataclass(frozen=True)
class StoredPage:
    """A page by its offset in the document's text; ``number`` is None for formats without pages."""

    number: int | None
    char_start: int


@dataclass(frozen=True)
class StoredDocument:
    """A document as the index keeps it: what every span refers to."""

    source: str
    title: str
    text: str
    pages: tuple[StoredPage, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Number of the page that holds ``offset``; None for formats without pages."""
        at = bisect_right(self.pages, offset, key=lambda page: page.char_start)
        return self.pages[at - 1].number if at else None


@dataclass
class Records:
    """Documents by source, and chunks in reading order of their documents."""

    documents: dict[str, StoredDocument] = field(default_factory=dict)
    chunks: list[Chunk] = field(default_factory=list)

    def write(self, version: Path) -> None:
        """Write ``documents.jsonl`` and ``chunks.jsonl`` into a version folder."""
        _write_lines(
            version / "documents.jsonl",
            (
                {
                    "source": d.source,
                    "title": d.title,
                    "text": d.text,
                    "pages": [[p.number, p.char_start] for p in d.pages],
                }
                for d in self.documents.values()
            ),
        )
        _write_lines(version / "chunks.jsonl", (_chunk_line(c) for c in self.chunks))

    @classmethod
    def read(cls, version: Path) -> Records:
        """Read what :meth:`write` wrote.

        Raises:
            IndexDamaged: a file is missing or broken.
        """
        try:
            documents = {
                line["source"]: StoredDocument(
                    line["source"],
                    line["title"],
                    line["text"],
                    tuple(StoredPage(number, start) for number, start in line["pages"]),
                )
                for line in _read_lines(version / "documents.jsonl")
            }
            chunks = [_chunk(line, documents) for line in _read_lines(version / "chunks.jsonl")]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(
                f"The index in {version} cannot be read",
                "Run `tutor ingest`; it makes anew from your notes what is damaged",
            ) from error
        return cls(documents, chunks)


def embedded_key(text: str) -> str:
    """Names an embedded text, so that its vector can be found again in another version."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _chunk_line(chunk: Chunk) -> dict[str, Any]:
    return {
        "id": chunk.chunk_id,
        "source": chunk.source,
        "page": chunk.page,
        "heading": chunk.heading,
        "span": [chunk.char_start, chunk.char_end],
        "embedded": chunk.embedded,
        "sentences": [
            [s.kind, s.char_start, s.char_end, _prefix(s), s.lead_in] for s in chunk.sentences
        ],
    }  # fmt: skip


def _prefix(sentence: Sentence) -> str:
    """The embedded text; where it ends with the sentence itself, only what stands before."""
    if sentence.embedded.endswith(sentence.text):
        return sentence.embedded[: len(sentence.embedded) - len(sentence.text)] + "\0"
    return sentence.embedded


def _chunk(line: dict[str, Any], documents: dict[str, StoredDocument]) -> Chunk:
    text = documents[line["source"]].text
    start, end = line["span"]
    sentences = []
    for number, (kind, a, b, embedded, lead) in enumerate(line["sentences"]):
        full = embedded[:-1] + text[a:b] if embedded.endswith("\0") else embedded
        sentences.append(
            Sentence(
                f"{line['id']}.{number}", kind, text[a:b], a, b, full, tuple(lead) if lead else None
            )
        )
    return Chunk(
        line["id"], line["source"], line["page"], tuple(line["heading"]), text[start:end],
        start, end, line["embedded"], tuple(sentences),
    )  # fmt: skip


def _write_lines(path: Path, lines: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
