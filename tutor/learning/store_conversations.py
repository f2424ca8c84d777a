"""The table of conversations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, select, update

from tutor.errors import ConversationUnknown
from tutor.learning.conversations import Conversation, ConversationEntry, Exchange, merged
from tutor.learning.store_engine import decoding, explained, writing
from tutor.learning.store_schema import CONVERSATIONS

_ENTRY = [column for column in CONVERSATIONS.c if column.name != "exchanges"]


class ConversationStore:
    """Conversations of all learners; another learner's is as if it were not there.

    Methods raise ``StoreError`` when the database cannot be used.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def entries(self, learner: str, course: str) -> list[ConversationEntry]:
        """A learner's conversations in a course, newest first."""
        table = CONVERSATIONS.c
        query = (
            select(*_ENTRY)
            .where(table.learner == learner, table.course == course)
            .order_by(table.updated.desc(), table.created.desc(), table.id)
        )
        with explained(self._engine.url), self._engine.begin() as connection:
            return [ConversationEntry(**row._asdict()) for row in connection.execute(query)]

    def get(self, learner: str, conversation: str) -> Conversation:
        """One conversation. Raises ConversationUnknown."""
        with explained(self._engine.url), self._engine.begin() as connection:
            return self._one(connection, learner, conversation)

    def add(self, conversations: Sequence[Conversation]) -> int:
        """Add conversations without those whose id is there already; returns how many were new."""
        with explained(self._engine.url), writing(self._engine) as connection:
            wanted = [c.id for c in conversations]
            there = select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.id.in_(wanted))
            known = set(connection.execute(there).scalars())
            new = [c for c in conversations if c.id not in known]
            for conversation in new:
                values = asdict(conversation) | {"exchanges": list(conversation.exchanges)}
                connection.execute(CONVERSATIONS.insert().values(values))
            return len(new)

    def put(
        self, learner: str, conversation: str, exchange: Exchange, at: datetime
    ) -> Conversation:
        """Put an exchange in its place, with nobody writing in between. May raise
        ConversationUnknown."""
        with explained(self._engine.url), writing(self._engine) as connection:
            found = self._one(connection, learner, conversation, locked=True)
            exchanges = merged(found.exchanges, exchange)
            self._set(connection, conversation, exchanges=list(exchanges), updated=at)
            return Conversation(**_values(found) | {"exchanges": exchanges, "updated": at})

    def rename(self, learner: str, conversation: str, title: str) -> None:
        """Set the title. Raises ConversationUnknown."""
        with explained(self._engine.url), writing(self._engine) as connection:
            self._one(connection, learner, conversation, locked=True)
            self._set(connection, conversation, title=title)

    def delete(self, learner: str, conversation: str) -> None:
        """Delete a conversation. Raises ConversationUnknown."""
        with explained(self._engine.url), writing(self._engine) as connection:
            self._one(connection, learner, conversation, locked=True)
            connection.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation))

    def dump(self, learner: str) -> list[Conversation]:
        """Every conversation of a learner, oldest first."""
        query = select(CONVERSATIONS).where(CONVERSATIONS.c.learner == learner)
        url = self._engine.url
        with explained(url), decoding(url), self._engine.begin() as connection:
            rows = connection.execute(query.order_by(CONVERSATIONS.c.created))
            return [_conversation(row) for row in rows]

    def _one(
        self, connection: Connection, learner: str, conversation: str, *, locked: bool = False
    ) -> Conversation:
        table = CONVERSATIONS.c
        query = select(CONVERSATIONS).where(table.id == conversation, table.learner == learner)
        with decoding(self._engine.url):
            row = connection.execute(query.with_for_update() if locked else query).one_or_none()
            if row is not None:
                return _conversation(row)
        raise ConversationUnknown(
            "That conversation is not there any more", "Choose another, or begin a new one"
        )

    def _set(self, connection: Connection, conversation: str, **values: Any) -> None:
        changed = update(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation)
        connection.execute(changed.values(**values))


def _values(conversation: Conversation) -> dict[str, Any]:
    return dict(vars(conversation))


def _conversation(row: Row[Any]) -> Conversation:
    values = row._asdict()
    return Conversation(**values | {"exchanges": tuple(values["exchanges"])})
