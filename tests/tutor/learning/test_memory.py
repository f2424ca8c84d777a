"""Ratings, FSRS states, and states rebuilt from events."""

from __future__ import annotations

from datetime import timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from study_events import CARDS, DAY_ONE, answered, histories

from tutor.learning.events import Event, Grade
from tutor.learning.memory import elapsed_days, grade_of, reviewed
from tutor.learning.memory_replay import Recollection, recollect

NOW = DAY_ONE + timedelta(days=400)


@pytest.mark.parametrize(
    ("correct", "confidence", "seconds", "grade"),
    [
        (True, "sure", 60.0, "good"),
        (True, None, None, "good"),
        (True, "unsure", 20.0, "hard"),
        (True, "sure", 10.0, "easy"),
        (True, None, 10.0, "good"),
        (True, "sure", 200.0, "hard"),
        (True, "guess", 10.0, "again"),
        (False, "sure", 10.0, "again"),
        (False, None, None, "again"),
    ],
)
def test_the_rating_follows_from_correctness_confidence_and_time(
    correct: bool, confidence: str | None, seconds: float | None, grade: Grade
) -> None:
    event = answered(correct=correct, confidence=confidence, seconds=seconds)
    assert grade_of(event) == grade


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from([1, 2, 3, 4])), max_size=12))
def test_states_are_those_of_the_fsrs_package(reviews: list[tuple[int, int]]) -> None:
    """On full days apart nothing of ours may change what FSRS-6 itself computes."""
    scheduler = fsrs.Scheduler(
        learning_steps=(timedelta(minutes=10),),
        relearning_steps=(timedelta(minutes=10),),
        enable_fuzzing=False,
    )
    card = fsrs.Card(card_id=1, due=DAY_ONE)
    memory = None
    at = DAY_ONE
    for days, rating in reviews:
        card, _ = scheduler.review_card(card, fsrs.Rating(rating), at)
        memory = reviewed(memory, ("again", "hard", "good", "easy")[rating - 1], at)  # type: ignore[arg-type]
        assert memory.stability == card.stability
        assert memory.difficulty == card.difficulty
        assert memory.due == card.due
        at += timedelta(days=days)
        assert memory.recall(at) == scheduler.get_card_retrievability(card, at)


def test_a_daily_habit_counts_days_even_when_it_is_a_little_early() -> None:
    early = DAY_ONE + timedelta(hours=23, minutes=40)
    assert elapsed_days(DAY_ONE, early) == 1
    assert elapsed_days(DAY_ONE, DAY_ONE + timedelta(hours=3)) == 0
    memory = reviewed(None, "good", DAY_ONE)
    assert memory.due - DAY_ONE == timedelta(days=2)
    assert memory.is_due(DAY_ONE + timedelta(days=1, hours=23))
    assert not memory.is_due(DAY_ONE + timedelta(days=1))
    assert memory.recall(early) < 1


def test_what_was_just_failed_is_not_known_however_fresh_it_is() -> None:
    memory = reviewed(None, "again", DAY_ONE)
    assert memory.recall(DAY_ONE) == 1
    assert memory.known(DAY_ONE) == 0
    assert not memory.is_due(DAY_ONE)
    assert memory.is_due(DAY_ONE + timedelta(minutes=10))


def test_a_confident_error_is_due_at_once() -> None:
    state = recollect([answered(correct=False)], DAY_ONE)
    memory = state.memories["q-1"]
    assert memory.misconception
    assert memory.is_due(DAY_ONE)
    mended = recollect([answered(day=0.1, seq=2)], NOW, state=state)
    assert not mended.memories["q-1"].misconception


def test_answers_of_an_open_exam_say_nothing_until_they_are_judged() -> None:
    open_answer = answered(correct=None, exam="e")
    assert recollect([open_answer], NOW).memories == {}
    judged = answered(seq=2, exam="e", detail={"graded": True})
    assert recollect([open_answer, judged], NOW).memories["q-1"].reviews == 1


def test_a_clock_that_was_set_back_loses_nothing() -> None:
    """A review of 2030 and one of 2001 count as following on the one before them."""
    events = [
        answered(day=0, seq=1),
        answered(day=1_500, seq=2),
        answered(day=-9_000, seq=3),
        answered(day=5, seq=4),
    ]
    now = DAY_ONE + timedelta(days=6)
    state = recollect(events, now)
    memory = state.memories["q-1"]
    assert memory.reviews == 4
    assert memory.last == DAY_ONE + timedelta(days=5)
    assert state.repaired == 2
    assert memory.recall(DAY_ONE) == 1  # asked by a clock that lies behind the review


def test_events_of_two_learners_make_no_state() -> None:
    other = Event("bob", "c", "answered", DAY_ONE, "q-1", correct=True)
    with pytest.raises(ValueError, match="several"):
        recollect([answered(), other], NOW)


@given(histories(), st.integers(0, 25))
def test_the_state_is_the_same_in_one_go_or_step_by_step(events: list[Event], cut: int) -> None:
    whole = recollect(events, NOW)
    halves = recollect(events[cut:], NOW, state=recollect(events[:cut], NOW))
    steps = Recollection()
    for event in events:
        steps = recollect([event], NOW, state=steps)
    assert whole == halves == steps
    assert recollect(list(reversed(events)), NOW) == whole


@given(histories(learners=("ann", "bob", "eve")))
def test_interleaved_learners_have_the_states_they_would_have_alone(events: list[Event]) -> None:
    for name in ("ann", "bob", "eve"):
        own = [event for event in events if event.learner == name]
        alone = [Event(**{**vars(event), "seq": seq}) for seq, event in enumerate(own, 1)]
        assert recollect(own, NOW).settled(NOW) == recollect(alone, NOW).settled(NOW)


@given(histories())
def test_every_state_is_one_that_can_be(events: list[Event]) -> None:
    state = recollect(events, NOW).settled(NOW)
    assert state.memories.keys() <= set(CARDS)
    for memory in state.memories.values():
        assert memory.first <= memory.last <= NOW
        assert memory.due >= memory.last
        assert 0 <= memory.known(NOW) <= memory.recall(NOW) <= 1
        assert memory.lapses < memory.reviews
