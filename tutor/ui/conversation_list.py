"""The list of conversations above the chat: open, begin, rename, delete, export."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr

from tutor.ui import conversation, texts
from tutor.ui.border import NotYet
from tutor.ui.markup import escape, read_command
from tutor.ui.render_conversations import conversation_markdown, entries_html, file_name
from tutor.ui.session import Session
from tutor.ui.wiring import Components, Updates, asset, connect, links

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor


def listed(tutor: StudyTutor, session: Session) -> Updates:
    """The learner's conversations in the course, the newest first."""
    entries = tutor.learning.conversations.entries(session.learner, session.course)
    return {"talks": entries_html(entries, session.conversation), **put_away()}


def open_one(tutor: StudyTutor, *, session: Session, link: str) -> Updates:
    """Put a conversation on the page."""
    conversation.open_kept(tutor, session, read_command(link)[1])
    return {**listed(tutor, session), "session": session}


def begin(tutor: StudyTutor, *, session: Session) -> Updates:
    """Begin another conversation; it is kept from its first question on."""
    session.leave_conversation()
    return {**listed(tutor, session), "session": session}


def ask_to_change(tutor: StudyTutor, *, session: Session, link: str) -> Updates:
    """Ask for another title, or whether to delete."""
    verb, name = read_command(link)
    title = tutor.learning.conversations.get(session.learner, name).title
    question = escape(texts.CONVERSATION_DELETE_QUESTION.format(title=title))
    return {
        "talk_at_hand": name,
        "talk_renaming": gr.update(visible=verb == "rename"),
        "talk_title": title,
        "talk_deleting": gr.update(visible=verb == "delete"),
        "talk_question": f'<p class="st-remove" role="alert">{question}</p>',
    }


def put_away() -> Updates:
    """Change nothing."""
    hidden = gr.update(visible=False)
    return {"talk_at_hand": "", "talk_renaming": hidden, "talk_deleting": hidden}


def rename(tutor: StudyTutor, *, session: Session, talk_at_hand: str, talk_title: str) -> Updates:
    """Give the conversation another title."""
    tutor.learning.conversations.rename(session.learner, talk_at_hand, talk_title)
    return listed(tutor, session)


def delete(tutor: StudyTutor, *, session: Session, talk_at_hand: str) -> Updates:
    """Delete the conversation; the one on the page leaves it."""
    tutor.learning.conversations.delete(session.learner, talk_at_hand)
    if talk_at_hand == session.conversation:
        session.leave_conversation()
    return {**listed(tutor, session), "session": session}


def export(tutor: StudyTutor, *, session: Session) -> Updates:
    """Hand the conversation to the browser as a Markdown file."""
    if not session.conversation:
        raise NotYet(texts.CONVERSATION_NOTHING, texts.CONVERSATION_NOTHING_TODO)
    found = tutor.learning.conversations.get(session.learner, session.conversation)
    conversation.bring_up_to_date(tutor, session)
    text = conversation_markdown(found.title, session.exchanges)
    made = tutor.learning.now().isoformat()  # so that the same text can be had twice
    return {
        "talk_file": json.dumps({"name": file_name(found.title), "text": text, "made": made}),
        "session": session,
    }


def build() -> dict[str, Any]:
    """Lay the list out; returns its components by name."""
    parts: dict[str, Any] = {}
    with gr.Row(elem_classes="st-talks"):
        with gr.Accordion(texts.CONVERSATIONS, open=False):
            parts["talks"] = gr.HTML("")
            with gr.Column(visible=False, elem_classes="st-renaming") as parts["talk_renaming"]:
                parts["talk_title"] = gr.Textbox(label=texts.CONVERSATION_TITLE)
                with gr.Row(elem_classes="st-buttons"):
                    parts["talk_rename"] = gr.Button(
                        texts.CONVERSATION_SAVE, variant="primary", size="md"
                    )
                    parts["talk_cancel"] = gr.Button(texts.CONVERSATION_CANCEL, size="md")
            with gr.Column(visible=False, elem_classes="st-removing") as parts["talk_deleting"]:
                parts["talk_question"] = gr.HTML("")
                with gr.Row(elem_classes="st-buttons"):
                    parts["talk_delete"] = gr.Button(
                        texts.CONVERSATION_DELETE, variant="stop", size="md"
                    )
                    parts["talk_keep"] = gr.Button(texts.CONVERSATION_KEEP, size="md")
            with gr.Row(elem_classes="st-buttons"):
                parts["talk_export"] = gr.Button(texts.CONVERSATION_EXPORT, size="md")
        parts["talk_new"] = gr.Button(texts.CONVERSATION_NEW, size="md", min_width=140)
    parts["talk_at_hand"] = gr.State("")
    parts["talk_links"] = links("conversation")
    parts["talk_change_links"] = links("rename", "delete")
    parts["talk_file"] = gr.HTML(
        "",
        html_template="<span></span>",
        js_on_load=asset("download.js"),
        elem_classes="st-links",
    )
    return parts


SHOWN = ("talks", "talk_at_hand", "talk_renaming", "talk_deleting")


def wire(
    tutor: StudyTutor,
    session: gr.State,
    parts: Components,
    chat: Components,
    chat_of: Callable[[Session], Updates],
) -> None:
    """Connect the events. ``chat_of(session)`` fills the components ``chat``."""
    mine = {"session": session}
    shown = {name: parts[name] for name in SHOWN}
    outputs = {**shown, **chat, **mine}

    def filling(handler: Callable[..., Updates]) -> Callable[..., Updates]:
        def run(*, session: Session, **values: Any) -> Updates:
            return {**handler(tutor, session=session, **values), **chat_of(session)}

        return run

    links_in = {**mine, "link": parts["talk_links"]}
    connect(parts["talk_links"].input, filling(open_one), inputs=links_in, outputs=outputs)
    for trigger in (parts["talk_new"].click, parts["chat"].clear):
        connect(trigger, filling(begin), inputs=mine, outputs=outputs)
    at_hand = {**mine, "talk_at_hand": parts["talk_at_hand"]}
    connect(parts["talk_delete"].click, filling(delete), inputs=at_hand, outputs=outputs)
    titled = {**at_hand, "talk_title": parts["talk_title"]}
    for trigger in (parts["talk_rename"].click, parts["talk_title"].submit):
        connect(trigger, partial(rename, tutor), inputs=titled, outputs=shown)
    asked = {**shown, **{name: parts[name] for name in ("talk_title", "talk_question")}}
    changed = {**mine, "link": parts["talk_change_links"]}
    changing = partial(ask_to_change, tutor)
    connect(parts["talk_change_links"].input, changing, inputs=changed, outputs=asked)
    for name in ("talk_cancel", "talk_keep"):
        connect(parts[name].click, put_away, inputs={}, outputs=shown)
    connect(
        parts["talk_export"].click,
        partial(export, tutor),
        inputs=mine,
        outputs={"talk_file": parts["talk_file"], **mine},
    )
