"""How sure a share of right answers is: intervals for proportions. Pure."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's score interval at :data:`CONFIDENCE` for a share seen in ``n`` trials.

    ``n`` may be an effective size, not whole. Nothing seen: anything is possible, (0, 1).
    Source: Wilson 1927, https://doi.org/10.1080/01621459.1927.10502953
    """
    if n <= 0:
        return 0.0, 1.0
    centre = share + _Z**2 / (2 * n)
    spread = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    scale = 1 + _Z**2 / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def difference(before: tuple[int, int], after: tuple[int, int]) -> tuple[float, float]:
    """Newcombe's interval for how much a share has grown; each is (right, of how many).

    Source: Newcombe 1998, method 10, built on Wilson's two intervals.
    """
    (a, m), (b, n) = before, after
    p, q = a / m, b / n
    (p_low, p_high), (q_low, q_high) = wilson(p, m), wilson(q, n)
    grown = q - p
    return (
        grown - sqrt((q - q_low) ** 2 + (p_high - p) ** 2),
        grown + sqrt((q_high - q) ** 2 + (p - p_low) ** 2),
    )


def weighted(parts: list[tuple[float, int, int]]) -> tuple[float, float]:
    """A share over strata of (weight, right, total), and the effective number of trials behind it.

    Strata without trials are left out and the other weights scaled up. The effective number is
    Kish's: what the same variance would need in one plain sample.
    """
    seen = [(weight, right, total) for weight, right, total in parts if total and weight]
    whole = sum(weight for weight, _, _ in seen)
    if not whole:
        return 0.0, 0.0
    share = sum(weight / whole * right / total for weight, right, total in seen)
    return share, 1 / sum((weight / whole) ** 2 / total for weight, _, total in seen)
