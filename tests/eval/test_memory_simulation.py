"""The memory simulation: its learner, its forecasts, and what it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import log
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.course import bundled_courses
from eval.cases import CaseError
from eval.memory_simulation import (
    bundled_deck,
    by_due_date,
    by_plan,
    compare,
    irregular,
    studied,
)
from eval.memory_simulation_forecasts import Sm2, constant_log_loss, log_loss
from eval.memory_simulation_learner import (
    DECAY_INTERCEPT,
    NOISE,
    OUTSIDE,
    THRESHOLD,
    ActivationLearner,
)
from eval.memory_simulation_report import (
    Setting,
    Simulation,
    as_section,
    as_text,
    read_simulation,
    write_simulation,
)
from tutor.learning.cards import Deck, make_deck

START = datetime(2026, 1, 5, tzinfo=UTC)
SHORT = Setting(6, 10)


@pytest.fixture(scope="module")
def deck() -> Deck:
    course = next(iter(bundled_courses().values()))
    questions = [card.question for card in bundled_deck().cards if card.question]
    return make_deck(course, questions[::8])


@pytest.fixture(scope="module")
def found(deck: Deck) -> Simulation:
    return Simulation((compare(deck, SHORT, 1),), {1: irregular(deck, 1)})


def test_one_practice_gives_the_published_curve() -> None:
    learner = ActivationLearner(["a"], START, 4)
    trace = learner._traces["a"]
    trace.ease, trace.before = 0.0, False
    assert learner.recall("a", START) == 0
    learner.answer("a", START)
    for days in (1, 7, 30):
        activation = -DECAY_INTERCEPT * log(days * 86_400 * OUTSIDE)
        expected = log(1 / learner.recall("a", START + timedelta(days=days)) - 1) * NOISE
        assert expected == pytest.approx(THRESHOLD - activation)


def test_spaced_practice_lasts_longer_than_massed() -> None:
    massed, spaced = (ActivationLearner(["a"], START, 4) for _ in range(2))
    for learner, gap in ((massed, 0.001), (spaced, 3.0)):
        for number in range(3):
            learner.answer("a", START + timedelta(days=gap * number))
    later = START + timedelta(days=60)
    assert spaced.recall("a", later) > massed.recall("a", later)


def test_sm2_sets_the_intervals_of_its_paper() -> None:
    state = Sm2()
    intervals = []
    for _ in range(4):
        state = state.after("good")
        intervals.append(state.interval)
    assert intervals == [1, 6, 15, 37.5]
    failed = state.after("again")
    assert (failed.interval, failed.easiness) == (1, state.easiness)
    assert failed.after("good").interval == 6
    assert state.after("easy").easiness == pytest.approx(2.6)
    assert state.after("hard").easiness == pytest.approx(2.36)
    assert state.recall(37.5) == pytest.approx(0.9)


def test_log_loss_is_the_mean_surprise_in_nats() -> None:
    assert log_loss([0.5, 0.5], [True, False]) == pytest.approx(log(2))
    assert log_loss([0.9, 0.2], [True, False]) == pytest.approx(-(log(0.9) + log(0.8)) / 2)
    assert constant_log_loss([True, False]) == pytest.approx(log(2))
    with pytest.raises(ValueError, match="no forecasts"):
        log_loss([], [])


@given(st.lists(st.booleans(), min_size=1, max_size=50), st.floats(0, 1))
def test_no_constant_beats_the_best_one(recalled: list[bool], other: float) -> None:
    assert constant_log_loss(recalled) <= log_loss([other] * len(recalled), recalled) + 1e-9


def test_the_same_seed_gives_the_same_study(deck: Deck) -> None:
    first, second, other = (studied(deck, SHORT, seed, by_plan) for seed in (1, 1, 2))
    assert first == second
    assert first != other


def test_both_ways_have_the_same_time_and_the_plan_wins(deck: Deck, found: Simulation) -> None:
    one = found.comparisons[0]
    assert len(one.plan.by_day) == len(one.due.by_day) == SHORT.days
    assert one.due == studied(deck, SHORT, 1, by_due_date)
    assert one.ratio > 1
    assert one.plan.recalled == one.plan.by_day[-1]


def test_fsrs_forecasts_better_than_sm2_and_a_constant_and_worse_than_the_truth(
    found: Simulation,
) -> None:
    loss = found.practice[1]
    assert loss.truth < loss.fsrs < min(loss.sm2, loss.constant)


def test_a_run_is_kept_for_the_report(found: Simulation, tmp_path: Path) -> None:
    kept = tmp_path / "run.json"
    assert read_simulation(kept) is None
    write_simulation(found, kept)
    again = read_simulation(kept)
    assert again is not None
    assert as_text(again) == as_text(found)
    kept.write_text("{}", "utf-8")
    with pytest.raises(CaseError, match="damaged"):
        read_simulation(kept)


def test_the_report_shows_a_picture_and_says_what_is_not_reached(found: Simulation) -> None:
    section = as_section(found)
    picture = ElementTree.fromstring(section[section.index("<svg") : section.index("</svg>") + 6])
    assert len(picture.findall("polyline")) == 2
    assert "reached" in section
    assert as_section(None) == ""


def test_the_kept_run_is_of_the_present_simulation() -> None:
    """Three seeds, three settings; one of its figures is computed again."""
    kept = read_simulation()
    assert kept is not None
    assert {one.seed for one in kept.comparisons} == {1, 2, 3}
    again = compare(bundled_deck(), kept.comparisons[0].setting, kept.comparisons[0].seed)
    assert again.ratio == pytest.approx(kept.comparisons[0].ratio, abs=0.05)
