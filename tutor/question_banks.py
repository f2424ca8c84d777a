"""Question banks as they lie on disk, kept in memory until a file of them changes."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from corpus.questions import Question, read_questions

_Stamps = tuple[tuple[str, int, int], ...]


class QuestionBanks:
    """Reads each bank once: 384 questions take seconds to parse. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._read: dict[Path, tuple[_Stamps, tuple[Question, ...]]] = {}

    def of(self, folder: Path) -> list[Question]:
        """The questions below a folder; empty where there is none.

        Raises:
            QuestionError: a file of the bank is broken.
        """
        stamps = _stamps(folder)
        with self._lock:
            known = self._read.get(folder)
            if known is None or known[0] != stamps:
                known = (stamps, tuple(read_questions(folder)))
                self._read[folder] = known
        return list(known[1])


def _stamps(folder: Path) -> _Stamps:
    """Name, time of change and size of every file."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((str(p), s.st_mtime_ns, s.st_size) for p in files for s in [p.stat()])
