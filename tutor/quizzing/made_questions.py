"""The questions made from one version of the notes, kept in that version's folder.

A version never changes, so they are made once, by one release of the patterns and checks; they go
when the version goes. The same notes so give the same questions to every process.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

from pydantic import TypeAdapter, ValidationError

from corpus.questions import Question
from index.retriever import NotesIndex
from tutor.quizzing.from_notes import FromNotes, from_notes

_FILE = "questions.json"
_QUESTIONS = TypeAdapter(tuple[Question, ...])
_REJECTED = TypeAdapter(dict[str, int])


class NotesQuestions:
    """Remembers what was made from each open index, as long as that index lives."""

    def __init__(self) -> None:
        self._made: WeakKeyDictionary[NotesIndex, FromNotes] = WeakKeyDictionary()

    def of(self, index: NotesIndex) -> FromNotes:
        """The questions of an index: known, read from its folder, or made now and kept there."""
        if index not in self._made:
            made = _read(index.version)
            if made is None:
                made = from_notes(index)
                _write(index.version, made)
            self._made[index] = made
        return self._made[index]


MADE = NotesQuestions()
"""What this process has made or read; it holds nothing of any learner."""


def _read(version: Path) -> FromNotes | None:
    """What was kept; None where nothing was, or another release made it, or the file is broken."""
    try:
        kept = json.loads((version / _FILE).read_text("utf-8"))
        if not isinstance(kept, dict) or kept.get("made_by") != _made_by():
            return None
        return FromNotes(
            _QUESTIONS.validate_python(kept.get("questions")),
            _REJECTED.validate_python(kept.get("rejected")),
        )
    except (OSError, ValueError, ValidationError):
        return None


def _write(version: Path, made: FromNotes) -> None:
    kept = {
        "made_by": _made_by(),
        "questions": _QUESTIONS.dump_python(made.questions, mode="json"),
        "rejected": made.rejected,
    }
    staged = version / f"{_FILE}.{os.getpid()}.new"
    # A folder that cannot be written to, or has just gone, costs time alone: they are made again.
    with suppress(OSError):
        staged.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        os.replace(staged, version / _FILE)


@cache
def _made_by() -> str:
    """A hash of the patterns and checks: what another release made may not pass this one's checks."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
