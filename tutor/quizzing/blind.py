"""Guessing blind, and the statistics that say whether it works."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.questions import LABELS, Question
from index.lexical import terms_of

_Z95 = 1.959964  # two-sided 95 % point of the normal distribution
_PLACES = 4  # always-A to always-D
_LONGEST_FACTOR = 1.25  # "longest, else B" takes the longest only when it stands out


@dataclass(frozen=True)
class Rate:
    """A share with its Wilson interval of 95 %; ``chance`` is what guessing would give."""

    hits: float
    of: int
    share: float
    low: float
    high: float
    chance: float


def rate(hits: float, of: int, chance: float) -> Rate:
    """A share with its Wilson interval (Wilson 1927)."""
    if not of:
        return Rate(0.0, 0, 0.0, 0.0, 1.0, chance)
    share, squared = hits / of, _Z95**2
    middle = (share + squared / (2 * of)) / (1 + squared / of)
    spread = math.sqrt(share * (1 - share) / of + squared / (4 * of * of))
    half = _Z95 / (1 + squared / of) * spread
    return Rate(hits, of, share, max(0.0, middle - half), min(1.0, middle + half), chance)


def chi_squared_tail(statistic: float, freedom: int) -> float:
    """Chance of a chi-squared value at least this large; the regularised upper gamma function.

    By its finite series for whole and half arguments (Abramowitz and Stegun 26.4.4 and 26.4.5).
    """
    if freedom <= 0 or statistic <= 0:
        return 1.0
    half = statistic / 2
    if freedom % 2 == 0:
        term = total = math.exp(-half)
        for k in range(1, freedom // 2):
            term *= half / k
            total += term
        return min(1.0, total)
    total = math.erfc(math.sqrt(half))
    term = math.exp(-half) * math.sqrt(half) / math.gamma(1.5)
    for k in range(1, (freedom + 1) // 2):
        total += term
        term *= half / (k + 0.5)
    return min(1.0, total)


def credit(question: Question, picked: Sequence[int]) -> float:
    """Chance that one of ``picked`` drawn by lot is the key; 0 where nothing was picked."""
    right = [question.options[n].correct for n in picked]
    return sum(right) / len(right) if right else 0.0


def _extreme(question: Question, value: Callable[[str], float]) -> list[int]:
    """Places of the options for which ``value`` is largest."""
    values = [value(option.text) for option in question.options]
    return [n for n, one in enumerate(values) if one == max(values)]


def _always(place: int) -> Callable[[Question], list[int]]:
    return lambda question: [place] if place < len(question.options) else []


def _longest(question: Question) -> list[int]:
    return _extreme(question, len)


def _shortest(question: Question) -> list[int]:
    return _extreme(question, lambda text: -len(text))


def _most_overlap(question: Question) -> list[int]:
    stem = set(terms_of(question.stem))
    return _extreme(question, lambda text: len(set(terms_of(text)) & stem))


def _longest_else_b(question: Question) -> list[int]:
    lengths = sorted(len(option.text) for option in question.options)
    return _longest(question) if lengths[-1] >= _LONGEST_FACTOR * lengths[-2] else [1]


BASELINES: dict[str, Callable[[Question], list[int]]] = {
    **{f"always {LABELS[n]}": _always(n) for n in range(_PLACES)},
    "longest": _longest,
    "shortest": _shortest,
    "most overlap with the stem": _most_overlap,
    "longest, else B": _longest_else_b,
}
