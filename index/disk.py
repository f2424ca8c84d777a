"""Writing to the learner's disk: one writer, private folders, lasting content, clear errors."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import StudyError
from index.errors import StorageError, VectorStoreError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)
_FAULTY = (errno.EIO, errno.ENXIO, errno.ESTALE)
_HARDLY_ANY_ROOM = 16 * 2**20  # bytes; Chroma does not say that its disk is full in a way to test


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn a disk that is full, read-only or faulty into a :class:`StorageError`.

    Other errors of the system come through: they are not about the disk.
    """
    try:
        yield
    except OSError as error:
        if told := _told(folder, error):
            raise told from error
        raise
    except VectorStoreError as error:
        if _room(folder) < _HARDLY_ANY_ROOM:
            raise _full(folder) from error
        raise


def _told(folder: Path, error: OSError) -> StorageError | None:
    if error.errno in _FULL:
        return _full(folder)
    if error.errno in _CLOSED:
        return StorageError(
            f"{folder} cannot be written: {error.strerror}",
            "Check its permissions, or name another folder with TUTOR_DATA_DIR",
        )
    if error.errno in _FAULTY:
        return StorageError(
            f"The disk of {folder} reports an error: {error.strerror}",
            "Check the disk, and copy your data folder to another one",
        )
    return None


def _full(folder: Path) -> StorageError:
    return StorageError(
        f"The disk of {folder} is full, or your quota of it is used up",
        "Free some space, then do that again; everything is as it was before",
    )


def _room(folder: Path) -> int:
    """Free bytes on the disk that holds ``folder``, which need not be there yet."""
    there = next((p for p in (folder, *folder.parents) if p.exists()), Path("."))
    return shutil.disk_usage(there).free


@contextmanager
def locked(file: Path, busy: StudyError, seconds: float = 0) -> Iterator[None]:
    """Hold a lock that one process has at a time; ``file`` stands for it and stays.

    Raises:
        StudyError: ``busy``, when another holds it for longer than ``seconds``.
        StorageError: the disk is full or cannot be written.
    """
    private_folder(file.parent)
    lock = FileLock(file, timeout=seconds)
    try:
        with disk_errors(file.parent):
            lock.acquire()
    except Timeout as error:
        raise busy from error
    try:
        yield
    finally:
        lock.release()


def private_folder(folder: Path) -> Path:
    """Make a folder, and those above it that are missing, that nobody else may look into.

    One that is there already keeps its permissions: its owner may want to share it.

    Raises:
        StorageError: the disk is full or cannot be written.
    """
    with disk_errors(folder):
        missing = [p for p in (folder, *folder.parents) if not p.exists()]
        for path in reversed(missing):
            path.mkdir(mode=0o700, exist_ok=True)
    return folder


def refuse_unwritable(folder: Path) -> None:
    """Raise a :class:`StorageError` for a folder in which this user may not write."""
    own = os.access in os.supports_effective_ids
    if not os.access(folder, os.W_OK, effective_ids=own):
        raise StorageError(
            f"{folder} cannot be written, and Chroma has to even when it only reads",
            "Check its permissions, or name another folder with TUTOR_DATA_DIR",
        )


def sync(file: Path) -> None:
    """See that a file's content survives a power cut."""
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """See that the names in a folder survive a power cut; only POSIX can, and needs to."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(file: Path) -> str:
    """SHA-256 of a file's content, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
