"""Which files belong to a course: walking folders safely, naming each file once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Iterator, Sequence
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

    Hidden files and folders are passed over. A link that leads out of its root or to nothing,
    a folder that cannot be opened, and a name that is no text are reported as refused; links
    between folders are never followed, so loops cannot occur.

    Raises:
        LoadError: a root is not there.
    """
    found: dict[str, Found] = {}
    seen: set[str] = set()
    for root in roots:
        if not root.path.exists():
            raise LoadError(f"There is nothing at {root.path}", "Check the path")
        for path in _walk(root.path):
            if (place := os.path.abspath(path)) in seen:
                continue
            seen.add(place)
            source = _free_name(path, root, found)
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


def _walk(start: Path) -> Iterator[Path]:
    """Files below ``start``; a folder stands for itself if it is a link or cannot be opened."""
    waiting = [start]
    while waiting:
        path = waiting.pop()
        try:
            children = sorted(path.iterdir(), reverse=True)
        except OSError:  # a file, or a folder that may not be read
            yield path
            continue
        for child in children:
            if child.name.startswith((".", "~$", "__")):
                continue
            if os.path.islink(child):
                yield child
            else:
                waiting.append(child)


def _free_name(path: Path, root: Root, taken: Container[str]) -> str:
    """The path below its root; where that is taken, with as many folders above as it needs."""
    source = _as_text(path.relative_to(root.base).as_posix())
    for folder in reversed(Path(os.path.abspath(root.base)).parts):
        if source not in taken:
            break
        source = f"{_as_text(folder.strip(os.sep))}/{source}"
    return source


def _as_text(name: str) -> str:
    """A name in another encoding than the system's comes with bytes that no text can hold."""
    return name.encode("utf-8", "replace").decode()


def _refusal(path: Path, root: Root) -> LoadError | None:
    name = str(path.relative_to(root.base))
    if name != _as_text(name):
        return LoadError("The name of this file or its folder is not valid Unicode", "Rename it")
    if not os.path.islink(path):
        if os.path.isdir(path):
            return LoadError("The folder cannot be opened", "Check its permissions")
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
