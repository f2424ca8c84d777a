"""Sums that stems ask for, and what leaves them open."""

from __future__ import annotations

import pytest

from tutor.quizzing.number_options import matching_option
from tutor.sums import compute, states_rule, with_refit

CODE = """How many fits does this search make, leaving out the refit?
grid = [{"kernel": ["linear"], "C": [1, 10, 100]}, {"kernel": ["rbf"], "C": [1, 10], "gamma": [0.1, 1]}]
GridSearchCV(SVC(), grid, cv=4).fit(X, y)"""
BUILDER = """How many models are trained while searching?
grid = (ParamGridBuilder().addGrid(lr.regParam, [0.0, 0.01, 0.1]).addGrid(lr.fitIntercept, [True, False]).build())
CrossValidator(estimator=lr, estimatorParamMaps=grid, evaluator=ev, numFolds=5)"""


@pytest.mark.parametrize(
    ("stem", "value"),
    [
        ("A 3x2x3 grid is searched with 5 folds. How many models are trained?", 90),
        ("A grid has four values of regParam and three of maxDepth. With numFolds=5, how many models are fitted before the final refit?", 60),
        ("You tune 3 hyperparameters with 4 values each and 5-fold cross-validation. How many models are trained in total?", 320),
        ("2 values for each of 3 hyperparameters, 4 folds. How many models are fitted?", 32),
        ("There are 9 parameter combinations and 3 folds. How many models are trained, counting the final refit?", 28),
        ("RandomizedSearchCV(n_iter=40, cv=5): how many fits are made?", 200),
        ("The grid of TrainValidationSplit has 12 combinations. How many models are fitted?", 12),
        ("The five fold scores are 2.5, 3.1, 2.8, 3.4 and 2.7. Which score is reported?", 2.9),
        (CODE, 28),
        (BUILDER, 30),
    ],
)  # fmt: skip
def test_value(stem: str, value: float) -> None:
    computed = compute(stem)
    assert computed is not None
    assert computed.value == pytest.approx(value)
    assert f"{value:g}" in computed.working


@pytest.mark.parametrize(
    "stem",
    [
        "Which metric suits an imbalanced data set?",
        "A grid has 9 combinations and uses CrossValidator. How many models are trained?",
        "How many models does CrossValidator train with 3 folds, and how many with 5 folds, for 4 combinations?",
        "With 8 combinations and 3 folds, how many models are fitted if the final model matters?",
        "How many models does a cluster with 4 workers hold?",
    ],
)  # fmt: skip
def test_open_numbers_are_not_guessed(stem: str) -> None:
    assert compute(stem) is None


def test_the_option_must_be_that_number_and_the_only_one() -> None:
    assert matching_option(60, {"A": "12", "B": "60 models", "C": "61"}) == "B"
    assert matching_option(60, {"A": "60", "B": "60"}) is None
    assert matching_option(60, {"A": "12 or 60", "B": "61"}) is None


@pytest.mark.parametrize(
    ("sentence", "states"),
    [
        ("CrossValidator trains (combinations × folds) total models.", True),
        ("A grid search fits each of the combinations times the number of folds.", True),
        ("Cross-validation splits the data into folds.", False),
    ],
)
def test_the_notes_have_to_state_the_rule(sentence: str, states: bool) -> None:
    computed = compute("A grid of 6 combinations, 5 folds: how many models are trained?")
    assert computed is not None
    assert states_rule(sentence, computed) is states


def test_a_refit_that_the_rule_alone_speaks_of_is_added() -> None:
    question = "How many models does CrossValidator fit with 8 combinations and 3 folds?"
    computed = compute(question)
    assert computed is not None
    rule = "The number of fits is combinations × folds, plus one final refit."
    told = "8 combinations × 3 folds = 24, with the final refit 25"
    assert with_refit(question, rule, computed) == told
    assert with_refit(question, "It is combinations × folds.", computed) == computed.working
    left_out = question.replace("?", ", before the final refit?")
    assert with_refit(left_out, rule, computed) == computed.working
