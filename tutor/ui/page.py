"""The page around the tabs: course chooser, readiness, the passage panel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import Dependency

from tutor.ui import (
    addresses,
    ask_page,
    ask_tab,
    conversation_list,
    exam_page,
    exam_tab,
    home_tab,
    keyboard,
    notes_findings,
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
from tutor.ui.border import not_yet
from tutor.ui.markup import escape, tag
from tutor.ui.render_notes import stage_html
from tutor.ui.session import Session
from tutor.ui.startup import Startup
from tutor.ui.tabs import ASK, EXAM, HOME, NOTES, PRACTICE, PROGRESS, REVIEW, SETTINGS
from tutor.ui.wiring import Updates, asset, connect, links

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_SECONDS_BETWEEN_LOOKS = 0.7
_TABS: tuple[tuple[str, Callable[[], dict[str, Any]]], ...] = (
    (HOME, home_tab.build),
    (ASK, ask_page.build),
    (PRACTICE, practice_page.build),
    (EXAM, exam_page.build),
    (REVIEW, review_page.build),
    (PROGRESS, progress_tab.build),
    (NOTES, notes_tab.build),
    (SETTINGS, settings_tab.build),
)


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
        **addresses.follow(tutor, session, query),
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
        raise not_yet("no_course_name")
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
        **notes_findings.put_away(),  # what was found in another course is not of this one
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
    for script in ("chat.js", "theme.js", "wording.js"):
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
            tabs: dict[str, dict[str, Any]] = {}
            for name, build_tab in _TABS:
                with gr.Tab(texts.of("TAB", name.upper()), id=name) as frame[f"{name}_tab"]:
                    tabs[name] = build_tab()
        frame |= passage_panel.build()
    return Page(session, frame, links=clicked, **tabs)


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
    _wire_tabs(tutor, startup, page, opening)


def _wire_tabs(tutor: StudyTutor, startup: Startup, page: Page, opening: Dependency) -> None:
    """Connect the events of every tab; most fill themselves when they are selected."""
    session, frame, both = page.session, page.frame, (tutor, startup)
    practice = practice_page.outputs_of(page.practice, session)

    def when_selected(tab: str, handler: Any, outputs: dict[str, Any]) -> None:
        connect(frame[f"{tab}_tab"].select, handler, inputs={"session": session}, outputs=outputs)

    passage_panel.wire(tutor, session, frame, page.links["open"])
    elsewhere = {**frame, **page.practice, "go": page.links["go"]}
    home_tab.wire(*both, session, page.home, elsewhere)
    ask_tab.wire(*both, session, page.ask, page.links, opening)
    practice_tab.wire(*both, session, page.practice, {**page.ask, "tabs": frame["tabs"]})
    when_selected(PRACTICE, partial(practice_tab.entered, *both), practice)
    exam_tab.wire(tutor, session, page.exam, {**practice, "tabs": frame["tabs"]}, page.links)
    when_selected(EXAM, partial(exam_tab.entered, tutor), {**page.exam, "session": session})
    review_tab.wire(*both, session, page.review, frame["review_tab"].select)
    progress_tab.wire(*both, session, page.progress, frame["progress_tab"].select)
    settings_tab.wire(*both, session, page.settings, frame)
    told = {**page.notes, **page.ask}
    notes_tab.wire(*both, session, told, page.links["remove"], frame["notes_tab"].select)


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
    notes = ("receipt", "files", "course_name", *notes_findings.SHOWN, "session")
    return {name: everything[name] for name in (*frame, *ask, *form, *practice, *notes)}
