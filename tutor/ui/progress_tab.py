"""The Progress tab: mastery, calibration, forecast, exams, days of study and coverage."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr

from tutor.ui import texts
from tutor.ui.markup import tag
from tutor.ui.render_progress import ProgressView, progress_html
from tutor.ui.session import Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import Components, Updates, connect

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor


def entered(tutor: StudyTutor, startup: Startup, *, session: Session) -> Iterator[Updates]:
    """The tab as it is opened."""
    if not startup.stage(session.course).over:
        told = tag("p", texts.PROGRESS_SOON, "st-status st-working", role="status")
        yield {"progress": told}
        startup.wait(session.course)
    yield {"progress": progress_html(view_of(tutor, session))}


def view_of(tutor: StudyTutor, session: Session) -> ProgressView:
    """What there is to show of the learner in the course."""
    learning, learner, course = tutor.learning, session.learner, session.course
    exams = learning.exams(learner, course)
    ended = [entry for entry in exams if entry.ended]
    return ProgressView(
        course=tutor.course(course),
        today=learning.now().date(),
        progress=learning.progress(learner, course),
        plan=learning.plan(learner, course),
        calibration=learning.calibration(learner, course),
        exams=tuple(exams),
        readiness=learning.report(learner, ended[-1].exam).readiness if ended else None,
    )


def build() -> dict[str, Any]:
    """Lay the tab out; returns its components by name."""
    return {"progress": gr.HTML("", elem_classes="st-progress-box")}


def wire(
    tutor: StudyTutor, startup: Startup, session: gr.State, parts: Components, selected: Any
) -> None:
    """Connect the tab's events; ``selected`` fires when the tab is opened."""
    connect(selected, partial(entered, tutor, startup), inputs={"session": session}, outputs=parts)
