"""Forecasts of recall to hold FSRS against: SM-2, and the best constant. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from tutor.learning.events import Grade

_QUALITY: dict[Grade, int] = {"again": 1, "hard": 3, "good": 4, "easy": 5}
_FLOOR = 0.01  # no forecast is taken as certain


@dataclass(frozen=True)
class Sm2:
    """SuperMemo 2: repetitions in a row, easiness, and the interval in days it sets.

    P. A. Wozniak, "Optimization of learning" (1990), section 3.2.
    """

    repetitions: int = 0
    easiness: float = 2.5
    interval: float = 1.0

    def after(self, grade: Grade) -> Sm2:
        """The state after a review."""
        quality = _QUALITY[grade]
        easiness = max(1.3, self.easiness + 0.1 - (5 - quality) * (0.08 + (5 - quality) * 0.02))
        if quality < 3:
            return Sm2(0, easiness, 1.0)
        interval = (
            (1.0, 6.0)[self.repetitions] if self.repetitions < 2 else self.interval * easiness
        )
        return Sm2(self.repetitions + 1, easiness, interval)

    def recall(self, days: float) -> float:
        """SM-2 forecasts nothing itself; its interval is read as the time of 90 % recall.

        The curve is that of the public benchmark of spaced-repetition algorithms
        (open-spaced-repetition/srs-benchmark): a power that falls to .9 at the interval.
        """
        return float((1 + 19 / 81 * days / self.interval) ** -0.5)


def log_loss(forecasts: Sequence[float], recalled: Sequence[bool]) -> float:
    """Mean negative log likelihood, in nats.

    Raises:
        ValueError: nothing was forecast, or the two differ in length.
    """
    if not forecasts:
        raise ValueError("no forecasts")
    total = 0.0
    for forecast, came in zip(forecasts, recalled, strict=True):
        chance = min(max(forecast, _FLOOR), 1 - _FLOOR)
        total -= log(chance if came else 1 - chance)
    return total / len(forecasts)


def constant_log_loss(recalled: Sequence[bool]) -> float:
    """The log loss of always forecasting the mean, known only afterwards: the best constant."""
    mean = sum(recalled) / len(recalled)
    return log_loss([mean] * len(recalled), recalled)
