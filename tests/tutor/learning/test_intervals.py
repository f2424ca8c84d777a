"""Intervals against published figures and against what they must obey."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.learning.intervals import difference, weighted, wilson

counts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_wilson_against_published_values() -> None:
    """Newcombe 1998, Two-sided intervals for the single proportion, table I, method 3."""
    for (right, n), low, high in [
        ((81, 263), 0.2553, 0.3662),
        ((15, 148), 0.0624, 0.1605),
        ((0, 20), 0.0, 0.1611),
        ((1, 29), 0.0061, 0.1718),
    ]:
        assert wilson(right / n, n) == pytest.approx((low, high), abs=5e-5)


def test_difference_against_published_values() -> None:
    """Newcombe 1998, Interval estimation for the difference, table II, method 10: 56/70 - 48/80."""
    assert difference((48, 80), (56, 70)) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert difference((0, 10), (10, 10)) == pytest.approx((0.6075, 1.0), abs=5e-5)


@given(counts)
def test_wilson_holds_the_share_and_mirrors(count: tuple[int, int]) -> None:
    right, n = count
    low, high = wilson(right / n, n)
    assert 0 <= low <= right / n + 1e-12
    assert right / n - 1e-12 <= high <= 1
    assert wilson((n - right) / n, n) == pytest.approx((1 - high, 1 - low))


def test_nothing_seen_leaves_everything_possible() -> None:
    assert wilson(0.0, 0) == (0.0, 1.0)
    assert weighted([]) == weighted([(50.0, 0, 0)]) == (0.0, 0.0)


@given(counts)
def test_one_stratum_is_the_plain_sample(count: tuple[int, int]) -> None:
    right, n = count
    assert weighted([(38.0, right, n), (62.0, 0, 0)]) == pytest.approx((right / n, n))


def test_weights_in_proportion_change_nothing_and_others_cost() -> None:
    assert weighted([(50, 8, 10), (50, 2, 10)]) == pytest.approx((0.5, 20))
    share, n = weighted([(90, 8, 10), (10, 2, 10)])
    assert share == pytest.approx(0.74)
    assert n == pytest.approx(1 / (0.81 / 10 + 0.01 / 10))
