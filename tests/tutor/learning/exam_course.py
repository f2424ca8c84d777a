"""A course with a blueprint like the bundled one's, a bank for it, and a clock turned by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from corpus.course import Course, Exam, Objective, Section
from corpus.questions import LABELS, Option, Question, Receipt
from tutor.learning.exam_form import Form

WEIGHTS = {"1": 38.0, "2": 19.0, "3": 31.0, "4": 12.0}
OBJECTIVES = {"1": 18, "2": 9, "3": 15, "4": 6}
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class HandClock:
    """Time as the test sets it."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def tick(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def make_course_of_exam(name: str = "exam-course") -> Course:
    sections = tuple(
        Section(
            id=section,
            title=f"Section {section}",
            weight=weight,
            objectives=tuple(
                Objective(id=f"{section}.{n:02d}", title=f"Objective {section}.{n:02d}")
                for n in range(1, OBJECTIVES[section] + 1)
            ),
        )
        for section, weight in WEIGHTS.items()
    )
    exam = Exam(
        questions=48,
        minutes=90,
        as_of=date(2025, 3, 1),
        source="a guide",
        passing_score_note="The vendor publishes no passing score.",
    )
    return Course(id=name, title="An exam", folder=Path("nowhere"), exam=exam, sections=sections)


def make_question(objective: str, n: int, right: str = "B", **fields: object) -> Question:
    name = f"q-{objective}-{n:02d}"
    kind = "single" if len(right) == 1 else "multiple"
    options = tuple(
        Option(text=f"{name} option {label}", correct=label in right, why=f"why {label}")
        for label in LABELS[:4]
    )
    values = {
        "id": name,
        "kind": kind,
        "stem": f"What does {name} ask of you?",
        "options": options,
        "receipt": Receipt(source="notes/a.md", quote=f"the proof of {name}"),
        "objective": objective,
        "section": objective.partition(".")[0],
    }
    return Question.model_validate(values | fields)


def make_bank(course: Course, of_each: int = 8) -> list[Question]:
    """So many questions of every objective; each fourth has several right options."""
    return [
        make_question(objective, n, "BD" if n % 4 == 0 else LABELS[n % 4])
        for objective in course.objectives
        for n in range(1, of_each + 1)
    ]


def right_labels(form: Form, number: int) -> tuple[str, ...]:
    """The key of a question, by the labels of the page."""
    asked = form.questions[number - 1]
    return asked.page_labels(asked.question.key)


def wrong_labels(form: Form, number: int) -> tuple[str, ...]:
    """One wrong option, by the label of the page."""
    asked = form.questions[number - 1]
    wrong = [label for label in asked.question.labelled() if label not in asked.question.key]
    return asked.page_labels(wrong[:1])
