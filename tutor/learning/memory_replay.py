"""From events to what a learner remembers: the whole state, rebuilt at any time. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tutor.learning.events import Event
from tutor.learning.memory import SECONDS_A_QUESTION, Memory, after_event

# Answers of an exam are judged when it ends and carry their own, earlier time; more than this
# before the latest event can only be a clock that was set back.
_OUT_OF_ORDER = timedelta(days=1)


@dataclass(frozen=True)
class Recollection:
    """One learner's state in one course after some events.

    ``memories`` by card. ``disputed`` cards are out of all reviews and forms. ``last`` is the time
    of the latest event; ``repaired`` counts events whose own time could not be right. ``waiting``
    are events from the future with nothing before them that could tell when they happened: they
    get the time of the next event, or of :meth:`settled`.
    """

    memories: Mapping[str, Memory] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    last: datetime | None = None
    repaired: int = 0
    waiting: tuple[Event, ...] = ()

    def after(
        self, event: Event, now: datetime, usual_seconds: float = SECONDS_A_QUESTION
    ) -> Recollection:
        """The state after one more event, seen from ``now``."""
        if self.last is None and event.at > now:
            return replace(self, waiting=(*self.waiting, event))
        at = effective_time(event.at, self.last, now)
        state = self.settled(at, usual_seconds)
        repaired = state.repaired + int(at != event.at)
        last = at if state.last is None else max(at, state.last)
        return replace(state, repaired=repaired, last=last)._with(event, at, usual_seconds)

    def settled(self, now: datetime, usual_seconds: float = SECONDS_A_QUESTION) -> Recollection:
        """The state with every waiting event taken as having happened at ``now``."""
        if not self.waiting:
            return self
        state = replace(self, waiting=(), last=now, repaired=self.repaired + len(self.waiting))
        for event in self.waiting:
            state = state._with(event, now, usual_seconds)
        return state

    def _with(self, event: Event, at: datetime, usual_seconds: float) -> Recollection:
        if event.kind == "disputed":
            return replace(self, disputed=self.disputed | {event.card})
        if not shows_recall(event):
            return self
        after = after_event(self.memories.get(event.card), event, at, usual_seconds)
        return replace(self, memories={**self.memories, event.card: after})


def shows_recall(event: Event) -> bool:
    """Whether an event tells what is remembered: a judged answer or a graded card.

    Answers of an open exam are not judged yet and tell nothing.
    """
    judged = event.correct is not None or event.grade is not None
    return event.kind in ("answered", "recalled") and bool(event.card) and judged


def effective_time(at: datetime, last: datetime | None, now: datetime) -> datetime:
    """When an event happened, if clocks may be wrong.

    Events are kept in the order in which they came. One that lies in the future, or days before
    those that came earlier, is taken as following at once on the one before it.
    """
    if last is None:
        return at
    return last if at > now or at < last - _OUT_OF_ORDER else at


def recollect(
    events: Sequence[Event],
    now: datetime,
    usual_seconds: float = SECONDS_A_QUESTION,
    state: Recollection | None = None,
) -> Recollection:
    """The state after events of one learner and course, in order of ``seq``.

    ``state`` is what earlier events gave; going on from it gives what all of them give at once.

    Raises:
        ValueError: the events belong to more than one learner or course.
    """
    if len({(event.learner, event.course) for event in events}) > 1:
        raise ValueError("events of several learners or courses cannot make one state")
    current = state or Recollection()
    for event in sorted(events, key=lambda event: event.seq):
        current = current.after(event, now, usual_seconds)
    return current
