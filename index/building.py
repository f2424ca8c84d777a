"""Build the next version of an index, taking every known vector from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from index.chroma_seal import seal_of
from index.chunking import CHUNKING, Chunk
from index.embedding import Vectors
from index.errors import VectorStoreError
from index.home import IndexHome, OldVersion, Progress
from index.integrity import sums_of
from index.lexical import LexicalIndex
from index.records import Records, embedded_key
from index.store_contract import CHUNKS, SENTENCES, Metadata, VectorStore
from index.versions import FileRecord, Manifest, write_manifest

# Copying the old store and changing a few records beats writing all anew, until half differ.
_LEAST_KEPT_IN_COPY = 0.5


class Builder:
    """Writes one version. The writer's lock must be held."""

    def __init__(self, home: IndexHome, old: OldVersion | None, tell: Progress) -> None:
        self._home = home
        self._tell = tell
        self._old = old
        self._old_store = self._open_old()
        self._old_chunks: Sequence[Chunk] = old.records.chunks if old else ()

    def write(self, records: Records, files: dict[str, FileRecord]) -> int:
        """Build the version, swap it in, and return how many texts were embedded.

        What cannot be finished is removed again, so that it takes no room on a full disk.
        """
        home = self._home
        version = home.versions.begin()
        finished = False
        try:
            embedded = self._fill(version, records, files)
            unneeded = home.versions.publish(version)
            finished = True
        finally:
            if not finished:
                with suppress(VectorStoreError):
                    home.stores.drop(version)
                home.versions.discard(version)
        for each in unneeded:
            home.stores.drop(each)
            home.versions.discard(each)
        return embedded

    def _fill(self, version: Path, records: Records, files: dict[str, FileRecord]) -> int:
        """Write everything into the version's folder, the manifest last."""
        store, kept = self._begin_store(version, records.chunks)
        embedded = self._add(store, [c for c in records.chunks if c.chunk_id not in kept])
        records.write(version)
        LexicalIndex.build([c.embedded for c in records.chunks]).save(version / "bm25")
        manifest = Manifest(
            course=self._home.course,
            embedding=self._home.embedder.fingerprint,
            chunking=CHUNKING,
            chunks=len(records.chunks),
            sentences=sum(len(c.sentences) for c in records.chunks),
            files=files,
            sums=sums_of(version),
            vectors=seal_of(version),
        )
        write_manifest(version, manifest)
        return embedded

    def _begin_store(self, version: Path, chunks: Sequence[Chunk]) -> tuple[VectorStore, set[str]]:
        """A store for the version, and the ids of chunks whose records it holds already."""
        # The same passage may now stand below another heading: then its vectors are others.
        before = {c.chunk_id: c for c in self._old_chunks}
        kept = {c.chunk_id for c in chunks if before.get(c.chunk_id) == c}
        most = max(len(chunks), len(self._old_chunks), 1)
        stores = self._home.stores
        if not (self._old and self._old_store and len(kept) > _LEAST_KEPT_IN_COPY * most):
            return stores.create(version), set()
        store = stores.create(version, copy_of=self._old.folder)
        gone = [c for c in self._old_chunks if c.chunk_id not in kept]
        store.delete(CHUNKS, [c.chunk_id for c in gone])
        store.delete(SENTENCES, [s.sentence_id for c in gone for s in c.sentences])
        return store, kept

    def _open_old(self) -> VectorStore | None:
        if self._old is None or not self._old.vectors:
            return None
        try:
            store = self._home.stores.open(self._old.folder)
            held = (store.count(CHUNKS), store.count(SENTENCES))
        except VectorStoreError:
            return None  # damaged: every vector is made anew
        manifest = self._old.manifest
        return store if held == (manifest.chunks, manifest.sentences) else None

    def _add(self, store: VectorStore, chunks: Sequence[Chunk]) -> int:
        """Store chunks and their sentences; returns how many texts were embedded."""
        sentences = [s for c in chunks for s in c.sentences]
        texts = [c.embedded for c in chunks] + [s.embedded for s in sentences]
        vectors, embedded = self._vectors(texts)
        self._tell("storing", 0, len(texts))
        if chunks:
            store.add(
                CHUNKS,
                [c.chunk_id for c in chunks],
                vectors[: len(chunks)],
                [c.text for c in chunks],
                [_metadata(c) for c in chunks],
            )
        if sentences:
            store.add(SENTENCES, [s.sentence_id for s in sentences], vectors[len(chunks) :])
        self._tell("storing", len(texts), len(texts))
        return embedded

    def _vectors(self, texts: Sequence[str]) -> tuple[Vectors, int]:
        """Vectors of ``texts``, and how many of them were not known before."""
        embedder = self._home.embedder
        keys = [embedded_key(text) for text in texts]
        known = self._known_vectors(set(keys))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        done = 0

        def progress(count: int) -> None:
            nonlocal done
            done += count
            self._tell("embedding", done, len(missing))

        made = embedder.embed_passages(list(missing.values()), progress)
        known |= dict(zip(missing, made, strict=True))
        if not texts:
            return np.zeros((0, embedder.dimension), np.float32), 0
        return np.stack([known[key] for key in keys]), len(missing)

    def _known_vectors(self, wanted: set[str]) -> dict[str, Vectors]:
        """Vectors of the old version, by the key of the text they were made from."""
        found: dict[str, Vectors] = {}
        if self._old_store is None:
            return found
        sentences = [s for c in self._old_chunks for s in c.sentences]
        for collection, pairs in (
            (CHUNKS, [(c.chunk_id, c.embedded) for c in self._old_chunks]),
            (SENTENCES, [(s.sentence_id, s.embedded) for s in sentences]),
        ):
            ids = {i: key for i, text in pairs if (key := embedded_key(text)) in wanted}
            vectors = self._old_store.vectors(collection, list(ids))
            found |= {ids[i]: vector for i, vector in vectors.items()}
        return found


def _metadata(chunk: Chunk) -> Metadata:
    return {
        "source": chunk.source,
        "heading": " > ".join(chunk.heading),
        "page": chunk.page or 0,  # 0 stands for "no pages": Chroma's metadata holds no None
        "char_start": chunk.char_start,
        "char_end": chunk.char_end,
    }
