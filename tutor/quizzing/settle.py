"""Which options the notes hold to be right, and whether that is sure enough to be said. Pure.

A logistic model with few weights. Every clause of the notes gives an option a weighted sum of the
features of :mod:`tutor.quizzing.support`; an option's utility is the log of the summed
exponentials over all clauses (so the best of them count), and the probability of a set of options
is the softmax of its summed utilities over all sets of that size. The weights are fitted by
``python -m eval.fit_settle`` on the questions that ``eval.cases.split_of`` leaves for tuning. The
length and the position of options are not among the features.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tutor.quizzing.support import FEATURES, Support

WEIGHTS: dict[str, float] = {
    "stem cosine": 1.62,
    "stem words": 2.69,
    "stem words near": 6.05,
    "option words": 3.14,
    "option words denied": 1.87,
    "statement cosine": 4.87,
    "option cosine": 1.84,
    "option verbatim": 0.62,
    "stem cosine near": 4.98,
    "option words x stem cosine": 1.21,
    "option words x stem words near": 2.89,
    "option words x stem words denied": -1.76,
    "warning": -1.82,
    "on another": -1.0,
    "code for prose": -1.0,
}
# Least probability to name a key; to confirm one that was given; to contradict one. Fivefold
# cross-validation at COMMIT and LEAST_PROOF: 55 % of the seed questions that the notes answer are
# committed on, 93 % of them rightly; 21 % and 89 % of the bundled bank's, whose wrong options are
# made from the notes; 3 % of questions asked of notes on something else.
COMMIT = 0.75
AGREE = 0.5
CONTRADICT = 0.9
# Least score of the best clause: what names the subject only in passing proves nothing.
LEAST_PROOF = 15.5


@dataclass(frozen=True)
class Judgement:
    """The best set of options (positions), how likely it is right, and the score of its proof.

    The proof of a negated stem is what speaks for the options that were not chosen.
    """

    best: tuple[int, ...]
    confidence: float
    proof: float
    utilities: NDArray[np.float64]


def judge(
    support: Support, number: int, *, negated: bool, combined: Mapping[int, Sequence[int]]
) -> Judgement:
    """The best set of ``number`` options and how sure it is.

    ``combined`` holds, by position, options that stand for others ("both B and C").
    """
    utilities = option_utilities(support, negated=negated, combined=combined)
    best, odds = best_set(utilities, number)
    strongest = passage_scores(support).max(axis=0, initial=0.0)
    proved = [n for n in range(len(utilities)) if (n in best) != negated]
    return Judgement(
        best, float(1 / (1 + np.exp(-odds))), float(np.mean(strongest[proved])), utilities
    )


def passage_scores(support: Support) -> NDArray[np.float64]:
    """How strongly each clause speaks for each option; shape (passages, options)."""
    return np.asarray(support.features @ np.array([WEIGHTS[name] for name in FEATURES]))


def option_utilities(
    support: Support, *, negated: bool, combined: Mapping[int, Sequence[int]]
) -> NDArray[np.float64]:
    """Log-sum-exp of the clauses' scores; shape (options,)."""
    if not support.passages:
        return np.zeros(support.features.shape[1])
    return with_stem_sense(np.logaddexp.reduce(passage_scores(support), axis=0), negated, combined)


def with_stem_sense(
    plain: NDArray[np.float64], negated: bool, combined: Mapping[int, Sequence[int]]
) -> NDArray[np.float64]:
    """Utilities turned for a negated stem; a combined option is as likely as its weakest part."""
    utilities = -plain if negated else plain.copy()
    for option, parts in combined.items():
        others = [u for n, u in enumerate(utilities) if n not in combined]
        held = [utilities[n] for n in parts] or [min(others, default=0.0)]
        utilities[option] = min(held)
    return utilities


def best_set(utilities: NDArray[np.float64], number: int) -> tuple[tuple[int, ...], float]:
    """The likeliest set of ``number`` options and its log odds against all others."""
    sets = list(combinations(range(len(utilities)), number))
    totals = np.array([sum(utilities[n] for n in one) for one in sets])
    at = int(totals.argmax())
    rest = np.delete(totals, at)
    odds = totals[at] - (np.logaddexp.reduce(rest) if len(rest) else totals[at] - 10.0)
    return sets[at], float(np.clip(odds, -10.0, 10.0))
