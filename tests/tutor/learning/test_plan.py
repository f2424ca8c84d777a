"""Mastery with its evidence, the coverage map, and the plan until exam day."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from exam_course import make_bank, make_course_of_exam
from hypothesis import given, settings
from hypothesis import strategies as st
from study_events import DAY_ONE, answered, note

from tutor.learning.cards import Deck, make_deck
from tutor.learning.coverage import coverage
from tutor.learning.events import Event
from tutor.learning.mastery import by_objective, mastery_of, whole
from tutor.learning.memory_replay import recollect
from tutor.learning.plan import ExamFrame, Plan, make_plan
from tutor.learning.plan_gain import Pace, gain, pace_of, ranked

COURSE = make_course_of_exam()
DECK = make_deck(COURSE, make_bank(COURSE, 4))
FRAME = ExamFrame(48, 90)


def planned(events: list[Event], days: int | None, minutes: int | None, deck: Deck = DECK) -> Plan:
    state = recollect(events, DAY_ONE)
    exam = None if days is None else DAY_ONE.date() + timedelta(days=days)
    return make_plan(
        deck,
        state.memories,
        DAY_ONE,
        exam_date=exam,
        minutes_a_day=minutes,
        pace=pace_of(events, deck),
        frame=FRAME,
    )


answers = st.lists(
    st.tuples(st.sampled_from(DECK.cards), st.integers(-60, 0), st.booleans(), st.floats(1, 400)),
    max_size=40,
).map(
    lambda rows: [
        answered(card.id, day, right, seq, seconds=seconds, chosen=("A",))
        for seq, (card, day, right, seconds) in enumerate(sorted(rows, key=lambda row: row[1]), 1)
    ]
)


@settings(max_examples=40, deadline=None)
@given(answers, st.integers(-3, 40), st.none() | st.integers(0, 120))
def test_no_day_takes_more_than_the_minutes_given(
    events: list[Event], days: int, minutes: int | None
) -> None:
    plan = planned(events, days, minutes)
    assert len(plan.days) == max(0, days)
    for day in plan.days:
        assert day.minutes <= plan.minutes_a_day + 1e-9
        assert sum(count for _, count in day.objectives) <= day.new + day.review
    assert 0 <= plan.recall_with <= 1
    assert len({choice.card.id for choice in plan.today}) == len(plan.today)
    assert plan == planned(events, days, minutes)


def test_too_few_days_are_called_too_few_and_enough_enough() -> None:
    short = planned([], 5, 10)
    assert short.enough is False
    assert short.unseen > 0
    assert "do not suffice" in short.text
    assert str(short.unseen) in short.text
    assert short.minutes_needed is not None
    assert planned([], 5, short.minutes_needed + 30).enough
    long = planned([], 60, 60)
    assert long.enough
    assert long.unseen == 0
    assert long.recall_with > short.recall_with > short.recall_without == 0


def test_without_a_date_or_after_it_the_plan_says_so() -> None:
    open_end = planned([], None, None)
    assert open_end.enough is None
    assert len(open_end.days) == 14
    assert "No exam date" in open_end.text
    assert planned([], 0, 30).days == ()
    assert "has passed" in planned([], -2, 30).text
    assert "nothing to learn" in planned([], 9, 30, make_deck(COURSE, [])).text


def test_mock_exams_come_weekly_and_shrink_with_the_minutes() -> None:
    mocks = {day.day: day.mock_questions for day in planned([], 30, 45).days if day.mock_questions}
    exam = DAY_ONE.date() + timedelta(days=30)
    assert [(exam - day).days for day in mocks] == [23, 16, 9, 2]
    assert set(mocks.values()) == {24}
    assert not any(day.mock_questions for day in planned([], 30, 10).days)


def test_a_new_day_is_spread_over_the_objectives() -> None:
    first = planned([], 30, 30).days[0]
    assert len(first.objectives) == first.new > 10


def test_weak_objectives_come_first() -> None:
    """Of two objectives with equal weight, the one that went wrong has more to gain."""
    wrong = [c.id for c in DECK.cards if c.objective == "2.01"][:3]
    right = [c.id for c in DECK.cards if c.objective == "2.02"][:3]
    events = [
        answered(card, day=-1, correct=card in right, seq=seq)
        for seq, card in enumerate([*wrong, *right], 1)
    ]
    state = recollect(events, DAY_ONE)
    pace = pace_of(events, DECK)
    assert pace.first_right_of["2.01"] < pace.first_right < pace.first_right_of["2.02"]
    order = ranked(DECK, state.memories, DAY_ONE, DAY_ONE + timedelta(days=20), pace)
    place = {choice.card.id: n for n, choice in enumerate(order)}
    fresh = {
        o: next(c.id for c in DECK.cards if c.objective == o and c.id not in wrong + right)
        for o in ("2.01", "2.02")
    }
    assert place[fresh["2.01"]] < place[fresh["2.02"]]
    assert all(choice.worth >= after.worth for choice, after in pairwise(order))


def test_a_review_gains_more_the_more_is_forgotten() -> None:
    memory = recollect([answered()], DAY_ONE).memories["q-1"]
    gains = [gain(memory, DAY_ONE + timedelta(days=d), 20, 0.3) for d in (0, 2, 8, 30)]
    assert gains == sorted(gains)
    assert gains[0] == pytest.approx(0, abs=0.02)


def test_the_pace_is_the_learners_own_once_there_is_enough_to_tell() -> None:
    few = [answered(seq=n, seconds=20.0, chosen=("A",)) for n in range(1, 5)]
    many = [answered(seq=n, seconds=20.0, chosen=("A",)) for n in range(1, 20)]
    assert pace_of(few, DECK).question_seconds == Pace().question_seconds
    assert pace_of(many, DECK).question_seconds == 35


def test_mastery_comes_with_its_evidence() -> None:
    cards = [c for c in DECK.cards if c.objective == "1.01"]
    assert mastery_of("x", "", cards, {}, DAY_ONE).level == "not started"
    assert mastery_of("x", "", cards, {}, DAY_ONE).estimate is None
    one = recollect([answered(cards[0].id)], DAY_ONE).memories
    little = mastery_of("x", "", cards, one, DAY_ONE)
    assert (little.level, little.seen, little.cards) == ("too little to tell", 1, 4)
    assert little.high - little.low > 0.5
    events = [answered(c.id, seq=n) for n, c in enumerate(DECK.cards[:20], 1)]
    known = recollect(events, DAY_ONE).memories
    assert mastery_of("x", "", cards, known, DAY_ONE).level == "growing"
    assert mastery_of("x", "", DECK.cards[:20], known, DAY_ONE).level == "mastered"
    later = mastery_of("x", "", cards, known, DAY_ONE + timedelta(days=300))
    assert later.level == "weak"
    assert later.estimate is not None
    wrong = [answered(c.id, correct=False, seq=n) for n, c in enumerate(cards, 1)]
    missed = mastery_of("x", "", cards, recollect(wrong, DAY_ONE).memories, DAY_ONE)
    assert (missed.estimate, missed.misconceptions, missed.level) == (0, 4, "weak")


def test_every_objective_has_a_row_in_the_coverage_map() -> None:
    long = " ".join(["word"] * 130)
    chunks = [
        note("1/1.01-a.md", ("a",), long, kind="prose"),
        note("1/1.02-b.md", ("b",), "Only a remark.", kind="prose"),
        note("own.md", ("Objective 1.03",), f"Objective 1.03 is here. {long}", kind="prose"),
    ]
    deck = make_deck(COURSE, make_bank(COURSE, 2), (), {"q-1.01-02"})
    memories = recollect([answered("q-1.01-01")], DAY_ONE).memories
    masteries = by_objective(COURSE, deck, memories, DAY_ONE)
    rows = coverage(COURSE, chunks, deck, memories, masteries, {"q-1.01-02": "1.01"})
    assert [row.objective for row in rows] == list(COURSE.objectives)
    first, second = rows[:2]
    assert (first.notes, first.questions, first.asked, first.disputed) == ("covered", 1, 1, 1)
    assert (second.notes, second.asked, second.mastery.level) == ("thin", 0, "not started")
    by_words = {row.objective: row for row in rows}
    assert by_words["1.03"].sources == ("own.md",)
    assert by_words["4.06"].notes == "missing"
    assert first.to_json()["mastery"]["level"] == "too little to tell"  # type: ignore[index]
    assert whole(COURSE, deck, memories, DAY_ONE).seen == 1
