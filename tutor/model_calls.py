"""How often a learner may call the language model."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from tutor.errors import ModelError

_MINUTE = 60.0


class TooManyCalls(ModelError):
    """The learner has called the model as often as is allowed."""


class ModelCalls:
    """Counts the calls of the last minute, learner by learner. Safe to share between threads.

    ``per_minute`` of 0 allows any number. The counts are of this process and are never written.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._lock = Lock()
        self._made: dict[str, deque[float]] = {}

    def take(self, learner: str) -> None:
        """Count a call that is about to be made.

        Raises:
            TooManyCalls: the learner has made as many within a minute as are allowed.
        """
        if not self._per_minute:
            return
        now = self._clock()
        with self._lock:
            self._forget(now)
            made = self._made.setdefault(learner, deque())
            if len(made) < self._per_minute:
                made.append(now)
                return
            wait = math.ceil(made[0] + _MINUTE - now)
        times = "once" if self._per_minute == 1 else f"{self._per_minute} times"
        raise TooManyCalls(
            f"You have called the model {times} within a minute, as often as is allowed here",
            f"Ask it again in {wait} second{'' if wait == 1 else 's'}",
        )

    def _forget(self, now: float) -> None:
        """Drop calls that are more than a minute old, and learners without any."""
        for learner in list(self._made):
            made = self._made[learner]
            while made and now - made[0] >= _MINUTE:
                made.popleft()
            if not made:
                del self._made[learner]
