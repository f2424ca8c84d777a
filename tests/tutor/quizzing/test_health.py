"""Health of question sets: figures against known values."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sound_question import CONTEXT, question

from corpus.errors import QuestionError
from corpus.questions import Option, Question, Receipt
from tutor.quizzing.blind import BASELINES, chi_squared_tail, credit, rate
from tutor.quizzing.health import health_of, key_places
from tutor.quizzing.near_duplicates import duplicate_ids
from tutor.quizzing.question_sets import read_question_set


def asked(number: int, texts: tuple[str, ...], key: int, **changes: str) -> Question:
    return Question(
        id=f"q-{number}",
        stem=changes.pop("stem", f"What is fact number {number} of the {'x' * (number + 1)} kind?"),
        options=tuple(Option(text=t, correct=n == key) for n, t in enumerate(texts)),
        receipt=Receipt(source="n.md", quote="some quote with fact"),
        **changes,  # type: ignore[arg-type]
    )


TEXTS = ("of one", "of three", "of seventeen hundred", "of a hundred")


@pytest.mark.parametrize(
    ("statistic", "freedom", "tail"),
    [(3.841459, 1, 0.05), (5.991465, 2, 0.05), (7.814728, 3, 0.05), (11.344867, 3, 0.01),
     (9.487729, 4, 0.05), (0.0, 3, 1.0), (11.070498, 5, 0.05)],
)  # fmt: skip
def test_chi_squared_tail_against_printed_tables(
    statistic: float, freedom: int, tail: float
) -> None:
    assert math.isclose(chi_squared_tail(statistic, freedom), tail, abs_tol=1e-6)


def test_wilson_interval_against_a_worked_value() -> None:
    # 15 of 50 at 95 %: Newcombe (1998), method 3, gives 0.1910 to 0.4375.
    found = rate(15, 50, 0.25)
    assert (round(found.low, 4), round(found.high, 4)) == (0.1910, 0.4375)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share(pair: tuple[int, int]) -> None:
    found = rate(*pair, 0.25)
    assert 0 <= found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high <= 1


@given(st.integers(2, 6), st.data())
def test_a_baseline_that_cannot_tell_options_apart_scores_chance(
    size: int, data: st.DataObject
) -> None:
    key = data.draw(st.integers(0, size - 1))
    same_length = tuple(f"choice {chr(97 + n)}" for n in range(size))
    one = asked(1, same_length, key)
    assert math.isclose(credit(one, BASELINES["longest"](one)), 1 / size)
    assert math.isclose(credit(one, BASELINES["shortest"](one)), 1 / size)


@pytest.mark.parametrize(
    ("name", "key"),
    [("always A", 0), ("always D", 3), ("longest", 2), ("shortest", 0),
     ("most overlap with the stem", 1), ("longest, else B", 1)],
)  # fmt: skip
def test_what_a_baseline_picks(name: str, key: int) -> None:
    texts = ("a drift", "the fold count", "the tree height", "some loss or")
    one = asked(1, texts, key, stem="How does one count a fold?")
    assert credit(one, BASELINES[name](one)) == 1


def test_a_bank_whose_key_is_always_the_longest_is_found_out() -> None:
    questions = [asked(n, TEXTS, 2) for n in range(20)]
    report = health_of(questions)
    assert report.overall.blind["longest"].share == 1
    assert report.overall.blind["longest"].low > report.overall.blind["longest"].chance
    assert report.key_places.counts == {"A": 0, "B": 0, "C": 20, "D": 0}
    assert report.key_places.p_value < 0.001


def test_even_places_pass() -> None:
    report = key_places([asked(n, TEXTS, n % 4) for n in range(40)])
    assert report.chi_squared == 0
    assert report.p_value == 1


def test_figures_by_section() -> None:
    questions = [asked(n, TEXTS, n % 4, section=str(1 + n % 2)) for n in range(8)]
    report = health_of(questions)
    assert {name: part.questions for name, part in report.sections.items()} == {"1": 4, "2": 4}


def test_flaws_are_counted_and_named() -> None:
    flawed = question(options=("a b c", "d e f", "g h i", "All of the above"), id="n-2")
    report = health_of([question(), flawed], CONTEXT.texts)
    assert report.hard_flaws["all or none of the above"] == 1
    assert list(report.flawed) == ["n-2"]
    assert report.overall.flawed.hits == 1


def test_duplicates_are_counted_once() -> None:
    twin = question(id="n-2", stem="During a Hyperopt search, what does `fmin` do?")
    other = question(id="n-3", stem="Which expression draws floats on a log scale?")
    assert duplicate_ids([question(), twin, other]) == {"n-2"}
    assert health_of([question(), twin, other]).duplicates.hits == 1


def test_numbers_make_stems_differ() -> None:
    stem = "How many models do {} folds and 3 values fit?"
    first, second = (asked(n, TEXTS, 0, stem=stem.format(n)) for n in (4, 5))
    assert duplicate_ids([first, second]) == set()


def test_report_is_json_and_text() -> None:
    report = health_of([asked(n, TEXTS, n % 4, section="1") for n in range(8)])
    assert json.loads(json.dumps(report.to_json()))["overall"]["questions"] == 8
    assert "8 questions" in report.text
    assert "Section 1" in report.text


def test_an_empty_set_is_an_error() -> None:
    with pytest.raises(QuestionError):
        health_of([])


def test_a_question_set_is_read_as_a_quiz_writes_it() -> None:
    one = asked(1, TEXTS, 2)
    entry = one.model_dump()
    entry["options"] = [
        {"label": label, **option.model_dump()} for label, option in one.labelled().items()
    ]
    for written in ({"questions": [entry], "rejected": {}}, [entry]):
        assert read_question_set(json.dumps(written)) == [one]


@pytest.mark.parametrize(
    ("text", "what"),
    [("{", "no JSON"), ("{}", "no list"), ("[1]", "Question 1"),
     ('[{"options": []}]', "Question 1"),
     ('[{"id": "x", "stem": "What is this?", "options": [{"text": "a"}, {"text": "b"}], '
      '"receipt": {"source": "n", "quote": "abc"}}]', "one right option")],
)  # fmt: skip
def test_a_broken_set_says_what_is_wrong(text: str, what: str) -> None:
    with pytest.raises(QuestionError) as caught:
        read_question_set(text)
    assert what in caught.value.what
