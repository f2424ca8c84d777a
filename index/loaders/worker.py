"""The process that reads files for :mod:`index.loaders.isolated`: requests in, documents out.

    python -m index.loaders.worker MEGABYTES

Frames on standard input and output: eight bytes of length, then a pickle. Whatever a library
prints goes nowhere, and nothing here may open a connection.
"""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path
from typing import IO, Any

from index.document import Document
from index.errors import LoadError, SkippedFile
from index.loaders import load_document

Request = tuple[str, str, int, int]  # path, source, most bytes, most characters
Reply = Document | tuple[str, str, str]  # or the error's class, what happened, what to do
_LENGTH_BYTES = 8


def send(stream: IO[bytes], value: Request | Reply) -> None:
    """Write one frame."""
    content = pickle.dumps(value)
    stream.write(len(content).to_bytes(_LENGTH_BYTES, "big") + content)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one frame; None where the other side has ended."""
    head = stream.read(_LENGTH_BYTES)
    length = int.from_bytes(head, "big")
    content = stream.read(length) if len(head) == _LENGTH_BYTES else b""
    return pickle.loads(content) if content and len(content) == length else None


def answer(request: Request) -> Reply:
    """Read a file; an error as its parts, since an exception would not survive the pickle."""
    path, source, max_bytes, max_characters = request
    try:
        return load_document(Path(path), source, max_bytes=max_bytes, max_characters=max_characters)
    except (LoadError, SkippedFile) as error:
        return type(error).__name__, error.what, error.todo
    except MemoryError:
        return "LoadError", "This file takes too much memory to read", "Split it into smaller files"


def forbid_connections() -> None:
    """Let whatever would open a connection in this process fail."""

    def on_event(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
            raise PermissionError("files of notes are read without a network")

    sys.addaudithook(on_event)


def limit_memory(megabytes: int) -> None:
    """Bound what this process may allocate, where the system can (Linux)."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = megabytes * 2**20
    if most in (resource.RLIM_INFINITY, -1) or most > wanted:
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))


def main() -> None:
    """Answer requests until standard input ends."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    limit_memory(int(sys.argv[1]))
    forbid_connections()
    while (request := receive(sys.stdin.buffer)) is not None:
        send(out, answer(request))


if __name__ == "__main__":
    main()
