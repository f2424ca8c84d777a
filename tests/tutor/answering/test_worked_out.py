"""Sums asked for in a question: worked out by the rule that the notes state, or not at all."""

from __future__ import annotations

import pytest
from small_course import SmallCourse

from index.retriever import NotesIndex
from tutor.answering.answer import Answer
from tutor.answering.evidence import rank_sentences
from tutor.answering.from_notes import answer_from_notes

NOTES = {
    "search.md": """# Grid search

## Worked example

The grid has 6 combinations and 3 folds, so 6 × 3 = 18 models are trained.

## Number of models

Cross-validation trains combinations × folds models. A model is scored on the held-out fold.

The number of folds is 3 by default.
""",
    "metrics.md": """# Metrics

| Metric | Formula |
|---|---|
| Recall | TP / (TP + FN) |
| Precision | TP / (TP + FP) |

RMSE is the root of the mean squared error.
""",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> NotesIndex:
    course = SmallCourse.make(tmp_path_factory.mktemp("sums"), NOTES)
    course.ingest()
    return course.index()


def answered(index: NotesIndex, question: str) -> Answer:
    found = index.search(question, 20)
    return answer_from_notes(found, rank_sentences(index, found))


@pytest.mark.parametrize(
    ("question", "working", "rule"),
    [
        ("How many models does 3-fold cross-validation with 4 combinations train?",
         "4 combinations × 3 folds = 12.", "combinations × folds"),
        ("How many models does a grid of 27 with 5 folds train?",
         "27 combinations × 5 folds = 135.", "combinations × folds"),
        ("A model has 30 true positives and 10 false negatives. What is the recall?",
         "recall = 30 / (30 + 10) = 0.75.", "TP / (TP + FN)"),
        ("Errors are 1, 2 and 2. What is the RMSE?",
         "√((1 + 4 + 4) / 3) = √3 = 1.7321.", "root of the mean squared error"),
    ],
)  # fmt: skip
def test_the_rule_comes_first_and_then_what_it_gives(
    index: NotesIndex, question: str, working: str, rule: str
) -> None:
    answer = answered(index, question)
    first, second = answer.sentences[:2]
    assert rule in first.text
    assert second.text == working
    assert second.citations == first.citations
    assert rule in answer.citations[first.citations[0] - 1].quote
    assert answer.lead >= 2


@pytest.mark.parametrize(
    "question",
    [
        "How many folds does cross-validation have by default?",
        "How many models does cross-validation train?",
        "Errors are 1, 2 and 2. What is the mean absolute error?",  # the notes state no rule
    ],
)
def test_without_numbers_or_a_rule_nothing_is_worked_out(index: NotesIndex, question: str) -> None:
    cited = [sentence.citations for sentence in answered(index, question).sentences]
    assert cited
    assert len(set(cited)) == len(cited)  # a result repeats the citation of its rule
