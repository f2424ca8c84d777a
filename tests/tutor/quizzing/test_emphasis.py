"""Stress set in capitals is lowered; acronyms, SQL and code are no stress."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.quizzing.emphasis import unstressed
from tutor.quizzing.statements import plain


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        ("An oar is NOT a paddle", "An oar is not a paddle"),
        ("Fitting ANY scaler leaks", "Fitting any scaler leaks"),
        ("NOT every boat floats", "Not every boat floats"),
        ("`fmin` MINIMIZES the loss", "`fmin` minimizes the loss"),
    ],
)
def test_stress_is_lowered(text: str, lowered: str) -> None:
    assert unstressed(text) == lowered
    assert plain(text) == lowered


@pytest.mark.parametrize(
    "text",
    [
        "RMSE and ROC AUC are not the same", "SELECT name FROM t WHERE a IS NOT NULL",
        "`A AND B`", "the value 'ANY'", "ANY(x) and ALL_OF", "VERSION AS OF 3 AND later",
    ],
)  # fmt: skip
def test_acronyms_sql_and_code_stay(text: str) -> None:
    assert unstressed(text) == text


def test_a_printed_question_keeps_its_not() -> None:
    assert plain("Which is NOT a boat?", stressed=True) == "Which is NOT a boat?"


@given(st.text(max_size=60))
def test_nothing_but_case_changes(text: str) -> None:
    assert unstressed(text).lower() == text.lower()
