"""Denied words, warnings, clauses, and what a stem asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import Sentence, SentenceKind
from index.lexical import terms_of
from tutor.quizzing.polarity import clauses, opposite, signed_terms, unsigned
from tutor.quizzing.stems import (
    combined_labels,
    is_negated,
    question_proper,
    statement,
    subject_of_statements,
    wanted,
)
from tutor.stances import stances, warning_cells


def _sentence(text: str, kind: SentenceKind = "prose", embedded: str = "") -> Sentence:
    return Sentence("s", kind, text, 0, len(text), embedded or f"Note\n{text}")


def test_a_denial_reaches_to_the_end_of_its_clause() -> None:
    terms = signed_terms("AutoML does NOT perform EDA, but tunes models.")
    assert {"!perform", "!eda", "tune", "model"} <= terms
    assert "automl" in terms
    assert "!score" in signed_terms("It never calls fs.score()")


@given(st.text(max_size=200))
def test_signs_add_and_lose_no_word(text: str) -> None:
    terms = signed_terms(text)
    assert {opposite(opposite(term)) for term in terms} == terms
    assert unsigned(terms) <= set(terms_of(text)) | {t for w in text.split() for t in terms_of(w)}


@given(st.text(st.characters(exclude_characters="—–"), max_size=300))
def test_clauses_lose_no_word(text: str) -> None:
    assert "".join("".join(clauses(text)).split()) == "".join(text.split())


def test_contrasts_are_cut() -> None:
    text = "log_artifact takes a file path, while log_model takes a model object."
    assert clauses(text) == [
        "log_artifact takes a file path",
        "while log_model takes a model object.",
    ]


def test_warnings_and_questions_are_told_from_statements() -> None:
    lines = [
        ("What is happening?", "none"),
        ("Answer:", "none"),
        ("High variance.", "for"),
        ("Distractor to avoid:", "none"),
        ("Do not confuse it with bias.", "against"),
        ("If the question asks about:", "none"),
        ("Fit on the training folds.", "for"),
        ("TrapAn Estimator already holds a trained model.", "against"),
        ("Trap: fit the scaler on all rows.", "against"),
        ("Using a random split here is wrong.", "against"),
        ("**Commonly said, but wrong:** fmin maximises.", "against"),
        ("2. Which is lazy?\n   a) count()\n   b) filter()", "none"),
    ]
    judged = [stance for _, stance in stances(_sentence(text) for text, _ in lines)]
    assert judged == [stance for _, stance in lines]


def test_a_row_of_traps_has_a_wrong_and_a_right_cell() -> None:
    row = "| fmin maximises | fmin minimises |"
    words = "Note > Traps\nTrap: fmin maximises; What is true: fmin minimises"
    assert warning_cells(_sentence(row, "row", words)) == ("fmin maximises", "fmin minimises")
    other = "Note > Table\nName: fmin maximises; Use: fmin minimises"
    assert warning_cells(_sentence(row, "row", other)) is None


@pytest.mark.parametrize(
    ("stem", "number"),
    [
        ("Which is right?", 1),
        ("Which are right? (Choose two.)", 2),
        ("Which two statements are true?", 2),
        ("Select THREE answers.", 3),
        ("Which hold? Select all that apply.", None),
    ],
)
def test_how_many_are_wanted(stem: str, number: int | None) -> None:
    assert wanted(stem, 5) == number


@pytest.mark.parametrize(
    ("stem", "negated"),
    [
        ("Which of these is NOT a stage?", True),
        ("Which is not supported by AutoML?", True),
        ("All of these are actions EXCEPT:", True),
        ("Which statement is incorrect?", True),
        ("The model does not converge. Which setting helps?", False),
        ("Which metric is robust?", False),
    ],
)
def test_negated_stems(stem: str, negated: bool) -> None:
    assert is_negated(stem) is negated


@pytest.mark.parametrize(
    ("stem", "subject"),
    [
        ("Which statement about pandas API on Spark is right?", "pandas API on Spark"),
        ("Which of these statements on drift are true? (Choose two.)", "drift"),
        ("Which of these statements is true?", ""),
        ("What does the statement about costs say?", ""),
    ],
)
def test_what_statements_are_about(stem: str, subject: str) -> None:
    assert subject_of_statements(stem) == subject


def test_the_option_takes_the_place_of_the_question_word() -> None:
    stem = "A grid is large. Which search samples it? (Choose two.)"
    assert question_proper(stem) == "Which search samples it?"
    assert statement(stem, "Random search.").startswith("Random search search samples it. A grid")


def test_combined_options() -> None:
    options = {"A": "x", "B": "y", "C": "Both A and B", "D": "None of the above"}
    assert combined_labels(options) == {"C": ("A", "B"), "D": ()}
    assert combined_labels({"A": "x", "B": "y", "C": "All of the above"}) == {"C": ("A", "B")}
    assert combined_labels({"A": "recall and precision", "B": "a and z"}) == {}
