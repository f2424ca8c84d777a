"""What a question compares, and what an answer says of both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from small_course import SmallCourse

from tutor.answering.choosing import choose, sides_of
from tutor.answering.evidence import rank_sentences

APART = """# Tides

The harbour has tide and current on one board. A tide is the rise of the water. Boats like a tide
and a current. A current is the flow of the water; a tide lifts it. Ask about tide and current.
"""


def test_what_one_side_is_and_how_they_differ_comes_before_what_names_both(
    make_course: Callable[..., SmallCourse],
) -> None:
    course = make_course({"tides.md": APART})
    course.ingest()
    question = "What is the difference between a tide and a current?"
    ranked = rank_sentences(course.index(), course.index().search(question, 5))
    even = [replace(evidence, score=1.0) for evidence in ranked]
    first, second = (e.sentence.text for e in choose(even, question)[:2])
    assert first == "A current is the flow of the water; a tide lifts it."
    assert second == "A tide is the rise of the water."


@pytest.mark.parametrize(
    ("question", "left", "right"),
    [
        ("What is the difference between bagging and boosting?", "bag", "boost"),
        ("mlflow vs optuna", "mlflow", "optuna"),
        ("compare grid search with random search", "grid", "random"),
        ("should I use recall or precision", "recal", "precis"),
        ("how does recall differ from precision", "recal", "precis"),
        ("how do recall and precision differ", "recal", "precis"),
        ("recall or precision, how do they compare?", "recal", "precis"),
    ],
)
def test_sides_of_a_comparison(question: str, left: str, right: str) -> None:
    sides = sides_of(question)
    assert sides
    assert (left in sides[0], right in sides[1]) == (True, True)
    assert not sides[0] & sides[1]


@pytest.mark.parametrize("question", ["what is bagging", "why and when", "difference between"])
def test_other_questions_compare_nothing(question: str) -> None:
    assert sides_of(question) is None


@pytest.mark.parametrize("part", ["a and ", "how do a and "])
def test_a_long_row_of_ands_compares_nothing(part: str) -> None:
    assert sides_of(part * 300) is None
