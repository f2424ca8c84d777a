"""Who asks for code gets code: the block that fits, in one piece, and with its receipt."""

from __future__ import annotations

import pytest
from small_course import SmallCourse

from index.retriever import NotesIndex
from tutor.answering.answer import Answer
from tutor.answering.code_blocks import wants_code, with_code_first
from tutor.answering.evidence import rank_sentences
from tutor.answering.from_notes import answer_from_notes
from tutor.answering.units import open_brackets

_LINES = "\n".join(f"    mlflow.log_param('name_{n}', {n})" for n in range(60))
NOTES = {
    "logging.md": f"""# Logging

## A run

A run stores parameters, metrics and the model.

```python
import mlflow

with mlflow.start_run():
    mlflow.log_metric("rmse", 0.5)

    mlflow.sklearn.log_model(
        model,
        name="model",
    )
```

## Many parameters

```python
with mlflow.start_run():
{_LINES}
```
""",
    "cells.md": "# Bread\n\nA loaf of bread rises for two hours before it is baked.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> NotesIndex:
    course = SmallCourse.make(tmp_path_factory.mktemp("code"), NOTES)
    course.ingest()
    return course.index()


def answered(index: NotesIndex, question: str) -> Answer:
    found = index.search(question, 20)
    return answer_from_notes(
        found, with_code_first(index, found.query, rank_sentences(index, found))
    )


@pytest.mark.parametrize(
    "question",
    [
        "show code for logging a model",
        "Show me the code to log a metric",
        "how do I write a pandas UDF",
        "code example for randomSplit",
        "give me the syntax to read a version",
        "what's the syntax of VACUUM",
        "example of CrossValidator in python",
        "example? (pandas UDF)",
        "show code (fmin)",
    ],
)
def test_questions_that_want_code(question: str) -> None:
    assert wants_code(question)


@pytest.mark.parametrize(
    "question",
    [
        "what is MLflow",
        "why does my code fail",
        "carry the code or carry the model?",
        "which code runs on the driver",
        "give an example of drift",
        "how do I choose a metric",
        "-1 is my code for unknown",
    ],
)
def test_questions_about_something_else(question: str) -> None:
    assert not wants_code(question)


def test_code_comes_whole_and_verbatim(index: NotesIndex) -> None:
    answer = answered(index, "show code for logging a model with log_model")
    (code,) = (s for s in answer.sentences if "mlflow.sklearn.log_model(" in s.text)
    assert code.text.startswith("```\nimport mlflow\n")
    assert code.text.endswith('name="model",\n    )\n```')
    cited = answer.citations[code.citations[0] - 1]
    assert index.document(cited.source).text[cited.char_start : cited.char_end] == cited.quote


def test_of_a_long_block_as_much_comes_as_fits(index: NotesIndex) -> None:
    answer = answered(index, "write code for log_param in a run")
    (code,) = (s.text for s in answer.sentences if "log_param" in s.text)
    assert len(code.splitlines()) > 10
    assert len(code.split()) <= 100 + 2  # and the two marks of its fence


def test_nothing_changes_where_no_code_fits(index: NotesIndex) -> None:
    for question in (
        "what does a run store",
        "show code for baking a loaf of bread",
        "show code that logs metrics with log_figure",
    ):
        found = index.search(question, 20)
        ranked = rank_sentences(index, found)
        assert with_code_first(index, found.query, ranked) == ranked


@pytest.mark.parametrize(
    ("code", "left"), [("f(x)", 0), ("grid = [1, {2: (3,", 3), ("    x,\n)", -1)]
)
def test_brackets_left_open_are_counted(code: str, left: int) -> None:
    assert open_brackets(code) == left
