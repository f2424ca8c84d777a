"""Chroma, embedded or server: one store a version, holding named collections of unit vectors.

The only importer of chromadb.
"""

from __future__ import annotations

import os
import shutil
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import numpy as np

from index.disk import refuse_unwritable
from index.embedding import Vectors
from index.errors import VectorStoreError
from index.exact_search import OneByOne
from index.store_contract import CHUNKS, SENTENCES, Metadata, VectorStore

if TYPE_CHECKING:
    from chromadb.api.client import Client  # the annotated ClientAPI has no close()
    from chromadb.api.models.Collection import Collection

_BATCH = 5_000  # Chroma takes 5,461 records a call at most
# So few vectors are compared one by one: Chroma's graph is built anew at each opening and misses
# some each time, so that the same question may get another answer. Loading 1,000 takes .06 s, once;
# from a server they come as JSON, so fewer are loaded.
_FEW, _FEW_OF_A_SERVER = 8_000, 2_000
# Recall@10 against exact search is .99 and more up to 10^5 vectors with these. What lies below the
# sync threshold is put into the graph anew whenever the index is opened: a second for each 5,000.
_HNSW: Any = {"space": "cosine", "ef_construction": 200, "ef_search": 300, "max_neighbors": 24,
         "batch_size": 1_000, "sync_threshold": 1_000, "num_threads": 1}  # fmt: skip


class EmbeddedStores:
    """Chroma inside this process, one folder a version."""

    def create(self, version: Path, copy_of: Path | None = None) -> VectorStore:
        """A new store in ``version/chroma``."""
        folder = version / "chroma"
        if copy_of is not None:
            shutil.copytree(copy_of / "chroma", folder)
        return _ChromaStore(_embedded_client(folder), "", create=True)

    def open(self, version: Path) -> VectorStore:
        """The store in ``version/chroma``."""
        folder = version / "chroma"
        if not (folder / "chroma.sqlite3").is_file():
            course = version.parent.parent.name
            raise VectorStoreError(f"The vectors of {course} are missing", "Run `tutor ingest`")
        refuse_unwritable(folder)
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
        self.drop(version)  # collections of that name may stand there from a lost data folder
        store = _ChromaStore(self._client(), _prefix(version), create=True)
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
        from chromadb.errors import NotFoundError

        client = self._client()
        try:
            for name in (CHUNKS, SENTENCES):
                with _our_errors(), suppress(NotFoundError):
                    client.delete_collection(f"{_prefix(version)}{name}")
        finally:
            _close(client)

    def _client(self) -> Client:
        from chromadb import HttpClient

        parts = urlsplit(self._url)
        with _our_errors():
            client = HttpClient(
                host=parts.hostname or "127.0.0.1",
                port=parts.port or (443 if parts.scheme == "https" else 8000),
                ssl=parts.scheme == "https",
                settings=_settings(),
            )
        return cast("Client", client)


class _ChromaStore:
    """The records of one version: the collections whose names begin with ``prefix``.

    In a folder of its own a version needs no prefix; on a server it has one.

    The client lives as long as the store: Chroma keeps the files of an open one until exit.
    """

    def __init__(self, client: Client, prefix: str, *, create: bool = False) -> None:
        weakref.finalize(self, _close, client).atexit = False
        with _our_errors():
            self._open: dict[str, Collection] = {
                name: client.get_or_create_collection(
                    f"{prefix}{name}", configuration={"hnsw": _HNSW}, embedding_function=None
                )
                if create
                else client.get_collection(f"{prefix}{name}", embedding_function=None)
                for name in (CHUNKS, SENTENCES)
            }
        self._prefix = prefix
        self._small: dict[str, OneByOne | None] = {}

    def add(
        self,
        collection: str,
        ids: Sequence[str],
        vectors: Vectors,
        texts: Sequence[str] | None = None,
        metadata: Sequence[Metadata] | None = None,
    ) -> None:
        """Add records, in batches that Chroma accepts."""
        self._small.pop(collection, None)
        into = self._open[collection]
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
        self._small.pop(collection, None)
        with _our_errors():
            for start in range(0, len(ids), _BATCH):
                self._open[collection].delete(ids=list(ids[start : start + _BATCH]))

    def vectors(self, collection: str, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those ids that are there."""
        found: dict[str, Vectors] = {}
        with _our_errors():
            for start in range(0, len(ids), _BATCH):
                part = list(ids[start : start + _BATCH])
                got = self._open[collection].get(ids=part, include=["embeddings"])
                rows = np.asarray(got["embeddings"], np.float32)
                found.update(zip(got["ids"], rows, strict=True))
        return found

    def query(self, collection: str, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine similarity, best first."""
        with _our_errors():
            if (small := self._one_by_one(collection)) is not None:
                return small.nearest(vector, k)
        with _our_errors():
            got = self._open[collection].query(
                query_embeddings=vector[np.newaxis, :], n_results=k, include=["distances"]
            )
        distances = got["distances"]
        assert distances is not None, "distances were asked for"
        return [(i, 1.0 - d) for i, d in zip(got["ids"][0], distances[0], strict=True)]

    def _one_by_one(self, collection: str) -> OneByOne | None:
        """The search of a collection that is small enough for it."""
        if collection not in self._small:
            most = _FEW_OF_A_SERVER if self._prefix else _FEW
            few = 0 < self.count(collection) <= most
            held = [batch[:2] for batch in self.batches(collection)] if few else []
            self._small[collection] = OneByOne(held) if held else None
        return self._small[collection]

    def count(self, collection: str) -> int:
        """Number of records."""
        with _our_errors():
            return int(self._open[collection].count())

    def batches(
        self, collection: str
    ) -> Iterator[tuple[list[str], Vectors, list[str] | None, list[Metadata] | None]]:
        """Every record, as arguments of :meth:`add`."""
        of = self._open[collection]
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


def _embedded_client(folder: Path) -> Client:
    from chromadb import PersistentClient

    # The hosted embedding models and telemetry of the library are never wanted here.
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    with _our_errors():
        return cast("Client", PersistentClient(path=str(folder), settings=_settings()))


def _close(client: Client) -> None:
    client.close()
    admin: Any = client._admin_client
    for api in (client._server, admin._server):
        session = getattr(api, "_session", None)  # of a server; chromadb 1.5.9 leaves it open
        if session is not None:
            session.close()


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _prefix(version: Path) -> str:
    return f"{version.parent.parent.name}-{version.name}-"


@contextmanager
def _our_errors() -> Iterator[None]:
    """Chroma's errors as ours.

    A server that is down raises plain ``ValueError`` at first, later what httpx raises.
    """
    from chromadb.errors import ChromaError
    from httpx import HTTPError  # comes with chromadb

    try:
        yield
    except (ChromaError, ValueError, ConnectionError, HTTPError) as error:
        raise VectorStoreError(
            f"The vector store failed: {str(error).rstrip('.?')}",
            "If a server is set by TUTOR_CHROMA_URL, see that it runs; otherwise see that the disk "
            "has room, and run `tutor ingest`, which mends the index",
        ) from error
