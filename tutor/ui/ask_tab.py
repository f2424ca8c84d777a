"""The Ask tab: a conversation with the notes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import Dependency

from tutor.answering.answer import Answer
from tutor.ui import texts
from tutor.ui.border import NotYet, caught
from tutor.ui.markup import command, escape, flat, items, read_command
from tutor.ui.render import exchange_html, question_html
from tutor.ui.session import Exchange, Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import Components, Updates, connect

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_SECONDS_BETWEEN_UPDATES = 0.08  # at most 12 a second: more only loads the browser
_MOST_EXAMPLES = 4


def ask(
    tutor: StudyTutor, startup: Startup, *, session: Session, question: str
) -> Iterator[Updates]:
    """Ask a question; yields the conversation as the answer grows."""
    text = question.strip()
    if not text:
        raise NotYet("The question is empty", "Type what you want to know")
    _refuse_while_busy(session)
    session.exchanges.append(Exchange(text))
    yield from _answer(tutor, startup, session)


def ask_example(
    tutor: StudyTutor, startup: Startup, *, session: Session, link: str
) -> Iterator[Updates]:
    """Ask one of the example questions."""
    return ask(tutor, startup, session=session, question=read_command(link)[1])


def retry(tutor: StudyTutor, startup: Startup, *, session: Session) -> Iterator[Updates]:
    """Ask the newest question again."""
    if not session.exchanges or session.exchanges[-1].explanation:
        raise NotYet("There is no question to ask again", "Type one")
    _refuse_while_busy(session)
    session.exchanges[-1] = Exchange(session.exchanges[-1].question)
    yield from _answer(tutor, startup, session)


def stop(*, session: Session) -> Updates:
    """Keep what was written when the learner stopped it."""
    if session.exchanges:
        session.exchanges[-1].finished = True
    return {**_idle(session), "session": session}


def clear(*, session: Session) -> Updates:
    """Forget the conversation."""
    session.exchanges = []
    return {**_idle(session), "session": session}


def conversation(session: Session) -> Updates:
    """The conversation as it stands, with an empty box to ask in."""
    return _idle(session)


def _refuse_while_busy(session: Session) -> None:
    if session.exchanges and not session.exchanges[-1].finished:
        raise NotYet("The last answer is still being written", "Wait for it, or stop it")


def _answer(tutor: StudyTutor, startup: Startup, session: Session) -> Iterator[Updates]:
    exchange = session.exchanges[-1]
    yield {**_shown(session), "box": _box(session, busy=True, empty=True), "session": session}
    with caught() as outcome:
        startup.wait(session.course)
        stream = tutor.ask_stream(session.course, exchange.question, session.previous())
        for answer in paced(stream):
            if exchange.finished:  # stopped while the model was thinking
                return
            exchange.answer = answer
            yield {**_shown(session), "session": session}
    exchange.failure = outcome.failure
    exchange.finished = True
    yield {**_shown(session), "box": _box(session, busy=False), "session": session}


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


def messages(session: Session) -> list[dict[str, Any]]:
    """The conversation as the chat shows it."""
    listed: list[dict[str, Any]] = []
    for number, exchange in enumerate(session.exchanges):
        listed.append({"role": "user", "content": flat(question_html(exchange))})
        listed.append({"role": "assistant", "content": flat(exchange_html(exchange, number))})
    return listed


def example_questions(tutor: StudyTutor, course: str) -> tuple[str, ...]:
    """Questions a learner could begin with: curated ones, or one for each of the first notes."""
    if curated := tutor.course(course).examples:
        return curated
    if not tutor.is_indexed(course):
        return ()
    sources = sorted(tutor.indexed_files(course))[:_MOST_EXAMPLES]
    titles = [tutor.document(course, source).title.strip() for source in sources]
    return tuple(texts.EXAMPLE_OF_NOTE.format(title=title) for title in titles if title)


def examples_html(questions: Iterable[str]) -> str:
    """Example questions as links that ask them."""
    return items(
        "ul", [command("ask", q, escape(q), "st-example") for q in questions], "st-examples"
    )


def offered(tutor: StudyTutor, session: Session) -> Any:
    """The examples of the course, shown while the conversation is empty."""
    questions = example_questions(tutor, session.course)
    return gr.update(
        value=examples_html(questions), visible=bool(questions) and not session.exchanges
    )


def _shown(session: Session) -> Updates:
    return {
        "chat": messages(session),
        "examples": gr.update(visible=not session.exchanges),
    }


def _idle(session: Session) -> Updates:
    return {**_shown(session), "box": _box(session, busy=False)}


def _box(session: Session, *, busy: bool, empty: bool = False) -> Any:
    follow_up = bool(session.exchanges)
    new: dict[str, Any] = {
        "placeholder": texts.ASK_FOLLOW_UP if follow_up else texts.ASK_PLACEHOLDER,
        "submit_btn": not busy,
        "stop_btn": busy,
    }
    return gr.update(value="", **new) if empty else gr.update(**new)


def build() -> dict[str, Any]:
    """Lay the tab out; returns its components by name."""
    chat = gr.Chatbot(
        label=texts.CHAT_LABEL,
        show_label=False,
        placeholder=texts.EMPTY_CHAT,
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        buttons=[],
        autoscroll=False,
        feedback_options=None,
        group_consecutive_messages=False,
        height="clamp(24rem, calc(100vh - 24rem), 60rem)",
        elem_classes="st-chat",
    )
    examples = gr.HTML("", elem_classes="st-examples-box")
    box = gr.Textbox(
        label=texts.ASK_LABEL,
        show_label=False,
        placeholder=texts.ASK_PLACEHOLDER,
        lines=1,
        max_lines=8,
        submit_btn=True,
        autofocus=True,
        elem_classes="st-ask-box",
    )
    return {"chat": chat, "examples": examples, "box": box}


def wire(
    tutor: StudyTutor,
    startup: Startup,
    session: gr.State,
    parts: Components,
    example_links: gr.HTML,
) -> None:
    """Connect the tab's events."""
    shown = {"chat": parts["chat"], "examples": parts["examples"], "box": parts["box"]}
    outputs = {**shown, "session": session}
    mine = {"session": session}

    def on(trigger: Callable[..., Dependency], handler: Any, **inputs: Any) -> Dependency:
        return connect(
            trigger, handler, inputs={**mine, **inputs}, outputs=outputs, trigger_mode="multiple"
        )

    # "multiple": the browser believes a stopped event to be under way until its model has answered.
    asking = [
        on(parts["box"].submit, partial(ask, tutor, startup), question=parts["box"]),
        on(example_links.input, partial(ask_example, tutor, startup), link=example_links),
        on(parts["chat"].retry, partial(retry, tutor, startup)),
    ]
    connect(parts["box"].stop, stop, inputs=mine, outputs=outputs, cancels=asking)
    connect(parts["chat"].clear, clear, inputs=mine, outputs=outputs, cancels=asking)
