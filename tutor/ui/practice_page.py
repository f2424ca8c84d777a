"""The Practice tab as it is laid out, and as the session's set fills it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

import gradio as gr

from corpus.course import Course
from corpus.questions import Difficulty, Kind, Question
from tutor.learning.events import Confidence
from tutor.learning.practice import PracticeSet
from tutor.ui import dispute, keyboard, texts
from tutor.ui.render_practice import choices, explanation_html, question_html, summary_html
from tutor.ui.session import Practice, Session
from tutor.ui.wiring import Components, Updates

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_MOST_QUESTIONS = 30
NARROWED = ("narrow", "section", "objective")
"""What :func:`narrowed_to` fills."""


def begin_set(
    tutor: StudyTutor,
    session: Session,
    questions: Sequence[Question],
    rejected: Mapping[str, int] | None = None,
) -> None:
    """Put a new set on the page and keep it, so that a reload or a restart loses nothing."""
    name = tutor.learning.begin_practice(session.learner, session.course, questions)
    session.practice = Practice(tuple(questions), rejected=dict(rejected or {}), id=name)


def go_on_with(tutor: StudyTutor, session: Session, kept: PracticeSet) -> None:
    """Put a set that was kept on the page again, at its first question without an answer."""
    results = {
        question.id: tutor.explain(
            session.course, question, kept.answers[question.id], session.learner
        )
        for question in kept.questions
        if question.id in kept.answers
    }
    at = next(n for n, question in enumerate(kept.questions) if question.id not in results)
    session.practice = Practice(kept.questions, at, results, id=kept.id)


def page(tutor: StudyTutor, session: Session) -> Updates:
    """The whole tab as the session's practice says."""
    practice, question = session.practice, session.practice.current
    if question:
        session.seen.add(question.id)
        practice.shown.setdefault(question.id, tutor.learning.now())
    result = practice.results.get(question.id) if question else None
    over = bool(practice.questions) and question is None
    course = tutor.course(session.course) if question else None
    check = practice.checks.get(question.id) if question else None
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
        **dispute.shown(check, offered=result is not None),
        "result": gr.update(visible=over),
        "summary": summary_html(practice) if over else "",
        "again": gr.update(visible=over and bool(practice.missed)),
    }


def choices_of_course(course: Course, *, with_model: bool) -> Updates:
    """What can be chosen in this course, each choice at its default."""
    sections = [(texts.ALL_SECTIONS, ""), *((f"{s.id}. {s.title}", s.id) for s in course.sections)]
    origins = ("any", "bank", "notes", *(("model",) if with_model else ()))
    origin = "bank" if course.questions_folder.is_dir() else "notes"
    kinds, difficulties = ("", *get_args(Kind)), ("", *get_args(Difficulty))
    return {
        "section": gr.update(choices=sections, value="", visible=bool(course.sections)),
        "objective": objectives_of(course, ""),
        "topic": "",
        "kind": gr.update(choices=named("KIND", kinds), value=""),
        "difficulty": gr.update(choices=named("DIFFICULTY", difficulties), value=""),
        "origin": gr.update(choices=named("ORIGIN", origins), value=origin),
    }


def named(group: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """Choices of a radio button: what is shown, and what it stands for."""
    return [(texts.of(group, name or "any"), name) for name in names]


def narrowed_to(course: Course, objective: str) -> Updates:
    """The form with one objective chosen."""
    section = course.section_of(objective)
    if section is None:
        return {}
    return {
        "narrow": gr.update(open=True),
        "section": section.id,
        "objective": objectives_of(course, section.id, objective),
    }


def objectives_of(course: Course, section: str, chosen: str = "") -> Any:
    """The choice among the objectives of a section; none without one."""
    found = next((s for s in course.sections if s.id == section), None)
    listed = [(f"{o.id} {o.title}", o.id) for o in found.objectives] if found else []
    return gr.update(
        choices=[(texts.ANY_OBJECTIVE, ""), *listed], value=chosen, visible=found is not None
    )


def confidences(*, offered: bool) -> Any:
    """The choice of confidence, none chosen yet."""
    return gr.update(choices=named("CONFIDENCE", get_args(Confidence)), value=None, visible=offered)


def _answer_inputs(question: Question | None, *, answered: bool) -> Updates:
    """Radio buttons for one right option, check boxes for several; kept as chosen when graded."""
    if question is None:
        hidden = gr.update(visible=False)
        return {"one": hidden, "several": hidden, "how_sure": hidden}
    if answered:
        fixed = gr.update(interactive=False)
        return {"one": fixed, "several": fixed, "how_sure": gr.update(visible=False)}
    listed, several = choices(question), question.kind == "multiple"
    return {
        "one": gr.update(visible=not several, choices=listed, value=None, interactive=True),
        "several": gr.update(visible=several, choices=listed, value=[], interactive=True),
        "how_sure": confidences(offered=True),
    }


def _next_label(practice: Practice) -> str:
    return texts.NEXT if practice.at + 1 < len(practice.questions) else texts.FINISH


def build() -> dict[str, Any]:
    """Lay the tab out; returns its components by name."""
    parts: dict[str, Any] = {}
    with gr.Column(elem_classes="st-form") as parts["form"]:
        _build_form(parts)
    parts["notice"] = gr.HTML("", elem_classes="st-slot")
    with gr.Column(visible=False) as parts["asked"]:
        _build_question(parts)
    with gr.Column(visible=False) as parts["result"]:
        parts["summary"] = gr.HTML("", elem_classes="st-slot")
        with gr.Row(elem_classes="st-buttons"):
            parts["again"] = gr.Button(texts.RETRY_MISSED, variant="primary", size="md")
            parts["new"] = gr.Button(texts.NEW_SET, size="md")
    return parts


def _build_form(parts: dict[str, Any]) -> None:
    parts["intro"] = gr.HTML("")
    parts["number"] = gr.Slider(1, _MOST_QUESTIONS, value=5, step=1, label=texts.NUMBER)
    parts["kind"] = gr.Radio([], label=texts.KIND)
    parts["origin"] = gr.Radio([], label=texts.ORIGIN)
    with gr.Accordion(texts.NARROW, open=False) as parts["narrow"]:
        parts["topic"] = gr.Textbox(label=texts.TOPIC, placeholder=texts.TOPIC_PLACEHOLDER)
        parts["difficulty"] = gr.Radio([], label=texts.DIFFICULTY)
        parts["section"] = gr.Radio([], label=texts.SECTION, visible=False)
        parts["objective"] = gr.Radio(
            [], label=texts.OBJECTIVE, visible=False, elem_classes="st-stacked"
        )
    with gr.Row(elem_classes="st-buttons"):
        parts["start"] = gr.Button(texts.START, variant="primary", size="md")


def _build_question(parts: dict[str, Any]) -> None:
    parts["question"] = gr.HTML("", elem_classes="st-slot")
    answers = ["st-stacked", keyboard.ANSWERS]
    parts["one"] = gr.Radio([], label=texts.CHOOSE_ONE, elem_classes=answers, visible=False)
    parts["several"] = gr.CheckboxGroup(
        [], label=texts.CHOOSE_SEVERAL, elem_classes=answers, visible=False
    )
    parts["how_sure"] = gr.Radio([], label=texts.HOW_SURE, visible=False)
    parts["explanation"] = gr.HTML("", elem_classes="st-slot")
    with gr.Row(elem_classes="st-buttons"):
        parts["check"] = gr.Button(
            texts.CHECK, variant="primary", size="md", elem_classes=keyboard.CONFIRM
        )
        parts["next"] = gr.Button(
            texts.NEXT, variant="primary", size="md", visible=False, elem_classes=keyboard.NEXT
        )
        parts["about"] = gr.Button(texts.ASK_ABOUT, size="md", visible=False)
        parts["leave"] = gr.Button(texts.LEAVE, size="md")
    parts.update(dispute.build())


_SHOWN = (
    *("form", "asked", "question", "one", "several", "how_sure", "check", "explanation", "next"),
    *("about", "dispute", "reason", "disputed", "result", "summary", "again", "notice"),
)


def outputs_of(parts: Components, session: gr.State) -> dict[str, Any]:
    """The components that :func:`page` fills."""
    return {**{name: parts[name] for name in _SHOWN}, "session": session}
