"""The time of day, as a clock that can be handed in."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock

Clock = Callable[[], datetime]
"""Gives the present moment in UTC."""


class SteadyClock:
    """The system's time of day, which goes on when somebody sets the system's clock back.

    While the process runs it is never behind the time it gave before plus what has passed since.
    A clock that is set forward is believed: a machine that slept wakes up with one.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._lock = Lock()
        self._seen = (wall(), monotonic())

    def __call__(self) -> datetime:
        """Now, in UTC."""
        with self._lock:
            wall, ticks = self._seen
            ticked = self._monotonic()
            now = max(self._wall(), wall + ticked - ticks)
            self._seen = (now, ticked)
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=now)
