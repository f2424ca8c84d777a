"""The page around the tabs: course chooser, readiness, the passage panel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr

from tutor.ui import (
    addresses,
    ask_page,
    ask_tab,
    conversation_list,
    exam_page,
    exam_tab,
    home_tab,
    keyboard,
    notes_tab,
    passage_panel,
    practice_page,
    practice_tab,
    progress_tab,
    review_page,
    review_tab,
    settings_tab,
    texts,
)
from tutor.ui.border import NotYet
from tutor.ui.markup import escape, tag
from tutor.ui.render_notes import stage_html
from tutor.ui.session import Session
from tutor.ui.startup import Startup
from tutor.ui.tabs import ASK, EXAM, HOME, NOTES, PRACTICE, PROGRESS, REVIEW, SETTINGS
from tutor.ui.wiring import Updates, asset, connect, links

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_SECONDS_BETWEEN_LOOKS = 0.7


@dataclass(frozen=True)
class Page:
    """The components of the page by name, tab by tab."""

    session: gr.State
    frame: dict[str, Any]
    home: dict[str, Any]
    ask: dict[str, Any]
    practice: dict[str, Any]
    exam: dict[str, Any]
    review: dict[str, Any]
    progress: dict[str, Any]
    notes: dict[str, Any]
    settings: dict[str, Any]
    links: dict[str, gr.HTML]


def opened(
    tutor: StudyTutor, startup: Startup, *, session: Session, query: Mapping[str, str]
) -> Updates:
    """Fill a page that was just opened or reloaded, and turn to what its address names."""
    addresses.enter_course(tutor, session, query)
    return {
        "course": _courses(tutor, session),
        "title": f"<h1>{texts.TITLE}</h1><p>{texts.TAGLINE}</p>",
        "panel_title": f"<h2>{texts.PASSAGE}</h2>",
        "intro": tag("p", texts.PRACTICE_INTRO, "st-intro"),
        "keys": keyboard.keys_html(),
        **entered(tutor, startup, session),
        **addresses.follow(session, query),
    }


def choose_course(tutor: StudyTutor, startup: Startup, *, session: Session, course: str) -> Updates:
    """Enter another course: the conversation and the questions begin anew."""
    session.enter(course)
    return {**entered(tutor, startup, session), "tabs": gr.update(selected=HOME)}


def create_course(
    tutor: StudyTutor, startup: Startup, *, session: Session, course_name: str
) -> Updates:
    """Make an empty course and enter it."""
    if not course_name.strip():
        raise NotYet("The course has no name", "Type one")
    session.enter(tutor.create_course(course_name.strip()))
    return {
        "course": _courses(tutor, session),
        **entered(tutor, startup, session),
        "course_name": "",
        "receipt": f'<p class="st-status">{escape(texts.COURSE_CREATED)}</p>',
    }


def watch(tutor: StudyTutor, startup: Startup, *, session: Session) -> Iterator[Updates]:
    """How far the course is in getting ready; when it is, what could not be shown before."""
    stage = startup.stage(session.course)
    if not stage.over:
        yield {"stage": stage_html(stage)}
        return
    # The timer goes first: what fails below is to fail once.
    yield {"stage": stage_html(stage), "timer": gr.update(active=False)}
    yield {
        **home_tab.entered(tutor, startup, session=session),
        **notes_tab.listed(tutor, session=session),
    }


def entered(tutor: StudyTutor, startup: Startup, session: Session) -> Updates:
    """Every part of the page as the session's course has it."""
    startup.begin(session.course)
    course = tutor.course(session.course)
    return {
        "timer": gr.update(active=True),
        "stage": stage_html(startup.stage(session.course)),
        **passage_panel.close_panel(),
        **addresses.shown(session),
        **home_tab.waiting(),
        **ask_tab.entered(tutor, session),
        **practice_page.page(tutor, session),
        **practice_page.choices_of_course(course, with_model=tutor.settings.llm != "none"),
        "notice": "",
        "receipt": "",
        **notes_tab.listed(tutor, session=session),
        "session": session,
    }


def _courses(tutor: StudyTutor, session: Session) -> Any:
    listed = [(course.title, course.id) for course in tutor.courses()]
    return gr.update(choices=listed, value=session.course)


def build(course: str, learner: str) -> Page:
    """Lay the page out for a learner who begins in ``course``."""
    session = gr.State(Session(course, learner=learner))
    frame: dict[str, Any] = {"timer": gr.Timer(_SECONDS_BETWEEN_LOOKS, active=False)}
    clicked = {
        "open": links("passage", "preview", "copy"),
        "remove": links("remove"),
        **{verb: links(verb) for verb in ("ask", "edit", "go", "exam", "number", "explain")},
    }
    for script in ("chat.js", "theme.js"):
        gr.HTML(
            "", html_template="<span></span>", js_on_load=asset(script), elem_classes="st-links"
        )
    with gr.Row(elem_classes="st-header"):
        frame["title"] = gr.HTML(f"<h1>{texts.TITLE}</h1>", elem_classes="st-title")
        frame["course"] = gr.Radio([], label=texts.COURSE, elem_classes="st-course")
        frame |= keyboard.build()
    frame["stage"] = gr.HTML("", elem_classes="st-stage-box")
    frame |= addresses.build()
    with gr.Row(elem_classes="st-body"):
        with (
            gr.Column(elem_classes="st-main", min_width=300),
            gr.Tabs(selected=HOME, overflow_behavior="wrap") as frame["tabs"],
        ):
            with gr.Tab(texts.TAB_HOME, id=HOME) as frame["home_tab"]:
                home = home_tab.build()
            with gr.Tab(texts.TAB_ASK, id=ASK):
                ask = ask_page.build()
            with gr.Tab(texts.TAB_PRACTICE, id=PRACTICE) as frame["practice_tab"]:
                practice = practice_page.build()
            with gr.Tab(texts.TAB_EXAM, id=EXAM) as frame["exam_tab"]:
                exam = exam_page.build()
            with gr.Tab(texts.TAB_REVIEW, id=REVIEW) as frame["review_tab"]:
                review = review_page.build()
            with gr.Tab(texts.TAB_PROGRESS, id=PROGRESS) as frame["progress_tab"]:
                progress = progress_tab.build()
            with gr.Tab(texts.TAB_NOTES, id=NOTES) as frame["notes_tab"]:
                notes = notes_tab.build()
            with gr.Tab(texts.TAB_SETTINGS, id=SETTINGS) as frame["settings_tab"]:
                settings = settings_tab.build()
        frame |= passage_panel.build()
    return Page(
        session, frame, home, ask, practice, exam, review, progress, notes, settings, clicked
    )


def wire(tutor: StudyTutor, startup: Startup, page: Page, app: gr.Blocks) -> None:
    """Connect the events of the page and of its tabs."""
    mine = {"session": page.session}
    everything = {**page.frame, **page.home, **page.ask, **page.notes, **page.practice, **mine}
    filled = _outputs(everything)
    both = (tutor, startup)
    opening = connect(
        app.load, partial(opened, *both), inputs=mine, outputs=filled, with_query=True
    )
    connect(
        page.frame["course"].input,
        partial(choose_course, *both),
        inputs={**mine, "course": page.frame["course"]},
        outputs=filled,
    )
    for trigger in (page.notes["create"].click, page.notes["course_name"].submit):
        connect(
            trigger,
            partial(create_course, *both),
            inputs={**mine, "course_name": page.notes["course_name"]},
            outputs=filled,
        )
    connect(
        page.frame["timer"].tick,
        partial(watch, *both),
        inputs=mine,
        outputs={
            name: everything[name] for name in ("stage", "timer", "home", "examples", "files")
        },
    )
    passage_panel.wire(tutor, page.session, page.frame, page.links["open"])
    home_tab.wire(
        tutor,
        startup,
        page.session,
        page.home,
        {**page.frame, **page.practice, "go": page.links["go"]},
    )
    ask_tab.wire(tutor, startup, page.session, page.ask, page.links, opening)
    practice_tab.wire(
        tutor, startup, page.session, page.practice, {**page.ask, "tabs": page.frame["tabs"]}
    )
    connect(
        page.frame["practice_tab"].select,
        partial(practice_tab.entered, tutor, startup),
        inputs=mine,
        outputs=practice_page.outputs_of(page.practice, page.session),
    )
    exam_tab.wire(
        tutor,
        page.session,
        page.exam,
        {**practice_page.outputs_of(page.practice, page.session), "tabs": page.frame["tabs"]},
        page.links,
    )
    connect(
        page.frame["exam_tab"].select,
        partial(exam_tab.entered, tutor),
        inputs=mine,
        outputs={**page.exam, **mine},
    )
    review_tab.wire(tutor, startup, page.session, page.review, page.frame["review_tab"].select)
    progress_tab.wire(
        tutor, startup, page.session, page.progress, page.frame["progress_tab"].select
    )
    settings_tab.wire(tutor, startup, page.session, page.settings, page.frame)
    notes_tab.wire(
        tutor,
        startup,
        page.session,
        {**page.notes, **page.ask},
        page.links["remove"],
        page.frame["notes_tab"].select,
    )


def _outputs(everything: dict[str, Any]) -> dict[str, Any]:
    """What entering a course fills: all but buttons and inputs that keep what was typed."""
    frame = (
        *("title", "keys", "panel_title", "tabs", "course", "timer", "stage", "panel", "passage"),
        "home",
    )
    ask = ("address", *ask_page.SHOWN, *conversation_list.SHOWN)
    form = ("intro", "section", "objective", "topic", "kind", "difficulty", "origin")
    practice = (
        *("form", "asked", "question", "one", "several", "how_sure", "check", "explanation"),
        *("next", "about", "dispute", "reason", "disputed", "result", "summary", "again"),
        "notice",
    )
    notes = ("receipt", "files", "course_name", "session")
    return {name: everything[name] for name in (*frame, *ask, *form, *practice, *notes)}
