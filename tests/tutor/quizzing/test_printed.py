"""Printed quizzes with their keys, in the formats that notes use."""

from __future__ import annotations

import pytest

from corpus.questions import Question
from tutor.quizzing.printed import printed_questions

LIST_OF_ANSWERS = """\
### Quiz

1. What is the purpose of Repos?
   a) Storing models
   b) Git-based version control
   c) Managing users

2. Which of these is an action?
   a) `select()`
   b) `filter()`
   c) `count()`

#### Answers to the quiz

1. b) Git-based version control
2. c) count()
"""


def only(text: str) -> Question:
    (question,) = printed_questions({"quiz.md": text})
    return question


def keys(text: str) -> list[list[str]]:
    return [
        [option.text for option in question.options if option.correct]
        for question in printed_questions({"quiz.md": text})
    ]


def test_answers_in_a_list_of_their_own() -> None:
    assert keys(LIST_OF_ANSWERS) == [["Git-based version control"], ["`count()`"]]


def test_the_receipt_is_verbatim_and_holds_the_key() -> None:
    for question in printed_questions({"quiz.md": LIST_OF_ANSWERS}):
        assert question.receipt.quote in LIST_OF_ANSWERS
        key = next(option.text for option in question.options if option.correct)
        assert key.strip("`") in question.receipt.quote


def test_two_quizzes_keep_their_own_answers() -> None:
    second = LIST_OF_ANSWERS.replace("Git-based version control", "Serving dashboards").replace(
        "count()", "collect()"
    )
    assert keys(f"{LIST_OF_ANSWERS}\n{second}") == [
        ["Git-based version control"], ["`count()`"], ["Serving dashboards"], ["`collect()`"],
    ]  # fmt: skip


def test_an_answer_that_repeats_another_option_belongs_elsewhere() -> None:
    assert keys(LIST_OF_ANSWERS.replace("1. b) Git-based version control", "1. b) Nothing")) == [
        ["`count()`"]
    ]


@pytest.mark.parametrize(
    "key",
    ["Answer: B", "**Answer:** B", "Answer: (b)", "Correct answer: B", "正解: B", "答え：B",
     "Answer: 2", "Key: b)"],
)  # fmt: skip
@pytest.mark.parametrize("labels", ["abc", "ABC", "123"])
def test_a_key_below_the_question(key: str, labels: str) -> None:
    options = "\n".join(f"{label}. {text}" for label, text in zip(labels, ("x1", "y2", "z3"),
                                                                  strict=True))  # fmt: skip
    question = only(f"Which letter is second?\n\n{options}\n\n{key}\n\nBecause y follows x.\n")
    assert [option.correct for option in question.options] == [False, True, False]
    assert question.options[1].why == "Because y follows x."


def test_several_keys_make_a_multiple_selection_question() -> None:
    text = "Which are vowels? (Choose two.)\nA) e\nB) f\nC) i\nD) k\n\nAnswers: A, C\n"
    assert only(text).kind == "multiple"
    assert keys(text) == [["e", "i"]]


def test_a_check_mark_behind_the_option() -> None:
    assert keys("Which is a fruit?\n- a) stone\n- b) plum ✓\n- c) brick\n") == [["plum"]]


@pytest.mark.parametrize(
    "text",
    [
        "Which is a fruit?\na) stone\nb) plum\nc) brick\n",  # no key
        "Steps of the work\n1. plan\n2. do\n3. check\n\nAnswer: 2\n",  # asks nothing
        "Which is a fruit?\na) stone\nb) plum\nc) brick\n\nAnswer: E\n",  # no such option
        "Which is a fruit?\na) plum\nb) plum\nc) brick\n\nAnswer: B\n",  # an option twice
        "Which is a fruit?\na) stone\nb) plum\n\nAnswer: B\n",  # two options
        "st?\na) stone\nb) plum\nc) brick\n\nAnswer: B\n",  # hardly a word
        "",
    ],
)
def test_what_proves_no_key_is_left_out(text: str) -> None:
    assert printed_questions({"quiz.md": text}) == []


def test_blanks_are_not_taken_for_emphasis() -> None:
    text = "Fill in: best = model.___A___ and ___B___?\n1. x, y\n2. y, z\n3. z, x\n\n正解: A\n"
    assert "___A___" in only(text).stem
    assert keys(text) == [["x, y"]]
