"""What a learner has reached in a course: mastery, coverage, and what is due. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corpus.course import Course
from index.chunking import Chunk
from tutor.learning.cards import Deck
from tutor.learning.coverage import CoverageRow, coverage
from tutor.learning.events import Event
from tutor.learning.mastery import Mastery, by_objective, by_section, outside, whole
from tutor.learning.memory_replay import Recollection, shows_recall


@dataclass(frozen=True)
class Progress:
    """Mastery of everything, each section and each objective; a coverage row for each objective.

    ``outside`` is that of the cards of no section: ``sections`` and it make up ``overall``.
    ``due`` cards wait now. ``misconceptions`` were last answered wrongly with confidence.
    ``forgotten_cards`` counts cards of the history that the course no longer has. ``repaired``
    counts events whose time could not be right (the clock was set back). ``days`` gives the
    judged answers of each day, UTC.
    """

    course: str
    overall: Mastery
    sections: tuple[Mastery, ...]
    outside: Mastery
    objectives: tuple[Mastery, ...]
    coverage: tuple[CoverageRow, ...]
    due: int
    misconceptions: tuple[str, ...]
    disputed: tuple[str, ...]
    forgotten_cards: int
    repaired: int
    days: tuple[tuple[str, int], ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "course": self.course,
            "overall": self.overall.to_json(),
            "due": self.due,
            "misconceptions": list(self.misconceptions),
            "disputed": list(self.disputed),
            "cards_no_longer_there": self.forgotten_cards,
            "times_repaired": self.repaired,
            "sections": [mastery.to_json() for mastery in self.sections],
            "outside": self.outside.to_json(),
            "coverage": [row.to_json() for row in self.coverage],
            "days": dict(self.days),
        }


def progress_of(
    course: Course,
    chunks: Sequence[Chunk],
    deck: Deck,
    state: Recollection,
    events: Sequence[Event],
    now: datetime,
) -> Progress:
    """All of it, from a learner's events and the state they gave."""
    here = {key: memory for key, memory in state.memories.items() if key in deck.by_id}
    objectives = by_objective(course, deck, here, now)
    answered = Counter(e.at.date().isoformat() for e in events if shows_recall(e))
    gone = state.memories.keys() - here.keys() - state.disputed
    return Progress(
        course.id,
        whole(course, deck, here, now),
        tuple(by_section(course, deck, here, now)),
        outside(course, deck, here, now),
        tuple(objectives),
        tuple(coverage(course, chunks, deck, here, objectives, _objectives_disputed(events))),
        sum(memory.is_due(now) for memory in here.values()),
        tuple(key for key, memory in here.items() if memory.misconception),
        tuple(sorted(state.disputed)),
        len(gone),
        state.repaired,
        tuple(sorted(answered.items())),
    )


def _objectives_disputed(events: Sequence[Event]) -> dict[str, str]:
    """The objective of each disputed question, as the dispute has kept it."""
    return {
        event.card: str((event.detail.get("question") or {}).get("objective", ""))
        for event in events
        if event.kind == "disputed"
    }
