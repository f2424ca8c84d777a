"""The shape that a question asks for is worth something, and only to those who ask for it."""

from __future__ import annotations

import pytest

from index.chunking import Sentence
from tutor.answering.shapes import name_bonus, shape_bonus


def sentence(text: str, kind: str = "prose", embedded: str = "") -> Sentence:
    assert kind in ("prose", "item", "row", "code")
    return Sentence("c.0", kind, text, 0, len(text), embedded or text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("why cache a table", "Cache it, because it is read twice.", "Spark can cache a table."),
        ("how many folds are used", "It uses 3 folds.", "It uses folds."),
        ("what is the default of cv", "cv defaults to five.", "cv has a default."),
        ("when should I use recall", "Use recall for rare cases.", "Recall counts the found."),
        ("How many fits do 3 folds make?", "Fits are folds × settings.", "Folds are fitted."),
        ("what is precision?", "**Precision** is a share.", "Recall and precision are shares."),
        ("define concept drift", "Concept drift: a changed relation.", "Drift is a change."),
        ("what does TPE stand for", "TPE (a tree) stands for something.", "Use TPE."),
        ("what is a pandas UDF", "A **pandas UDF** is a function.", "A UDF is a function."),
    ],
)
def test_the_shape_asked_for_gains(question: str, has: str, lacks: str) -> None:
    assert shape_bonus(question, sentence(has)) > shape_bonus(question, sentence(lacks)) == 0


def test_a_table_row_defines_what_stands_in_its_first_cell() -> None:
    row = sentence("| Recall | found |", "row", "Metrics\nMetric: Recall; Meaning: found")
    assert shape_bonus("what is recall", row) > 0
    assert shape_bonus("what is precision", row) == 0
    assert shape_bonus("what is recall", sentence("recall = 1", "code")) == 0


def test_questions_without_a_shape_change_nothing() -> None:
    assert shape_bonus("compare bagging and boosting", sentence("Use it when 3 fit, so.")) == 0
    question = "what is the best way to keep test rows out of the scaler"
    assert shape_bonus(question, sentence("The best way is a pipeline.")) == 0


@pytest.mark.parametrize("name", ["spark_udf", "SparkTrials", "maxBins", "fmin()"])
def test_a_name_of_code_gains_and_its_parts_do_not(name: str) -> None:
    bare = name.removesuffix("()")
    question = f"What does {name} do in Spark?"
    assert name_bonus(question, sentence(f"`{bare}` runs on the cluster.")) > 0
    assert name_bonus(question, sentence("Spark has a udf, trials, bins and a minimum.")) == 0
    assert name_bonus("What does Spark do?", sentence(f"`{bare}` runs.")) == 0
