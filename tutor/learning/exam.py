"""A mock exam: its state, rebuilt from events, and what a learner can do in it. Pure.

Every command takes the state and the time, and returns the events to add. The time of an exam
never runs backwards: a moment before the last event counts as that event's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from tutor.errors import ExamError
from tutor.learning.events import Confidence, Event
from tutor.learning.exam_form import Form, FormQuestion

EndedBy = Literal["learner", "deadline"]


@dataclass(frozen=True)
class Mark:
    """What stands for one question. ``chosen`` are labels of the bank; none: unanswered.

    ``earlier`` are the choices that were given up, oldest first. ``watched`` is the time the
    question was before the learner, in seconds; ``told`` what the page itself has measured.
    """

    chosen: tuple[str, ...] = ()
    confidence: Confidence | None = None
    flagged: bool = False
    earlier: tuple[tuple[str, ...], ...] = ()
    at: datetime | None = None
    watched: float = 0.0
    told: float | None = None

    @property
    def seconds(self) -> float:
        """The time spent on the question."""
        return self.watched if self.told is None else self.told


@dataclass(frozen=True)
class Exam:
    """One exam of one learner. Questions are numbered from 1; ``marks`` are in that order."""

    id: str
    learner: str
    course: str
    form: Form
    started: datetime
    deadline: datetime
    marks: tuple[Mark, ...]
    last: datetime
    position: int = 1
    ended: datetime | None = None
    ended_by: EndedBy | None = None

    def time(self, now: datetime) -> datetime:
        """The exam's time: never behind what it has seen."""
        return max(now, self.last)

    def is_due(self, now: datetime) -> bool:
        """Whether the deadline has passed and nothing has ended the exam yet."""
        return self.ended is None and self.time(now) >= self.deadline

    def question(self, number: int) -> FormQuestion:
        """The question of that number.

        Raises:
            ExamError: there is none.
        """
        if not 1 <= number <= len(self.form.questions):
            raise ExamError(
                f"The exam has no question {number}", f"Name 1 to {len(self.form.questions)}"
            )
        return self.form.questions[number - 1]

    def is_right(self, number: int) -> bool:
        """Whether what stands is right: every right option and no other."""
        key = self.form.questions[number - 1].question.key
        return frozenset(self.marks[number - 1].chosen) == key

    @property
    def numbers(self) -> range:
        """Every question's number."""
        return range(1, len(self.marks) + 1)

    @property
    def unanswered(self) -> list[int]:
        """Numbers without a choice."""
        return [n for n in self.numbers if not self.marks[n - 1].chosen]


# -- from events to the state


def replay(events: Sequence[Event]) -> Exam:
    """The state of an exam from all of its events, in order.

    Raises:
        ExamError: they do not begin an exam.
    """
    started = next((e for e in events if e.kind == "exam_started"), None)
    drawn = next((e for e in events if e.kind == "form_drawn"), None)
    if started is None or drawn is None:
        raise ExamError("There is no such exam", "`tutor exam start` begins one")
    form = Form.model_validate(drawn.detail)
    exam = Exam(
        id=started.exam,
        learner=started.learner,
        course=started.course,
        form=form,
        started=started.at,
        deadline=datetime.fromisoformat(started.detail["deadline"]),
        marks=(Mark(),) * len(form.questions),
        last=started.at,
    )
    number_of = {q.question.id: n for n, q in enumerate(form.questions, 1)}
    for event in events:
        if exam.ended is None and not event.detail.get("graded"):
            exam = _after(exam, event, number_of.get(event.card, 0))
    return exam


def _after(exam: Exam, event: Event, number: int) -> Exam:
    """The state after one more event, about the question of that number if it is not 0."""
    at = max(event.at, exam.last)
    if event.kind == "exam_submitted":
        by: EndedBy = "deadline" if event.detail.get("by") == "deadline" else "learner"
        return replace(_watched(exam, exam.position, at), ended=at, ended_by=by, last=at)
    if not number:
        return exam
    if event.kind == "shown":
        return replace(_watched(exam, exam.position, at), position=number, last=at)
    exam = _watched(exam, number, at)
    mark = _marked(exam.marks[number - 1], event, at)
    return replace(exam, marks=_put(exam.marks, number, mark), position=number, last=at)


def _watched(exam: Exam, number: int, at: datetime) -> Exam:
    """The time since the last event goes to that question."""
    spent = (min(at, exam.deadline) - min(exam.last, exam.deadline)).total_seconds()
    mark = exam.marks[number - 1]
    return replace(
        exam, marks=_put(exam.marks, number, replace(mark, watched=mark.watched + spent))
    )


def _marked(mark: Mark, event: Event, at: datetime) -> Mark:
    if event.kind in ("flagged", "unflagged"):
        return replace(mark, flagged=event.kind == "flagged")
    if event.kind != "answered":
        return mark
    given_up = (mark.chosen,) if mark.chosen and mark.chosen != event.chosen else ()
    return replace(
        mark,
        chosen=event.chosen,
        confidence=event.confidence,
        earlier=mark.earlier + given_up,
        at=at,
        told=mark.told if event.seconds is None else event.seconds,
    )


def _put(marks: tuple[Mark, ...], number: int, mark: Mark) -> tuple[Mark, ...]:
    return (*marks[: number - 1], mark, *marks[number:])


# -- what a learner can do


def begin(learner: str, course: str, exam_id: str, form: Form, now: datetime) -> list[Event]:
    """Start an exam on a form; the deadline is fixed from here on."""
    deadline = now + timedelta(minutes=form.minutes)
    detail = {"deadline": deadline.isoformat(), "questions": len(form.questions)}
    return [
        Event(learner, course, "exam_started", now, exam=exam_id, detail=detail),
        Event(learner, course, "form_drawn", now, exam=exam_id, detail=form.to_json()),
    ]


def answer(
    exam: Exam,
    number: int,
    shown: Iterable[str],
    now: datetime,
    *,
    confidence: Confidence | None = None,
    seconds: float | None = None,
) -> list[Event]:
    """Choose options, by the labels on the page; none clears the answer. Nothing is judged.

    An answer that stands already adds nothing.

    Raises:
        ExamError: the exam has ended, or the question or a label is not in it.
    """
    refuse_ended(exam)
    question = exam.question(number)
    chosen = question.bank_labels(shown)
    if question.question.kind == "single" and len(chosen) > 1:
        raise ExamError(f"Question {number} takes one option", "Choose one")
    mark = exam.marks[number - 1]
    if (chosen, confidence) == (mark.chosen, mark.confidence):
        return []
    event = _event(exam, "answered", number, now)
    return [replace(event, chosen=chosen, confidence=confidence, seconds=seconds)]


def flag(exam: Exam, number: int, on: bool, now: datetime) -> list[Event]:
    """Flag a question for later, or take the flag off.

    Raises:
        ExamError: the exam has ended, or has no such question.
    """
    refuse_ended(exam)
    exam.question(number)
    if exam.marks[number - 1].flagged == on:
        return []
    return [_event(exam, "flagged" if on else "unflagged", number, now)]


def move(exam: Exam, number: int, now: datetime) -> list[Event]:
    """Turn to a question; a later visit from anywhere begins there.

    Raises:
        ExamError: the exam has ended, or has no such question.
    """
    refuse_ended(exam)
    exam.question(number)
    return [] if exam.position == number else [_event(exam, "shown", number, now)]


def submit(exam: Exam, now: datetime) -> list[Event]:
    """End the exam: every answer that stands is judged, by the form's own key.

    Raises:
        ExamError: it has ended before.
    """
    refuse_ended(exam)
    return _end(exam, exam.time(now), "learner")


def close(exam: Exam) -> list[Event]:
    """End an exam whose time is up, as of its deadline, with what was answered."""
    return _end(exam, exam.deadline, "deadline")


def _end(exam: Exam, at: datetime, by: EndedBy) -> list[Event]:
    last = Event(exam.learner, exam.course, "exam_submitted", at, exam=exam.id, detail={"by": by})
    timed = _after(exam, last, 0)  # the question in view until the end gets its time as well
    return [*(_judged(timed, number) for number in exam.numbers if _has(exam, number)), last]


def _has(exam: Exam, number: int) -> bool:
    return bool(exam.marks[number - 1].chosen)


def _judged(exam: Exam, number: int) -> Event:
    mark = exam.marks[number - 1]
    return replace(
        _event(exam, "answered", number, mark.at or exam.last),
        at=mark.at or exam.last,
        chosen=mark.chosen,
        correct=exam.is_right(number),
        confidence=mark.confidence,
        seconds=round(mark.seconds, 3),
        detail={"graded": True},
    )


def _event(
    exam: Exam,
    kind: Literal["answered", "flagged", "unflagged", "shown"],
    number: int,
    now: datetime,
) -> Event:
    card = exam.form.questions[number - 1].question.id
    return Event(exam.learner, exam.course, kind, exam.time(now), card=card, exam=exam.id)


def refuse_ended(exam: Exam) -> None:
    """Raise ExamError when the exam has ended, saying how."""
    if exam.ended_by == "deadline":
        raise ExamError(
            f"The time of this exam was up at {exam.deadline:%H:%M} UTC",
            "It counts what was answered by then: see `tutor exam report`",
        )
    if exam.ended:
        raise ExamError("This exam was submitted", "See `tutor exam report`, or start another")
