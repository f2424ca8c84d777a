"""What a course's events say of a learner's exams taken together. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tutor.errors import ExamError
from tutor.learning.events import Event, EventKind
from tutor.learning.exam import Exam, close, replay
from tutor.learning.exam_report import Score, score_of

EDGES: tuple[EventKind, ...] = ("exam_started", "exam_submitted")
_MET: tuple[EventKind, ...] = ("shown", "answered", "recalled")


@dataclass(frozen=True)
class ExamEntry:
    """One line of a learner's list of exams. ``score`` is None while it is open."""

    exam: str
    course: str
    started: datetime
    questions: int
    ended: datetime | None
    score: Score | None


def entry_of(exam: Exam) -> ExamEntry:
    """The line of one exam."""
    score = score_of(exam, exam.numbers) if exam.ended else None
    return ExamEntry(exam.id, exam.course, exam.started, len(exam.marks), exam.ended, score)


def still_open(events: Sequence[Event]) -> list[str]:
    """Ids of the exams that were started and that nothing has ended, from those two kinds."""
    ended = {e.exam for e in events if e.kind == "exam_submitted"}
    return [e.exam for e in events if e.kind == "exam_started" and e.exam not in ended]


def settled(events: Sequence[Event], now: datetime) -> list[Event]:
    """What ends an exam, given all of its events, if its time is up."""
    exam = replay(events)
    return close(exam) if exam.is_due(now) else []


def make_way(events: Sequence[Event], now: datetime) -> list[Event]:
    """What ends the exams of a course whose time is up, before another one starts.

    Raises:
        ExamError: one has time left, so that no other can be started.
    """
    closing: list[Event] = []
    for name in still_open(events):
        exam = replay([e for e in events if e.exam == name])
        if not exam.is_due(now):
            raise ExamError(
                "An exam of this course is open already",
                "Go on with it (`tutor exam status`) or submit it (`tutor exam submit`)",
            )
        closing += close(exam)
    return closing


def last_seen(events: Sequence[Event]) -> dict[str, int]:
    """When each question was last before the learner, as the number of the event."""
    seen: dict[str, int] = {}
    for event in events:
        if event.kind in _MET:
            seen[event.card] = event.seq
        elif event.kind == "form_drawn":
            seen |= {q["question"]["id"]: event.seq for q in event.detail["questions"]}
    return seen
