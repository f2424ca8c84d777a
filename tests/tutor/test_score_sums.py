"""Scores computed from the numbers of a stem, and numbers that are not guessed."""

from __future__ import annotations

import pytest

from tutor.quizzing.number_options import asks_for_a_sum, matching_option
from tutor.score_sums import compute

MATRIX = "A model yields 30 true positives, 10 false positives, 20 false negatives and 940 true negatives."


@pytest.mark.parametrize(
    ("stem", "value", "working"),
    [
        (f"{MATRIX} What is its recall?", 0.6, "recall = 30 / (30 + 20) = 0.6"),
        (f"{MATRIX} What is its precision?", 0.75, "precision = 30 / (30 + 10) = 0.75"),
        (f"{MATRIX} Which accuracy does it reach?", 0.97, "= 0.97"),
        ("TP = 8 and FN = 2. What is the sensitivity?", 0.8, "recall = 8 / (8 + 2)"),
        ("The errors are −1, 1, −2 and 4. What is the mean absolute error?", 2, "(1 + 1 + 2 + 4) / 4 = 2"),
        ("The residuals are 3, -4. What is the RMSE?", 3.5355, "√((9 + 16) / 2) = √12.5 = 3.5355"),
        ("With errors of 1, 2 and 2, what is the MSE?", 3, "(1 + 4 + 4) / 3 = 3"),
    ],
)  # fmt: skip
def test_value(stem: str, value: float, working: str) -> None:
    computed = compute(stem)
    assert computed is not None
    assert computed.value == pytest.approx(value, abs=1e-4)
    assert working in computed.working


@pytest.mark.parametrize(
    "stem",
    [
        f"{MATRIX} Which model is better?",
        "A model has 30 true positives. What is its recall?",
        "Model A has 3 true positives, model B has 5 true positives and 2 false negatives. Whose recall is higher?",
        f"{MATRIX} How do precision and recall compare?",
        "The errors are 1 and 2. What follows?",
        "Which metric suits outliers, MAE or RMSE?",
    ],
)  # fmt: skip
def test_what_is_not_asked_or_not_given_is_not_computed(stem: str) -> None:
    assert compute(stem) is None


@pytest.mark.parametrize(
    ("stem", "sentence"),
    [
        (f"{MATRIX} What is its recall?", "Recall | TP / (TP + FN)"),
        (f"{MATRIX} What is its precision?", "It divides true positives by true and false positives."),
        ("The errors are 1, 2. What is the MAE?", "MAE is the mean of the absolute errors."),
        ("The errors are 1, 2. What is the RMSE?", "RMSE: root of the mean squared error."),
    ],
)  # fmt: skip
def test_the_rule_is_recognised(stem: str, sentence: str) -> None:
    computed = compute(stem)
    assert computed is not None
    assert computed.rule.search(sentence)
    assert not computed.rule.search("Precision and recall pull in opposite directions.")


def test_an_option_is_as_exact_as_it_is_written() -> None:
    assert matching_option(2 / 3, {"A": "0.66", "B": "0.67", "C": "0.6"}) == "B"
    assert matching_option(0.6, {"A": "0.75", "B": "0.60"}) == "B"
    assert matching_option(60, {"A": "59.8", "B": "60 models"}) == "B"
    assert matching_option(2.4, {"A": "2", "B": "2.4"}) is None, "both are right as written"
    assert matching_option(-2.0, {"A": "−2", "B": "2"}) == "A"


def test_numbers_that_would_have_to_be_worked_out() -> None:
    numbers = {"A": "0.5 hours", "B": "10 hours", "C": "20 hours"}
    assert asks_for_a_sum("6,000 requests per hour, split 95/5. How long?", numbers)
    assert not asks_for_a_sum("What is the default of numFolds?", {"A": "2", "B": "3", "C": "5"})
    words = {"A": "All of them", "B": "One a fold", "C": "12"}
    assert not asks_for_a_sum("With 3 folds and 4 values, what is fitted?", words)
