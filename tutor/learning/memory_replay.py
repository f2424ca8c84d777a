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
    of the latest event; ``repaired`` counts events whose own time could not be right.
    """

    memories: Mapping[str, Memory] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    last: datetime | None = None
    repaired: int = 0

    def after(
        self, event: Event, now: datetime, usual_seconds: float = SECONDS_A_QUESTION
    ) -> Recollection:
        """The state after one more event, seen from ``now``."""
        at = effective_time(event.at, self.last, now)
        last = at if self.last is None else max(at, self.last)
        state = replace(self, last=last, repaired=self.repaired + int(at != event.at))
        if event.kind == "disputed":
            return replace(state, disputed=state.disputed | {event.card})
        if not shows_recall(event):
            return state
        before = state.memories.get(event.card)
        after = after_event(before, event, at, usual_seconds)
        return replace(state, memories={**state.memories, event.card: after})


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
        return min(at, now)
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
