"""The system's clock jumps between ingestions: versions keep their order."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.faults.sound_course import TOPICS, faults_of, make, note
from tests.small_course import SmallCourse

HOUR = 3_600 * 10**9


@pytest.mark.parametrize("jumps", [(-HOUR, -HOUR), (+9_000 * HOUR, -9_000 * HOUR), (0, 0)])
def test_a_clock_that_jumps_confuses_no_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jumps: tuple[int, int]
) -> None:
    course: SmallCourse = make(tmp_path)
    now = time.time_ns()
    for edition, jump in enumerate(jumps, 3):
        now += jump
        monkeypatch.setattr("time.time_ns", lambda now=now: now)
        before = int(course.version().name)
        course.write(f"{TOPICS[0]}.md", note(TOPICS[0], edition))
        course.ingest()
        assert int(course.version().name) > before
        assert f"edition {edition}:" in course.index().document(f"{TOPICS[0]}.md").text
        assert len(list(course.version().parent.iterdir())) == 2
    assert faults_of(course) == []
