"""The cards of a course: every question of its bank and every key fact of its notes. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from corpus.course import Course
from corpus.questions import Question
from tutor.learning.cards_key_facts import KeyFact

CardKind = Literal["question", "key fact"]
_BESIDE_THE_EXAM = 0.25
_QUESTION_UNITS, _FACT_UNITS = 3.0, 1.0


@dataclass(frozen=True)
class StudyCard:
    """Something to remember: either a question or a key fact, and where the blueprint has it.

    ``weight`` is its share of the exam, 0 to 1: the section's weight, shared evenly by the
    section's objectives, and within an objective by its cards, a question counting like three key
    facts: it is what the exam asks, and takes about three times as long.
    """

    id: str
    objective: str
    section: str
    weight: float
    question: Question | None = None
    fact: KeyFact | None = None

    @property
    def kind(self) -> CardKind:
        """What it is."""
        return "question" if self.question else "key fact"


@dataclass(frozen=True)
class Deck:
    """Every card that may be shown, questions first, each in the order of bank and notes."""

    cards: tuple[StudyCard, ...]

    @cached_property
    def by_id(self) -> Mapping[str, StudyCard]:
        """A card by its id."""
        return {card.id: card for card in self.cards}

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where a card stands in the deck, by id."""
        return {card.id: place for place, card in enumerate(self.cards)}


def make_deck(
    course: Course,
    bank: Sequence[Question],
    facts: Iterable[KeyFact] = (),
    left_out: Collection[str] = (),
) -> Deck:
    """The deck of a course without the cards in ``left_out`` (disputed ones).

    A question that is no longer in the bank has no card; its history stays in the events.
    """
    drafts: list[tuple[str, str, str, Question | None, KeyFact | None]] = [
        (q.id, q.objective, q.section, q, None) for q in bank
    ]
    drafts += [(f.id, f.objective, f.objective.partition(".")[0], None, f) for f in facts]
    kept = [draft for draft in drafts if draft[0] not in left_out]
    units = [_QUESTION_UNITS if question else _FACT_UNITS for *_, question, _ in kept]
    weights = _weights(course, [(o, section) for _, o, section, *_ in kept], units)
    return Deck(
        tuple(
            StudyCard(card_id, objective, section, weight, question, fact)
            for (card_id, objective, section, question, fact), weight in zip(
                kept, weights, strict=True
            )
        )
    )


def _weights(
    course: Course, places: Sequence[tuple[str, str]], units: Sequence[float]
) -> list[float]:
    """Each card's share of the exam, by its objective and section.

    What the blueprint does not name counts a quarter of the lightest that it does name; where there
    is no blueprint all count by their units.
    """
    within: dict[tuple[str, str], float] = defaultdict(float)
    for place, unit in zip(places, units, strict=True):
        within[place] += unit
    share: dict[tuple[str, str], float] = {}
    for section in course.sections:
        present = [place for place in within if place[1] == section.id]
        share |= {place: section.weight / len(present) / within[place] for place in present}
    beside = min(share.values(), default=1.0) * (_BESIDE_THE_EXAM if share else 1.0)
    raw = [share.get(place, beside) * unit for place, unit in zip(places, units, strict=True)]
    return [weight / sum(raw) for weight in raw]
