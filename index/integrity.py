"""Whether a version on disk is still what was written: checksums beside the vectors, and a seal."""

from __future__ import annotations

from pathlib import Path

from index.chroma_seal import FOLDER, seal_of
from index.disk import sha256_of
from index.errors import IndexDamaged, VectorStoreError
from index.versions import Manifest

VECTORS = "vectors"


def sums_of(version: Path) -> dict[str, str]:
    """SHA-256 of every file in a version's folder but the manifest and the vector store."""
    files = [p for p in version.rglob("*") if p.is_file()]
    names = {p.relative_to(version).as_posix(): p for p in sorted(files)}
    return {
        name: sha256_of(path)
        for name, path in names.items()
        if name != "manifest.json" and not name.startswith(f"{FOLDER}/")
    }


def damage_of(version: Path, manifest: Manifest, *, vectors: bool) -> list[str]:
    """Files and folders that are not as they were written; ``vectors`` includes the store.

    An index made before there were checksums is taken at its word.
    """
    wrong = [name for name, told in manifest.sums.items() if _sum(version / name) != told]
    damaged = list(dict.fromkeys(name.partition("/")[0] for name in wrong))
    if vectors and manifest.vectors and not _vectors_are_sound(version, manifest.vectors):
        damaged.append(VECTORS)
    return damaged


def damaged_index(course: str, what: str) -> IndexDamaged:
    """The error for an index that is not as it was written."""
    return IndexDamaged(
        f"The index of {course} is damaged ({what})",
        "Run `tutor ingest`; it makes anew from your notes what is damaged",
    )


def _vectors_are_sound(version: Path, seal: str) -> bool:
    try:
        return seal_of(version) == seal
    except (VectorStoreError, OSError):
        return False


def _sum(path: Path) -> str | None:
    try:
        return sha256_of(path)
    except OSError:
        return None
