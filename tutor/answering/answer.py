"""What an answer is: sentences, the citations behind them, and how sure the tutor is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from tutor.citations import Citation

Mode = Literal["notes", "model"]


@dataclass(frozen=True)
class Turn:
    """One earlier question of a conversation and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True)
class AnswerSentence:
    """A sentence, the numbers of its citations, and whether they support it."""

    text: str
    citations: tuple[int, ...]
    supported: bool


@dataclass(frozen=True)
class Claim:
    """One side of a conflict."""

    text: str
    citation: int


@dataclass(frozen=True)
class Conflict:
    """Passages that disagree."""

    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Answer:
    """An answer, or a refusal with the closest passages (``nearest``, which prove nothing).

    ``question`` is what was answered: a follow-up comes rewritten. ``text`` is what is shown.
    ``chance`` is the probability that the notes answer, on which refusing was decided. The first
    ``lead`` sentences answer, the others tell more; 0 where nothing tells them apart.
    """

    question: str
    text: str
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    refused: bool = False
    reason: str = ""
    nearest: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    mode: Mode = "notes"
    seconds: float = 0.0
    warning: str = ""
    chance: float | None = None
    lead: int = 0

    def to_json(self) -> dict[str, Any]:
        """The fields of the command-line contract."""
        return {
            "question": self.question,
            "text": self.text,
            "refused": self.refused,
            "reason": self.reason,
            "sentences": [
                {"text": s.text, "citations": list(s.citations), "supported": s.supported}
                for s in self.sentences
            ],
            "citations": [c.to_json() for c in self.citations],
            "nearest": [c.to_json() for c in self.nearest],
            "conflicts": [
                {"claims": [{"text": c.text, "citation": c.citation} for c in conflict.claims]}
                for conflict in self.conflicts
            ],
            "mode": self.mode,
            "seconds": round(self.seconds, 4),
        }
