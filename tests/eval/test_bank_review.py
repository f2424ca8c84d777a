"""What docs/course.md says of the question bank's review, and of guessing blind."""

from __future__ import annotations

from collections import Counter

import pytest
from pydantic import ValidationError

from corpus.course import bundled_courses
from corpus.questions import read_questions
from eval.bank_review import Review, blind_lines, read_review, review_lines

QUESTIONS = read_questions(next(iter(bundled_courses().values())).questions_folder)
REVIEW = Review(
    text="Somebody looked.",
    caution="Once.",
    questions={"1": 4, "2": 6},
    wrong_blind=("q-2.01-01",),
    unproved=(),
    marked={"unsure": ("q-1.01-02", "q-2.01-01")},
    reworded=("q-1.01-02", "q-1.01-03"),
    replaced=("q-2.01-01",),
)


def test_the_record_names_questions_of_the_bank() -> None:
    review = read_review()
    ids = {question.id for question in QUESTIONS}
    named = [*review.wrong_blind, *review.unproved, *review.reworded, *review.replaced]
    named += [one for marked in review.marked.values() for one in marked]
    assert set(named) <= ids
    assert review.questions == dict(Counter(question.section for question in QUESTIONS))
    assert not set(review.reworded) & set(review.replaced)


def test_a_review_is_counted_by_section() -> None:
    lines = list(review_lines(REVIEW))
    assert "| 1 | 4 | 4 (100%) | 4 (100%) | 2 | 0 |" in lines
    assert "| 2 | 6 | 5 (83%) | 6 (100%) | 0 | 1 |" in lines
    assert "| **All** | 10 | 9 (90%) | 10 (100%) | 2 | 1 |" in lines
    assert "Marked by the reviewer: unsure: q-1.01-02, q-2.01-01. Once." in lines


def test_a_record_with_a_word_too_many_is_refused() -> None:
    with pytest.raises(ValidationError, match="hint"):
        Review.model_validate({**REVIEW.model_dump(), "hint": "none"})


@pytest.fixture(scope="module")
def table() -> list[list[str]]:
    rows = [line for line in blind_lines(QUESTIONS) if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


@pytest.mark.parametrize("section", ["All", "Section 1", "Section 2", "Section 3", "Section 4"])
def test_no_blind_rule_is_more_than_five_points_from_chance(
    table: list[list[str]], section: str
) -> None:
    column = table[0].index(section)
    shares = {row[0]: float(row[column].removesuffix("%")) for row in table[2:]}
    assert {"longest", "shortest", "most overlap with the stem"} < shares.keys()
    for rule, share in shares.items():
        assert share == pytest.approx(25, abs=5), rule
