"""Conversations with the notes, kept so that a reload or another machine shows them again.

Unlike events they change: a title is given, an answer takes the place of the one before, and a
learner may delete them for good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tutor.learning.clock import Clock

if TYPE_CHECKING:
    from tutor.learning.store_conversations import ConversationStore

_LONGEST_TITLE = 120

Exchange = Mapping[str, Any]
"""A question and what came of it, as plain values; ``id`` is its own within the conversation."""


@dataclass(frozen=True)
class ConversationEntry:
    """A conversation in the list of all. ``updated`` is UTC, as is ``created``."""

    id: str
    learner: str
    course: str
    title: str
    created: datetime
    updated: datetime


@dataclass(frozen=True)
class Conversation(ConversationEntry):
    """A conversation with its exchanges, oldest first."""

    exchanges: tuple[Exchange, ...] = ()


class Conversations:
    """Conversations of all learners, each read and changed by its own learner's id.

    Every method raises ``StoreError`` when the database cannot be used, and those that take an id
    ``ConversationUnknown`` when the learner has no such conversation.
    """

    def __init__(self, store: ConversationStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def entries(self, learner: str, course_id: str) -> list[ConversationEntry]:
        """The learner's conversations in a course, the one used last first."""
        return self._store.entries(learner, course_id)

    def get(self, learner: str, conversation: str) -> Conversation:
        """One conversation with its exchanges."""
        return self._store.get(learner, conversation)

    def begin(
        self, learner: str, course_id: str, title: str, exchanges: Sequence[Exchange]
    ) -> Conversation:
        """Keep a new conversation."""
        now = self._clock()
        made = Conversation(
            uuid4().hex[:12], learner, course_id, titled(title), now, now, tuple(exchanges)
        )
        self._store.add([made])
        return made

    def save(self, learner: str, conversation: str, exchange: Exchange) -> Conversation:
        """Put an exchange in the place of the one with its id, or at the end."""
        return self._store.put(learner, conversation, exchange, self._clock())

    def rename(self, learner: str, conversation: str, title: str) -> None:
        """Give another title; an empty one changes nothing."""
        if title.strip():
            self._store.rename(learner, conversation, titled(title))

    def delete(self, learner: str, conversation: str) -> None:
        """Delete a conversation for good."""
        self._store.delete(learner, conversation)


def titled(text: str) -> str:
    """A title made from any text: one line, cut between words."""
    line = " ".join(text.replace("\0", "").split())
    if len(line) <= _LONGEST_TITLE:
        return line
    return line[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


def merged(kept: Sequence[Exchange], new: Exchange) -> tuple[Exchange, ...]:
    """The exchanges with ``new`` in the place of the one with its id, or after the last."""
    if any(exchange["id"] == new["id"] for exchange in kept):
        return tuple(new if exchange["id"] == new["id"] else exchange for exchange in kept)
    return (*kept, new)
