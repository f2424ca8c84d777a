"""The Mock exam tab as it is laid out, and as the store fills it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_args

import gradio as gr

from tutor.learning.exam_review import ReviewFilter
from tutor.learning.exam_view import ExamView, QuestionView
from tutor.ui import keyboard, texts
from tutor.ui.border import not_yet
from tutor.ui.render_exam import (
    at,
    choices,
    clock_html,
    entries_html,
    intro_html,
    lengths,
    navigator_html,
    question_html,
    value_of,
)
from tutor.ui.render_exam_report import report_html, reviewed_html
from tutor.ui.session import Session
from tutor.ui.wiring import Updates, asset

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_MINUTES_A_QUESTION = 1.875  # of the bundled exam, for a course that names no time


def page(tutor: StudyTutor, session: Session) -> Updates:
    """The whole tab as the store has it."""
    view = view_on_page(tutor, session)
    shown = {
        "session": session,
        "exams": gr.update(visible=view is None),
        "sitting": gr.update(visible=view is not None and not view.ended),
        "looking_over": gr.update(visible=False),
        "reported": gr.update(visible=view is not None and view.ended),
        "exam_explained": "",
    }
    if view is None:
        return {**shown, **_start(tutor, session), "clock": ""}
    if view.ended:
        return {**shown, **_reported(tutor, session), "clock": ""}
    return {**shown, **_asked(view)}


def view_on_page(tutor: StudyTutor, session: Session) -> ExamView | None:
    """The exam on the page; an open one of the course comes by itself."""
    learning = tutor.learning
    if not session.exam:
        entries = learning.exams(session.learner, session.course)
        session.exam = next((e.exam for e in entries if e.ended is None), "")
    return learning.exam_view(session.learner, session.exam) if session.exam else None


def open_view(tutor: StudyTutor, session: Session) -> ExamView:
    """The open exam on the page.

    Raises:
        NotYet: there is none, or it has ended.
    """
    view = view_on_page(tutor, session)
    if view is None or view.ended:
        raise not_yet("exam_ended")
    return view


def _start(tutor: StudyTutor, session: Session) -> Updates:
    course, bank = tutor.course(session.course), tutor.bank(session.course)
    questions = min(course.exam.questions, len(bank)) if course.exam else len(bank)
    minutes = course.exam.minutes if course.exam else round(questions * _MINUTES_A_QUESTION)
    listed = lengths(questions, minutes)
    return {
        "exam_intro": intro_html(course.exam, len(bank)),
        "length": gr.update(
            choices=listed, value=listed[0][1] if listed else None, visible=bool(listed)
        ),
        "begin": gr.update(visible=bool(bank)),
        "entries": entries_html(tutor.learning.exams(session.learner, session.course)),
    }


def _asked(view: ExamView) -> Updates:
    question = at(view)
    several = question.kind == "multiple"
    listed = choices(question)
    values = [value_of(question, label) for label in question.chosen]
    levels = [(texts.of("CONFIDENCE", name), name) for name in ("guess", "unsure", "sure")]
    return {
        "clock": clock_html(view),
        "navigator": navigator_html(view),
        "exam_at": written(question.number, question.chosen, question.confidence),
        "exam_question": question_html(view),
        "exam_one": gr.update(
            visible=not several, choices=listed, value=values[0] if values else None
        ),
        "exam_several": gr.update(visible=several, choices=listed, value=values if several else []),
        "confidence": gr.update(choices=levels, value=question.confidence),
        "flag": texts.EXAM_UNFLAG if question.flagged else texts.EXAM_FLAG,
        "previous": gr.update(interactive=view.position > 1),
    }


def written(number: int, chosen: Iterable[str], confidence: str | None) -> str:
    """A question and its answer as the page keeps it beside what is chosen in it."""
    return f"{number} {''.join(sorted(chosen))} {confidence or ''}"


def on_page(view: ExamView, exam_at: str) -> tuple[QuestionView, str]:
    """The question of this page, and its answer as it was shown there (see :func:`written`).

    Another tab may have turned the exam to another question meanwhile.
    """
    number = exam_at.partition(" ")[0]
    if number.isdecimal() and 0 < int(number) <= view.total:
        return view.questions[int(number) - 1], exam_at
    return at(view), ""


def _reported(tutor: StudyTutor, session: Session) -> Updates:
    only = session.exam_only
    filters = [(texts.of("REVIEW_FILTER", name), name) for name in get_args(ReviewFilter)]
    listed = tutor.learning.review(session.learner, session.exam, only)
    return {
        "exam_report": report_html(tutor.learning.report(session.learner, session.exam)),
        "only": gr.update(choices=filters, value=only),
        "looked_back": reviewed_html(listed),
    }


def build() -> dict[str, Any]:
    """Lay the tab out; returns its components by name."""
    parts: dict[str, Any] = {
        "clock": gr.HTML("", js_on_load=asset("clock.js"), elem_classes="st-slot")
    }
    # Sent along with every answer: the store may be at another question, turned to in another tab.
    parts["exam_at"] = gr.HTML("", elem_classes="st-links")
    parts["exam_kept"] = gr.HTML(
        "", html_template="<span></span>", js_on_load=asset("kept.js"), elem_classes="st-links"
    )
    with gr.Column(elem_classes="st-form") as parts["exams"]:
        parts["exam_intro"] = gr.HTML("")
        parts["length"] = gr.Radio([], label=texts.EXAM_LENGTH, visible=False)
        with gr.Row(elem_classes="st-buttons"):
            parts["begin"] = gr.Button(
                texts.EXAM_START, variant="primary", size="md", visible=False
            )
        parts["entries"] = gr.HTML("")
    with gr.Column(visible=False) as parts["sitting"]:
        _build_sitting(parts)
    with gr.Column(visible=False) as parts["looking_over"]:
        parts["before_submit"] = gr.HTML("")
        with gr.Row(elem_classes="st-buttons"):
            parts["submit"] = gr.Button(texts.EXAM_SUBMIT, variant="primary", size="md")
            parts["back"] = gr.Button(texts.EXAM_BACK, size="md")
    with gr.Column(visible=False) as parts["reported"]:
        parts["exam_report"] = gr.HTML("")
        with gr.Row(elem_classes="st-buttons"):
            parts["practise_missed"] = gr.Button(
                texts.EXAM_PRACTISE_MISSED, variant="primary", size="md"
            )
            parts["list"] = gr.Button(texts.EXAM_NEW, size="md")
        parts["only"] = gr.Radio([], label=texts.EXAM_LOOK_BACK)
        parts["exam_explained"] = gr.HTML("", elem_classes="st-slot")
        parts["looked_back"] = gr.HTML("")
    return parts


def _build_sitting(parts: dict[str, Any]) -> None:
    with gr.Row(elem_classes="st-exam"):
        with gr.Column(scale=3, min_width=300):
            parts["exam_question"] = gr.HTML("")
            answers = ["st-stacked", keyboard.ANSWERS]
            parts["exam_one"] = gr.Radio(
                [], label=texts.EXAM_CHOOSE_ONE, show_label=False, elem_classes=answers
            )
            parts["exam_several"] = gr.CheckboxGroup(
                [],
                label=texts.EXAM_CHOOSE_SEVERAL,
                show_label=False,
                elem_classes=answers,
                visible=False,
            )
            parts["confidence"] = gr.Radio([], label=texts.EXAM_CONFIDENCE)
            with gr.Row(elem_classes="st-buttons"):
                parts["previous"] = gr.Button(
                    texts.EXAM_PREVIOUS, size="md", elem_classes=keyboard.PREVIOUS
                )
                parts["exam_next"] = gr.Button(
                    texts.EXAM_NEXT, variant="primary", size="md", elem_classes=keyboard.NEXT
                )
                parts["flag"] = gr.Button(texts.EXAM_FLAG, size="md", elem_classes=keyboard.FLAG)
                parts["look_over"] = gr.Button(texts.EXAM_LOOK_OVER, size="md")
        with gr.Column(scale=1, min_width=200):
            parts["navigator"] = gr.HTML("")
