"""What a minute spent on a card is worth on exam day: the order in which to study. Pure.

Greedy by expected gain of recall per second, weighted by the card's share of the exam. Plain due
order keeps old cards fresh while others are never seen; this one weighs both against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from statistics import median

from tutor.learning.cards import Deck, StudyCard
from tutor.learning.events import Event
from tutor.learning.memory import Memory, elapsed_days, reviewed
from tutor.learning.memory_replay import shows_recall

# Reading the explanation; and a question in practice takes less than in the exam.
_FEEDBACK_SECONDS = 15.0
_QUESTION_SECONDS, _FACT_SECONDS = 60.0, 25.0
_LEAST_ANSWERS, _LATEST = 8, 60
_FASTEST, _SLOWEST = 10.0, 240.0
# Before any answer: one in three first answers is right, as if three had been seen.
_PRIOR_RIGHT, _PRIOR_SEEN = 1.0, 3.0
_SATURATION = 0.3
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Pace:
    """Seconds that a card takes with its feedback, and how often a first answer is right.

    ``first_right_of`` says the latter of single objectives: where it is low, more is to be gained.
    """

    question_seconds: float = _QUESTION_SECONDS + _FEEDBACK_SECONDS
    fact_seconds: float = _FACT_SECONDS
    first_right: float = _PRIOR_RIGHT / _PRIOR_SEEN
    first_right_of: Mapping[str, float] = field(default_factory=dict)

    def seconds(self, card: StudyCard) -> float:
        """What one showing of the card takes."""
        return self.question_seconds if card.question else self.fact_seconds


@dataclass(frozen=True)
class Choice:
    """A card to study and what that is worth: weighted recall gained on exam day, per second."""

    card: StudyCard
    memory: Memory | None
    worth: float


def pace_of(events: Iterable[Event], deck: Deck) -> Pace:
    """The learner's own pace, from the latest answers; the usual one while there are few."""
    told = [event for event in events if shows_recall(event)]
    questions = [e.seconds for e in told if e.chosen and e.seconds][-_LATEST:]
    facts = [e.seconds for e in told if not e.chosen and e.seconds][-_LATEST:]
    first: dict[str, bool] = {}
    for event in told:
        passed = event.grade != "again" if event.grade else bool(event.correct)
        first.setdefault(event.card, passed and event.confidence != "guess")
    overall = (sum(first.values()) + _PRIOR_RIGHT) / (len(first) + _PRIOR_SEEN)
    by_objective: dict[str, list[bool]] = {}
    for card_id, right in first.items():
        if card_id in deck.by_id:
            by_objective.setdefault(deck.by_id[card_id].objective, []).append(right)
    return Pace(
        _typical(questions, _QUESTION_SECONDS) + _FEEDBACK_SECONDS,
        _typical(facts, _FACT_SECONDS),
        overall,
        {
            objective: (sum(rights) + overall * _PRIOR_SEEN) / (len(rights) + _PRIOR_SEEN)
            for objective, rights in by_objective.items()
        },
    )


def ranked(
    deck: Deck,
    memories: Mapping[str, Memory],
    now: datetime,
    exam: datetime,
    pace: Pace,
    passed_over: Collection[str] = (),
) -> list[Choice]:
    """Every card by what it is worth to study it now, best first.

    After the exam there is still tomorrow: it is taken to be at least a day away.
    """
    left = max(elapsed_days(now, exam), 1)
    sizes = Counter(card.objective for card in deck.cards)
    met = Counter(card.objective for card in deck.cards if card.id in memories)
    choices = []
    for card in deck.cards:
        if card.id in passed_over:
            continue
        memory = memories.get(card.id)
        right = pace.first_right_of.get(card.objective, pace.first_right)
        gained = gain(memory, now, left, right)
        if memory is None:
            # Another card of an objective that is half seen is worth less than a first look.
            gained *= 1 - _SATURATION * met[card.objective] / sizes[card.objective]
            met[card.objective] += 1
        choices.append(Choice(card, memory, card.weight * gained / pace.seconds(card)))
    return sorted(choices, key=lambda c: (-c.worth, deck.position[c.card.id]))


def gain(memory: Memory | None, now: datetime, days_left: int, first_right: float) -> float:
    """How much a review now raises the expected recall after ``days_left`` days."""
    if memory is None:
        return _gain_of_new(days_left, first_right)
    elapsed = elapsed_days(memory.last, now)
    return _gain(memory.stability, memory.difficulty, memory.state, memory.step, elapsed, days_left)


@lru_cache(maxsize=2_000)
def _gain_of_new(days_left: int, first_right: float) -> float:
    # What is known at first sight would fade like a card seen today: only the rest is gained.
    known = first_right * reviewed(None, "good", _EPOCH).recall(_EPOCH + timedelta(days=days_left))
    return _expected(None, _EPOCH, days_left, first_right) - known


@lru_cache(maxsize=50_000)
def _gain(  # the parts of a memory on which a forecast depends, so that it can be kept
    stability: float, difficulty: float, state: int, step: int | None, elapsed: int, days_left: int
) -> float:
    memory = Memory(stability, difficulty, _EPOCH, _EPOCH, _EPOCH, state, step)
    now = _EPOCH + timedelta(days=elapsed)
    without = memory.recall(now + timedelta(days=days_left))
    return _expected(memory, now, days_left, memory.recall(now)) - without


def _expected(memory: Memory | None, now: datetime, days_left: int, right: float) -> float:
    """Expected recall after a review that succeeds with the probability ``right``."""
    then = now + timedelta(days=days_left)
    good = reviewed(memory, "good", now).recall(then)
    again = reviewed(memory, "again", now).recall(then)
    return right * good + (1 - right) * again


def _typical(seconds: list[float], otherwise: float) -> float:
    if len(seconds) < _LEAST_ANSWERS:
        return otherwise
    return min(max(median(seconds), _FASTEST), _SLOWEST)
