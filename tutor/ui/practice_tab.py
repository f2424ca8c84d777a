"""The Practice tab: one question at a time, each explained, and the result of the set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import gradio as gr
from gradio.events import Dependency

from corpus.course import Course
from corpus.errors import StudyError
from corpus.questions import Kind, Question
from tutor.errors import NoQuestions
from tutor.quizzing.models import From, Quiz, QuizRequest
from tutor.ui import ask_tab, texts
from tutor.ui.border import NotYet
from tutor.ui.markup import tag
from tutor.ui.render_practice import (
    choices,
    dropped_html,
    explanation_html,
    question_html,
    question_text,
    summary_html,
)
from tutor.ui.session import Exchange, Practice, Session
from tutor.ui.startup import Startup
from tutor.ui.tabs import ASK
from tutor.ui.wiring import Components, Updates, connect

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_MOST_QUESTIONS = 30
_KINDS = ("", "single", "multiple")


def choose_section(tutor: StudyTutor, *, session: Session, section: str) -> Updates:
    """Offer the objectives of the chosen section."""
    return {"objective": _objectives(tutor.course(session.course), section)}


def start(
    tutor: StudyTutor,
    startup: Startup,
    *,
    session: Session,
    number: float,
    topic: str,
    **chosen: str,
) -> Iterator[Updates]:
    """Draw a set of questions and show the first.

    ``chosen`` are the radio buttons: section, objective, kind and origin; empty is any.
    """
    yield {"notice": tag("p", texts.DRAWING, "st-status st-working", role="status")}
    startup.wait(session.course)
    request = QuizRequest(
        n=int(number),
        topic=topic.strip(),
        section="" if chosen["objective"] else chosen["section"],
        objective=chosen["objective"],
        kind=cast(Kind, chosen["kind"]) if chosen["kind"] else None,
        origin=cast(From, chosen["origin"]),
        avoid=frozenset(session.seen),
    )
    try:
        quiz, notice = draw(tutor, session, request)
    except StudyError:
        yield {"notice": ""}
        raise
    session.practice = Practice(quiz.questions, rejected=quiz.rejected)
    notice += dropped_html(quiz.rejected, request.n, len(quiz.questions))
    yield {**page(tutor, session), "notice": notice}


def draw(tutor: StudyTutor, session: Session, request: QuizRequest) -> tuple[Quiz, str]:
    """A set without questions asked before; when none is left, they start over."""
    try:
        quiz = tutor.quiz(session.course, request)
        if quiz.questions or not request.avoid:
            return quiz, ""
    except NoQuestions:
        if not request.avoid:
            raise
    session.seen.clear()
    return tutor.quiz(session.course, replace(request, avoid=frozenset())), texts.STARTING_OVER


def check(tutor: StudyTutor, *, session: Session, one: str | None, several: list[str]) -> Updates:
    """Grade the answer and explain every option."""
    question = _current(session)
    chosen = tuple(several or ()) if question.kind == "multiple" else ((one,) if one else ())
    if not chosen:
        raise NotYet("No answer is chosen yet", "Choose one, then check it")
    if question.id not in session.practice.results:
        explanation = tutor.explain(session.course, question, chosen)
        session.practice.results[question.id] = explanation
    return page(tutor, session)


def next_question(tutor: StudyTutor, *, session: Session) -> Updates:
    """Show the next question, or the result after the last."""
    session.practice.at = min(session.practice.at + 1, len(session.practice.questions))
    return {**page(tutor, session), "notice": ""}


def retry_missed(tutor: StudyTutor, *, session: Session) -> Updates:
    """Begin a set of the questions that were missed."""
    session.practice = Practice(session.practice.missed)
    return {**page(tutor, session), "notice": ""}


def leave(tutor: StudyTutor, *, session: Session) -> Updates:
    """Back to choosing what to practise."""
    session.practice = Practice()
    return {**page(tutor, session), "notice": ""}


def ask_about(*, session: Session) -> Updates:
    """Carry the question and its explanation into the conversation."""
    question = _current(session)
    explanation = session.practice.results.get(question.id)
    if explanation is None:
        raise NotYet("The question is not answered yet", "Check your answer first")
    session.exchanges.append(
        Exchange(
            question_text(question), explanation=explanation, asked_about=question, finished=True
        )
    )
    return {
        **ask_tab.conversation(session),
        "tabs": gr.update(selected=ASK),
        "session": session,
    }


def page(tutor: StudyTutor, session: Session) -> Updates:
    """The whole tab as the session's practice says."""
    practice, question = session.practice, session.practice.current
    if question:
        session.seen.add(question.id)
    result = practice.results.get(question.id) if question else None
    over = bool(practice.questions) and question is None
    course = tutor.course(session.course) if question else None
    return {
        "session": session,
        "form": gr.update(visible=not practice.questions),
        "asked": gr.update(visible=question is not None),
        "question": question_html(practice, course),
        **_answer_inputs(question, answered=result is not None),
        "check": gr.update(visible=question is not None and result is None),
        "explanation": explanation_html(question, result) if question and result else "",
        "next": gr.update(visible=result is not None, value=_next_label(practice)),
        "about": gr.update(visible=result is not None),
        "result": gr.update(visible=over),
        "summary": summary_html(practice) if over else "",
        "again": gr.update(visible=over and bool(practice.missed)),
    }


def choices_of_course(course: Course, *, with_model: bool) -> Updates:
    """What can be chosen in this course, each choice at its default."""
    sections = [(texts.ALL_SECTIONS, ""), *((f"{s.id}. {s.title}", s.id) for s in course.sections)]
    origins = ("any", "bank", "notes", *(("model",) if with_model else ()))
    origin = "bank" if course.questions_folder.is_dir() else "notes"
    return {
        "section": gr.update(choices=sections, value="", visible=bool(course.sections)),
        "objective": _objectives(course, ""),
        "topic": "",
        "kind": gr.update(choices=_named("KIND", _KINDS), value=""),
        "origin": gr.update(choices=_named("ORIGIN", origins), value=origin),
    }


def _named(group: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """Choices of a radio button: what is shown, and what it stands for."""
    return [(texts.of(group, name or "any"), name) for name in names]


def _objectives(course: Course, section: str) -> Any:
    found = next((s for s in course.sections if s.id == section), None)
    listed = [(f"{o.id} {o.title}", o.id) for o in found.objectives] if found else []
    return gr.update(
        choices=[(texts.ANY_OBJECTIVE, ""), *listed], value="", visible=found is not None
    )


def _answer_inputs(question: Question | None, *, answered: bool) -> Updates:
    """Radio buttons for one right option, check boxes for several; kept as chosen when graded."""
    if question is None:
        return {"one": gr.update(visible=False), "several": gr.update(visible=False)}
    if answered:
        return {"one": gr.update(interactive=False), "several": gr.update(interactive=False)}
    listed, several = choices(question), question.kind == "multiple"
    return {
        "one": gr.update(visible=not several, choices=listed, value=None, interactive=True),
        "several": gr.update(visible=several, choices=listed, value=[], interactive=True),
    }


def _next_label(practice: Practice) -> str:
    return texts.NEXT if practice.at + 1 < len(practice.questions) else texts.FINISH


def _current(session: Session) -> Question:
    if session.practice.current is None:
        raise NotYet("There is no question on the page", "Start a set of questions")
    return session.practice.current


def build() -> dict[str, Any]:
    """Lay the tab out; returns its components by name."""
    parts: dict[str, Any] = {}
    with gr.Column(elem_classes="st-form") as parts["form"]:
        parts["intro"] = gr.HTML("")
        parts["number"] = gr.Slider(1, _MOST_QUESTIONS, value=5, step=1, label=texts.NUMBER)
        parts["kind"] = gr.Radio([], label=texts.KIND)
        parts["origin"] = gr.Radio([], label=texts.ORIGIN)
        with gr.Accordion(texts.NARROW, open=False):
            parts["topic"] = gr.Textbox(label=texts.TOPIC, placeholder=texts.TOPIC_PLACEHOLDER)
            parts["section"] = gr.Radio([], label=texts.SECTION, visible=False)
            parts["objective"] = gr.Radio(
                [], label=texts.OBJECTIVE, visible=False, elem_classes="st-stacked"
            )
        with gr.Row(elem_classes="st-buttons"):
            parts["start"] = gr.Button(texts.START, variant="primary", size="md")
    parts["notice"] = gr.HTML("", elem_classes="st-slot")
    with gr.Column(visible=False) as parts["asked"]:
        _build_question(parts)
    with gr.Column(visible=False) as parts["result"]:
        parts["summary"] = gr.HTML("", elem_classes="st-slot")
        with gr.Row(elem_classes="st-buttons"):
            parts["again"] = gr.Button(texts.RETRY_MISSED, variant="primary", size="md")
            parts["new"] = gr.Button(texts.NEW_SET, size="md")
    return parts


def _build_question(parts: dict[str, Any]) -> None:
    parts["question"] = gr.HTML("", elem_classes="st-slot")
    parts["one"] = gr.Radio([], label=texts.CHOOSE_ONE, elem_classes="st-stacked", visible=False)
    parts["several"] = gr.CheckboxGroup(
        [], label=texts.CHOOSE_SEVERAL, elem_classes="st-stacked", visible=False
    )
    parts["explanation"] = gr.HTML("", elem_classes="st-slot")
    with gr.Row(elem_classes="st-buttons"):
        parts["check"] = gr.Button(texts.CHECK, variant="primary", size="md")
        parts["next"] = gr.Button(texts.NEXT, variant="primary", size="md", visible=False)
        parts["about"] = gr.Button(texts.ASK_ABOUT, size="md", visible=False)
        parts["leave"] = gr.Button(texts.LEAVE, size="md")


_FORM = ("section", "objective", "topic", "kind", "origin", "number")
_SHOWN = (
    *("form", "asked", "question", "one", "several", "check", "explanation", "next", "about"),
    *("result", "summary", "again", "notice"),
)


def outputs_of(parts: Components, session: gr.State) -> dict[str, Any]:
    """The components that :func:`page` fills."""
    return {**{name: parts[name] for name in _SHOWN}, "session": session}


def wire(
    tutor: StudyTutor, startup: Startup, session: gr.State, parts: Components, asking: Components
) -> None:
    """Connect the tab's events; ``asking`` are the components of the Ask tab and the tabs."""
    outputs = outputs_of(parts, session)

    def on(trigger: Callable[..., Dependency], handler: Any, *names: str) -> None:
        inputs = {"session": session, **{name: parts[name] for name in names}}
        connect(trigger, partial(handler, tutor), inputs=inputs, outputs=outputs)

    connect(
        parts["start"].click,
        partial(start, tutor, startup),
        inputs={"session": session, **{name: parts[name] for name in _FORM}},
        outputs=outputs,
    )
    on(parts["check"].click, check, "one", "several")
    on(parts["next"].click, next_question)
    on(parts["leave"].click, leave)
    on(parts["new"].click, leave)
    on(parts["again"].click, retry_missed)
    connect(
        parts["section"].input,
        partial(choose_section, tutor),
        inputs={"session": session, "section": parts["section"]},
        outputs={"objective": parts["objective"]},
    )
    connect(
        parts["about"].click,
        ask_about,
        inputs={"session": session},
        outputs={**asking, "session": session},
    )
