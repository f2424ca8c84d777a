"""The Ask tab: a conversation with the notes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import Dependency

from tutor.answering.answer import Answer
from tutor.ui import ask_page, conversation, conversation_list, dropped, texts
from tutor.ui.border import NotYet, caught, not_yet
from tutor.ui.markup import read_command
from tutor.ui.session import Exchange, Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import ONE, Components, Updates, connect, tell

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_SECONDS_BETWEEN_UPDATES = 0.08  # at most 12 a second: more only loads the browser


Message = dict[str, Any]
"""What stands in the box: ``text``, and ``files`` by their paths."""


def entered(tutor: StudyTutor, session: Session) -> Updates:
    """The tab as a page that was opened or reloaded shows it: the conversation used last."""
    talks: Updates = {}
    with caught() as outcome:  # a store that fails must not keep the rest of the page from opening
        conversation.open_latest(tutor, session)
        talks = conversation_list.listed(tutor, session)
    if outcome.failure:
        tell(outcome.failure)
    return {**ask_page.idle(session), **talks}


def send(
    tutor: StudyTutor, startup: Startup, *, session: Session, box: Message
) -> Iterator[Updates]:
    """Ask what stands in the box; files beside it are put down to be added to the notes first."""
    if not box["files"]:
        yield from ask(tutor, startup, session=session, question=box["text"])
        return
    _refuse_while_busy(session)
    session.pending = box["text"].strip()
    dropped.put_down(session, box["files"])
    yield ask_page.busy(session)


def ask(
    tutor: StudyTutor, startup: Startup, *, session: Session, question: str
) -> Iterator[Updates]:
    """Ask a question; yields the conversation as the answer grows."""
    text = question.strip()
    if not text:
        raise not_yet("question_empty")
    _refuse_while_busy(session)
    conversation.bring_up_to_date(tutor, session)
    if session.editing and session.exchanges:
        session.exchanges[-1] = Exchange(text, id=session.exchanges[-1].id, kept=True)
    else:
        session.exchanges.append(Exchange(text))
    session.editing = False
    yield from _answer(tutor, startup, session)


def ask_example(
    tutor: StudyTutor, startup: Startup, *, session: Session, link: str
) -> Iterator[Updates]:
    """Ask one of the example questions."""
    yield from ask(tutor, startup, session=session, question=read_command(link)[1])


def ask_pending(tutor: StudyTutor, startup: Startup, *, session: Session) -> Iterator[Updates]:
    """Ask what a link brought along, or what was typed beside files."""
    question, session.pending = session.pending, ""
    if question:
        yield from ask(tutor, startup, session=session, question=question)
    else:
        yield {}


def retry(tutor: StudyTutor, startup: Startup, *, session: Session) -> Iterator[Updates]:
    """Ask the newest question again."""
    if not _may_be_asked_again(session):
        raise not_yet("no_question_to_repeat")
    _refuse_while_busy(session)
    last = session.exchanges[-1]
    session.exchanges[-1] = Exchange(last.question, id=last.id, kept=True)
    yield from _answer(tutor, startup, session)


def edit(*, session: Session, link: str) -> Updates:
    """Put the newest question into the box, to be asked in other words; or leave it."""
    if read_command(link)[1] != "last":
        session.editing = False
        return {
            **ask_page.idle(session),
            "box": ask_page.box(session, busy=False, text=""),
            "session": session,
        }
    if not _may_be_asked_again(session):
        raise NotYet(texts.NOTHING_TO_EDIT, texts.NOTHING_TO_EDIT_TODO)
    _refuse_while_busy(session)
    session.editing = True
    text = session.exchanges[-1].question
    return {
        **ask_page.shown(session),
        "box": ask_page.box(session, busy=False, text=text),
        "session": session,
    }


def stop(tutor: StudyTutor, *, session: Session) -> Updates:
    """Keep what was written when the learner stopped it; files that are being added are not."""
    session.stopping, session.pending = True, ""
    if session.exchanges and not session.exchanges[-1].files:
        session.exchanges[-1].finished = True
        conversation.keep(tutor, session)
    return {**ask_page.idle(session), "session": session}


def _may_be_asked_again(session: Session) -> bool:
    last = session.exchanges[-1] if session.exchanges else None
    return last is not None and not last.explanation and not last.files


def _refuse_while_busy(session: Session) -> None:
    if session.exchanges and not session.exchanges[-1].finished:
        raise not_yet("still_writing")


def _answer(tutor: StudyTutor, startup: Startup, session: Session) -> Iterator[Updates]:
    exchange = session.exchanges[-1]
    yield ask_page.busy(session)
    with caught() as outcome:
        conversation.keep(tutor, session)  # a question whose answer is lost can be asked again
        startup.wait(session.course)
        stream = tutor.ask_stream(
            session.course, exchange.question, session.previous(), session.learner
        )
        for answer in paced(stream):
            if exchange.finished:  # stopped while the model was thinking
                return
            exchange.answer = answer
            yield {**ask_page.shown(session), "session": session}
    exchange.failure = outcome.failure
    exchange.finished = True
    with caught() as outcome:
        conversation.keep(tutor, session)
    if outcome.failure:
        tell(outcome.failure)
    yield {**ask_page.shown(session), "box": ask_page.box(session, busy=False), "session": session}


def paced(
    answers: Iterable[Answer],
    *,
    seconds: float = _SECONDS_BETWEEN_UPDATES,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Answer]:
    """Leave out answers that follow one another too fast, never the last."""
    held: Answer | None = None
    shown: float | None = None
    for answer in answers:
        now = clock()
        if shown is None or now - shown >= seconds:
            yield answer
            shown, held = now, None
        else:
            held = answer
    if held is not None:
        yield held


def wire(
    tutor: StudyTutor,
    startup: Startup,
    session: gr.State,
    parts: Components,
    ask_links: Components,
    opening: Dependency,
) -> None:
    """Connect the tab's events. ``ask_links`` bring ``ask`` and ``edit`` links, ``opening`` is the
    event that fills the page, after which a question of its address is asked."""
    chat = {name: parts[name] for name in ask_page.SHOWN}
    talks = {name: parts[name] for name in conversation_list.SHOWN}
    mine = {"session": session}
    outputs = {**chat, **mine}

    def on(trigger: Callable[..., Dependency], handler: Any, **more: Any) -> Dependency:
        options = {"trigger_mode": "multiple", **more.pop("options", {})}
        inputs = {**mine, **more}
        return connect(trigger, handler, inputs=inputs, outputs=outputs, **options)

    # "multiple": the browser believes a stopped event to be under way until its model has answered.
    sent = on(parts["box"].submit, partial(send, tutor, startup), box=parts["box"])
    writing = {"concurrency_limit": ONE}
    added = on(sent.then, partial(dropped.add, tutor, startup), options=writing)
    asking = [
        sent,
        on(added.then, partial(ask_pending, tutor, startup)),
        on(opening.then, partial(ask_pending, tutor, startup)),
        on(ask_links["ask"].input, partial(ask_example, tutor, startup), link=ask_links["ask"]),
        on(parts["chat"].retry, partial(retry, tutor, startup)),
    ]
    for event in asking:
        connect(event.then, partial(_listed, tutor), inputs=mine, outputs=talks)
    on(ask_links["edit"].input, edit, link=ask_links["edit"])
    on(parts["box"].stop, partial(stop, tutor), options={"cancels": asking})
    conversation_list.wire(tutor, session, parts, chat, ask_page.idle)


def _listed(tutor: StudyTutor, *, session: Session) -> Updates:
    return conversation_list.listed(tutor, session)
