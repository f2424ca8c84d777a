"""The tables of the learning store, and the version of them that this code reads and writes."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

HEAD = "0002"
"""The newest migration; a test holds it equal to what Alembic finds in ``migrations/``."""

METADATA = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a time zone: it could mean any."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("the moment of an event needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Every moment comes back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


EVENTS = Table(
    "events",
    METADATA,
    # SQLite grows a key by itself only when its type is exactly INTEGER.
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("uid", Text, nullable=False, unique=True),  # the same on every machine: see backup.py
    Column("learner", Text, nullable=False),
    Column("course", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("card", Text, nullable=False),
    Column("exam", Text, nullable=False),
    Column("chosen", JSON, nullable=False),
    Column("correct", Boolean),
    Column("confidence", Text),
    Column("grade", Text),
    Column("seconds", Float),
    Column("detail", JSON, nullable=False),
    Index("events_of_learner", "learner", "course", "seq"),
    Index("events_of_exam", "learner", "exam", "seq"),
    sqlite_autoincrement=True,  # a number is never given twice
)

CONVERSATIONS = Table(
    "conversations",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("learner", Text, nullable=False),
    Column("course", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("updated", UtcDateTime, nullable=False),
    Column("exchanges", JSON, nullable=False),
    Index("conversations_of_learner", "learner", "course", "updated"),
)
