"""How well a card is remembered: FSRS-6, its ratings, and its state rebuilt from events. Pure.

The scheduler is that of the ``fsrs`` package with its published default weights and without fuzz,
so that the same events always give the same state. https://github.com/open-spaced-repetition
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import fsrs

from tutor.learning.events import Event, Grade

DESIRED_RETENTION = 0.9
SECONDS_A_QUESTION = 90.0
# One step: what was just got wrong comes back in the same sitting; what was right waits for days.
_STEP = timedelta(minutes=10)
_DAY, _HALF_DAY = timedelta(days=1), timedelta(hours=12)
_GRADES: dict[Grade, fsrs.Rating] = {
    "again": fsrs.Rating.Again,
    "hard": fsrs.Rating.Hard,
    "good": fsrs.Rating.Good,
    "easy": fsrs.Rating.Easy,
}
# Shares of the usual time: faster than the first is fluent, slower than the second is laboured.
_QUICK, _SLOW = 0.25, 1.5


@dataclass(frozen=True)
class Memory:
    """What is known of one card. ``stability`` is the days after which recall falls to .9.

    ``due``, ``first`` and ``last`` are UTC. ``passed`` says whether the last review was a success;
    ``misconception`` that it was wrong and the learner was sure.
    """

    stability: float
    difficulty: float
    due: datetime
    first: datetime
    last: datetime
    state: int
    step: int | None
    reviews: int = 1
    lapses: int = 0
    passed: bool = True
    misconception: bool = False

    def recall(self, at: datetime) -> float:
        """Retrievability at a time, from 0 to 1. A last review that lies later counts as just now.

        FSRS counts whole days; a card that has just been failed has 1 as well, for the feedback.
        """
        return _scheduler().get_card_retrievability(_card(self, at), at)

    def is_due(self, at: datetime) -> bool:
        """Whether its time has come. What waits for days is due on the day, not to the minute."""
        if self.due - self.last < _DAY:
            return self.due <= at
        return self.due <= at + _HALF_DAY

    def known(self, at: datetime) -> float:
        """Retrievability where the last answer was right; 0 where nothing since showed recall."""
        return self.recall(at) if self.passed else 0.0


def grade_of(event: Event, usual_seconds: float = SECONDS_A_QUESTION) -> Grade:
    """The rating of an answer or of a self-graded card.

    Wrong is ``again``, and so is a right guess: it shows no recall. Right but unsure or slow is
    ``hard``; right, sure and quick is ``easy``.
    """
    if event.grade is not None:
        return event.grade
    if not event.correct or event.confidence == "guess":
        return "again"
    share = 1.0 if event.seconds is None else event.seconds / usual_seconds
    if event.confidence == "unsure" or share > _SLOW:
        return "hard"
    quick = event.seconds is not None and share < _QUICK
    return "easy" if quick and event.confidence == "sure" else "good"


def reviewed(
    memory: Memory | None, grade: Grade, at: datetime, *, misconception: bool = False
) -> Memory:
    """The state after a review; ``None`` for a card never reviewed.

    A time before the last review (the clock was set back) counts as the time of that review.
    """
    when = at if memory is None else max(at, memory.last)
    card = fsrs.Card(card_id=0, due=when) if memory is None else _card(memory, when)
    after, _ = _scheduler().review_card(card, _GRADES[grade], when)
    assert after.stability is not None
    assert after.difficulty is not None
    failed = grade == "again"
    return Memory(
        after.stability,
        after.difficulty,
        # What was wrong and held to be certain is put right at once.
        when if misconception else after.due,
        memory.first if memory else when,
        when,
        int(after.state),
        after.step,
        memory.reviews + 1 if memory else 1,
        (memory.lapses if memory else 0) + int(failed and memory is not None),
        not failed,
        misconception,
    )


def after_event(memory: Memory | None, event: Event, at: datetime, usual_seconds: float) -> Memory:
    """The state after an event that shows what the learner remembers."""
    grade = grade_of(event, usual_seconds)
    sure_and_wrong = event.correct is False and event.confidence == "sure"
    return reviewed(memory, grade, at, misconception=sure_and_wrong)


@lru_cache(maxsize=1)
def _scheduler() -> fsrs.Scheduler:
    """The scheduler keeps no state of any card."""
    return fsrs.Scheduler(
        desired_retention=DESIRED_RETENTION,
        learning_steps=(_STEP,),
        relearning_steps=(_STEP,),
        enable_fuzzing=False,
    )


def elapsed_days(since: datetime, at: datetime) -> int:
    """Days between two reviews, rounded: a sitting ten minutes earlier than yesterday's is a day.

    FSRS counts full days, by which a daily habit would often count as no time at all.
    """
    return max(0, (at - since + _HALF_DAY) // _DAY)


def _card(memory: Memory, at: datetime) -> fsrs.Card:
    """The card as FSRS has it, its last review moved to a whole number of days before ``at``."""
    days = elapsed_days(memory.last, at)
    return fsrs.Card(
        card_id=0,
        state=fsrs.State(memory.state),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due,
        last_review=at - days * _DAY if days else min(memory.last, at),
    )
