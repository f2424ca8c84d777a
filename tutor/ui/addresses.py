"""What the page's address says: ``?course=``, ``?tab=``, ``?exam=<id>``, ``?q=<question>``.

``address.js`` writes course, tab and exam into it as they change, so that a reload, a bookmark and
the back button lead to the same place. A question is asked once and leaves the address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import gradio as gr

from tutor.errors import CourseUnknown
from tutor.ui.border import caught
from tutor.ui.session import Session
from tutor.ui.tabs import ASK, EVERY_TAB, EXAM
from tutor.ui.wiring import Updates, asset, tell

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_LONGEST_QUESTION = 2_000  # of a link; a browser sends no more than some thousand characters


def enter_course(tutor: StudyTutor, session: Session, query: Mapping[str, str]) -> None:
    """Enter the course of the address; one that is not there (any more) is passed over."""
    name = query.get("course", "")
    if not name or name == session.course:
        return
    try:
        tutor.course(name)
    except CourseUnknown:
        return
    session.enter(name)


def follow(tutor: StudyTutor, session: Session, query: Mapping[str, str]) -> Updates:
    """Turn to the tab of the address; an exam waits to be shown there, a question to be asked."""
    question = query.get("q", "").strip()[:_LONGEST_QUESTION]
    if question:
        session.leave_conversation()  # a link begins one of its own
        session.pending = question
        return {"tabs": gr.update(selected=ASK)}
    if query.get("exam"):
        with caught() as outcome:  # another learner's is as if it were not there
            session.exam = tutor.learning.exam_view(session.learner, query["exam"]).exam
        if outcome.failure:
            tell(outcome.failure)
        return {"tabs": gr.update(selected=EXAM)}
    tab = query.get("tab", "")
    return {"tabs": gr.update(selected=tab)} if tab in EVERY_TAB else {}


def shown(session: Session) -> Updates:
    """Tell the browser which course the address is of."""
    return {"address": session.course}


def build() -> dict[str, Any]:
    """The invisible component that keeps the address."""
    return {
        "address": gr.HTML(
            "",
            html_template="<span></span>",
            js_on_load=asset("address.js"),
            elem_classes="st-links",
        )
    }
