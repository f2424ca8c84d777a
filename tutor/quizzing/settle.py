"""Which options the notes hold to be right, and whether that is sure enough to be said. Pure.

Every clause of the notes is asked two things: does it bear on the question, and which option does
it speak for? The first gives it a weight (a softmax over all clauses), the second spreads that
weight over the options (a softmax over them); an option's probability is what it gets from all
clauses. Both are weighted sums of the features of :mod:`tutor.quizzing.support`, fitted by
``python -m eval.fit_settle``. The length and the position of options are not among the features.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tutor.quizzing.support import FEATURES, Support

# Whether a clause bears on the question: by the mean over the options, and by the best option.
BEARS_MEAN: dict[str, float] = {
    "stem words": 3.73,
    "stem words near": 4.42,
    "stem words around": 3.08,
    "question words": 2.15,
    "stem cosine near": 3.37,
    "stem cosine before": 1.36,
    "statement cosine": 5.43,
    "options in chunk": 2.23,
    "warning": -3.71,
    "code": -1.88,
}
BEARS_MOST: dict[str, float] = {
    "option words": 3.28,
    "statement cosine": 3.35,
    "clause words": 2.78,
    "word pairs": 0.83,
}
# Which option it speaks for.
SPEAKS_FOR: dict[str, float] = {
    "option words": 2.20,
    "option words denied": 1.26,
    "option verbatim": 0.44,
    "clause words": 6.70,
    "word pairs": 5.07,
    "contrast cosine": 3.68,
}
# How likely the best options are right: logistic in their log odds and in how much bears on the
# question, fitted on judgements of questions that the weights were not fitted on.
CHANCE: dict[str, float] = {"odds": 0.663, "bearing": 0.172, "constant": -2.941}
# Least chance to name a key; to confirm one that was given; to contradict one. At COMMIT, fivefold
# cross-validated: of 285 questions by authors who did not know this module it commits itself on 37
# and is right on 35 (.15 of those that the notes answer); on the five study notes 38 and 36, of the
# bundled bank 69 and 68. At 0.8 it would be 57 and 48 of the 285.
COMMIT = 0.85
# From here on the notes are said to lean towards options; 135 of 187 such leanings were right.
LEAN = 0.6
AGREE = 0.75
CONTRADICT = 0.9
# What each share of words that the notes never use takes from that: they are on something else.
# Short notes lack the words of wrong options, too, so that it takes no more than for half.
_STRANGE = 10.0
_MOST_STRANGE = 0.5
# How much two options that share the evidence speak for the option "both".
_SHARED = 3.0
_HELD = 0.99  # share of an option's words, with their sign, from which a clause holds it
_NOTHING = -50.0  # the log of a share that is none


@dataclass(frozen=True)
class Judgement:
    """The best set of options (positions) and the chance that it is right.

    ``odds`` are the log odds of that set against all others, ``bearing`` the log of how much bears
    on the question.
    """

    best: tuple[int, ...]
    chance: float
    odds: float
    bearing: float
    utilities: NDArray[np.float64]


def judge(
    support: Support, number: int, *, negated: bool, combined: Mapping[int, Sequence[int]]
) -> Judgement:
    """The best set of ``number`` options and how likely it is right.

    ``combined`` holds, by position, options that stand for others ("both B and C").
    """
    utilities = option_utilities(support, negated=negated, combined=combined)
    best, odds = best_set(utilities, number)
    bearing = float(np.logaddexp.reduce(bearings(support), initial=-np.inf))
    bearing -= _STRANGE * min(support.unknown, _MOST_STRANGE)
    return Judgement(best, chance_of(odds, bearing), odds, bearing, utilities)


def chance_of(odds: float, bearing: float) -> float:
    """The chance that options of such odds are right; 0 where nothing bears on the question."""
    if not np.isfinite(bearing):
        return 0.0
    logit = CHANCE["odds"] * odds + CHANCE["bearing"] * bearing + CHANCE["constant"]
    return float(1 / (1 + np.exp(-logit)))


def bearings(support: Support) -> NDArray[np.float64]:
    """How much each clause bears on the question; shape (passages,)."""
    mean, most = support.features.mean(axis=1), support.features.max(axis=1)
    return np.asarray(mean @ weights_of(BEARS_MEAN) + most @ weights_of(BEARS_MOST))


def passage_scores(support: Support) -> NDArray[np.float64]:
    """How strongly each clause speaks for each option; shape (passages, options)."""
    return np.asarray(bearings(support)[:, None] + _log_shares(support, ()))


def weights_of(named: Mapping[str, float]) -> NDArray[np.float64]:
    """Weights in the order of FEATURES; 0 for those that are not named."""
    return np.array([named.get(name, 0.0) for name in FEATURES])


def option_utilities(
    support: Support, *, negated: bool, combined: Mapping[int, Sequence[int]]
) -> NDArray[np.float64]:
    """Log probabilities of the options, or what the stem turns them into; shape (options,)."""
    options = support.features.shape[1]
    if not support.passages:
        return np.zeros(options)
    weight = bearings(support)
    weight -= np.logaddexp.reduce(weight)
    shares = np.logaddexp.reduce(weight[:, None] + _log_shares(support, combined), axis=0)
    return with_stem_sense(shares, negated, combined)


def _log_shares(support: Support, combined: Collection[int]) -> NDArray[np.float64]:
    """Log of the share of each clause that speaks for each option; shape (passages, options).

    Where options are combined, a clause speaks no less for one that it holds than for another.
    """
    scores = support.features @ weights_of(SPEAKS_FOR)
    if combined:
        held = support.features[:, :, FEATURES.index("option words")] >= _HELD
        most = np.where(held, scores, -np.inf).max(axis=1, keepdims=True)
        scores = np.where(held, most, scores)
        scores[:, list(combined)] = _NOTHING
    return np.asarray(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True))


def with_stem_sense(
    shares: NDArray[np.float64], negated: bool, combined: Mapping[int, Sequence[int]]
) -> NDArray[np.float64]:
    """Log probabilities turned for a negated stem, and those of combined options.

    A combined option is right where its parts share the evidence evenly, so that none of them
    stands out by itself; of a negated stem, it is as likely as its weakest part.
    """
    turned = -shares if negated else shares * (_SHARED if combined else 1.0)
    for option, parts in combined.items():
        held = [turned[n] for n in parts] or [turned.min()]
        even = float(np.mean(held)) + _SHARED * np.log(len(held))
        turned[option] = min(held) if negated else even
    return turned


def best_set(utilities: NDArray[np.float64], number: int) -> tuple[tuple[int, ...], float]:
    """The likeliest set of ``number`` options and its log odds against all others."""
    sets = list(combinations(range(len(utilities)), number))
    totals = np.array([sum(utilities[n] for n in one) for one in sets])
    at = int(totals.argmax())
    rest = np.delete(totals, at)
    odds = totals[at] - (np.logaddexp.reduce(rest) if len(rest) else totals[at] - 10.0)
    return sets[at], float(np.clip(odds, -10.0, 10.0))
