"""An exam's form: its questions as they were when it was drawn, their options in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict

from corpus.course import Course
from corpus.questions import LABELS, Question
from tutor.errors import ExamError


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Topic(_Strict):
    """A section or an objective of the blueprint. ``weight`` is a section's percentage."""

    id: str
    title: str
    weight: float = 0.0


class FormQuestion(_Strict):
    """One question of a form. ``order[i]`` is the place in the bank of the option shown as i-th.

    ``question`` is as the bank had it; ``seen`` says whether the learner had met it before.
    """

    question: Question
    order: tuple[int, ...]
    seen: bool = False

    @property
    def shown(self) -> Question:
        """The question with its options in the form's order."""
        options = tuple(self.question.options[place] for place in self.order)
        return self.question.model_copy(update={"options": options})

    def bank_labels(self, shown: Iterable[str]) -> tuple[str, ...]:
        """The bank's labels of what the page labels so.

        Raises:
            ExamError: a label is not on the page.
        """
        by_page = {LABELS[i]: LABELS[place] for i, place in enumerate(self.order)}
        labels = [label.strip().upper() for label in shown]
        strays = [label for label in labels if label not in by_page]
        if strays:
            raise ExamError(
                f"The question has no option {strays[0]}",
                f"Choose from {', '.join(by_page)}",
            )
        return tuple(sorted({by_page[label] for label in labels}))

    def page_labels(self, bank: Iterable[str]) -> tuple[str, ...]:
        """The page's labels of options that the bank labels so."""
        places = {LABELS[place]: LABELS[i] for i, place in enumerate(self.order)}
        return tuple(sorted(places[label] for label in bank))


class Form(_Strict):
    """What an exam asks, and all that its report needs even when the course is gone."""

    title: str
    questions: tuple[FormQuestion, ...]
    minutes: int
    seed: int
    sections: tuple[Topic, ...] = ()
    objectives: tuple[Topic, ...] = ()
    passing: str = ""
    notice: str = ""

    def to_json(self) -> dict[str, Any]:
        """For the store; defaults are left out to keep it small."""
        return self.model_dump(mode="json", exclude_defaults=True)


def blueprint_of(course: Course) -> dict[str, Any]:
    """The fields of a form that the course decides."""
    sections = [Topic(id=s.id, title=s.title, weight=s.weight) for s in course.sections]
    objectives = [Topic(id=o.id, title=o.title) for o in course.objectives.values()]
    return {
        "title": course.title,
        "sections": tuple(sections),
        "objectives": tuple(objectives),
        "passing": _passing(course),
    }


def _passing(course: Course) -> str:
    """What is known about a pass mark; nothing is invented."""
    exam = course.exam
    if exam is None:
        return "There is no official exam on these notes, and so no pass mark."
    if exam.passing_score is not None:
        return f"Passing score named by the vendor: {exam.passing_score:g}."
    return exam.passing_score_note or "The vendor publishes no passing score."
