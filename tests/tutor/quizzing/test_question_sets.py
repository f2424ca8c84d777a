"""Question sets of any kind are read: ours, banks, plainer ones, printed quizzes."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sound_question import question

from corpus.errors import QuestionError
from tutor.quizzing.health import health_of
from tutor.quizzing.question_sets import read_question_set

PLAIN = {
    "question": "Which light does a vessel at anchor show?",
    "options": {"A": "one all-round white", "B": "two all-round red", "C": "one flashing blue"},
    "answer": "A",
}
LISTED = {
    "id": "x-7",
    "stem": "Which two are sidelights? (Choose two.)",
    "options": ["green to starboard", "white astern", "red to port"],
    "key": ["A", "C"],
}
YAML = """\
- id: q-1
  stem: Which light does a vessel at anchor show?
  options:
    - {text: one all-round white, correct: true}
    - {text: two all-round red}
  receipt: {source: notes/lights.md, quote: "A vessel at anchor shows one all-round white light."}
"""
PRINTED = """\
1. Which light does a vessel at anchor show?
a) one all-round white
b) two all-round red
c) one flashing blue

Answers:
1. a) one all-round white
"""


def test_plain_questions_with_options_by_label_or_as_a_list() -> None:
    first, second = read_question_set(json.dumps([PLAIN, LISTED]))
    assert (first.id, first.key, first.kind) == ("1", {"A"}, "single")
    assert (second.id, second.key, second.kind) == ("x-7", {"A", "C"}, "multiple")


def test_one_question_a_line() -> None:
    text = "\n".join(json.dumps(entry) for entry in (PLAIN, LISTED))
    assert [q.stem for q in read_question_set(text)] == [PLAIN["question"], LISTED["stem"]]


def test_a_bank_in_yaml() -> None:
    (read,) = read_question_set(YAML)
    assert (read.id, read.origin, read.key) == ("q-1", "bank", {"A"})


def test_a_printed_quiz() -> None:
    (read,) = read_question_set(PRINTED)
    assert [o.text for o in read.options if o.correct] == ["one all-round white"]


def test_what_came_without_a_receipt_is_not_blamed_for_that() -> None:
    report = health_of(read_question_set(json.dumps([PLAIN])), {"lights.md": "other notes"})
    assert not any("receipt" in name for name in report.hard_flaws)


def test_ours_and_others_in_one_set() -> None:
    entries = [question().model_dump(mode="json"), PLAIN]
    assert [q.origin for q in read_question_set(json.dumps(entries))] == ["notes", "pasted"]


@pytest.mark.parametrize(
    "text",
    ["", "just a note", "a: 1", "- 1\n- 2", '[{"question": "Which?", "options": {"A": "x"}}]',
     '[{"question": "Which light is it?", "options": {"A": "x", "B": "y"}, "answer": "E"}]',
     '[{"question": "Which light is it?", "options": {"A": "x", "B": "y"}}]'],
)  # fmt: skip
def test_what_is_no_set_is_refused(text: str) -> None:
    with pytest.raises(QuestionError):
        read_question_set(text)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(QuestionError):
        assert read_question_set(text)
