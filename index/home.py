"""Where a course's index lives, what makes it, and what stands there already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.embedding import Embedder
from index.errors import IndexDamaged
from index.records import Records
from index.vector_store import VectorStores
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
    """The version in use before an ingestion."""

    folder: Path
    manifest: Manifest
    records: Records


def read_old(home: IndexHome) -> OldVersion | None:
    """The current version, or None when there is none that can be built upon."""
    folder = home.versions.current()
    if folder is None:
        return None
    try:
        manifest = read_manifest(folder)
        if manifest.embedding != home.embedder.fingerprint:
            return None  # another model's vectors can never meet this one's
        return OldVersion(folder, manifest, Records.read(folder))
    except IndexDamaged:
        return None  # rebuilt from the notes
