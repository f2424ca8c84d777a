"""Scores against scikit-learn, against values worked out by hand, and their invariants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import (
    balanced_accuracy_score,
    label_ranking_average_precision_score,
    ndcg_score,
    roc_auc_score,
)

from eval.metrics import (
    area_under,
    balanced_accuracy,
    hit_at_k,
    ndcg_at_k,
    recall_at_k,
    reciprocal_rank,
    refusal_curve,
)

ranked = st.lists(st.booleans(), max_size=12)
ks = st.integers(1, 12)
unfound = st.integers(0, 3)
scores = st.lists(st.integers(0, 9).map(float), min_size=1, max_size=30)


def test_goldens_worked_out_by_hand() -> None:
    relevant = [False, True, False, True]
    assert hit_at_k(relevant, 1) == 0
    assert hit_at_k(relevant, 2) == 1
    assert recall_at_k(relevant, 2, total=3) == pytest.approx(1 / 3)
    assert recall_at_k(relevant, 4, total=3) == pytest.approx(2 / 3)
    assert reciprocal_rank(relevant) == 0.5
    assert reciprocal_rank([False, False]) == 0
    # Gains 1/log2(3) and 1/log2(5) of an ideal 1 + 1/log2(3) + 1/log2(4).
    assert ndcg_at_k(relevant, 4, total=3) == pytest.approx((0.63093 + 0.43068) / 2.13093, abs=1e-5)
    assert balanced_accuracy(0.9, 0.1) == pytest.approx(0.9)


@pytest.mark.parametrize("total", [0, 1])
def test_a_total_below_what_was_found_is_an_error(total: int) -> None:
    for score in (recall_at_k, ndcg_at_k):
        with pytest.raises(ValueError, match="relevant passages"):
            score([True, True], 2, total)


@given(ranked, ks, unfound)
def test_ndcg_is_that_of_scikit_learn(relevant: list[bool], k: int, beyond: int) -> None:
    total = sum(relevant) + beyond
    gains = [*map(float, relevant), *([0.0] * 12), *([1.0] * beyond)]
    if total == 0:
        return
    order = -np.arange(len(gains), dtype=float)
    k = min(k, len(relevant)) or 1
    expected = ndcg_score([gains], [order], k=k)
    assert ndcg_at_k(relevant, k, total) == pytest.approx(expected)


@given(st.integers(2, 12), st.data())
def test_reciprocal_rank_of_one_relevant_is_scikit_learns(n: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, n - 1))
    relevant = [place == at for place in range(n)]
    expected = label_ranking_average_precision_score([relevant], [-np.arange(n, dtype=float)])
    assert reciprocal_rank(relevant) == pytest.approx(expected)


@given(ranked, ks, unfound)
def test_scores_are_bounded_and_grow_with_k(relevant: list[bool], k: int, beyond: int) -> None:
    total = max(1, sum(relevant) + beyond)
    for at in (k, k + 1):
        assert 0 <= hit_at_k(relevant, at) <= 1
        assert 0 <= recall_at_k(relevant, at, total) <= 1
        assert 0 <= ndcg_at_k(relevant, at, total) <= 1 + 1e-12
    assert hit_at_k(relevant, k) <= hit_at_k(relevant, k + 1)
    assert recall_at_k(relevant, k, total) <= recall_at_k(relevant, k + 1, total)
    assert hit_at_k(relevant, k) >= recall_at_k(relevant, k, total)
    assert (reciprocal_rank(relevant) >= 1 / k) == (hit_at_k(relevant, k) == 1)


@given(ranked.filter(lambda relevant: True in relevant), st.data())
def test_moving_a_relevant_passage_up_never_costs(
    relevant: list[bool], data: st.DataObject
) -> None:
    at = data.draw(st.sampled_from([n for n, found in enumerate(relevant) if found]))
    better = [True, *relevant[:at], *relevant[at + 1 :]]
    total = sum(relevant)
    assert reciprocal_rank(better) >= reciprocal_rank(relevant)
    assert ndcg_at_k(better, 10, total) >= ndcg_at_k(relevant, 10, total) - 1e-12


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40))
def test_balanced_accuracy_is_scikit_learns(cases: list[tuple[bool, bool]]) -> None:
    """A case is (unanswerable, refused)."""
    rightly = [refused for unanswerable, refused in cases if unanswerable]
    wrongly = [refused for unanswerable, refused in cases if not unanswerable]
    if not rightly or not wrongly:
        return
    expected = balanced_accuracy_score([c[0] for c in cases], [c[1] for c in cases])
    ours = balanced_accuracy(sum(rightly) / len(rightly), sum(wrongly) / len(wrongly))
    assert ours == pytest.approx(expected)


@given(scores, scores)
def test_area_under_the_refusal_curve_is_scikit_learns(
    answerable: list[float], unanswerable: list[float]
) -> None:
    curve = refusal_curve(answerable, unanswerable)
    expected = roc_auc_score(
        [0] * len(answerable) + [1] * len(unanswerable),
        [-score for score in (*answerable, *unanswerable)],
    )
    assert area_under(curve) == pytest.approx(expected)
    assert curve[0] == (0, 0)
    assert curve[-1] == (1, 1)
    assert curve == sorted(curve)


def test_no_scores_have_no_curve() -> None:
    assert refusal_curve([], []) == []
    assert area_under([]) == 0
