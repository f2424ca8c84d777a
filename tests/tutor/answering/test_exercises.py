"""Set-ups and questions of exercises are no statements; their answers are."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import SmallCourse

from index.retriever import NotesIndex
from tutor.answering.evidence import rank_sentences
from tutor.answering.exercises import set_up_ids
from tutor.answering.from_notes import answer_from_notes
from tutor.answering.units import quotable_units

NOTES = {
    "tips.txt": """Scenario Tips

If the question asks about:

The function to be searched hands back its accuracy (not negated). What comes of it?

Answer:

Hyperopt converges on the model with the lowest accuracy. Return the negative accuracy.

If the question asks about:

Somebody wants to keep leakage out of cross-validation.

Answer:

Wrap the scaler and the model into one pipeline.
""",
    "sample.md": """# Guide

## Question 1

Objective: Create a feature table.

A scientist wants a feature table that Unity Catalog governs.
What is the correct way of creating it?

A. Write a Delta table and register it afterwards.

B. Call create_table of the feature engineering client.

Question 1: B

## Quiz

1. Which runtime holds the libraries for training?
   a) The standard runtime
   b) The runtime for training

### Answers to the quiz

1. b) The runtime for training

## Statements

A recall of one is easy: flag every row. Is that good? No, because precision suffers.

**Why does Spark wait?** It plans all steps at once. Nothing runs before an action.

Scenario: a shop scores its orders each night.

Solution: score them in one batch job.
""",
    "glued.txt": """Question Patterns

ThemeWhat is Tested
Supported TasksThree tasks: Sailing, rowing, and towing (by boat). Racing is not one of them.
How to RunBy hand (launched from the pier) and by engine (start(), etc.) — two options
OutputsRuns of a search, a chart for each of them, an editable list of all, and the best model
""",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> NotesIndex:
    course = SmallCourse.make(tmp_path_factory.mktemp("exercises"), NOTES)
    course.ingest()
    return course.index()


@pytest.fixture(scope="module")
def quotable(index: NotesIndex) -> str:
    return "\n".join(unit.sentence.text for chunk in index.chunks for unit in quotable_units(chunk))


@pytest.mark.parametrize(
    "words",
    [
        "not negated",
        "wants to keep leakage out",
        "Create a feature table",
        "Unity Catalog governs",
        "register it afterwards",
        "Question 1: B",
        "The standard runtime",
        "b) The runtime for training",
        "a shop scores its orders",
        "ThemeWhat is Tested",
    ],
)
def test_what_asks_is_never_quoted(index: NotesIndex, quotable: str, words: str) -> None:
    assert any(words in chunk.text for chunk in index.chunks)
    assert words not in quotable


@pytest.mark.parametrize(
    "words",
    [
        "Hyperopt converges on the model with the lowest accuracy.",
        "Return the negative accuracy.",
        "Wrap the scaler and the model into one pipeline.",
        "flag every row",
        "because precision suffers",
        "It plans all steps at once.",
        "score them in one batch job",
        "OutputsRuns of a search",
    ],
)
def test_what_answers_is_quotable(quotable: str, words: str) -> None:
    assert words in quotable


def test_an_answer_holds_the_answer_of_an_exercise_and_not_its_premise(index: NotesIndex) -> None:
    found = index.search("what should a Hyperopt objective return", 20)
    text = answer_from_notes(found, rank_sentences(index, found)).text
    assert "Return the negative accuracy." in text
    assert "not negated" not in text


def test_notes_without_exercises_lose_nothing(tmp_path: Path) -> None:
    plain = {"plain.md": "# Trees\n\nBagging lowers variance.\n\n- one item\n- another item\n"}
    course = SmallCourse.make(tmp_path, plain)
    course.ingest()
    assert not any(set_up_ids(chunk) for chunk in course.index().chunks)
