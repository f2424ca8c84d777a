"""Real components for tests that need no language model: a fast embedder and a course on disk."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.discovery import Root, root_of
from index.embedding import Embedder, Vectors
from index.home import IndexHome
from index.ingest import IngestReport, ingest
from index.langchain_retriever import NotesRetriever
from index.retriever import NotesIndex
from index.store_contract import VectorStores
from index.vector_store import EmbeddedStores
from index.versions import Versions

_TOKEN = re.compile(r"\w+|[^\w\s]")


class HashEmbedder:
    """Texts that share words get similar vectors; a word's direction follows from its hash."""

    max_tokens = 256

    def __init__(self, fingerprint: str = "hash@1", dimension: int = 32) -> None:
        self.fingerprint = fingerprint
        self.dimension = dimension

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(_TOKEN.findall(text)) + 2 for text in texts]

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for at, text in enumerate(texts):
            vectors[at] = self._vector(text)
            if progress:
                progress(1)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        return self._vector(text)

    def word_vectors(self, words: Sequence[str]) -> Vectors:
        wide = HashEmbedder(dimension=1_024)  # in so many, no two words are alike by chance
        made = [wide._direction(word.lower()) for word in words]
        return np.array(made, np.float32).reshape(len(words), wide.dimension)

    def _vector(self, text: str) -> Vectors:
        words = [word.lower() for word in re.findall(r"\w+", text)] or [""]
        total = np.sum([self._direction(word) for word in words], axis=0)
        return np.asarray(total / np.linalg.norm(total), np.float32)

    def _direction(self, word: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(f"{self.fingerprint} {word}".encode()).digest()[:8])
        return np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)


@dataclass(frozen=True)
class SmallCourse:
    """Notes on disk and the index made from them."""

    notes: Path
    home: IndexHome

    @classmethod
    def make(
        cls,
        folder: Path,
        files: Mapping[str, str],
        *,
        course: str = "small",
        embedder: Embedder | None = None,
        stores: VectorStores | None = None,
    ) -> SmallCourse:
        notes = folder / course / "notes"
        notes.mkdir(parents=True)
        versions = Versions(folder / "index", course)
        home = IndexHome(course, versions, stores or EmbeddedStores(), embedder or HashEmbedder())
        made = cls(notes, home)
        for name, text in files.items():
            made.write(name, text)
        return made

    @property
    def root(self) -> Root:
        return root_of(self.notes)

    def write(self, name: str, text: str) -> Path:
        path = self.notes / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def ingest(self, *, rebuild: bool = False) -> IngestReport:
        return ingest(self.home, [self.root], rebuild=rebuild)

    def retriever(self, k: int = 10) -> NotesRetriever:
        return NotesRetriever(home=self.home, k=k)

    def index(self) -> NotesIndex:
        """The current version, opened anew."""
        return self.retriever().index

    def version(self) -> Path:
        current = self.home.versions.current()
        assert current is not None
        return current
