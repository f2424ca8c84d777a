"""Versions of a course's index on disk: lock, manifest, folders, atomic swap.

    <root>/<course>/CURRENT               name of the version in use, replaced atomically
    <root>/<course>/lock                  held by the one process that writes
    <root>/<course>/versions/<number>/    one finished or unfinished version

A version is built in a folder of its own and becomes visible when CURRENT names it. Whatever
happens before that leaves the version before it in use.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import IndexBusy, IndexDamaged

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
    """What a version holds and what made it."""

    model_config = ConfigDict(frozen=True)
    format: int = FORMAT
    course: str
    embedding: str
    chunking: str
    chunks: int
    sentences: int
    files: dict[str, FileRecord]


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
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise IndexBusy(
                f"Another process is indexing {self._course} right now",
                "Wait until it is done, then run `tutor ingest` again",
            ) from error
        try:
            yield
        finally:
            lock.release()

    def current(self) -> Path | None:
        """Folder of the version in use, or None before the first ingestion."""
        try:
            name = self._pointer.read_text("utf-8", errors="replace").strip()
        except FileNotFoundError:
            return None
        folder = self.folder / "versions" / name
        return folder if name.isdecimal() and folder.is_dir() else None

    def begin(self) -> Path:
        """An empty folder for the next version. The writer's lock must be held.

        Its number is the time in milliseconds: unlike a count it never comes back, so nothing
        that still holds a removed version open can take a new one for it.
        """
        parent = self.folder / "versions"
        parent.mkdir(parents=True, exist_ok=True)
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
                _sync(file)
        staged = self._pointer.with_suffix(".new")
        staged.write_text(version.name, "utf-8")
        _sync(staged)
        os.replace(staged, self._pointer)
        return self._unneeded(keep={version, before})

    def discard(self, version: Path) -> None:
        """Remove a version's folder; what cannot be removed yet is removed next time."""
        shutil.rmtree(version, ignore_errors=True)

    def unfinished(self) -> list[Path]:
        """Versions newer than the current one: left by a writer that was stopped."""
        current = self.current()
        newest = int(current.name) if current else 0
        return [p for p in self._all() if int(p.name) > newest]

    def _unneeded(self, keep: set[Path | None]) -> list[Path]:
        return [p for p in self._all() if p not in keep]

    def _all(self) -> list[Path]:
        parent = self.folder / "versions"
        return [p for p in parent.iterdir() if p.name.isdecimal()] if parent.is_dir() else []


def read_manifest(version: Path) -> Manifest:
    """Read a version's manifest.

    Raises:
        IndexDamaged: it is missing, broken, or of a newer format.
    """
    rebuild = "Run `tutor ingest --rebuild`; it makes the index anew from your notes"
    try:
        raw = json.loads((version / "manifest.json").read_text("utf-8"))
        if raw.get("format", 0) > FORMAT:
            raise IndexDamaged(
                f"The index in {version} was made by a newer version of the tutor",
                "Update the tutor, or run `tutor ingest --rebuild`",
            )
        return Manifest.model_validate(raw)
    except (OSError, ValueError, AttributeError, ValidationError) as error:
        raise IndexDamaged(f"The index in {version} cannot be read", rebuild) from error


def _sync(file: Path) -> None:
    """See that a file's content survives a power cut."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())
