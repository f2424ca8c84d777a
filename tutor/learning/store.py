"""What learners did, kept for good: events are added, read back, and never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, Row, func, select

from tutor.learning.events import Event, EventKind, Goal
from tutor.learning.store_conversations import ConversationStore
from tutor.learning.store_engine import decoding, explained, open_engine, writing
from tutor.learning.store_schema import EVENTS

_MOST_PARAMETERS = 500  # of one statement; SQLite took 999 at most until 3.32

Decision = Callable[[list[Event]], Sequence[Event]]
"""From what is there to what is to be added; it may raise to add nothing."""


class LearningStore:
    """Events of all learners, each read by its own learner's id. Safe to share between threads.

    Several processes may open the same database at once. Every method raises ``StoreError`` when
    the database cannot be reached, read or written; what was returned before stays written.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.conversations = ConversationStore(engine)

    @classmethod
    def open(cls, place: str | Path) -> LearningStore:
        """Open a SQLite file (made if need be) or the PostgreSQL server of a URL."""
        return cls(open_engine(place))

    def close(self) -> None:
        """Give the connections back; the store can be used again after it."""
        self._engine.dispose()

    def append(self, events: Iterable[Event]) -> list[Event]:
        """Add events, all or none; they come back with their ``seq``. On disk once returned."""
        with explained(self._engine.url), writing(self._engine) as connection:
            return self._add(connection, list(events))

    def decide(
        self, learner: str, decision: Decision, *, course: str = "", exam: str = ""
    ) -> list[Event]:
        """Add what ``decision`` makes of the learner's events, with nobody writing in between.

        ``decision`` gets what :meth:`events` would give; what it raises comes through and
        nothing is added. It must not use the store.
        """
        with explained(self._engine.url), writing(self._engine) as connection:
            self._lock(connection, {learner})
            return self._add(
                connection, decision(self._read(connection, learner, course, exam=exam))
            )

    def events(
        self,
        learner: str,
        course: str = "",
        kinds: Iterable[EventKind] = (),
        exam: str = "",
        after_seq: int = 0,
    ) -> list[Event]:
        """One learner's events in the order they were added. What is left empty restricts nothing.

        ``after_seq`` leaves out the events up to that number, which the caller has seen.
        """
        with explained(self._engine.url), self._engine.begin() as connection:
            return self._read(connection, learner, course, tuple(kinds), exam, after_seq)

    def goal(self, learner: str, course: str) -> Goal:
        """What the learner wants of a course; an empty goal before any was set."""
        found = self.events(learner, course, kinds=("goal_set",))
        return _goal(found[-1].detail) if found else Goal()

    def set_goal(self, learner: str, course: str, goal: Goal, at: datetime) -> None:
        """Set the goal from now on; earlier ones stay in the history."""
        day = goal.exam_date.isoformat() if goal.exam_date else None
        self.append(
            [Event(learner, course, "goal_set", at, detail=asdict(goal) | {"exam_date": day})]
        )

    def learners(self, course: str = "") -> list[str]:
        """Ids of those who did anything (in a course), sorted."""
        query = select(EVENTS.c.learner).distinct()
        if course:
            query = query.where(EVENTS.c.course == course)
        with explained(self._engine.url), self._engine.begin() as connection:
            return sorted(connection.execute(query).scalars())

    def dump(self, learner: str) -> list[tuple[str, Event]]:
        """Every event of a learner with its lasting id, which is the same on every machine."""
        query = select(EVENTS).where(EVENTS.c.learner == learner).order_by(EVENTS.c.seq)
        url = self._engine.url
        with explained(url), decoding(url), self._engine.begin() as connection:
            return [(row.uid, _event(row)) for row in connection.execute(query)]

    def load(self, events: Sequence[tuple[str, Event]]) -> int:
        """Add what :meth:`dump` gave, without what is there already; returns how many were new."""
        with explained(self._engine.url), writing(self._engine) as connection:
            self._lock(connection, {event.learner for _, event in events})
            uids = [uid for uid, _ in events]
            known: set[str] = set()
            for start in range(0, len(uids), _MOST_PARAMETERS):
                part = uids[start : start + _MOST_PARAMETERS]
                known.update(
                    connection.execute(select(EVENTS.c.uid).where(EVENTS.c.uid.in_(part))).scalars()
                )
            new = {uid: event for uid, event in events if uid not in known}
            self._insert(connection, new)
            return len(new)

    def _add(self, connection: Connection, events: Sequence[Event]) -> list[Event]:
        self._lock(connection, {event.learner for event in events})
        return self._insert(connection, {uuid4().hex: event for event in events})

    def _insert(self, connection: Connection, events: dict[str, Event]) -> list[Event]:
        numbered = []
        for uid, event in events.items():
            row = {name: value for name, value in vars(event).items() if name != "seq"}
            values = row | {"uid": uid, "chosen": list(event.chosen)}
            seq = connection.execute(EVENTS.insert().values(values)).inserted_primary_key
            assert seq is not None
            numbered.append(replace(event, seq=seq[0], at=event.at.astimezone(UTC)))
        return numbered

    def _lock(self, connection: Connection, learners: set[str]) -> None:
        """One writer for each learner, so that ``seq`` grows in the order of commits.

        SQLite has one writer for all: ``BEGIN IMMEDIATE`` has waited for it.
        """
        if connection.dialect.name == "postgresql":
            for learner in sorted(learners):  # the same order everywhere, or two would wait in turn
                key = func.hashtextextended(learner, 0)
                connection.execute(select(func.pg_advisory_xact_lock(key)))

    def _read(
        self,
        connection: Connection,
        learner: str,
        course: str,
        kinds: Sequence[EventKind] = (),
        exam: str = "",
        after_seq: int = 0,
    ) -> list[Event]:
        query = select(EVENTS).where(EVENTS.c.learner == learner, EVENTS.c.seq > after_seq)
        if course:
            query = query.where(EVENTS.c.course == course)
        if kinds:
            query = query.where(EVENTS.c.kind.in_(kinds))
        if exam:
            query = query.where(EVENTS.c.exam == exam)
        with decoding(self._engine.url):
            return [_event(row) for row in connection.execute(query.order_by(EVENTS.c.seq))]


def _event(row: Row[Any]) -> Event:
    values = row._asdict()
    del values["uid"]
    return Event(**values | {"chosen": tuple(values["chosen"])})


def _goal(detail: dict[str, Any]) -> Goal:
    day = detail["exam_date"]
    return Goal(**detail | {"exam_date": date.fromisoformat(day) if day else None})
