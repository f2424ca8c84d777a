"""The Ask tab as it is laid out, and as the session's conversation fills it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import gradio as gr

from tutor.ui import conversation_list, texts
from tutor.ui.markup import command, escape, flat, items, tag
from tutor.ui.render import exchange_html, question_html
from tutor.ui.session import Session
from tutor.ui.wiring import Updates

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_MOST_EXAMPLES = 4


def messages(session: Session) -> list[dict[str, Any]]:
    """The conversation as the chat shows it."""
    listed: list[dict[str, Any]] = []
    for number, exchange in enumerate(session.exchanges):
        last = number == len(session.exchanges) - 1 and exchange.finished
        asked = question_html(exchange, editable=last and not exchange.explanation)
        listed.append({"role": "user", "content": flat(asked)})
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


def shown(session: Session) -> Updates:
    """The conversation; the examples while it is empty."""
    cancel = command("edit", "cancel", escape(texts.EDITING_CANCEL), "st-tool")
    note = tag("p", f"{escape(texts.EDITING)} {cancel}", "st-status", role="status")
    return {
        "chat": messages(session),
        "examples": gr.update(visible=not session.exchanges),
        "editing": note if session.editing else "",
    }


def idle(session: Session) -> Updates:
    """The conversation as it stands, and a box to ask in that keeps what was typed."""
    return {**shown(session), "box": box(session, busy=False)}


def busy(session: Session) -> Updates:
    """The conversation while it is being answered: the box is empty and can stop it."""
    return {**shown(session), "box": box(session, busy=True, text=""), "session": session}


def box(session: Session, *, busy: bool, text: str | None = None) -> Any:
    """The box to ask in; ``text`` takes the place of what was typed."""
    follow_up = bool(session.exchanges)
    new: dict[str, Any] = {
        "placeholder": texts.ASK_FOLLOW_UP if follow_up else texts.ASK_PLACEHOLDER,
        "submit_btn": not busy,
        "stop_btn": busy,
    }
    if text is not None:
        new["value"] = {"text": text, "files": []}
    return gr.update(**new)


def build() -> dict[str, Any]:
    """Lay the tab out; returns its components by name."""
    talks = conversation_list.build()
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
        height="clamp(24rem, calc(100vh - 21.5rem), 60rem)",
        elem_classes="st-chat",
    )
    examples = gr.HTML("", elem_classes="st-examples-box")
    editing = gr.HTML("", elem_classes="st-slot")
    asked = gr.MultimodalTextbox(
        label=texts.ASK_LABEL,
        show_label=False,
        placeholder=texts.ASK_PLACEHOLDER,
        file_count="multiple",
        lines=1,
        max_lines=8,
        submit_btn=True,
        autofocus=True,
        elem_classes="st-ask-box",
    )
    return {"chat": chat, "examples": examples, "editing": editing, "box": asked, **talks}


SHOWN = ("chat", "examples", "editing", "box")
