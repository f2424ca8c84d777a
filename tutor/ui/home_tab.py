"""The Home tab: what to do now, how far one has come, and links to everything else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr

from tutor.ui import texts
from tutor.ui.markup import read_command, tag
from tutor.ui.practice_page import NARROWED, narrowed_to
from tutor.ui.render_home import HomeView, home_html, no_notes_html, welcome_html
from tutor.ui.session import Practice, Session
from tutor.ui.startup import Startup
from tutor.ui.tabs import EXAM
from tutor.ui.wiring import Components, Updates, connect

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_SECONDS = 60


def entered(tutor: StudyTutor, startup: Startup, *, session: Session) -> Updates:
    """The tab as it is opened. Until the course is ready it offers what there is to do."""
    stage = startup.stage(session.course)
    if stage.name == "ready" and (
        tutor.indexed_files(session.course) or tutor.bank(session.course)
    ):
        return {"home": home_html(view_of(tutor, session))}
    if stage.over:
        return {"home": welcome_html(no_notes_html())}
    return waiting()


def waiting() -> Updates:
    """The tab before anything is known of the course."""
    return {"home": welcome_html(tag("p", texts.HOME_SOON, "st-status", role="status"))}


def view_of(tutor: StudyTutor, session: Session) -> HomeView:
    """What there is to show of the learner in the course."""
    learning, learner, course = tutor.learning, session.learner, session.course
    still = next((e for e in reversed(learning.exams(learner, course)) if e.ended is None), None)
    left = learning.exam_view(learner, still.exam).remaining_seconds if still else 0.0
    return HomeView(
        course=tutor.course(course),
        begun=learning.has_begun(learner, course),
        today=learning.now().date(),
        goal=learning.goal(learner, course),
        plan=learning.plan(learner, course),
        progress=learning.progress(learner, course),
        practice=learning.open_practice(learner, course),
        exam_minutes=int(left // _SECONDS) if still else None,
    )


def go(tutor: StudyTutor, *, session: Session, link: str) -> Updates:
    """Turn to the tab of a link; it fills itself when it is selected.

    An objective behind ``practice`` becomes the choice there.
    """
    tab, _, objective = read_command(link)[1].partition(" ")
    if tab == EXAM:
        session.exam = ""  # an open exam comes by itself, not the report that was looked at last
    turned = {"tabs": gr.update(selected=tab), "session": session}
    narrowed = narrowed_to(tutor.course(session.course), objective) if objective else {}
    if narrowed:
        session.practice = Practice()
        session.narrowed = True
    return {**turned, **narrowed}


def build() -> dict[str, Any]:
    """Lay the tab out; returns its components by name."""
    return {"home": gr.HTML("", elem_classes="st-home")}


def wire(
    tutor: StudyTutor, startup: Startup, session: gr.State, parts: Components, frame: Components
) -> None:
    """Connect the tab's events; ``frame`` are the tabs, the links that turn to one, and what
    narrows practice down."""
    mine = {"session": session}
    connect(
        frame["home_tab"].select,
        partial(entered, tutor, startup),
        inputs=mine,
        outputs=dict(parts),
    )
    connect(
        frame["go"].input,
        partial(go, tutor),
        inputs={**mine, "link": frame["go"]},
        outputs={**mine, **{name: frame[name] for name in ("tabs", *NARROWED)}},
    )
