"""What every learning store does, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from exam_course import START
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

import tutor.learning
from tutor.errors import ExamError, StoreError
from tutor.learning.events import Event, Goal
from tutor.learning.store import LearningStore
from tutor.learning.store_engine import open_engine
from tutor.learning.store_schema import HEAD, METADATA

Open = Callable[[str | Path], LearningStore]


def answered(learner: str = "ada", card: str = "q-1", **fields: object) -> Event:
    return replace(Event(learner, "c", "answered", START, card=card, chosen=("B",)), **fields)  # type: ignore[arg-type]


def test_what_was_appended_comes_back(store: LearningStore) -> None:
    first = answered(
        chosen=("A", "C"), correct=False, confidence="sure", seconds=12.5,
        detail={"text": "naïve ✓ 𝔘", "deep": {"list": [1, 2.5, None]}},
    )  # fmt: skip
    second = Event("ada", "c", "recalled", START + timedelta(1), card="fact", grade="hard")
    kept = store.append([first, second])
    assert [e.seq for e in kept] == sorted({e.seq for e in kept})
    assert [replace(e, seq=0) for e in kept] == [first, second]
    assert store.events("ada") == kept


def test_moments_come_back_in_utc(store: LearningStore) -> None:
    local = datetime(2026, 3, 29, 2, 30, 0, 123456, timezone(timedelta(hours=5, minutes=30)))
    store.append([answered(at=local)])
    [event] = store.events("ada")
    assert event.at == local
    assert event.at.tzinfo is UTC


def test_a_moment_without_a_time_zone_is_a_mistake(store: LearningStore) -> None:
    with pytest.raises((ValueError, sqlalchemy.exc.StatementError), match="time zone"):
        store.append([answered(at=datetime(2026, 1, 1))])
    assert store.events("ada") == []


def test_events_are_chosen_by_what_is_asked(store: LearningStore) -> None:
    kept = store.append([
        answered(), answered(course="d"), answered(exam="e1"), answered(kind="shown", exam="e1"),
        answered(learner="bob"),
    ])  # fmt: skip
    assert store.events("ada") == kept[:4]
    assert store.events("ada", "c") == [kept[0], kept[2], kept[3]]
    assert store.events("ada", exam="e1") == kept[2:4]
    assert store.events("ada", kinds=("shown", "disputed")) == [kept[3]]
    assert store.events("ada", after_seq=kept[1].seq) == kept[2:4]
    assert store.events("eve") == []
    assert store.learners() == ["ada", "bob"]
    assert store.learners("d") == ["ada"]


def test_all_events_of_an_append_or_none(store: LearningStore) -> None:
    with pytest.raises((sqlalchemy.exc.StatementError, TypeError)):
        store.append([answered(), answered(detail={"no": object()})])
    assert store.events("ada") == []


@pytest.mark.parametrize("change", ["UPDATE events SET correct = NULL", "DELETE FROM events"])
def test_the_database_itself_refuses_changes(
    place: str | Path, store: LearningStore, change: str
) -> None:
    kept = store.append([answered(correct=True)])
    engine = open_engine(place)
    with pytest.raises(DBAPIError, match="only ever added"), engine.begin() as connection:
        connection.execute(sqlalchemy.text(change))
    engine.dispose()
    assert store.events("ada") == kept


def test_a_decision_sees_what_is_there(store: LearningStore) -> None:
    store.append([answered(exam="e1"), answered(exam="e2"), answered(learner="bob", exam="e1")])
    seen: list[Event] = []

    def decision(events: list[Event]) -> list[Event]:
        seen.extend(events)
        return [answered(card="q-2", exam="e1")]

    added = store.decide("ada", decision, exam="e1")
    assert [(e.learner, e.exam) for e in seen] == [("ada", "e1")]
    assert store.events("ada", exam="e1")[-1:] == added


def test_a_decision_that_refuses_adds_nothing(store: LearningStore) -> None:
    def refuse(_: list[Event]) -> list[Event]:
        raise ExamError("No", "Stop")

    with pytest.raises(ExamError, match="No"):
        store.decide("ada", refuse)
    assert store.events("ada") == []


def test_decisions_wait_for_each_other(place: str | Path, open_store: Open) -> None:
    """Two processes that count and add never count the same."""
    stores = [open_store(place), open_store(place)]

    def add_next(at: int) -> None:
        stores[at % 2].decide("ada", lambda events: [answered(card=f"q-{len(events)}")])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_next, range(24)))
    events = stores[0].events("ada")
    assert [e.card for e in events] == [f"q-{n}" for n in range(24)]
    assert [e.seq for e in events] == sorted(e.seq for e in events)


def test_two_open_an_empty_database_at_once(place: str | Path, open_store: Open) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(open_store, [place] * 4))
    for store in stores:
        store.append([answered()])
    assert len(stores[0].events("ada")) == 4


def test_a_goal_is_what_was_set_last(store: LearningStore) -> None:
    assert store.goal("ada", "c") == Goal()
    store.set_goal("ada", "c", Goal(date(2026, 6, 1), 0.8, 30), START)
    latest = Goal(None, 0.75, 45)
    store.set_goal("ada", "c", latest, START)
    assert store.goal("ada", "c") == latest
    assert store.goal("ada", "d") == store.goal("bob", "c") == Goal()
    assert len(store.events("ada", kinds=("goal_set",))) == 2


def test_what_is_dumped_is_loaded_once(place: str | Path, open_store: Open, tmp_path: Path) -> None:
    store = open_store(place)
    kept = store.append([answered(), answered(card="q-2", correct=True), answered("bob")])
    dump = store.dump("ada")
    other = open_store(tmp_path / "other.db")
    assert other.load(dump) == 2
    assert other.load(dump) == 0
    assert [replace(e, seq=0) for e in other.events("ada")] == [replace(e, seq=0) for e in kept[:2]]
    assert other.learners() == ["ada"]
    assert store.load(dump) == 0  # a backup restored where it was made adds nothing


def test_migrations_make_the_tables_that_the_code_knows(place: str | Path) -> None:
    engine = open_engine(place)
    with engine.connect() as connection:
        options = {"compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
        assert context.get_current_revision() == HEAD
    engine.dispose()


def test_head_is_the_newest_migration() -> None:
    folder = Path(next(iter(tutor.learning.__path__))) / "migrations"
    assert ScriptDirectory(folder).get_current_head() == HEAD


def test_a_newer_database_is_left_alone(place: str | Path, open_store: Open) -> None:
    store = open_store(place)
    store.append([answered()])
    engine = open_engine(place)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"newer version.*Update the tutor"):
        LearningStore.open(place)
    with engine.begin() as connection:
        count = connection.execute(sqlalchemy.text("SELECT count(*) FROM events")).scalar()
    engine.dispose()
    assert count == 1


def _only(event: Event, _: list[Event]) -> list[Event]:
    return [event]


learners = st.sampled_from(["ada", "bob", "eve", "Ada", "ada "])
steps = st.lists(st.tuples(learners, st.sampled_from("cd"), st.integers(0, 9)), max_size=30)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_no_learner_sees_another(store: LearningStore, taken: list[tuple[str, str, int]]) -> None:
    """Whatever is interleaved, each learner reads back their own events, all, and in order."""
    before = {name: store.events(name) for name, _, _ in taken}
    for name, course, n in taken:
        event = Event(name, course, "shown", START, card=f"q-{n}")
        store.decide(name, partial(_only, event))
    for name, earlier in before.items():
        mine = store.events(name)
        assert {e.learner for e in mine} <= {name}
        new = mine[len(earlier) :]
        assert mine[: len(earlier)] == earlier
        assert [(e.course, e.card) for e in new] == [
            (course, f"q-{n}") for who, course, n in taken if who == name
        ]
