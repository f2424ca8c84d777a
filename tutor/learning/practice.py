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


def start_event(event: Event, name: str, questions: Sequence[Question], by: str = "") -> Event:
    """The event of a set that begins: ``event`` holds learner, course and time.

    ``by`` names what asked for it where that was not the learner's own page.
    """
    kept = [question.model_dump(mode="json") for question in questions]
    detail = {"set": name, "questions": kept} | ({"by": by} if by else {})
    return replace(event, kind="practice_started", detail=detail)


def end_event(event: Event, name: str) -> Event:
    """The event of a set that was given up: ``event`` holds learner, course and time."""
    return replace(event, kind="practice_ended", detail={"set": name})


def under_way(events: Sequence[Event]) -> PracticeSet | None:
    """The newest set of the page, if it was not given up and a question of it is unanswered."""
    starts = [e for e in events if e.kind == "practice_started" and not e.detail.get("by")]
    if not starts:
        return None
    name = str(starts[-1].detail["set"])
    if any(e.kind == "practice_ended" and e.detail.get("set") == name for e in events):
        return None
    found = set_named(events, name)
    return found if found and found.left else None


def set_named(events: Sequence[Event], name: str) -> PracticeSet | None:
    """The set of that id, under way or not."""
    mine = [event for event in events if event.detail.get("set") == name]
    begun = next((event for event in mine if event.kind == "practice_started"), None)
    if begun is None:
        return None
    return PracticeSet(
        name,
        begun.at,
        tuple(Question.model_validate(kept) for kept in begun.detail["questions"]),
        {event.card: event.chosen for event in mine if event.kind == "answered"},
    )
