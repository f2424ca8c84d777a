"""A made-up learner with two weeks behind them, so that the pictures show pages in use."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus.questions import Question
from tutor.learning.events import Confidence, Goal
from tutor.learning.learning import Learning
from tutor.study_tutor import StudyTutor

_DAYS = (13, 12, 10, 9, 8, 6, 5, 4, 3, 2, 1)  # days ago on which they studied
_EXAMS = {9: 0.55, 5: 0.66, 2: 0.78}  # days ago, and how much they knew
_CARDS_A_DAY = 12
_DAYS_TO_THE_EXAM = 24


class _Clock:
    """Time as it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def study(data: Path, tutor: StudyTutor, learner: str = "me") -> None:
    """Write two weeks of answers, three exams and a goal into the store at ``data``."""
    now = datetime.now(UTC).replace(microsecond=0)
    clock, dice = _Clock(now), random.Random(7)
    course = tutor.settings.course
    learning = Learning(data / "learning.db", tutor.course, tutor.bank, clock)
    bank = tutor.bank(course)
    dice.shuffle(bank)
    for place, ago in enumerate(_DAYS):
        clock.now = now - timedelta(days=ago)
        todays = bank[place * _CARDS_A_DAY : (place + 1) * _CARDS_A_DAY]
        _practise(learning, clock, dice, learner, course, todays)
        if ago in _EXAMS:
            _sit(learning, clock, dice, learner, course, _EXAMS[ago])
    clock.now = now
    exam_date = now.date() + timedelta(days=_DAYS_TO_THE_EXAM)
    learning.set_goal(learner, course, Goal(exam_date, 0.8, 40))


def _practise(
    learning: Learning,
    clock: _Clock,
    dice: random.Random,
    learner: str,
    course: str,
    questions: Sequence[Question],
) -> None:
    for question in questions:
        right = dice.random() < 0.72
        sure: Confidence = "sure" if dice.random() < (0.6 if right else 0.3) else "unsure"
        chosen = question.key if right else _wrong(question)
        learning.record_practice(
            learner, course, question, chosen, confidence=sure, seconds=dice.uniform(15, 70)
        )
        clock.now += timedelta(seconds=60)


def _wrong(question: Question) -> frozenset[str]:
    """As many options as are right, others than those."""
    wrong = [label for label in question.labelled() if label not in question.key]
    right = sorted(question.key)
    return frozenset([*wrong[:1], *right[1:]])


def _sit(
    learning: Learning,
    clock: _Clock,
    dice: random.Random,
    learner: str,
    course: str,
    knows: float,
) -> None:
    view = learning.start_exam(learner, course, seed=dice.randrange(2**31))
    texts = {
        option.text: option.correct
        for question in learning._questions(course)
        for option in question.options
    }
    for question in view.questions:
        clock.now += timedelta(seconds=dice.uniform(30, 150))
        learning.move(learner, view.exam, question.number)
        right = [label for label, text in question.options.items() if texts.get(text)]
        wrong = [label for label in question.options if label not in right]
        chosen = right if dice.random() < knows else [*wrong[:1], *right[1:]]
        if dice.random() < 0.1:
            learning.flag(learner, view.exam, question.number)
        sure: Confidence = dice.choice(("sure", "sure", "unsure", "guess"))
        learning.answer(learner, view.exam, question.number, chosen, confidence=sure)
    learning.submit(learner, view.exam)
