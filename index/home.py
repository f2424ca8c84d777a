"""Where a course's index lives, what makes it, and what stands there already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.embedding import Embedder
from index.errors import IndexDamaged, IndexNewer, VectorStoreError
from index.integrity import VECTORS, damage_of
from index.records import Records
from index.store_contract import CHUNKS, SENTENCES, VectorStores
from index.versions import Manifest, Versions, read_manifest

Phase = Literal["reading", "embedding", "storing"]
Progress = Callable[[Phase, int, int], None]
"""Called with the phase, how much of it is done, and how much there is."""


@dataclass(frozen=True)
class IndexHome:
    """One course's index: its folder, its vector stores, and the model that makes its vectors."""

    course: str
    versions: Versions
    stores: VectorStores
    embedder: Embedder


@dataclass(frozen=True)
class OldVersion:
    """A version that an ingestion builds upon. Without ``vectors``, those are made anew."""

    folder: Path
    manifest: Manifest
    records: Records
    vectors: bool = True


@dataclass(frozen=True)
class Before:
    """What an ingestion finds: a version to build upon, and what it found damaged, in words.

    ``renew``: the version is of a release that kept no checksums, so damage would go unnoticed.
    """

    old: OldVersion | None = None
    damage: tuple[str, ...] = ()
    renew: bool = False


def read_before(home: IndexHome) -> Before:
    """The version in use; where that is damaged, as much of it or of an older one as is sound.

    Raises:
        IndexNewer: a newer version of the tutor has written it.
    """
    current = home.versions.current()
    if current is None:
        return Before()
    damage: list[str] = []
    for folder in [current, *(f for f in home.versions.finished() if f != current)]:
        try:
            manifest = read_manifest(folder)
            if manifest.embedding != home.embedder.fingerprint:
                break  # another model's vectors can never meet this one's
            found = damage_of(folder, manifest, vectors=True)
            if not manifest.vectors and not _has_all_vectors(home, folder, manifest):
                found.append(VECTORS)
            damage += [f"{name} of the index was damaged" for name in found]
            old = OldVersion(folder, manifest, Records.read(folder), VECTORS not in found)
            if not set(found) & {"documents.jsonl", "chunks.jsonl"}:
                return Before(old, tuple(damage), renew=not manifest.sums)
        except IndexNewer:
            raise
        except IndexDamaged as error:
            damage = damage or [error.what]
    return Before(None, tuple(damage))


def _has_all_vectors(home: IndexHome, folder: Path, manifest: Manifest) -> bool:
    """Whether a store without a seal, such as that of a server, holds as many as were written."""
    try:
        store = home.stores.open(folder)
        held = (store.count(CHUNKS), store.count(SENTENCES))
    except VectorStoreError:
        return False
    return held == (manifest.chunks, manifest.sentences)
