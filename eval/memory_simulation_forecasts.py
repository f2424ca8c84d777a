"""Forecasts of recall to hold FSRS against: SM-2, and the best constant. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

from tutor.learning.events import Grade

_QUALITY: dict[Grade, int] = {"again": 2, "hard": 3, "good": 4, "easy": 5}
_FLOOR = 0.01  # no forecast is taken as certain


@dataclass(frozen=True)
class Sm2:
    """SuperMemo 2: repetitions in a row, easiness, and the interval in days it sets.

    P. A. Wozniak, "Optimization of learning" (1990), section 3.2. After a failure the card begins
    anew, a day and then six, its easiness unchanged.
    """

    repetitions: int = 0
    easiness: float = 2.5
    interval: float = 1.0

    def after(self, grade: Grade) -> Sm2:
        """The state after a review."""
        quality = _QUALITY[grade]
        if quality < 3:
            return Sm2(1, self.easiness, 1.0)
        easiness = max(1.3, self.easiness + 0.1 - (5 - quality) * (0.08 + (5 - quality) * 0.02))
        count = self.repetitions + 1
        interval = {1: 1.0, 2: 6.0}.get(count, self.interval * self.easiness)
        return Sm2(count, easiness, interval)

    def recall(self, days: float) -> float:
        """SM-2 forecasts nothing itself; its interval is read as the time of 90 % recall.

        The curve is that of the public benchmark of spaced-repetition algorithms
        (open-spaced-repetition/srs-benchmark): an exponential that falls to .9 at the interval.
        """
        return float(0.9 ** (days / self.interval))


@dataclass
class Forecasts:
    """Forecasts of the same reviews, what is true of them, and what came."""

    fsrs: list[float] = field(default_factory=list)
    sm2: list[float] = field(default_factory=list)
    truth: list[float] = field(default_factory=list)
    recalled: list[bool] = field(default_factory=list)

    def add(self, fsrs: float, sm2: float, truth: float, recalled: bool) -> None:
        """One review."""
        self.fsrs.append(fsrs)
        self.sm2.append(sm2)
        self.truth.append(truth)
        self.recalled.append(recalled)

    @property
    def losses(self) -> Losses | None:
        """The log losses of all forecasts; None where there were none."""
        if not self.recalled:
            return None
        return Losses(
            len(self.recalled),
            sum(self.recalled) / len(self.recalled),
            log_loss(self.fsrs, self.recalled),
            log_loss(self.sm2, self.recalled),
            constant_log_loss(self.recalled),
            log_loss(self.truth, self.recalled),
        )


@dataclass(frozen=True)
class Losses:
    """Log losses in nats over ``n`` reviews of which the share ``recalled`` succeeded.

    ``truth`` is the loss of knowing the learner's memory itself: nothing can forecast better.
    """

    n: int
    recalled: float
    fsrs: float
    sm2: float
    constant: float
    truth: float

    @property
    def ratio(self) -> float:
        """FSRS over SM-2."""
        return self.fsrs / self.sm2


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
