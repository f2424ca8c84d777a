"""Pasted questions: every usual format is read, every broken one gets a clear message."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import QuestionError
from tutor.quizzing.pasted import MOST_CHARACTERS, pasted_from_json, read_pasted

OPTIONS = {"A": "select()", "B": "filter()", "C": "count()"}


@pytest.mark.parametrize(
    "text",
    [
        "Which is an action?\nA. select()\nB. filter()\nC. count()",
        "Question 7: Which is an action?\n\nA) select()\n\nB) filter()\n\nC) count()\n",
        "12. Which is an action?\n(a) select()\n(b) filter()\n(c) count()",
        "Which is an action?\na: select()\nb: filter()\nc: count()",
        "**Which is an action?**\n- **A.** select()\n- **B.** filter()\n- **C.** count()",
        "Which is an action? a) select() b) filter() c) count()",
        "Which is an action?\nA\nselect()\nB\nfilter()\nC\ncount()",
        "Which is an action?\n- [ ] select()\n- [ ] filter()\n- [ ] count()",
        "Which is an action?\n• select()\n• filter()\n• count()",
    ],
)
def test_option_formats(text: str) -> None:
    question = read_pasted(text)
    assert question.stem.strip("*") == "Which is an action?"
    assert question.options == OPTIONS
    assert question.chosen == ()
    assert question.key is None


def test_numbered_options_keep_their_numbers_and_take_letter_keys() -> None:
    question = read_pasted("問題 1\n\nWhich is an action?\n  1. select()\n  2. count()\n\n正解: B")
    assert question.options == {"1": "select()", "2": "count()"}
    assert question.key == ("2",)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("Answer: B", ("B",)),
        ("**Correct Answer:** B and C. Because A is lazy.", ("B", "C")),
        ("Correct answer is C", ("C",)),
        ("The correct answers are: A, C", ("A", "C")),
        ("正解: A", ("A",)),
        ("Ans - b", ("B",)),
        ("Answer: count()", ("C",)),
    ],
)
def test_given_key(line: str, key: tuple[str, ...]) -> None:
    stem = "Which is an action?\nA. select()\nB. filter()\nC. count()\n"
    question = read_pasted(f"{stem}{line}")
    assert question.key == key
    assert question.options == OPTIONS


@pytest.mark.parametrize(
    ("line", "chosen"),
    [
        ("I chose B", ("B",)),
        ("my answer: c", ("C",)),
        ("(You picked A, C)", ("A", "C")),
        ("Your answer: B) filter()", ("B",)),
    ],
)
def test_choice(line: str, chosen: tuple[str, ...]) -> None:
    question = read_pasted(f"Which?\nA. select()\nB. filter()\nC. count()\n\n{line}")
    assert question.chosen == chosen
    assert question.options == OPTIONS
    assert question.key is None


def test_choice_and_key_in_one_sentence() -> None:
    question = read_pasted("Which?\nA. x\nB. y\n\nThe answer key says A but I picked B.")
    assert (question.key, question.chosen) == (("A",), ("B",))


def test_everything_on_one_line() -> None:
    question = read_pasted("Which suits? A. RMSE B. F1 C. MAE Correct answer: B  I chose: C")
    assert question.options == {"A": "RMSE", "B": "F1", "C": "MAE"}
    assert (question.key, question.chosen) == (("B",), ("C",))


def test_ticked_boxes_are_the_choice() -> None:
    assert read_pasted("Which?\n- [ ] one\n- [x] two").chosen == ("B",)


def test_code_stays_with_its_part() -> None:
    text = (
        "What prints?\n```python\nA. = 1\n```\nA) 1\nB) it fails\n   at once\n\nExplanation: A) no"
    )
    question = read_pasted(text)
    assert question.stem.endswith("```")
    assert question.options == {"A": "1", "B": "it fails\n   at once"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "No options"),
        ("What is Spark?", "No options"),
        ("A. x\nB. y", "no question"),
        ("Which?\nA. x", "No options"),
        ("Which?\nA. x\nB. y\nB. z", "stands twice"),
        ("Which?\nA. x\nB. y\nI chose E", "E was chosen"),
        ("Which?\nA. x\nB. y\nAnswer: D", "D was given as the answer"),
        ('{"question": "Which?"', "not valid JSON"),
        ('{"question": "Which?"}', "no options"),
        (
            '{"question": "Which?", "options": {"A": "x", "B": "y"}, "chosen": ["Z"]}',
            "Z was chosen",
        ),
        ("x" * (MOST_CHARACTERS + 1), "limit"),
    ],
)
def test_what_cannot_be_used_is_said(text: str, says: str) -> None:
    with pytest.raises(QuestionError, match=says):
        read_pasted(text)


def test_json_of_the_contract() -> None:
    given = {"id": "x", "question": "Which?", "options": OPTIONS, "chosen": ["b"], "key": None}
    question = read_pasted(json.dumps(given))
    assert (question.id, question.options, question.chosen, question.key) == (
        "x",
        OPTIONS,
        ("B",),
        None,
    )
    listed = pasted_from_json({"stem": "Which?", "options": ["x", "y"], "key": "B"})
    assert (listed.options, listed.key) == ({"A": "x", "B": "y"}, ("B",))


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        question = read_pasted(text)
    except QuestionError:
        return
    assert len(question.options) >= 2
    assert {*question.chosen, *(question.key or ())} <= question.options.keys()


_LINES = st.sampled_from(
    [
        "Which one?",
        "A. x",
        "a) y",
        "B) z",
        "- [x] q",
        "1. m",
        "2) n",
        "Answer: B",
        "I chose A",
        "",
        "```",
        "正解: 2",
        "A",
        "(C) w",
        "Explanation:",
        "my answer: 9",
        "A) x B) y C) z",
    ]
)


@given(st.lists(_LINES, max_size=12))
def test_any_mixture_of_lines_is_read_or_refused(lines: list[str]) -> None:
    test_any_text_is_read_or_refused.hypothesis.inner_test("\n".join(lines))  # type: ignore[attr-defined]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
)


@given(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("id", "stem", "options", "chosen", "key"), _VALUES)
    )
)
def test_any_json_is_read_or_refused(value: dict[str, object]) -> None:
    try:
        question = pasted_from_json(value)
    except QuestionError:
        return
    assert all(isinstance(text, str) for text in question.options.values())
