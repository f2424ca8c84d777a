"""Scores of one ranked list or one set of verdicts. Pure: numbers in, numbers out.

``relevant`` is a ranked list, best first: whether each passage holds what was asked for.
``total`` is how many relevant passages there are in all, found or not (at least 1).
Definitions as in Manning, Raghavan and Schütze, *Introduction to Information Retrieval*, ch. 8.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log2


def hit_at_k(relevant: Sequence[bool], k: int) -> float:
    """1.0 when one of the first ``k`` passages is relevant, else 0.0."""
    return float(any(relevant[:k]))


def recall_at_k(relevant: Sequence[bool], k: int, total: int) -> float:
    """Share of the ``total`` relevant passages that stand among the first ``k``.

    Raises:
        ValueError: ``total`` is below 1 or below what was found.
    """
    _check(relevant, total)
    return sum(relevant[:k]) / total


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """1 / rank of the first relevant passage, 0.0 when there is none. Its mean is the MRR."""
    return next((1 / rank for rank, found in enumerate(relevant, 1) if found), 0.0)


def ndcg_at_k(relevant: Sequence[bool], k: int, total: int) -> float:
    """Normalised discounted cumulative gain of the first ``k``; gain 1, discount log2(rank + 1).

    Raises:
        ValueError: ``total`` is below 1 or below what was found.
    """
    _check(relevant, total)
    gained = sum(1 / log2(rank + 1) for rank, found in enumerate(relevant[:k], 1) if found)
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(total, k) + 1))
    return gained / ideal


def balanced_accuracy(refused_rightly: float, refused_wrongly: float) -> float:
    """Mean of the share of unanswerable questions refused and of answerable ones answered."""
    return (refused_rightly + 1 - refused_wrongly) / 2


def refusal_curve(
    answerable: Sequence[float], unanswerable: Sequence[float]
) -> list[tuple[float, float]]:
    """What refusing below each possible threshold would give, from refusing none to all.

    Args:
        answerable: a score of each answerable question; a low one speaks for refusing.
        unanswerable: the same score of each unanswerable question.

    Returns:
        Points (share of answerable refused, share of unanswerable refused), both rising.
    """
    thresholds = sorted({*answerable, *unanswerable})
    curve = [(_share_below(answerable, t), _share_below(unanswerable, t)) for t in thresholds]
    return [*curve, (1.0, 1.0)] if curve else []


def refused_at(scores: Sequence[float], thresholds: Sequence[float]) -> list[float]:
    """Share of the scores that lie below each threshold: what refusing below it refuses."""
    return [_share_below(scores, threshold) for threshold in thresholds]


def area_under(curve: Sequence[tuple[float, float]]) -> float:
    """Area under a curve of rising points, by trapezia (ROC AUC for :func:`refusal_curve`)."""
    return sum((right[0] - left[0]) * (left[1] + right[1]) / 2 for left, right in pairwise(curve))


def _share_below(scores: Sequence[float], threshold: float) -> float:
    return sum(score < threshold for score in scores) / len(scores) if scores else 0.0


def _check(relevant: Sequence[bool], total: int) -> None:
    if total < max(1, sum(relevant)):
        raise ValueError(f"{sum(relevant)} relevant passages were found of a total of {total}")
