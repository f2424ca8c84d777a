"""How long indexing takes: everything, nothing changed, one file of a hundred changed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from random import Random
from unittest.mock import patch

from eval.benchmark.plain_stack import PlainStack
from eval.benchmark.texts import sentences_of, synthetic_note, write_texts
from index import ingest as ingesting
from index.chunking import Chunk, chunk_document
from index.discovery import root_of
from index.embedding import SentenceTransformerEmbedder, find_weights
from index.home import IndexHome
from index.vector_store import EmbeddedStores
from index.versions import Versions

_FILES = 100
_PASSAGES_A_FILE = 10


def plain(paths: Sequence[Path]) -> dict[str, float]:
    """First ingestion by the plain stack; the model is loaded before."""
    with _folders(paths) as (notes, work):
        seconds, chunks = PlainStack(work).ingest(notes)
    return {"seconds": seconds, "chunks": chunks}


def ours(paths: Sequence[Path]) -> dict[str, float]:
    """First ingestion as the tutor does it, sentence vectors and word index included."""
    with _folders(paths) as (notes, work):
        home = open_home(work)
        started = time.perf_counter()
        report = ingesting.ingest(home, [root_of(notes)])
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "chunks": report.chunks, "embedded": report.embedded}


def ours_without_sentences(paths: Sequence[Path]) -> dict[str, float]:
    """The same with chunk vectors only, as the plain stack has them."""

    def bare(*given: object) -> list[Chunk]:
        return [replace(c, sentences=()) for c in chunk_document(*given)]  # type: ignore[arg-type]

    with patch.object(ingesting, "chunk_document", bare):
        return ours(paths)


def again(paths: Sequence[Path]) -> dict[str, float]:
    """A hundred synthetic files: the first time, unchanged, and with one of them changed."""
    random = Random(1)
    sentences = sentences_of(paths)
    took: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "notes"
        notes.mkdir()
        for number in range(_FILES):
            text = synthetic_note(sentences, _PASSAGES_A_FILE, random)
            (notes / f"{number:03}.md").write_text(text, "utf-8")
        home = open_home(Path(folder))
        for name in ("first", "unchanged", "one changed"):
            if name == "one changed":
                text = synthetic_note(sentences, _PASSAGES_A_FILE, random)
                (notes / "050.md").write_text(text, "utf-8")
            started = time.perf_counter()
            report = ingesting.ingest(home, [root_of(notes)])
            took[name] = time.perf_counter() - started
            took[f"{name}: embedded"] = report.embedded
    return took


def open_home(folder: Path) -> IndexHome:
    """An index of its own below ``folder``; libraries and model are loaded."""
    import_module("chromadb")
    embedder = SentenceTransformerEmbedder(find_weights())
    embedder.embed_query("warm up")
    return IndexHome("bench", Versions(folder / "index", "bench"), EmbeddedStores(), embedder)


@contextmanager
def _folders(paths: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        notes, work = Path(folder) / "notes", Path(folder) / "work"
        notes.mkdir()
        work.mkdir()
        write_texts(paths, notes)
        yield notes, work
