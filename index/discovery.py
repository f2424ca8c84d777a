"""Which files belong to a course: walking folders safely, naming each file once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import LoadError


@dataclass(frozen=True)
class Root:
    """A file or folder of notes. ``base`` is what sources are relative to."""

    path: Path
    base: Path


@dataclass(frozen=True)
class Found:
    """A file that was found; ``refused`` says why it must not be read."""

    source: str
    path: Path
    refused: LoadError | None = None


def root_of(path: Path) -> Root:
    """A root for a path that a learner names: sources are relative to the folder, or the name."""
    return Root(path, path if path.is_dir() else path.parent)


def find_files(roots: Sequence[Root]) -> list[Found]:
    """Every file below the roots, in source order, each source once.

    Hidden files and folders are passed over. A link that leads out of its root, or to nothing,
    is reported as refused; links between folders are never followed, so loops cannot occur.
    """
    found: dict[str, Found] = {}
    for root in roots:
        for path in _walk(root.path):
            source = path.relative_to(root.base).as_posix()
            if source in found and found[source].path != path:
                source = f"{root.base.name}/{source}"
            found[source] = Found(source, path, _refusal(path, root))
    return [found[source] for source in sorted(found)]


def digest(path: Path) -> str:
    """SHA-256 of a file's content.

    Raises:
        LoadError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise LoadError(
            f"The file cannot be read: {error.strerror or error}", "Check its permissions"
        ) from error


def _walk(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for child in sorted(path.iterdir()):
            if child.name.startswith((".", "~$", "__")):
                continue
            if not (child.is_dir() and child.is_symlink()):
                yield from _walk(child)
            else:
                yield child
    else:
        yield path


def _refusal(path: Path, root: Root) -> LoadError | None:
    if not path.is_symlink():
        return None
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: a loop, before Python 3.13
        return LoadError("The link leads nowhere or in a circle", "Remove it or mend it")
    if target.is_dir():
        return LoadError("A link to a folder is not followed", "Name that folder itself")
    if not target.is_relative_to(root.base.resolve()):
        return LoadError("The link leads out of the notes folder", "Copy the file into it")
    return None
