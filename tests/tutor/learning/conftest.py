"""The learning store on both databases, a clock to turn, and a course to examine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from exam_course import HandClock, make_bank, make_course_of_exam
from postgresql_server import new_database, running_server, server_programs

from tutor.learning.learning import Learning
from tutor.learning.store import LearningStore

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A running server of our own; the tests that need one are skipped where none is installed."""
    programs = server_programs()
    if programs is None:
        pytest.skip("PostgreSQL's server is not installed")
    with running_server(programs) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where an empty learning store may be made, once for each database."""
    if request.param == "sqlite":
        return tmp_path / "learning.db"
    return new_database(request.getfixturevalue("postgresql"), f"tutor_{next(_NUMBERS)}")


@pytest.fixture
def open_store() -> Iterator[Callable[[str | Path], LearningStore]]:
    opened: list[LearningStore] = []

    def open_(at: str | Path) -> LearningStore:
        opened.append(LearningStore.open(at))
        return opened[-1]

    yield open_
    for store in opened:
        store.close()


@pytest.fixture
def store(place: str | Path, open_store: Callable[[str | Path], LearningStore]) -> LearningStore:
    return open_store(place)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def open_learning(place: str | Path, clock: HandClock) -> Iterator[Callable[..., Learning]]:
    """Opens the place as another process would: nothing but the database is shared."""
    opened: list[Learning] = []

    def open_(bank: int | list[object] = 8, at: HandClock = clock) -> Learning:
        course = make_course_of_exam()
        questions = make_bank(course, bank) if isinstance(bank, int) else bank
        opened.append(Learning(place, lambda _: course, lambda _: questions, at))  # type: ignore[arg-type,return-value]
        return opened[-1]

    yield open_
    for learning in opened:
        learning.store.close()


@pytest.fixture
def learning(open_learning: Callable[..., Learning]) -> Learning:
    return open_learning()
