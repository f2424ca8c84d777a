"""A practice set under way, from events: it is gone on with after a reload or a restart. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from corpus.questions import Question
from tutor.learning.events import Event, EventKind

PRACTICE_KINDS: tuple[EventKind, ...] = ("practice_started", "practice_ended", "answered")


@dataclass(frozen=True)
class PracticeSet:
    """Questions as they were drawn, and the labels chosen so far, by question id."""

    id: str
    started: datetime
    questions: tuple[Question, ...]
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """How many questions have no answer yet."""
        return sum(question.id not in self.answers for question in self.questions)

    def without(self, ids: frozenset[str]) -> PracticeSet:
        """The set without some of its questions."""
        return replace(self, questions=tuple(q for q in self.questions if q.id not in ids))


def start_event(event: Event, name: str, questions: Sequence[Question]) -> Event:
    """The event of a set that begins: ``event`` holds learner, course and time."""
    kept = [question.model_dump(mode="json") for question in questions]
    return replace(event, kind="practice_started", detail={"set": name, "questions": kept})


def end_event(event: Event, name: str) -> Event:
    """The event of a set that was given up: ``event`` holds learner, course and time."""
    return replace(event, kind="practice_ended", detail={"set": name})


def under_way(events: Sequence[Event]) -> PracticeSet | None:
    """The newest set, if it was not given up and a question of it is unanswered."""
    starts = [place for place, event in enumerate(events) if event.kind == "practice_started"]
    if not starts:
        return None
    begun, later = events[starts[-1]], events[starts[-1] + 1 :]
    name = str(begun.detail["set"])
    mine = [event for event in later if event.detail.get("set") == name]
    if any(event.kind == "practice_ended" for event in mine):
        return None
    found = PracticeSet(
        name,
        begun.at,
        tuple(Question.model_validate(kept) for kept in begun.detail["questions"]),
        {event.card: event.chosen for event in mine if event.kind == "answered"},
    )
    return found if found.left else None
