"""Chroma, embedded or server: one store a version, holding named collections of unit vectors.

The only importer of chromadb.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import numpy as np

from index.embedding import Vectors
from index.errors import VectorStoreError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

CHUNKS = "chunks"
SENTENCES = "sentences"

_BATCH = 5_000  # Chroma takes 5,461 records a call at most
# Recall@10 against exact search is .99 and more up to 10^5 vectors with these; the sync threshold
# keeps Chroma from writing the whole graph anew after every thousand records.
_HNSW: Any = {"space": "cosine", "ef_construction": 200, "ef_search": 300, "max_neighbors": 24,
         "batch_size": 1_000, "sync_threshold": 50_000, "num_threads": 1}  # fmt: skip

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
        """
        ...

    def drop(self, version: Path) -> None:
        """Free what a removed version held. Its folder is removed by the caller."""
        ...


class EmbeddedStores:
    """Chroma inside this process, one folder a version."""

    def create(self, version: Path, copy_of: Path | None = None) -> VectorStore:
        """A new store in ``version/chroma``."""
        folder = version / "chroma"
        if copy_of is not None:
            shutil.copytree(copy_of / "chroma", folder)
        return _ChromaStore(_embedded_client(folder), "")

    def open(self, version: Path) -> VectorStore:
        """The store in ``version/chroma``."""
        folder = version / "chroma"
        if not (folder / "chroma.sqlite3").is_file():
            raise VectorStoreError(
                f"The vectors of {version.parent.parent.name} are missing",
                "Run `tutor ingest` again; it rebuilds them from the notes",
            )
        return _ChromaStore(_embedded_client(folder), "")

    def drop(self, version: Path) -> None:
        """Nothing to do: the folder holds everything."""


class ServerStores:
    """A Chroma server; collections carry course and version in their names.

    Args:
        url: such as ``http://127.0.0.1:8000``.
    """

    def __init__(self, url: str) -> None:
        self._url = url

    def create(self, version: Path, copy_of: Path | None = None) -> VectorStore:
        """New collections on the server."""
        store = _ChromaStore(self._client(), _prefix(version))
        if copy_of is not None:
            before = _ChromaStore(self._client(), _prefix(copy_of))
            for name in (CHUNKS, SENTENCES):
                for record in before.batches(name):
                    store.add(name, *record)
        return store

    def open(self, version: Path) -> VectorStore:
        """The version's collections."""
        return _ChromaStore(self._client(), _prefix(version))

    def drop(self, version: Path) -> None:
        """Delete the version's collections."""
        client = self._client()
        with _our_errors():
            for collection in client.list_collections():
                if collection.name.startswith(_prefix(version)):
                    client.delete_collection(collection.name)

    def _client(self) -> ClientAPI:
        from chromadb import HttpClient

        parts = urlsplit(self._url)
        with _our_errors():
            return HttpClient(
                host=parts.hostname or "127.0.0.1",
                port=parts.port or (443 if parts.scheme == "https" else 8000),
                ssl=parts.scheme == "https",
                settings=_settings(),
            )


class _ChromaStore:
    """The records of one version: the collections whose names begin with ``prefix``."""

    def __init__(self, client: ClientAPI, prefix: str) -> None:
        self._client = client
        self._prefix = prefix
        self._open: dict[str, Collection] = {}

    def add(
        self,
        collection: str,
        ids: Sequence[str],
        vectors: Vectors,
        texts: Sequence[str] | None = None,
        metadata: Sequence[Metadata] | None = None,
    ) -> None:
        """Add records, in batches that Chroma accepts."""
        into = self._collection(collection)
        with _our_errors():
            for start in range(0, len(ids), _BATCH):
                part = slice(start, start + _BATCH)
                into.add(
                    ids=list(ids[part]),
                    embeddings=vectors[part],
                    documents=list(texts[part]) if texts is not None else None,
                    metadatas=list(metadata[part]) if metadata is not None else None,
                )

    def delete(self, collection: str, ids: Sequence[str]) -> None:
        """Remove records."""
        with _our_errors():
            for start in range(0, len(ids), _BATCH):
                self._collection(collection).delete(ids=list(ids[start : start + _BATCH]))

    def vectors(self, collection: str, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those ids that are there."""
        found: dict[str, Vectors] = {}
        with _our_errors():
            for start in range(0, len(ids), _BATCH):
                part = list(ids[start : start + _BATCH])
                got = self._collection(collection).get(ids=part, include=["embeddings"])
                rows = np.asarray(got["embeddings"], np.float32)
                found.update(zip(got["ids"], rows, strict=True))
        return found

    def query(self, collection: str, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine similarity."""
        with _our_errors():
            got = self._collection(collection).query(
                query_embeddings=vector[np.newaxis, :], n_results=k, include=["distances"]
            )
        distances = got["distances"]
        assert distances is not None, "distances were asked for"
        return [(i, 1.0 - d) for i, d in zip(got["ids"][0], distances[0], strict=True)]

    def count(self, collection: str) -> int:
        """Number of records."""
        with _our_errors():
            return int(self._collection(collection).count())

    def batches(
        self, collection: str
    ) -> Iterator[tuple[list[str], Vectors, list[str] | None, list[Metadata] | None]]:
        """Every record, as arguments of :meth:`add`."""
        of = self._collection(collection)
        for offset in range(0, self.count(collection), _BATCH):
            with _our_errors():
                got: Any = of.get(
                    limit=_BATCH, offset=offset, include=["embeddings", "documents", "metadatas"]
                )
            texts, metadata = got["documents"], got["metadatas"]
            has_texts = texts is not None and any(t is not None for t in texts)
            has_metadata = metadata is not None and any(m for m in metadata)
            yield (
                got["ids"],
                np.asarray(got["embeddings"], np.float32),
                texts if has_texts else None,
                metadata if has_metadata else None,
            )

    def _collection(self, name: str) -> Collection:
        if name not in self._open:
            with _our_errors():
                self._open[name] = self._client.get_or_create_collection(
                    f"{self._prefix}{name}",
                    configuration={"hnsw": _HNSW},
                    embedding_function=None,
                )
        return self._open[name]


def _embedded_client(folder: Path) -> ClientAPI:
    from chromadb import PersistentClient

    # The hosted embedding models and telemetry of the library are never wanted here.
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    with _our_errors():
        return PersistentClient(path=str(folder), settings=_settings())


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _prefix(version: Path) -> str:
    return f"{version.parent.parent.name}-{version.name}-"


@contextmanager
def _our_errors() -> Iterator[None]:
    """Chroma's errors as ours; a server that is down raises plain ``ValueError``."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, ValueError, ConnectionError) as error:
        raise VectorStoreError(
            f"The vector store failed: {error}",
            "If a server is set by TUTOR_CHROMA_URL, see that it runs; "
            "otherwise run `tutor ingest --rebuild`",
        ) from error
