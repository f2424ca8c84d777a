"""The conversation on the page and the one in the store: kept, opened again, brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from tutor.errors import ConversationUnknown
from tutor.learning.conversations import Exchange as Kept
from tutor.ui import texts
from tutor.ui.border import Failure
from tutor.ui.session import Exchange, Session

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_ONLY_ON_THE_PAGE = {"step", "kept"}


def keep(tutor: StudyTutor, session: Session) -> None:
    """Write what is new to the store; the newest exchange always, since its answer grows."""
    for exchange in session.exchanges:
        if not exchange.kept or exchange is session.exchanges[-1]:
            _keep(tutor, session, exchange)


def _keep(tutor: StudyTutor, session: Session, exchange: Exchange) -> None:
    kept, plain = tutor.learning.conversations, to_plain(exchange)
    if session.conversation:
        try:
            kept.save(session.learner, session.conversation, plain)
        except ConversationUnknown:
            # Deleted elsewhere: an answer to it is not kept, a new question begins another.
            if exchange.kept:
                return
            session.conversation = ""
            session.exchanges = [exchange]
    if not session.conversation:
        title = exchange.question or ", ".join(exchange.files)
        made = kept.begin(session.learner, session.course, title, [plain])
        session.conversation = made.id
    exchange.kept = True


def open_kept(tutor: StudyTutor, session: Session, conversation: str) -> None:
    """Put a kept conversation on the page.

    Raises:
        ConversationUnknown: the learner has none of that id.
    """
    found = tutor.learning.conversations.get(session.learner, conversation)
    session.leave_conversation()
    session.exchanges = from_plain(found.exchanges, _withheld(tutor, session))
    session.conversation = conversation


def open_latest(tutor: StudyTutor, session: Session) -> None:
    """Put the conversation used last on an empty page, if there is one."""
    if session.exchanges or session.conversation:
        return
    entries = tutor.learning.conversations.entries(session.learner, session.course)
    if entries:
        open_kept(tutor, session, entries[0].id)


def bring_up_to_date(tutor: StudyTutor, session: Session) -> None:
    """Take over what another tab has added, and hide what an exam begun since asks."""
    if not session.conversation:
        return
    try:
        found = tutor.learning.conversations.get(session.learner, session.conversation)
    except ConversationUnknown:
        session.leave_conversation()
        return
    fresh = [exchange for exchange in session.exchanges if not exchange.kept]
    session.exchanges = from_plain(found.exchanges, _withheld(tutor, session)) + fresh


def to_plain(exchange: Exchange) -> dict[str, Any]:
    """An exchange as plain values; citations keep their spans, so that they open again."""
    plain: dict[str, Any] = _adapter().dump_python(
        exchange, mode="json", exclude=_ONLY_ON_THE_PAGE, exclude_defaults=True
    )
    return plain | {"id": exchange.id, "question": exchange.question}


def from_plain(kept: Sequence[Kept], withheld: frozenset[str] = frozenset()) -> list[Exchange]:
    """Exchanges as they were kept; explanations of ``withheld`` questions are left out."""
    return [_exchange(plain, withheld) for plain in kept]


def _exchange(plain: Kept, withheld: frozenset[str]) -> Exchange:
    try:
        exchange = _adapter().validate_python(plain)
    except ValidationError:  # written by another version
        failure = Failure(texts.EXCHANGE_UNREADABLE, texts.EXCHANGE_UNREADABLE_TODO)
        exchange = Exchange(str(plain.get("question", "")), failure=failure, id=str(plain["id"]))
    if exchange.asked_about and exchange.asked_about.id in withheld:
        exchange.asked_about = exchange.explanation = None
        exchange.failure = Failure(texts.EXCHANGE_WITHHELD, texts.EXCHANGE_WITHHELD_TODO)
    exchange.finished = exchange.kept = True
    return exchange


def _withheld(tutor: StudyTutor, session: Session) -> frozenset[str]:
    withheld = tutor.learning.withheld(session.learner, session.course)
    return frozenset(question.id for question in withheld)


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Exchange]:
    return TypeAdapter(Exchange)
