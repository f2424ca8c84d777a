"""Looking through an exam that has ended: every question with what was chosen and its key. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from corpus.questions import Question
from tutor.errors import ExamError
from tutor.learning.events import Confidence
from tutor.learning.exam import Exam

ReviewFilter = Literal["all", "wrong", "flagged", "guessed"]


@dataclass(frozen=True)
class Reviewed:
    """One question as it stood in the exam: ``question`` has the form's order of options, and all
    labels are of that order. Explain it with ``StudyTutor.explain(course, question, chosen)``.
    """

    number: int
    question: Question
    chosen: tuple[str, ...]
    key: tuple[str, ...]
    right: bool
    flagged: bool
    confidence: Confidence | None
    seconds: float
    earlier: tuple[tuple[str, ...], ...]

    def to_json(self) -> dict[str, Any]:
        """For the command line: the options each with its verdict and why."""
        options = self.question.labelled()
        return {
            "number": self.number,
            "id": self.question.id,
            "kind": self.question.kind,
            "stem": self.question.stem,
            "options": {
                label: {
                    "text": option.text,
                    "correct": option.correct,
                    "chosen": label in self.chosen,
                    "why": option.why,
                }
                for label, option in options.items()
            },
            "chosen": list(self.chosen),
            "key": list(self.key),
            "right": self.right,
            "flagged": self.flagged,
            "confidence": self.confidence,
            "seconds": round(self.seconds, 1),
            "earlier": [list(chosen) for chosen in self.earlier],
            "objective": self.question.objective,
            "section": self.question.section,
            "receipt": self.question.receipt.model_dump(),
        }


_KEEPS: dict[ReviewFilter, Callable[[Reviewed], bool]] = {
    "all": lambda _: True,
    "wrong": lambda item: not item.right,
    "flagged": lambda item: item.flagged,
    "guessed": lambda item: item.confidence == "guess",
}


def review_of(exam: Exam, only: ReviewFilter = "all") -> list[Reviewed]:
    """The questions of an ended exam, all or those of a kind; unanswered ones are wrong.

    Raises:
        ExamError: the exam is still open.
    """
    if exam.ended is None:
        raise ExamError(
            "This exam is still open; its key is shown when it has ended",
            "Submit it: `tutor exam submit`",
        )
    return [item for n in exam.numbers if _KEEPS[only](item := _reviewed(exam, n))]


def missed_of(exam: Exam) -> tuple[str, ...]:
    """Ids of the questions to practise: those not right, and those that were guessed.

    Raises:
        ExamError: the exam is still open.
    """
    return tuple(
        item.question.id for item in review_of(exam) if not item.right or item.confidence == "guess"
    )


def _reviewed(exam: Exam, number: int) -> Reviewed:
    of_form, mark = exam.question(number), exam.marks[number - 1]
    return Reviewed(
        number=number,
        question=of_form.shown,
        chosen=of_form.page_labels(mark.chosen),
        key=of_form.page_labels(of_form.question.key),
        right=exam.is_right(number),
        flagged=mark.flagged,
        confidence=mark.confidence,
        seconds=mark.seconds,
        earlier=tuple(of_form.page_labels(chosen) for chosen in mark.earlier),
    )
