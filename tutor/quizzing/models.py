"""What quizzing takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from corpus.questions import Difficulty, Kind, Question
from tutor.citations import Citation

From = Literal["bank", "notes", "model", "any"]
Verdict = Literal["right", "wrong", "not settled by your notes"]
KeyFrom = Literal["given", "bank", "notes"]


@dataclass(frozen=True)
class QuizRequest:
    """What a learner wants to practise. Empty fields do not restrict."""

    n: int = 5
    topic: str = ""
    section: str = ""
    objective: str = ""
    kind: Kind | None = None
    difficulty: Difficulty | None = None
    origin: From = "any"
    seed: int | None = None
    avoid: frozenset[str] = frozenset()  # ids asked before
    earlier: tuple[Question, ...] = ()  # asked before, in full: what repeats them is passed over
    only: frozenset[str] | None = None  # ids to choose from; None is every id
    shuffled: bool = True  # False leaves options in the order of the bank or of the notes


@dataclass(frozen=True)
class Quiz:
    """Questions, and how many candidates each check dropped, by reason."""

    questions: tuple[Question, ...]
    rejected: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class PastedQuestion:
    """A question from anywhere: options by label, what was chosen, and a key if one was given."""

    stem: str
    options: dict[str, str]
    chosen: tuple[str, ...] = ()
    key: tuple[str, ...] | None = None
    id: str = ""


@dataclass(frozen=True)
class OptionVerdict:
    """What is to be said of one option; ``citations`` are numbers into the explanation's list."""

    verdict: Verdict
    why: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Every option's verdict, and the whole as text for a learner."""

    id: str
    key: tuple[str, ...]
    key_from: KeyFrom | None
    agrees_with_given_key: bool | None
    options: dict[str, OptionVerdict]
    citations: tuple[Citation, ...]
    text: str
    chosen: tuple[str, ...] = ()
    takeaway: str = ""

    @property
    def answered_right(self) -> bool:
        """All-or-nothing, as in the exam: every right option chosen and no other."""
        return bool(self.key) and set(self.chosen) == set(self.key)

    def to_json(self) -> dict[str, Any]:
        """The fields of the command-line contract, and the citations they refer to."""
        return {
            "id": self.id,
            "key": list(self.key),
            "key_from": self.key_from,
            "agrees_with_given_key": self.agrees_with_given_key,
            "options": {
                label: {"verdict": o.verdict, "why": o.why, "citations": list(o.citations)}
                for label, o in self.options.items()
            },
            "citations": [c.to_json() for c in self.citations],
            "text": self.text,
        }
