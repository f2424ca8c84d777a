"""95 % intervals: Wilson's for a share, the percentile bootstrap for a mean or a difference.

The bootstrap is seeded: the same values always give the same interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Interval = tuple[float, float]

_Z = 1.959963984540054  # 97.5 % point of the normal distribution
_ROUNDS = 2_000
_SEED = 20_240_607


def wilson(successes: int, n: int, z: float = _Z) -> Interval:
    """Wilson's score interval of a share; (0, 1) when nothing was observed.

    Raises:
        ValueError: ``successes`` does not lie between 0 and ``n``.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} successes of {n}")
    if n == 0:
        return 0.0, 1.0
    share = successes / n
    centre = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # At 0 and n one bound equals the share; rounding must not push it past.
    low = 0.0 if successes == 0 else (centre - spread) / scale
    high = 1.0 if successes == n else (centre + spread) / scale
    return low, high


def mean_samples(
    values: Sequence[float], rounds: int = _ROUNDS, seed: int = _SEED
) -> NDArray[np.float64]:
    """Means of ``rounds`` resamples of ``values``, shape (rounds,).

    Raises:
        ValueError: there are no values.
    """
    if not len(values):
        raise ValueError("a mean needs at least one value")
    column = np.asarray(values, np.float64)
    drawn = np.random.default_rng(seed).integers(len(column), size=(rounds, len(column)))
    means: NDArray[np.float64] = column[drawn].mean(axis=1)
    return means


def percentiles(samples: NDArray[np.float64]) -> Interval:
    """The middle 95 % of the samples."""
    low, high = np.percentile(samples, (2.5, 97.5))
    return float(low), float(high)


def mean_interval(values: Sequence[float], seed: int = _SEED) -> Interval:
    """Bootstrap interval of a mean; (0, 1) when there are no values."""
    return percentiles(mean_samples(values, seed=seed)) if len(values) else (0.0, 1.0)


def paired_difference(
    before: Sequence[float], after: Sequence[float], seed: int = _SEED
) -> tuple[float, Interval]:
    """Mean of ``after - before`` over the same cases, and its bootstrap interval.

    Cases are drawn in pairs: what makes a case hard for both cancels out.

    Raises:
        ValueError: the two are not of the same length, or empty.
    """
    if len(before) != len(after):
        raise ValueError(f"{len(before)} cases before, {len(after)} after")
    differences = [b - a for a, b in zip(before, after, strict=True)]
    samples = mean_samples(differences, seed=seed)
    return sum(differences) / len(differences), percentiles(samples)
