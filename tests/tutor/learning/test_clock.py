"""The clock goes on when somebody turns it back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tutor.learning.clock import SteadyClock


class Times:
    """The system's two clocks, turned by hand."""

    wall = 1_700_000_000.0
    ticks = 50.0

    def clock(self) -> SteadyClock:
        return SteadyClock(lambda: self.wall, lambda: self.ticks)


def test_the_time_is_the_systems() -> None:
    times = Times()
    clock = times.clock()
    assert clock() == datetime.fromtimestamp(times.wall, UTC)
    assert abs(SteadyClock()() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_clock_set_back_goes_on() -> None:
    times = Times()
    clock = times.clock()
    before = clock()
    times.wall -= 7200
    times.ticks += 10
    assert clock() == before + timedelta(seconds=10)


def test_a_machine_that_slept_knows_it() -> None:
    """The ticks stood still in the meantime."""
    times = Times()
    clock = times.clock()
    before = clock()
    times.wall += 3600
    assert clock() == before + timedelta(hours=1)


@given(st.lists(st.tuples(st.floats(-1e5, 1e5), st.floats(0, 1e4)), max_size=30))
def test_time_never_runs_backwards(turns: list[tuple[float, float]]) -> None:
    times = Times()
    clock = times.clock()
    seen = [clock()]
    for wall, ticks in turns:
        times.wall += wall
        times.ticks += ticks
        seen.append(clock())
        assert seen[-1] - seen[-2] >= timedelta(seconds=ticks) - timedelta(microseconds=2)
