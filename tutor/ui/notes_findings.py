"""What the notes and the bank are like: coverage, conflicts, health. Looked up when opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr

from tutor.ui import texts
from tutor.ui.markup import escape, tag
from tutor.ui.render_findings import conflicts_html, health_html
from tutor.ui.render_progress import coverage_map
from tutor.ui.session import Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import Components, Updates, connect

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor


def coverage(tutor: StudyTutor, startup: Startup, *, session: Session) -> Updates:
    """How much the notes hold on each objective of the exam."""
    startup.wait(session.course)
    course = tutor.course(session.course)
    if not course.objectives:
        return {"coverage": tag("p", escape(texts.FINDINGS_COVERAGE_NONE), "st-empty")}
    rows = tutor.learning.progress(session.learner, session.course).coverage
    return {"coverage": coverage_map(course, rows)}


def conflicts(tutor: StudyTutor, startup: Startup, *, session: Session) -> Updates:
    """Passages of the notes that contradict each other, side by side."""
    startup.wait(session.course)
    session.conflicts = tutor.conflicts(session.course).conflicts
    return {"conflicts": conflicts_html(session.conflicts), "session": session}


def health(tutor: StudyTutor, startup: Startup, *, session: Session) -> Updates:
    """Flaws of the question bank, and what guessing blind would get."""
    from tutor.quizzing.health import health_of

    startup.wait(session.course)
    bank = tutor.bank(session.course)
    if not bank:
        return {"health": tag("p", escape(texts.FINDINGS_HEALTH_NONE), "st-empty")}
    return {"health": health_html(health_of(bank, tutor.note_texts(session.course)))}


_FINDINGS: dict[str, Callable[..., Updates]] = {
    "coverage": coverage,
    "conflicts": conflicts,
    "health": health,
}
SHOWN = (*_FINDINGS, *(f"{name}_box" for name in _FINDINGS))


def put_away() -> Updates:
    """Close them all: the notes are not what they were."""
    closed = {f"{name}_box": gr.update(open=False) for name in _FINDINGS}
    return {**closed, **dict.fromkeys(_FINDINGS, _waiting())}


def _waiting() -> str:
    return tag("p", escape(texts.FINDINGS_COMPUTING), "st-status st-working", role="status")


def build() -> dict[str, Any]:
    """Lay them out, closed; returns the components by name."""
    parts: dict[str, Any] = {}
    for name in _FINDINGS:
        label = texts.of("FINDINGS", name.upper())
        with gr.Accordion(label, open=False) as parts[f"{name}_box"]:
            parts[name] = gr.HTML("")
    return parts


def wire(tutor: StudyTutor, startup: Startup, session: gr.State, parts: Components) -> None:
    """Look each up when it is opened."""
    mine = {"session": session}
    for name, handler in _FINDINGS.items():
        box = parts[f"{name}_box"]
        outputs = {name: parts[name], **mine}
        connect(box.expand, partial(handler, tutor, startup), inputs=mine, outputs=outputs)
