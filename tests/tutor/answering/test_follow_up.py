"""Follow-ups take over the topic; questions that name their own are left alone."""

from __future__ import annotations

import pytest

from tutor.answering.answer import Turn
from tutor.answering.follow_up import hangs_on_previous, own_terms, rewrite

BEFORE = (Turn("How many folds does CrossValidator use by default?", "3"),)


@pytest.mark.parametrize(
    "question",
    [
        "and in scikit-learn?",
        "why?",
        "what's the default?",
        "how do I set it?",
        "what happens if I leave that out",
        "which one is faster?",
        "what about pandas",
        "is it lazy?",
        "does that cost more",
        "before or after dividing the data?",
        "which of the two should hold my scores?",
        "how much goes to the first part unless I say so?",
        "show code",
        "and the default?",
    ],
)
def test_a_question_that_leaves_its_topic_out_takes_it_over(question: str) -> None:
    assert hangs_on_previous(question)
    rewritten = rewrite(question, BEFORE)
    assert rewritten.startswith(question)
    assert "CrossValidator" in rewritten


@pytest.mark.parametrize(
    "question",
    [
        "what is MLflow?",
        "how are nulls handled?",
        "when are feature tables useful",
        "Can I view the code that AutoML wrote for its top model?",
        "Is it a good idea to keep one-hot columns in the Feature Store?",
        "How do I deploy a model so that an application can get predictions?",
        "from what level is the height of a bridge measured?",
        "Why does fmin minimise its loss",
        "Which smoke colour do aircraft see?",
    ],
)
def test_a_question_that_names_its_topic_stays(question: str) -> None:
    assert rewrite(question, BEFORE) == question


def test_nothing_is_taken_over_without_a_conversation() -> None:
    assert rewrite("why?", ()) == "why?"


def test_the_topic_may_lie_two_questions_back_but_not_behind_another() -> None:
    turns = (*BEFORE, Turn("and why?", "It costs less."))
    assert "CrossValidator" in rewrite("how do I set it?", turns)
    other = (*BEFORE, Turn("What does randomSplit return?", "DataFrames."))
    rewritten = rewrite("how do I set it?", other)
    assert "randomSplit" in rewritten
    assert "CrossValidator" not in rewritten


def test_words_are_taken_over_once() -> None:
    assert rewrite("and the default folds?", BEFORE).lower().count("folds") == 1


def test_what_a_follow_up_names_itself_is_told_from_what_it_takes_over() -> None:
    before = (Turn("what is precision?", "A share."),)
    assert own_terms(rewrite("and for recall?", before)) == {"recal"}
    assert own_terms(rewrite("why?", before)) == set()
    assert own_terms("what is recall (the metric)") == set()
    assert own_terms("what is recall") == set()
