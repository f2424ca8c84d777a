"""Calls of the model are counted for each learner; what is over the limit is answered by the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_course import SmallCourse

from tutor.answering.answer import Answer
from tutor.asking import answers
from tutor.model_calls import ModelCalls, TooManyCalls

NOTE = (
    "# Hyperopt\n\n## What fmin does\n\nThe function `fmin` minimises the loss that the objective "
    "returns. Return the negative accuracy, since `fmin` minimises what it gets."
)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_learner_has_a_limit_of_their_own() -> None:
    clock = Clock()
    calls = ModelCalls(2, clock)
    for _ in range(2):
        calls.take("ada")
        calls.take("bob")
    clock.now = 17.5
    with pytest.raises(TooManyCalls, match=r"2 times within a minute.*in 43 seconds"):
        calls.take("ada")
    clock.now = 60.0
    calls.take("ada")


def test_without_a_limit_any_number_passes() -> None:
    calls = ModelCalls(0)
    for _ in range(100):
        calls.take("ada")


@given(st.lists(st.floats(0, 40), max_size=60), st.integers(1, 5))
def test_never_more_within_any_minute(gaps: list[float], limit: int) -> None:
    clock = Clock()
    calls = ModelCalls(limit, clock)
    made: list[float] = []
    for gap in gaps:
        clock.now += gap
        try:
            calls.take("ada")
        except TooManyCalls:
            assert len([at for at in made if clock.now - at < 60]) == limit
        else:
            made.append(clock.now)
    for at in made:
        assert len([other for other in made if at <= other < at + 60]) <= limit


class Writer:
    """Stands where the model does; it is never reached in this test."""

    def stream(self, *_: object) -> Iterator[Answer]:
        raise AssertionError("the model was called")


def test_over_the_limit_the_notes_answer_and_say_why(
    make_course: Callable[..., SmallCourse],
) -> None:
    course = make_course({"hyperopt.md": NOTE})
    course.ingest()
    calls = ModelCalls(1)
    calls.take("ada")
    asked = "What does the function fmin of Hyperopt minimise?"
    model: object = Writer()
    (answer,) = answers(course.index(), asked, (), model, lambda: calls.take("ada"))  # type: ignore[arg-type]
    assert answer.mode == "notes"
    assert answer.refused or "once within a minute" in answer.warning
    assert not answer.refused, "the question is one that the note answers"
