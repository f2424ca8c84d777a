"""Practice sets that can be gone on with, and the trust that confidence deserves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from exam_course import HandClock, make_bank, make_course_of_exam
from hypothesis import given
from study_events import answered, histories

from tutor.learning.calibration import calibration_of
from tutor.learning.events import Event
from tutor.learning.intervals import wilson
from tutor.learning.learning import Learning
from tutor.learning.practice import end_event, start_event, under_way

COURSE = make_course_of_exam()
BANK = make_bank(COURSE, 1)
SET = BANK[:3]
BLANK = Event("ann", "exam-course", "shown", HandClock().now)
START = start_event(BLANK, "s1", SET)


def given_answer(place: int, name: str = "s1") -> Event:
    return replace(BLANK, kind="answered", card=SET[place].id, chosen=("A",), detail={"set": name})


def test_a_set_goes_on_at_what_is_not_answered() -> None:
    assert under_way([]) is None
    found = under_way([START, given_answer(0), given_answer(1, name="another")])
    assert found
    assert found.questions == tuple(SET)
    assert found.answers == {SET[0].id: ("A",)}
    assert found.left == 2
    rest = found.without(frozenset({SET[1].id}))
    assert [q.id for q in rest.questions] == [SET[0].id, SET[2].id]
    assert rest.left == 1


def test_a_set_that_is_done_given_up_or_replaced_does_not_come_back() -> None:
    answers = [given_answer(place) for place in range(3)]
    assert under_way([START, *answers]) is None
    assert under_way([START, end_event(BLANK, "s1")]) is None
    assert under_way([START, end_event(BLANK, "another")])
    newer = start_event(BLANK, "s2", SET[:1])
    found = under_way([START, given_answer(0), newer])
    assert found
    assert (found.id, found.answers) == ("s2", {})


def test_a_set_outlives_the_process(open_learning: Callable[..., Learning]) -> None:
    bank = make_bank(COURSE, 2)
    first = open_learning(bank)
    assert first.has_begun("ann", "exam-course") is False
    name = first.begin_practice("ann", "exam-course", bank[:2])
    first.record_practice("ann", "exam-course", bank[0], ["A"], practice=name, confidence="sure")
    second = open_learning(bank)
    found = second.open_practice("ann", "exam-course")
    assert found
    assert (found.id, found.left) == (name, 1)
    assert second.has_begun("ann", "exam-course")
    assert second.open_practice("eve", "exam-course") is None
    second.end_practice("ann", "exam-course", name)
    assert first.open_practice("ann", "exam-course") is None


def test_questions_of_an_open_exam_are_not_gone_on_with(
    open_learning: Callable[..., Learning],
) -> None:
    bank = make_bank(COURSE, 1)
    learning = open_learning(bank)
    learning.begin_practice("ann", "exam-course", bank[:4])
    exam = learning.start_exam("ann", "exam-course", n=len(bank))
    assert learning.open_practice("ann", "exam-course") is None
    learning.submit("ann", exam.exam)
    assert learning.open_practice("ann", "exam-course")


def test_calibration_counts_judged_answers_by_confidence() -> None:
    events = [
        answered(confidence="sure"),
        answered(confidence="sure", correct=False),
        answered(confidence="guess", correct=False),
        answered(confidence="sure", correct=None),
        answered(confidence=None),
    ]
    guess, unsure, sure = calibration_of(events)
    assert (sure.right, sure.total, sure.share) == (1, 2, 0.5)
    assert (sure.low, sure.high) == pytest.approx(wilson(0.5, 2))
    assert (guess.right, guess.total) == (0, 1)
    assert (unsure.total, unsure.share, unsure.low, unsure.high) == (0, None, 0.0, 1.0)


@given(histories())
def test_calibration_counts_each_judged_answer_once(events: list[Event]) -> None:
    rows = calibration_of(events)
    assert [row.confidence for row in rows] == ["guess", "unsure", "sure"]
    judged = [e for e in events if e.kind == "answered" and e.confidence and e.correct is not None]
    assert sum(row.total for row in rows) == len(judged)
    assert all(0 <= row.low <= (row.share or 0) <= row.high <= 1 for row in rows if row.total)
