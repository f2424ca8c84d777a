"""``python -m eval.memory_simulation``: does the plan beat plain due order, does FSRS forecast?

A learner whose memory is known (:mod:`eval.memory_simulation_learner`) studies the bundled bank
with the product's own functions, once by the plan and once in plain due order, for the same time a
day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from math import exp, log
from random import Random

from corpus.course import BUNDLED_COURSE, bundled_courses
from corpus.questions import read_questions
from eval.memory_simulation_forecasts import Forecasts, Losses, Sm2
from eval.memory_simulation_learner import ActivationLearner
from eval.memory_simulation_report import (
    Comparison,
    Outcome,
    Setting,
    Simulation,
    as_text,
    write_simulation,
)
from tutor.learning.cards import Deck, StudyCard, make_deck
from tutor.learning.events import Event
from tutor.learning.memory import Memory, elapsed_days, grade_of
from tutor.learning.memory_replay import Recollection
from tutor.learning.plan_gain import pace_of, ranked
from tutor.learning.review import due_cards, new_cards, next_card

SEEDS = (1, 2, 3)
_START = datetime(2026, 1, 5, 18, tzinfo=UTC)
_FEEDBACK, _LONGEST = 15.0, 180.0
# Irregular practice: gaps drawn evenly on a log scale, so that no scheduler has chosen them.
_PRACTICE_DAYS, _SHORTEST_GAP, _LONGEST_GAP = 180, 1.0, 60.0
Choose = Callable[["_Study", datetime], StudyCard | None]


# The first is the one the goal is measured in: a month of half an hour, which is not enough for
# the whole bank; the second is nearly enough, the third is.
SETTINGS = (Setting(30, 30), Setting(45, 45), Setting(60, 40))


@dataclass
class _Study:
    """A learner, what they have answered, and the state that the product derives from it."""

    deck: Deck
    learner: ActivationLearner
    exam: datetime
    state: Recollection = field(default_factory=Recollection)
    events: list[Event] = field(default_factory=list)
    sm2: dict[str, Sm2] = field(default_factory=dict)
    forecasts: Forecasts = field(default_factory=Forecasts)
    order: list[StudyCard] = field(default_factory=list)

    def answer(self, card: StudyCard, at: datetime) -> float:
        """Answer a card; returns the seconds that it took with its feedback."""
        truth = self.learner.recall(card.id, at)
        answer = self.learner.answer(card.id, at)
        event = Event(
            "learner",
            BUNDLED_COURSE,
            "answered",
            at,
            card.id,
            chosen=("A",),
            correct=answer.correct,
            confidence=answer.confidence,
            seconds=min(answer.seconds, _LONGEST),
            seq=len(self.events) + 1,
        )
        grade = grade_of(event)
        before, sm2 = self.state.memories.get(card.id), self.sm2.get(card.id, Sm2())
        if before and (days := elapsed_days(before.last, at)):
            self.forecasts.add(before.recall(at), sm2.recall(days), truth, grade != "again")
        self.events.append(event)
        self.sm2[card.id] = sm2.after(grade)
        self.state = self.state.after(event, at)
        return min(answer.seconds, _LONGEST) + _FEEDBACK

    def recalled(self, at: datetime) -> float:
        """The share of the exam's weight that would truly be recalled."""
        return sum(c.weight * self.learner.recall(c.id, at) for c in self.deck.cards)


def by_plan(study: _Study, at: datetime) -> StudyCard | None:
    """What the product shows next: misconceptions, then the plan's order of the day."""
    seen_today = {key for key, m in study.state.memories.items() if not elapsed_days(m.last, at)}
    if not study.order:
        pace = pace_of(study.events, study.deck)
        choices = ranked(study.deck, study.state.memories, at, study.exam, pace, seen_today)
        study.order = [choice.card for choice in choices[:10]]
    following = next_card(study.deck, study.state, at, study.order)
    if following and study.order and following.card == study.order[0]:
        study.order.pop(0)
    return following.card if following else None


def by_due_date(study: _Study, at: datetime) -> StudyCard | None:
    """Plain due order: the longest due first, then new cards in the bank's order."""
    due = due_cards(study.deck, study.state, at)
    due.sort(key=lambda one: _due(one.memory))
    if due:
        return due[0].card
    new = new_cards(study.deck, study.state)
    return new[0].card if new else None


def studied(deck: Deck, setting: Setting, seed: int, choose: Choose) -> Outcome:
    """A learner studies until the exam."""
    learner = ActivationLearner([card.id for card in deck.cards], _START, seed)
    study = _Study(deck, learner, _exam(setting))
    by_day = []
    for day in range(setting.days):
        at = _START + timedelta(days=day)
        left = setting.minutes * 60.0
        study.order = []
        while left > 0 and (card := choose(study, at)):
            spent = study.answer(card, at)
            left -= spent
            at += timedelta(seconds=spent)
        by_day.append(study.recalled(_exam(setting)))
    recalled = study.recalled(_exam(setting))
    seen = len(study.state.memories)
    losses = study.forecasts.losses
    return Outcome(recalled, tuple(by_day), len(study.events), seen, losses)


def compare(deck: Deck, setting: Setting, seed: int) -> Comparison:
    """The same learner, studying both ways."""
    run = partial(studied, deck, setting, seed)
    return Comparison(seed, setting, run(by_plan), run(by_due_date))


def irregular(deck: Deck, seed: int) -> Losses:
    """Forecasts on half a year of practice at times that neither scheduler has chosen."""
    learner = ActivationLearner([card.id for card in deck.cards], _START, seed)
    random = Random(f"{seed}:gaps")
    study = _Study(deck, learner, _START + timedelta(days=_PRACTICE_DAYS))
    moments: list[tuple[datetime, int]] = []
    for place, _ in enumerate(deck.cards):
        at = _START
        while at < study.exam:
            moments.append((at, place))
            gap = exp(random.uniform(log(_SHORTEST_GAP), log(_LONGEST_GAP)))
            at += timedelta(days=max(1, round(gap)))
    for at, place in sorted(moments):
        study.answer(deck.cards[place], at)
    losses = study.forecasts.losses
    assert losses is not None
    return losses


def simulate(
    deck: Deck, seeds: Sequence[int] = SEEDS, settings: Sequence[Setting] = SETTINGS
) -> Simulation:
    """Every learner in every setting, and the forecasts of irregular practice by seed."""
    comparisons = [compare(deck, setting, seed) for setting in settings for seed in seeds]
    return Simulation(tuple(comparisons), {seed: irregular(deck, seed) for seed in seeds})


def bundled_deck() -> Deck:
    """The questions of the bundled course."""
    course = bundled_courses()[BUNDLED_COURSE]
    return make_deck(course, read_questions(course.questions_folder))


def _exam(setting: Setting) -> datetime:
    """The morning after the last day of study."""
    return _START + timedelta(days=setting.days, hours=-9)


def _due(memory: Memory | None) -> datetime:
    assert memory is not None
    return memory.due


def main() -> None:
    """Print the figures and keep them for the HTML report of ``tutor eval``."""
    found = simulate(bundled_deck())
    write_simulation(found)
    print(as_text(found))  # noqa: T201  # the command's output


if __name__ == "__main__":
    main()
