"""Reading files in a process of their own, which may take only so much time and memory.

A file of a few kilobytes can unpack to gigabytes or send a parser into hours of work, and no
check beforehand knows every way. Plain text of ordinary size is read here, which is faster.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import IO, Self

from index.document import Document
from index.errors import LoadError, SkippedFile
from index.loaders import load_document
from index.loaders.worker import receive, send

_PLAIN = frozenset({".md", ".markdown", ".txt", ".ipynb"})
_ORDINARY_BYTES = 512 * 1024
_MEMORY_MEGABYTES = 3 * 1024
_HOUSE = Path(__file__).parents[2]


class IsolatedLoader:
    """Reads files one after the other; a context that ends its process.

    Args:
        max_bytes: the largest file that is read.
        max_characters: the longest text that is taken from one file.
        max_seconds: the longest time that reading one file may take.
    """

    def __init__(self, max_bytes: int, max_characters: int, max_seconds: float) -> None:
        self._max_bytes = max_bytes
        self._max_characters = max_characters
        self._max_seconds = max_seconds
        self._worker: subprocess.Popen[bytes] | None = None
        self._too_slow = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def load(self, path: Path, source: str) -> Document:
        """Read one file; raises as :func:`load_document`, and LoadError over a limit."""
        if _is_plain(path):
            return load_document(
                path, source, max_bytes=self._max_bytes, max_characters=self._max_characters
            )
        given, taken = self._pipes()
        timer = Timer(self._max_seconds, self._kill)
        self._too_slow = False
        timer.start()
        try:
            send(given, (os.path.abspath(path), source, self._max_bytes, self._max_characters))
            reply = receive(taken)
        except BrokenPipeError:
            reply = None
        finally:
            timer.cancel()
        if isinstance(reply, Document):
            return reply
        if reply is None:
            self._end()
            raise self._failure()
        kind, what, todo = reply
        raise (SkippedFile if kind == "SkippedFile" else LoadError)(what, todo)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """The pipes to and from the process, which is started for the first file."""
        if self._worker is None:
            paths = [str(_HOUSE), *filter(None, [os.environ.get("PYTHONPATH")])]
            self._worker = subprocess.Popen(
                [sys.executable, "-m", "index.loaders.worker", str(_MEMORY_MEGABYTES)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            )
        assert self._worker.stdin is not None, "it was opened as a pipe"
        assert self._worker.stdout is not None, "it was opened as a pipe"
        return self._worker.stdin, self._worker.stdout

    def _failure(self) -> LoadError:
        if self._too_slow:
            return LoadError(
                f"Reading this file took longer than {self._max_seconds:,.6g} s, the limit",
                "Split it into smaller files, or raise TUTOR_MAX_FILE_SECONDS",
            )
        return LoadError(
            "The program that reads this format stopped at this file",
            "Export it again or in another format, such as PDF or Markdown",
        )

    def _kill(self) -> None:
        self._too_slow = True
        if self._worker is not None:
            self._worker.kill()

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            worker.communicate()


def _is_plain(path: Path) -> bool:
    try:
        size = path.stat().st_size
    except OSError:
        return True  # the loader says what is wrong with it
    return path.suffix.lower() in _PLAIN and size <= _ORDINARY_BYTES
