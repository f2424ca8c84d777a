"""Forms: dealt by weight, seeded, unseen questions first."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import ceil, floor

import pytest
from exam_course import WEIGHTS, make_bank, make_course_of_exam, make_question
from hypothesis import given
from hypothesis import strategies as st

from corpus.questions import LABELS, Option
from tutor.errors import ExamError
from tutor.learning.exam_draw import apportion, draw
from tutor.learning.exam_form import Form

COURSE = make_course_of_exam()
BANK = make_bank(COURSE)
weights_st = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.floats(0.5, 60).map(lambda w: round(w, 1)),
    min_size=1,
    max_size=8,
)


def ids(form: Form) -> list[str]:
    return [asked.question.id for asked in form.questions]


def sections(form: Form) -> Counter[str]:
    return Counter(asked.question.section for asked in form.questions)


# -- largest remainder


def test_the_exam_of_48_is_dealt_as_by_hand() -> None:
    """18.24, 9.12, 14.88 and 5.76: the two seats left go to the remainders .88 and .76."""
    room = dict.fromkeys(WEIGHTS, 1000)
    assert apportion(48, WEIGHTS, room) == {"1": 18, "2": 9, "3": 15, "4": 6}
    assert apportion(10, WEIGHTS, room) == {"1": 4, "2": 2, "3": 3, "4": 1}


@given(weights_st, st.integers(0, 300))
def test_seats_sum_up_and_keep_to_their_quota(weights: dict[str, float], n: int) -> None:
    dealt = apportion(n, weights, dict.fromkeys(weights, n))
    assert sum(dealt.values()) == n
    whole = sum(Fraction(str(w)) for w in weights.values())
    for name, weight in weights.items():
        quota = n * Fraction(str(weight)) / whole
        assert floor(quota) <= dealt[name] <= ceil(quota)


@given(weights_st, st.integers(0, 100), st.data())
def test_no_section_gets_more_than_it_has(
    weights: dict[str, float], n: int, data: st.DataObject
) -> None:
    room = {name: data.draw(st.integers(0, 40)) for name in weights}
    dealt = apportion(n, weights, room)
    assert all(0 <= dealt[name] <= room[name] for name in weights)
    assert sum(dealt.values()) == min(n, sum(room.values()))


# -- forms


@given(st.integers(0, 2**32))
def test_a_form_is_the_blueprint_in_small(seed: int) -> None:
    form = draw(COURSE, BANK, last_seen={}, seed=seed)
    assert sections(form) == {"1": 18, "2": 9, "3": 15, "4": 6}
    assert form.minutes == 90
    # One question of each objective: 48 of 48.
    assert len({asked.question.objective for asked in form.questions}) == 48
    assert form.notice == ""


@given(st.integers(0, 2**32))
def test_the_options_shown_are_those_of_the_bank(seed: int) -> None:
    for asked in draw(COURSE, BANK, n=20, last_seen={}, seed=seed).questions:
        assert sorted(o.text for o in asked.shown.options) == sorted(
            o.text for o in asked.question.options
        )
        assert asked.bank_labels(asked.shown.key) == tuple(sorted(asked.question.key))
        assert asked.page_labels(asked.question.key) == tuple(sorted(asked.shown.key))


def test_the_same_seed_gives_the_same_form() -> None:
    one = draw(COURSE, BANK, last_seen={}, seed=7)
    assert one == draw(COURSE, list(reversed(BANK)), last_seen={}, seed=7)
    assert ids(one) != ids(draw(COURSE, BANK, last_seen={}, seed=8))


def test_a_form_survives_the_store() -> None:
    form = draw(COURSE, BANK, n=9, last_seen={"q-1.01-01": 4}, seed=3)
    assert Form.model_validate(form.to_json()) == form


def test_ten_exams_ask_nothing_twice_while_there_is_something_new() -> None:
    """Eight questions of each objective: eight full exams without a question met before."""
    last_seen: dict[str, int] = {}
    asked: Counter[str] = Counter()
    for exam in range(10):
        form = draw(COURSE, BANK, last_seen=last_seen, seed=exam)
        assert sections(form) == {"1": 18, "2": 9, "3": 15, "4": 6}
        assert all(q.seen == (q.question.id in last_seen) for q in form.questions)
        assert any(q.seen for q in form.questions) == (exam >= 8)
        last_seen |= dict.fromkeys(ids(form), exam)
        asked.update(ids(form))
    assert sum(asked.values()) == 480
    assert max(asked.values()) == 2


def test_what_was_met_longest_ago_comes_back_first() -> None:
    bank = [q for q in BANK if q.objective == "1.01"]
    last_seen = {q.id: n for n, q in enumerate(bank)}
    form = draw(COURSE, bank, n=3, last_seen=last_seen, seed=1)
    assert set(ids(form)) == {q.id for q in bank[:3]}


def test_a_short_form_has_time_in_proportion() -> None:
    assert draw(COURSE, BANK, n=16, last_seen={}, seed=1).minutes == 30
    assert draw(COURSE, BANK, n=1, last_seen={}, seed=1).minutes == 2
    assert draw(COURSE, BANK, n=1, minutes=7, last_seen={}, seed=1).minutes == 7


def test_disputed_questions_are_not_asked() -> None:
    without = {q.id for q in BANK if not q.id.endswith("01")}
    form = draw(COURSE, BANK, last_seen={}, without=without, seed=1)
    assert all(name.endswith("01") for name in ids(form))


def test_a_short_bank_is_said_to_be_short() -> None:
    form = draw(COURSE, BANK[:5], last_seen={}, seed=1)
    assert len(form.questions) == 5
    assert "only 5 questions" in form.notice
    few_of_4 = [q for q in BANK if q.section != "4" or (q.objective == "4.01" and q.id[-1] == "1")]
    form = draw(COURSE, few_of_4, last_seen={}, seed=1)
    assert len(form.questions) == 48
    assert form.notice == "Section 4 has too few questions for its weight."


def test_a_course_without_a_blueprint_has_exams_too() -> None:
    bare = COURSE.model_copy(update={"exam": None, "sections": ()})
    form = draw(bare, BANK, last_seen={}, seed=1)
    assert len(form.questions) == 20
    assert form.minutes == 38
    assert "no official exam" in form.passing


def test_numbers_stay_in_their_order() -> None:
    options = tuple(Option(text=t, correct=t == "1,200") for t in ("5", "60 ", "7.5%", "1,200"))
    bank = [make_question("1.01", n, options=options) for n in range(20)]
    form = draw(COURSE, bank, n=20, last_seen={}, seed=1)
    assert all(asked.order == (0, 1, 2, 3) for asked in form.questions)


def test_the_key_stands_in_every_place() -> None:
    form = draw(COURSE, BANK, n=300, last_seen={}, seed=5)
    places = Counter(min(q.shown.key) for q in form.questions if q.question.kind == "single")
    expected = sum(places.values()) / 4
    assert all(abs(places[label] - expected) < 0.35 * expected for label in LABELS[:4])


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"n": 0}, "1 to 500"), ({"n": 501}, "1 to 500"), ({"minutes": 0}, "1 to 1440")],
)
def test_impossible_forms_are_refused(fields: dict[str, int], said: str) -> None:
    with pytest.raises(ExamError, match=said):
        draw(COURSE, BANK, last_seen={}, seed=1, **fields)  # type: ignore[arg-type]


def test_nothing_to_ask() -> None:
    with pytest.raises(ExamError, match="no questions to make an exam of"):
        draw(COURSE, [], last_seen={}, seed=1)
