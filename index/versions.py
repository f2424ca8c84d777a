"""Versions of a course's index on disk: lock, manifest, folders, atomic swap.

    <root>/<course>/CURRENT               name of the version in use, replaced atomically
    <root>/<course>/lock                  held by the one process that writes
    <root>/<course>/versions/<number>/    one finished or unfinished version

A version is built in a folder of its own and becomes visible when CURRENT names it. Whatever
happens before that leaves the version before it in use. A version's manifest is written last, so
one with a manifest is finished; the newest of those is in use where CURRENT itself is damaged.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from index.disk import locked, private_folder, sync, sync_folder
from index.errors import IndexBusy, IndexDamaged, IndexNewer

FORMAT = 1  # of the files in a version folder; a higher number was written by a newer release


class FileRecord(BaseModel):
    """What the index knows of one file of notes."""

    model_config = ConfigDict(frozen=True)
    sha256: str
    pages: int
    chunks: int
    characters: int
    notes: tuple[str, ...] = ()


class Manifest(BaseModel):
    """What a version holds and what made it.

    ``sums`` has the SHA-256 of each file beside the vectors, ``vectors`` that of the store
    (:mod:`index.integrity`); both are empty in an index of a release that kept none.
    """

    model_config = ConfigDict(frozen=True)
    format: int = FORMAT
    course: str
    embedding: str
    chunking: str
    chunks: int
    sentences: int
    files: dict[str, FileRecord]
    sums: dict[str, str] = {}
    vectors: str = ""


class Versions:
    """The versions of one course below ``root``."""

    def __init__(self, root: Path, course: str) -> None:
        self.folder = root / course
        self._course = course
        self._pointer = self.folder / "CURRENT"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock.

        Raises:
            IndexBusy: another process holds it; raised at once.
            StorageError: the disk is full or cannot be written.
        """
        busy = IndexBusy(
            f"Another process is indexing {self._course} right now",
            "Wait until it is done, then run `tutor ingest` again",
        )
        with locked(self.folder / "lock", busy):
            yield

    def current(self) -> Path | None:
        """Folder of the version in use, or None before the first ingestion."""
        return self._named() or next(iter(self.finished()), None)

    def finished(self) -> list[Path]:
        """Versions that were written to their end, newest first."""
        found = [p for p in self._all() if (p / "manifest.json").is_file()]
        return sorted(found, key=lambda p: -int(p.name))

    def mend_pointer(self) -> bool:
        """Let CURRENT name the version in use if it names none; says whether it had to.

        The writer's lock must be held.
        """
        current = self.current()
        if current is None or self._named() is not None:
            return False
        self._point_at(current)
        return True

    def begin(self) -> Path:
        """An empty folder for the next version. The writer's lock must be held.

        Its number is the time in milliseconds: unlike a count it never comes back, so nothing
        that still holds a removed version open can take a new one for it.
        """
        parent = private_folder(self.folder / "versions")
        numbers = [int(p.name) for p in self._all()]
        folder = parent / str(max(time.time_ns() // 1_000_000, max(numbers, default=0) + 1))
        folder.mkdir()
        return folder

    def publish(self, version: Path) -> list[Path]:
        """Make ``version`` the current one; return versions that are no longer needed.

        The version before stays, for readers that still have it open.
        """
        before = self.current()
        for file in version.rglob("*"):
            if file.is_file():
                sync(file)
        for folder in (version, version.parent):
            sync_folder(folder)
        self._point_at(version)
        return self._unneeded(keep={version, before})

    def discard(self, version: Path) -> None:
        """Remove a version's folder; what cannot be removed yet is removed next time."""
        shutil.rmtree(version, ignore_errors=True)

    def _named(self) -> Path | None:
        """The version that CURRENT names, if there is one of that name."""
        try:
            name = self._pointer.read_text("utf-8", errors="replace").strip()
        except FileNotFoundError:
            return None
        folder = self.folder / "versions" / name
        return folder if name.isdecimal() and folder.is_dir() else None

    def _point_at(self, version: Path) -> None:
        staged = self._pointer.with_suffix(".new")
        staged.write_text(version.name, "utf-8")
        sync(staged)
        os.replace(staged, self._pointer)
        sync_folder(self.folder)

    def leftovers(self) -> list[Path]:
        """All but the current version and the one before: left by writers that were stopped."""
        current = self.current()
        older = [p for p in self.finished() if current and int(p.name) < int(current.name)]
        return self._unneeded(keep={current, *older[:1]})

    def _unneeded(self, keep: set[Path | None]) -> list[Path]:
        return [p for p in self._all() if p not in keep]

    def _all(self) -> list[Path]:
        parent = self.folder / "versions"
        return [p for p in parent.iterdir() if p.name.isdecimal()] if parent.is_dir() else []


def write_manifest(version: Path, manifest: Manifest) -> None:
    """Write a version's manifest with a checksum of itself."""
    raw = manifest.model_dump(mode="json")
    text = json.dumps(raw | {"checksum": _checksum(raw)}, ensure_ascii=False, indent=1)
    (version / "manifest.json").write_text(text, "utf-8")


def read_manifest(version: Path) -> Manifest:
    """Read a version's manifest.

    Raises:
        IndexDamaged: it is missing or broken.
        IndexNewer: it is of a newer format.
    """
    try:
        raw = json.loads((version / "manifest.json").read_text("utf-8"))
        given = raw.pop("checksum", None)  # none in an index of a release that kept none
        if given is not None and given != _checksum(raw):
            raise ValueError("the checksum is of another content")
        if raw.get("format", 0) > FORMAT:
            raise IndexNewer(
                f"The index in {version} was made by a newer version of the tutor",
                "Update the tutor, or run `tutor ingest --rebuild`",
            )
        return Manifest.model_validate(raw)
    except (OSError, ValueError, AttributeError, TypeError, ValidationError) as error:
        raise IndexDamaged(
            f"The index in {version} cannot be read",
            "Run `tutor ingest`; it makes anew from your notes what is damaged",
        ) from error


def _checksum(raw: dict[str, Any]) -> str:
    """SHA-256 of a manifest's values, whatever their order and spacing."""
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()
