"""How far a learner's confidence can be trusted: the share right at each level of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from tutor.learning.events import Confidence, Event
from tutor.learning.intervals import wilson


@dataclass(frozen=True)
class Calibrated:
    """Answers given with one confidence, and Wilson's 95 % interval of the share right.

    ``share`` is None where there is no answer.
    """

    confidence: Confidence
    right: int
    total: int
    share: float | None
    low: float
    high: float


def calibration_of(events: Iterable[Event]) -> tuple[Calibrated, ...]:
    """A row for each confidence, from guess to sure, over judged answers.

    Answers of an exam count once, when it ends and judges them.
    """
    judged = [(e.confidence, e.correct) for e in events if e.kind == "answered"]
    rows = []
    for level in get_args(Confidence):
        results = [correct for said, correct in judged if said == level and correct is not None]
        share = sum(results) / len(results) if results else None
        low, high = wilson(share or 0.0, len(results))
        rows.append(Calibrated(level, sum(results), len(results), share, low, high))
    return tuple(rows)
