"""What a store of vectors does, whatever keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from index.embedding import Vectors

CHUNKS = "chunks"
SENTENCES = "sentences"

Metadata = dict[str, str | int | float | bool]


class VectorStore(Protocol):
    """The vectors of one version of one course's index."""

    def add(
        self,
        collection: str,
        ids: Sequence[str],
        vectors: Vectors,
        texts: Sequence[str] | None = None,
        metadata: Sequence[Metadata] | None = None,
    ) -> None:
        """Add records; ids must be new. ``vectors`` has shape (len(ids), dimension)."""
        ...

    def delete(self, collection: str, ids: Sequence[str]) -> None:
        """Remove records; unknown ids are passed over."""
        ...

    def vectors(self, collection: str, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those ids that are there."""
        ...

    def query(self, collection: str, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine similarity, best first."""
        ...

    def count(self, collection: str) -> int:
        """Number of records."""
        ...


class VectorStores(Protocol):
    """Where the stores of a course's versions live."""

    def create(self, version: Path, copy_of: Path | None = None) -> VectorStore:
        """A new store for ``version``, empty or with the records of ``copy_of``."""
        ...

    def open(self, version: Path) -> VectorStore:
        """The store of a finished version.

        Raises:
            VectorStoreError: it is missing or damaged.
            StorageError: it cannot be written, which Chroma does even to read.
        """
        ...

    def drop(self, version: Path) -> None:
        """Free what a removed version held. Its folder is removed by the caller."""
        ...
