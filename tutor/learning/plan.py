"""What to do each day until the exam. Pure, and made anew whenever it is asked for.

Each day takes the cards that raise the expected recall on exam day most for their time; the days to
come are played through with the expected outcome of each review, so they are a forecast, not an
appointment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from tutor.learning.cards import Deck
from tutor.learning.events import Grade
from tutor.learning.mastery import expected_recall
from tutor.learning.memory import Memory, reviewed
from tutor.learning.plan_gain import Choice, Pace, ranked
from tutor.learning.plan_words import advice

DEFAULT_MINUTES = 30
# Mock exams come once a week, counted back from two days before the exam.
_MOCK_EVERY, _MOCK_BEFORE = 7, 2
_LEAST_MOCK_QUESTIONS = 10
_DAYS_BEFORE_FIRST_MOCK = 3
# A plan beyond this is a guess; the rest is summed up in words.
MOST_DAYS = 120
_MORNING = time(9, tzinfo=UTC)


@dataclass(frozen=True)
class ExamFrame:
    """How long the real exam is, for mock exams in proportion."""

    questions: int
    minutes: int


@dataclass(frozen=True)
class PlanDay:
    """One day: cards never seen, cards to review, a mock exam of so many questions.

    ``minutes`` never exceed what the learner gives a day. ``objectives`` counts the cards of each,
    the most first.
    """

    day: date
    new: int
    review: int
    mock_questions: int
    minutes: float
    objectives: tuple[tuple[str, int], ...] = ()

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "date": self.day.isoformat(),
            "new": self.new,
            "review": self.review,
            "mock_questions": self.mock_questions,
            "minutes": round(self.minutes, 1),
            "objectives": dict(self.objectives),
        }


@dataclass(frozen=True)
class Plan:
    """The days until the exam and what they come to.

    ``today`` are the cards to study now, in order. ``unseen`` cards would still be new on exam day.
    ``recall_without`` and ``recall_with`` are the shares of the exam's weight expected to be
    recalled on exam day, if nothing more is done and if the plan is followed. ``enough`` is None
    without an exam date, and says else whether every card is seen in time. ``minutes_needed`` a day
    would do where these do not.
    """

    exam_date: date | None
    minutes_a_day: int
    days: tuple[PlanDay, ...]
    today: tuple[Choice, ...]
    cards: int
    unseen: int
    recall_without: float
    recall_with: float
    enough: bool | None
    minutes_needed: int | None
    text: str

    def to_json(self) -> dict[str, object]:
        """Plain values; ``today`` as card ids."""
        return {
            "exam_date": self.exam_date.isoformat() if self.exam_date else None,
            "minutes_a_day": self.minutes_a_day,
            "days": [day.to_json() for day in self.days],
            "today": [choice.card.id for choice in self.today],
            "cards": self.cards,
            "unseen_on_exam_day": self.unseen,
            "recall_without_study": round(self.recall_without, 3),
            "recall_with_plan": round(self.recall_with, 3),
            "enough": self.enough,
            "minutes_needed": self.minutes_needed,
            "text": self.text,
        }


def make_plan(  # noqa: PLR0913  # each is a fact of its own
    deck: Deck,
    memories: Mapping[str, Memory],
    now: datetime,
    *,
    exam_date: date | None,
    minutes_a_day: int | None,
    pace: Pace,
    frame: ExamFrame | None = None,
    spent_today: float = 0.0,
) -> Plan:
    """Plan from today until the day before the exam (a fortnight without a date).

    ``spent_today`` are minutes already studied today; they are taken off today's.
    """
    minutes = DEFAULT_MINUTES if minutes_a_day is None else max(0, minutes_a_day)
    last = exam_date or now.date() + timedelta(days=14)
    left = max(0, (last - now.date()).days)
    mocks = _mock_days(last, left, minutes, frame) if exam_date else {}
    walk = _Walk(deck, dict(memories), datetime.combine(last, _MORNING), pace)
    days, today = [], tuple[Choice, ...]()
    for number in range(min(left, MOST_DAYS)):
        day = now.date() + timedelta(days=number)
        at = now if number == 0 else datetime.combine(day, now.timetz())
        budget = max(0.0, minutes - (spent_today if number == 0 else 0.0)) * 60
        planned, chosen = walk.day(at, budget, mocks.get(day, 0), frame)
        days.append(planned)
        today = today or (tuple(chosen) if number == 0 else ())
    unseen = sum(card.id not in walk.memories for card in deck.cards)
    short = exam_date is not None and unseen > 0 and left > 0
    plan = Plan(
        exam_date,
        minutes,
        tuple(days),
        today,
        len(deck.cards),
        unseen,
        expected_recall(deck, memories, walk.exam),
        expected_recall(deck, walk.memories, walk.exam),
        unseen == 0 if exam_date else None,
        _minutes_needed(walk, minutes, left) if short else None,
        "",
    )
    return replace(plan, text=advice(plan, left))


class _Walk:
    """Plays the days through; ``memories`` is what would be remembered so far."""

    def __init__(self, deck: Deck, memories: dict[str, Memory], exam: datetime, pace: Pace) -> None:
        self.deck = deck
        self.memories = memories
        self.exam = exam
        self.pace = pace

    def day(
        self, at: datetime, budget: float, mock: int, frame: ExamFrame | None
    ) -> tuple[PlanDay, list[Choice]]:
        """One day of at most ``budget`` seconds, and the cards it takes, in order."""
        spent = mock * frame.minutes * 60 / frame.questions if mock and frame else 0.0
        if spent > budget:  # today's time is spent on other things already
            mock, spent = 0, 0.0
        chosen: list[Choice] = []
        # What was studied today is done for today, until its next step has come.
        done = {
            card
            for card, memory in self.memories.items()
            if memory.last.date() == at.date() and not memory.is_due(at)
        }
        for choice in ranked(self.deck, self.memories, at, self.exam, self.pace, done):
            cost = self.pace.seconds(choice.card)
            if choice.worth <= 0 or spent + cost > budget:
                break
            spent += cost
            chosen.append(choice)
        for choice in chosen:
            self._study(choice, at)
        new = sum(choice.memory is None for choice in chosen)
        objectives = Counter(c.card.objective for c in chosen if c.card.objective)
        planned = PlanDay(
            at.date(),
            new,
            len(chosen) - new,
            mock,
            spent / 60,
            tuple(objectives.most_common()),
        )
        return planned, chosen

    def _study(self, choice: Choice, at: datetime) -> None:
        """The likelier outcome; a new card, once explained, is taken as learnt with difficulty."""
        grade: Grade
        if choice.memory is None:
            grade = "good" if self.pace.first_right >= 0.5 else "hard"
        else:
            grade = "good" if choice.memory.recall(at) >= 0.5 else "again"
        self.memories[choice.card.id] = reviewed(choice.memory, grade, at)


def _mock_days(exam: date, left: int, minutes: int, frame: ExamFrame | None) -> dict[date, int]:
    """Days of mock exams and their number of questions, as many as fit the day's minutes."""
    if frame is None:
        return {}
    questions = min(frame.questions, int(minutes * frame.questions / frame.minutes))
    if questions < _LEAST_MOCK_QUESTIONS:
        return {}
    before = range(_MOCK_BEFORE, left - _DAYS_BEFORE_FIRST_MOCK, _MOCK_EVERY)
    return {exam - timedelta(days=days): questions for days in before}


def _minutes_needed(walk: _Walk, minutes: int, left: int) -> int:
    """Minutes a day by which every card would be seen, at the same share of time for new ones."""
    missing = sum(
        walk.pace.seconds(card) for card in walk.deck.cards if card.id not in walk.memories
    )
    return minutes + -int(-missing / 60 // left)
