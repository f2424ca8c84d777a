"""How well each objective is known, and how much evidence there is for saying so. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from corpus.course import Course
from tutor.learning.cards import Deck, StudyCard
from tutor.learning.intervals import wilson
from tutor.learning.memory import Memory

Level = Literal["not started", "too little to tell", "weak", "growing", "mastered"]
# Fewer cards than this tell nothing; the bounds are of the estimate and of its lower limit.
LEAST_EVIDENCE = 4
_WEAK, _MASTERED, _MASTERED_LOW = 0.6, 0.85, 0.6


@dataclass(frozen=True)
class Mastery:
    """What is known of one objective (or section, or the whole course).

    ``known`` is the expected number of the ``seen`` cards that would be recalled now: each counts
    with its retrievability, and with nothing when its last answer was wrong. ``estimate`` is their
    share (None before the first answer) and ``low`` to ``high`` its 95 % interval for ``seen``
    cards. It speaks of the cards that were practised; new exam questions are another matter.
    """

    id: str
    title: str
    cards: int
    seen: int
    reviews: int
    known: float
    misconceptions: int
    estimate: float | None
    low: float
    high: float
    level: Level

    def to_json(self) -> dict[str, object]:
        """Rounded to three places."""
        return {
            "id": self.id,
            "title": self.title,
            "cards": self.cards,
            "seen": self.seen,
            "reviews": self.reviews,
            "misconceptions": self.misconceptions,
            "estimate": None if self.estimate is None else round(self.estimate, 3),
            "low": round(self.low, 3),
            "high": round(self.high, 3),
            "level": self.level,
        }


def mastery_of(
    key: str, title: str, cards: Sequence[StudyCard], memories: Mapping[str, Memory], now: datetime
) -> Mastery:
    """Mastery of a group of cards."""
    seen = [memories[card.id] for card in cards if card.id in memories]
    known = sum(memory.known(now) for memory in seen)
    estimate = known / len(seen) if seen else None
    low, high = wilson(estimate or 0.0, len(seen))
    return Mastery(
        key,
        title,
        len(cards),
        len(seen),
        sum(memory.reviews for memory in seen),
        known,
        sum(memory.misconception for memory in seen),
        estimate,
        low,
        high,
        _level(len(seen), estimate, low),
    )


def by_objective(
    course: Course, deck: Deck, memories: Mapping[str, Memory], now: datetime
) -> list[Mastery]:
    """Mastery of every objective of the blueprint, in its order, also where nothing is known."""
    groups = _grouped(deck, lambda card: card.objective)
    return [
        mastery_of(objective.id, objective.title, groups.get(objective.id, []), memories, now)
        for objective in course.objectives.values()
    ]


def by_section(
    course: Course, deck: Deck, memories: Mapping[str, Memory], now: datetime
) -> list[Mastery]:
    """Mastery of every section of the blueprint."""
    groups = _grouped(deck, lambda card: card.section)
    return [
        mastery_of(section.id, section.title, groups.get(section.id, []), memories, now)
        for section in course.sections
    ]


def outside(course: Course, deck: Deck, memories: Mapping[str, Memory], now: datetime) -> Mastery:
    """Mastery of the cards that belong to no section of the blueprint; it has no id."""
    sections = {section.id for section in course.sections}
    cards = [card for card in deck.cards if card.section not in sections]
    return mastery_of("", "", cards, memories, now)


def whole(course: Course, deck: Deck, memories: Mapping[str, Memory], now: datetime) -> Mastery:
    """Mastery of all cards together."""
    return mastery_of(course.id, course.title, deck.cards, memories, now)


def expected_recall(deck: Deck, memories: Mapping[str, Memory], at: datetime) -> float:
    """The share of the exam's weight that would be recalled; a card never seen counts as 0."""
    return sum(
        card.weight * memories[card.id].known(at) for card in deck.cards if card.id in memories
    )


def _level(seen: int, estimate: float | None, low: float) -> Level:
    if estimate is None:
        return "not started"
    if seen < LEAST_EVIDENCE:
        return "too little to tell"
    if estimate < _WEAK:
        return "weak"
    return "mastered" if estimate >= _MASTERED and low >= _MASTERED_LOW else "growing"


def _grouped(deck: Deck, key: Callable[[StudyCard], str]) -> dict[str, list[StudyCard]]:
    groups: dict[str, list[StudyCard]] = {}
    for card in deck.cards:
        groups.setdefault(key(card), []).append(card)
    return groups
