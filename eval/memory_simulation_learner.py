"""A learner whose memory is known: not FSRS's model, but an activation model from psychology.

P. I. Pavlik and J. R. Anderson, "Practice and forgetting effects on vocabulary memory: an
activation-based model of the spacing effect", Cognitive Science 29 (2005), with the parameters
they fitted to people. Every practice leaves a trace that fades as a power of time, and the faster
the stronger the memory was at that moment; so spaced practice lasts longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import exp, log
from random import Random

from tutor.learning.events import Confidence

DECAY_SCALE, DECAY_INTERCEPT = 0.217, 0.177
THRESHOLD, NOISE = -0.704, 0.255
# Between sittings little happens that disturbs a memory: time outside counts for a fortieth.
OUTSIDE = 0.025
_LEAST_SECONDS = 30.0
# Ours, for what the paper leaves open. Its word pairs meant nothing to the learners; a question
# with its explanation does: practised once, a card of average ease is known next day by 3 in 4.
CARD_EASE, CARD_SPREAD = 0.935, 0.5
# Some cards were met before, and options can be guessed.
MET_BEFORE, DAYS_BEFORE = 0.25, 30.0
_GUESSED_RIGHT = 0.25
_SURE_THOUGH_WRONG = 0.1
_CLEARLY_KNOWN = 0.85
_RECALL_SECONDS, _TIME_SPREAD = 45.0, 0.35


@dataclass(frozen=True)
class Answer:
    """What the learner does with a card; ``recalled`` is the truth behind it."""

    recalled: bool
    correct: bool
    confidence: Confidence
    seconds: float


@dataclass
class _Trace:
    """One card: how easy it is, and each practice with the decay it got."""

    ease: float
    practices: list[tuple[datetime, float]] = field(default_factory=list)
    before: bool = False


class ActivationLearner:
    """Recalls and answers; the same seed gives the same learner and the same answers."""

    def __init__(self, cards: Sequence[str], start: datetime, seed: int) -> None:
        random = Random(f"{seed}:learner")
        self._start = start
        self._answers = Random(f"{seed}:answers")
        self._traces = {
            card: _Trace(random.gauss(CARD_EASE, CARD_SPREAD), before=random.random() < MET_BEFORE)
            for card in cards
        }

    def recall(self, card: str, at: datetime) -> float:
        """The true probability of recalling a card."""
        traces = self._traces[card]
        total = self._strength(traces, at)
        return 1 / (1 + exp((THRESHOLD - log(total) - traces.ease) / NOISE)) if total else 0.0

    def answer(self, card: str, at: datetime) -> Answer:
        """Answer a card, see its feedback, and remember it the better for it."""
        chance = self.recall(card, at)
        recalled = self._answers.random() < chance
        guessed = not recalled and self._answers.random() < _GUESSED_RIGHT
        sure = self._answers.random() < (_CLEARLY_KNOWN if chance > 0.5 else 0.4)
        seconds = _RECALL_SECONDS * (1.6 - chance) * exp(self._answers.gauss(0, _TIME_SPREAD))
        if recalled:
            confidence: Confidence = "sure" if sure else "unsure"
        elif not guessed and self._answers.random() < _SURE_THOUGH_WRONG:
            confidence = "sure"
        else:
            confidence = "guess"
        self._practise(card, at)
        return Answer(recalled, recalled or guessed, confidence, seconds)

    def _practise(self, card: str, at: datetime) -> None:
        trace = self._traces[card]
        strength = self._strength(trace, at)
        trace.practices.append((at, DECAY_SCALE * strength + DECAY_INTERCEPT))

    def _strength(self, trace: _Trace, at: datetime) -> float:
        """The summed traces, the exponential of the activation without the card's ease."""
        total = sum(
            max((at - then).total_seconds() * OUTSIDE, _LEAST_SECONDS) ** -decay
            for then, decay in trace.practices
        )
        if trace.before:
            age = (at - self._start).total_seconds() + DAYS_BEFORE * 86_400
            total += (age * OUTSIDE) ** -DECAY_INTERCEPT
        return float(total)
