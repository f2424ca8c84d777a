"""The panel beside the tabs: a passage in its note, or the beginning of a note."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr

from tutor.ui import texts
from tutor.ui.border import NotYet
from tutor.ui.markup import read_command
from tutor.ui.render_notes import document_html, passage_html
from tutor.ui.session import Session
from tutor.ui.wiring import Components, Updates, asset, connect

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_PREVIEW_AT_LEAST = 12_000


def open_link(tutor: StudyTutor, *, session: Session, link: str) -> Updates:
    """Show a passage in its note, or the beginning of a note."""
    verb, subject = read_command(link)
    if verb == "passage":
        citation = session.passage(subject)
        if citation is None:
            raise NotYet(texts.PASSAGE_GONE, texts.PASSAGE_GONE_TODO)
        document = tutor.document(session.course, citation.source)
        html = passage_html(document, citation)
    else:
        shown, _, source = subject.partition(" ")
        document = tutor.document(session.course, source)
        html = document_html(document, max(int(shown), _PREVIEW_AT_LEAST))
    return {"panel": gr.update(visible=True), "passage": html}


def close_panel() -> Updates:
    """Hide the passage."""
    return {"panel": gr.update(visible=False), "passage": ""}


def build() -> dict[str, Any]:
    """Lay the panel out, hidden; returns its components by name."""
    parts: dict[str, Any] = {}
    with gr.Column(visible=False, elem_classes="st-panel", min_width=300) as parts["panel"]:
        with gr.Row(elem_classes="st-panel-head"):
            parts["panel_title"] = gr.HTML("")
            parts["close"] = gr.Button(texts.CLOSE, size="sm", min_width=80)
        parts["passage"] = gr.HTML("", js_on_load=asset("passage.js"))
    return parts


def wire(tutor: StudyTutor, session: gr.State, parts: Components, open_links: gr.HTML) -> None:
    """Connect the events; ``open_links`` bring ``passage`` and ``preview`` links."""
    outputs = {name: parts[name] for name in ("panel", "passage")}
    connect(
        open_links.input,
        partial(open_link, tutor),
        inputs={"session": session, "link": open_links},
        outputs=outputs,
    )
    connect(parts["close"].click, close_panel, inputs={}, outputs=outputs)
