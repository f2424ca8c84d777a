"""``kill -9`` at any moment loses no acknowledged answer. More rounds: see ``exam_kill.py``."""

from __future__ import annotations

from pathlib import Path

import pytest
from exam_kill import COURSE, LEARNER, open_learning, run_rounds


@pytest.mark.parametrize("seed", [1, 2])
def test_no_acknowledged_answer_is_lost(place: str | Path, seed: int) -> None:
    tally = run_rounds(str(place), rounds=2, seed=seed)
    assert tally.lost == []
    assert tally.acknowledged > 0
    learning = open_learning(str(place))
    exam = learning.latest_exam(LEARNER, COURSE)
    stood = [q.chosen for q in learning.exam_view(LEARNER, exam).questions]
    learning.submit(LEARNER, exam)
    assert [item.chosen for item in learning.review(LEARNER, exam)] == stood
    learning.store.close()
