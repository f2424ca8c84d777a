"""Intervals against scipy, and their invariants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, bootstrap

from eval.bootstrap import mean_interval, mean_samples, paired_difference, wilson

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
values = st.lists(st.floats(0, 1), min_size=1, max_size=60)


@given(counts)
def test_wilson_is_scipys(count: tuple[int, int]) -> None:
    successes, n = count
    expected = binomtest(successes, n).proportion_ci(method="wilson")
    assert wilson(successes, n) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(counts)
def test_wilson_holds_the_share(count: tuple[int, int]) -> None:
    successes, n = count
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
    narrower = wilson(4 * successes, 4 * n)
    assert narrower[1] - narrower[0] < high - low


def test_wilson_golden() -> None:
    # Newcombe 1998, table I: 81 of 263.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 0) == (0, 1)
    with pytest.raises(ValueError, match="5 successes of 3"):
        wilson(5, 3)


def test_bootstrap_agrees_with_scipys() -> None:
    column = np.random.default_rng(1).beta(4, 1, size=300)
    expected = bootstrap(
        (column,), np.mean, method="percentile", n_resamples=2_000, rng=np.random.default_rng(2)
    ).confidence_interval
    assert mean_interval(column.tolist()) == pytest.approx(tuple(expected), abs=0.004)


@given(values)
def test_bootstrap_repeats_and_stays_in_bounds(column: list[float]) -> None:
    low, high = mean_interval(column)
    assert min(column) - 1e-9 <= low <= high <= max(column) + 1e-9
    assert mean_interval(column) == (low, high)


def test_a_mean_of_nothing() -> None:
    assert mean_interval([]) == (0, 1)
    with pytest.raises(ValueError, match="at least one"):
        mean_samples([])


@given(values)
def test_nothing_changed_is_a_difference_of_nothing(column: list[float]) -> None:
    assert paired_difference(column, column) == (0, (0, 0))


def test_paired_difference_cancels_what_both_find_hard() -> None:
    before = [0.0] * 50 + [1.0] * 50
    after = [0.1] * 50 + [1.1] * 50  # a tenth better on each: no doubt about the difference
    difference, (low, high) = paired_difference(before, after)
    assert (difference, low, high) == pytest.approx((0.1, 0.1, 0.1))
    with pytest.raises(ValueError, match="2 cases before, 1 after"):
        paired_difference([0, 1], [1])


def test_paired_difference_agrees_with_scipys() -> None:
    rng = np.random.default_rng(3)
    before, after = (rng.random(200) < share for share in (0.6, 0.7))
    steps = after.astype(float) - before.astype(float)
    expected = bootstrap(
        (steps,), np.mean, method="percentile", n_resamples=2_000, rng=np.random.default_rng(4)
    ).confidence_interval
    difference, interval = paired_difference(before.tolist(), after.tolist())
    assert difference == pytest.approx(steps.mean())
    assert interval == pytest.approx(tuple(expected), abs=0.02)
