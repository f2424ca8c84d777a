"""What exporting takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from corpus.questions import Difficulty, Kind, Question, Receipt

Format = Literal["anki", "csv", "json", "print"]


@dataclass(frozen=True)
class ExportRequest:
    """What to export, and where to. Empty fields do not restrict.

    ``n``: None takes every question that fits; of a printed exam, as many as the real one has.
    ``origin``: None takes the course's bank, or the notes' questions where there is no bank.
    ``seed``: None gives the same questions in the same order each time; a printed exam is then
    another form each time. ``missed``: only questions that the learner last answered wrong.
    """

    format: Format
    out: Path
    n: int | None = None
    topic: str = ""
    section: str = ""
    objective: str = ""
    kind: Kind | None = None
    difficulty: Difficulty | None = None
    origin: Literal["bank", "notes", "model", "any"] | None = None
    seed: int | None = None
    missed: bool = False
    force: bool = False


@dataclass(frozen=True)
class ExportSet:
    """The questions to write. ``places`` says for a reader where each receipt's quote stands;
    ``form`` numbers a printed exam, so that a key can be told from another one's; ``notice`` says
    in what it is other than was asked for.
    """

    course: str
    title: str
    questions: tuple[Question, ...]
    places: Mapping[Receipt, str] = field(default_factory=dict)
    form: int = 0
    minutes: int | None = None
    notice: str = ""

    def place(self, receipt: Receipt) -> str:
        """Where a quote stands; at least the note's name."""
        return self.places.get(receipt, receipt.source)


@dataclass(frozen=True)
class Exported:
    """The files that were written. ``warning`` says what is other than was asked for."""

    course: str
    format: Format
    questions: int
    files: tuple[Path, ...]
    warning: str = ""
