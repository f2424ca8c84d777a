from __future__ import annotations

from pathlib import Path

import pytest
from loader_files import headings, load_text, shape


def kinds(tmp_path: Path, text: str) -> list[str]:
    return [kind for kind, _ in shape(load_text(tmp_path, "notes.txt", text))]


WEB_COPY = """\
Databricks

Machine Learning Associate: Complete Guide

2026-03-26
Editorial Team

The certification validates practical skills in experiment tracking and pipelines, they say.

Exam Overview

ItemDetails
Questions45 (multiple choice)
Fee$200 (excluding tax)
Validity2 years

Domain 1: Databricks ML (29%)

AutoML

AutoML supports three tasks.

# AutoML, started from code
from databricks import automl

summary = automl.classify(
    dataset=train_df,   # a Spark DataFrame
    target_col="churn",
)

# What came out best
print(summary.best_trial)

What the exam tests is the output.
Domain 218% of exam

Feature Store

  • Feature tables live in Unity Catalog;
    time travel works.
  • 1.Read ALL answers first.
# Typical pattern
fs = FeatureStoreClient()

How much code is on the exam?

Some.

1Random Forest = bagging.
2XGBoost = boosting.
"""


def test_a_web_page_copied_as_text(tmp_path: Path) -> None:
    document = load_text(tmp_path, "notes.txt", WEB_COPY)
    assert document.text == WEB_COPY
    assert document.title == "Machine Learning Associate: Complete Guide"
    assert headings(document) == [
        (1, "Machine Learning Associate: Complete Guide"),
        (2, "Exam Overview"),
        (2, "Domain 1: Databricks ML (29%)"),
        (3, "AutoML"),
        (2, "Domain 2: 18% of exam"),
        (3, "Feature Store"),
        (3, "How much code is on the exam?"),
    ]
    blocks = [(kind, text.split("\n")[0].strip()) for kind, text in shape(document)]
    assert ("table", "ItemDetails") in blocks
    assert ("code", "# AutoML, started from code") in blocks
    assert ("code", "# Typical pattern") in blocks
    assert [text for kind, text in blocks if kind == "list_item"] == [
        "• Feature tables live in Unity Catalog;",
        "• 1.Read ALL answers first.",
        "1Random Forest = bagging.",
        "2XGBoost = boosting.",
    ]
    code = next(text for kind, text in shape(document) if kind == "code")
    assert code.endswith("print(summary.best_trial)")


def test_titles_that_recur_under_each_section_stand_above_what_they_enclose(
    tmp_path: Path,
) -> None:
    section = "Domain {n}: Part\n\nUnique {n}\n\nCommon Traps\n\nA trap.\n\nPair {n}\n\nA pair.\n\n"
    text = "Exam Notes Here\n\nIntro sentence.\n\n" + "".join(section.format(n=n) for n in (1, 2))
    found = headings(load_text(tmp_path, "notes.txt", text))
    assert [level for level, _ in found] == [1, 2, 3, 4, 5, 2, 3, 4, 5]


def test_a_container_heading_stands_above_the_series_it_introduces(tmp_path: Path) -> None:
    text = (
        "Domain 1: Basics\n\nBagging\n\nParallel.\n\nDomain 2: More\n\nBoosting\n\nSequential.\n\n"
        "Study Roadmap\n\nPhase 1: Build\n\n- a\n\nPhase 2: Practise\n\n- b\n\n"
        "Last Words\n\nGood luck.\n"
    )
    assert headings(load_text(tmp_path, "notes.txt", text)) == [
        (2, "Domain 1: Basics"),
        (3, "Bagging"),
        (2, "Domain 2: More"),
        (3, "Boosting"),
        (2, "Study Roadmap"),
        (3, "Phase 1: Build"),
        (3, "Phase 2: Practise"),
        (3, "Last Words"),
    ]


def test_marked_and_numbered_headings(tmp_path: Path) -> None:
    text = (
        "=======\nMETRICS\n=======\n\nRecall\n------\nMisses.\n\n1.02 Clusters\nText here.\n\n"
        "1.02.1 Sizes\n\nText.\n"
    )
    assert headings(load_text(tmp_path, "notes.txt", text)) == [
        (1, "METRICS"),
        (2, "Recall"),
        (2, "1.02 Clusters"),
        (3, "1.02.1 Sizes"),
    ]


def test_short_lines_above_paragraphs_of_one_line_are_headings(tmp_path: Path) -> None:
    long = "Machine learning on clusters takes planning and care in every respect. " * 3
    text = f"Complete Study Guide\n{long}\n{long}\nAutoML in Depth\n{long}\n"
    document = load_text(tmp_path, "notes.txt", text)
    assert [title for _, title in headings(document)] == ["Complete Study Guide", "AutoML in Depth"]
    assert [kind[:9] for kind, _ in shape(document)] == [
        "heading1",
        "paragraph",
        "paragraph",
        "heading2",
        "paragraph",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Answer: C",
        "If the question asks about:",
        "A short sentence stands here.",
        "2026-03-26",
        "(Loop)",
        "recall = TP / (TP + FN)",
        "A model scores 95%. What is happening?",
        "and goes on in lower case",
        "Section 2 covers the whole of data processing.",
    ],
)
def test_short_lines_that_are_no_headings(tmp_path: Path, line: str) -> None:
    text = f"Some words of prose, which come first.\n\n{line}\n\nMore words follow below it.\n"
    assert headings(load_text(tmp_path, "notes.txt", text)) == []


def test_a_run_of_short_lines_is_a_list_of_terms_and_not_of_headings(tmp_path: Path) -> None:
    text = "Prose first, to begin with.\n\n" + "\n\n".join(["Recall", "Precision", "Lift", "Gain"])
    assert headings(load_text(tmp_path, "notes.txt", text + "\n\nProse again.\n")) == []


@pytest.mark.parametrize("mark", ["-", "*", "•", "○", "–", "1.", "2)", "a)", "(b)", "✓"])
def test_list_marks(tmp_path: Path, mark: str) -> None:
    assert kinds(tmp_path, f"{mark} one thing\n{mark} and another\n  wraps here\n") == [
        "list_item",
        "list_item",
    ]


@pytest.mark.parametrize(
    "table",
    [
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "a | b\n--|--\n1 | 2",
        "name\tdefault\nfolds\t3",
        "name      default   meaning\nnumFolds  3         folds\nseed      42        random",
        "ThemeWhat is Tested\nSupported TasksThree tasks\nHow to RunUI and API",
    ],
)
def test_tables_stay_whole(tmp_path: Path, table: str) -> None:
    assert kinds(tmp_path, f"Before it, some words.\n\n{table}\n\nAfter it, more words.\n") == [
        "paragraph",
        "table",
        "paragraph",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "```python\nx = 1\n\n# comment\n```",
        "import mlflow\nmlflow.autolog()",
        "def f(x):\n    return x\n\nclass A:\n    pass",
        "with mlflow.start_run() as run:\n    mlflow.log_metric('auc', 0.9)",
        "SELECT *\nFROM t\nWHERE x = 1".replace("\nFROM", "\n  FROM").replace("\nW", "\n  W"),
        "pip install hyperopt",
        "    $ databricks clusters list\n    $ databricks jobs run",
        'df.write.format("delta").save(path)',
        "grid = (ParamGridBuilder()\n    .addGrid(lr.regParam, [0.1, 1.0])\n    .build())",
    ],
)
def test_code_stays_whole(tmp_path: Path, code: str) -> None:
    assert kinds(tmp_path, f"Before it, some words.\n\n{code}\n\nAfter it, more words.\n") == [
        "paragraph",
        "code",
        "paragraph",
    ]


@pytest.mark.parametrize(
    "prose",
    [
        "Bagging = parallel training on random subsets of rows.",
        "import data from Delta tables and look at them",
        "with the following options: speed, cost and size",
        "Select the right algorithm for the job",
        "mapInPandas() returns a new DataFrame",
    ],
)
def test_prose_that_resembles_code(tmp_path: Path, prose: str) -> None:
    assert "code" not in kinds(tmp_path, f"Some words before it.\n\n{prose}\n\nAnd after.\n")


def test_markdown_in_a_text_file_is_read_as_markdown(tmp_path: Path) -> None:
    document = load_text(tmp_path, "notes.txt", "# Title.\n\n## Loss\n\n```\n# code\n```\n- a\n")
    assert headings(document) == [(1, "Title."), (2, "Loss")]


def test_html_in_a_text_file_is_read_as_html(tmp_path: Path) -> None:
    document = load_text(tmp_path, "notes.txt", "<!DOCTYPE html><h1>Loss</h1><p>It falls.")
    assert document.text == "# Loss\n\nIt falls."


def test_long_runs_of_lines_take_linear_time(tmp_path: Path) -> None:
    # Each of these once began a shape that looked ahead to the end of the text.
    for line in ("ItemDetails of ModelRuns", "x = f(", "a | b", "col1   col2", "# note", "1Foo"):
        load_text(tmp_path, "notes.txt", (line + "\n") * 4000)
