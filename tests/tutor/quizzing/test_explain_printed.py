"""A quiz that stands in the notes: each option is explained by what the notes say outside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_course import SmallCourse

from index.retriever import NotesIndex
from tutor.quizzing.explain_own import explain_own
from tutor.quizzing.models import Explanation
from tutor.quizzing.printed import printed_questions

NOTE = """# Spark

## Lazy work

Operations of Spark come in two kinds:

- Actions (such as `count()` and `collect()`) trigger execution at once
- Transformations (such as `select()` and `filter()`) are lazy

## Names of columns

One column of a DataFrame gets a new name with the call `withColumnRenamed()`.

Columns of a DataFrame get new names with the call `toDF()` as well.

## Quiz

1. Which of these operations of Spark is an action that triggers execution?
a) `select()`
b) `count()`
c) `persistAll()`

2. How does a column of a DataFrame get a new name?
a) `relabelAll()`
b) `withColumnRenamed()`
c) `toDF()`
d) Options b and c

## Answers

1. b) `count()`
2. d) Options b and c
"""


@pytest.fixture
def index(make_course: Callable[..., SmallCourse]) -> NotesIndex:
    course = make_course({"spark.md": NOTE})
    course.ingest()
    return course.index()


def explained(index: NotesIndex, number: int, chosen: str) -> Explanation:
    texts = {source: document.text for source, document in index.records.documents.items()}
    return explain_own(printed_questions(texts)[number - 1], [chosen], index)


def test_options_have_reasons_and_passages_from_outside_the_quiz(index: NotesIndex) -> None:
    said = explained(index, 1, "A")
    assert list(said.options) == ["A", "B", "C"]
    assert "lazy" in said.options["A"].why
    assert "The notes give this as the answer." in said.options["B"].why
    assert "trigger execution" in said.options["B"].why
    quiz = NOTE.index("## Quiz")
    for label in "AB":
        (number,) = said.options[label].citations
        assert said.citations[number - 1].char_end < quiz
    assert "Read on:** Spark › Lazy work" in said.text.replace("spark.md › ", "")


def test_what_the_notes_never_mention_gets_no_quote(index: NotesIndex) -> None:
    assert explained(index, 1, "C").options["C"].why == "Your notes give B as the answer, not this."


def test_a_part_of_the_answer_holds_and_is_not_the_whole(index: NotesIndex) -> None:
    said = explained(index, 2, "B")
    assert said.options["B"].verdict == "wrong"
    assert said.options["B"].why.startswith("This holds, but D names all that hold.")
    assert said.options["D"].verdict == "right"
    assert not said.options["A"].why.startswith("This holds")
    cited = [said.citations[n - 1].quote for n in said.options["A"].citations]
    assert all("withColumnRenamed" in quote or "toDF" in quote for quote in cited)
