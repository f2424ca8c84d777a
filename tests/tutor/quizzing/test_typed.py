"""Answers in own words: what is said, what is missing, and what cannot be told. No embedding here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_course import SmallCourse

from corpus.course import bundled_courses
from corpus.errors import QuestionError
from corpus.questions import Option, Question, Receipt, read_questions
from eval.typed_scores import read_typed_cases
from tutor.quizzing.typed import TypedGrade, grade_typed, key_facts
from tutor.quizzing.typed_answer import answer_typed

NOTE = "# Lights\n\nA sidelight shines over an arc of 112.5 degrees and is green to starboard.\n"
QUOTE = "A sidelight shines over an arc of 112.5 degrees and is green to starboard."


def question(stem: str, right: list[str], wrong: list[str]) -> Question:
    return Question(
        id="q-1",
        kind="multiple" if len(right) > 1 else "single",
        stem=stem,
        options=(
            *(Option(text=t, correct=True) for t in right),
            *(Option(text=t, why="That is the sternlight.") for t in wrong),
        ),
        receipt=Receipt(source="lights.md", quote=QUOTE),
        takeaway="112.5 degrees a side.",
    )


ARC = question(
    "Over which arc does a sidelight shine?",
    ["112.5 degrees from right ahead"],
    ["135 degrees from right astern", "225 degrees over the bow"],
)
LOSS = question(
    "What does fmin do with the value of the objective?",
    ["It minimises the loss that comes back"],
    ["It maximises the score that comes back", "It averages the values of all trials"],
)
STEPS = question(
    "In which order does a model reach an endpoint?",
    ["Log, register, create the endpoint"],
    ["Register, log, create the endpoint", "Create the endpoint, log, register"],
)
TWO = question(
    "Which privileges are needed? (Choose two.)",
    ["`USE CATALOG` on the catalog", "`USE SCHEMA` on the schema"],
    ["`EXECUTE` on the function", "`MODIFY` on the table"],
)


def graded(asked: Question, typed: str) -> TypedGrade:
    return grade_typed(asked, typed, lambda _: 1.0, lambda *_: 0.0)


@pytest.mark.parametrize(
    ("asked", "typed", "verdict"),
    [
        (ARC, "from right ahead over 112.5 degrees", "right"),
        (ARC, "from right ahead over 135 degrees", "wrong"),
        (ARC, "135 degrees from right astern", "wrong"),
        (ARC, "over a good part of the horizon", "open"),
        (LOSS, "it minimises the loss which comes back", "right"),
        (LOSS, "it maximises the loss which comes back", "wrong"),
        (LOSS, "it does not minimise the loss that comes back", "wrong"),
        (LOSS, "it averages the values of the trials", "wrong"),
        (STEPS, "log, register, create the endpoint", "right"),
        (STEPS, "register, log, create the endpoint", "wrong"),
        (STEPS, "first create an endpoint, then register and log", "open"),
        (TWO, "USE CATALOG on the catalog and USE SCHEMA on the schema", "right"),
        (TWO, "use schema on the schema", "partly"),
        (TWO, "EXECUTE on the function", "wrong"),
    ],
)
def test_verdict(asked: Question, typed: str, verdict: str) -> None:
    assert graded(asked, typed).verdict == verdict


def test_what_is_missing_is_named() -> None:
    assert graded(TWO, "use schema on the schema").missing == ("`USE CATALOG` on the catalog",)


def test_the_wrong_option_that_was_described_is_named() -> None:
    assert graded(ARC, "135 degrees from right astern").mistaken_for == "B"
    assert graded(ARC, "112.5 degrees from right ahead").mistaken_for == ""


def test_an_option_in_two_parts_is_two_facts() -> None:
    parts = question(
        "What is done?", ["Fit on the folds, and smooth the means"], ["Nothing", "All"]
    )
    assert key_facts(parts) == ["Fit on the folds", "smooth the means"]


@settings(deadline=None)
@given(st.sampled_from([ARC, LOSS, STEPS, TWO]), st.text(max_size=200))
def test_any_text_gets_a_verdict_or_is_called_empty(asked: Question, typed: str) -> None:
    try:
        grade = graded(asked, typed)
    except QuestionError:
        assert not typed.strip()
    else:
        assert grade.verdict in ("right", "partly", "wrong", "open")
        assert [fact.text for fact in grade.facts] == key_facts(asked)


@given(st.sampled_from([ARC, LOSS, STEPS, TWO]))
def test_the_key_is_right_and_a_wrong_option_never_is(asked: Question) -> None:
    key = " and ".join(o.text for o in asked.options if o.correct)
    assert graded(asked, key).verdict == "right"
    assert all(graded(asked, o.text).verdict != "right" for o in asked.options if not o.correct)


@pytest.mark.parametrize("typed", ["", "  \n", "x" * 2_001])
def test_nothing_and_too_much_are_refused(typed: str) -> None:
    with pytest.raises(QuestionError):
        graded(ARC, typed)


def test_the_passage_is_shown(make_course: Callable[..., SmallCourse]) -> None:
    course = make_course({"lights.md": NOTE})
    course.ingest()
    told = answer_typed(ARC, "135 degrees from right astern", course.index())
    assert told.to_json()["verdict"] == "wrong"
    assert [citation.quote for citation in told.citations] == [QUOTE]
    assert "reads like “135 degrees from right astern”" in told.text
    assert "That is the sternlight." in told.text


def test_no_wrong_option_of_the_bundled_bank_is_called_right() -> None:
    (course,) = bundled_courses().values()
    called = [
        (asked.id, option.text)
        for asked in read_questions(course.questions_folder)
        for option in asked.options
        if not option.correct and graded(asked, option.text).verdict == "right"
    ]
    assert len(called) <= 2, called


def test_cases_name_questions_of_the_bank() -> None:
    (course,) = bundled_courses().values()
    known = {question.id for question in read_questions(course.questions_folder)}
    cases = read_typed_cases()
    assert len({case.id for case in cases}) == len(cases)
    assert {case.id for case in cases} <= known
