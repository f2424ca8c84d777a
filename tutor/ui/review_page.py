"""The Review tab as it is laid out, and as the session's card fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import gradio as gr

from tutor.learning.events import Grade
from tutor.ui import dispute, keyboard, texts
from tutor.ui.practice_page import confidences
from tutor.ui.render_practice import choices
from tutor.ui.render_review import card_html, head_html, nothing_html, outcome_html
from tutor.ui.session import Reviewing, Session
from tutor.ui.wiring import Updates

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor


def page(tutor: StudyTutor, session: Session) -> Updates:
    """The whole tab as the session's card says."""
    review = session.review
    due = len(tutor.learning.due(session.learner, session.course))
    judged = review.correct is not None
    graded = review.shown is not None and not review.question and not _typed(review)
    return {
        "session": session,
        "waiting": "",
        "head": head_html(due, review.done) if review.shown else "",
        "card": card_html(review, tutor.course(session.course))
        if review.shown
        else nothing_html(review.done),
        **_inputs(review),
        "answer": gr.update(visible=bool(review.shown) and not graded and not judged),
        "reveal": gr.update(visible=graded and not review.revealed),
        "outcome": outcome_html(review),
        "grades": gr.update(visible=graded and review.revealed and not judged),
        "following": gr.update(visible=judged),
        **dispute.shown(review.check, offered=judged),
    }


def _inputs(review: Reviewing) -> Updates:
    """What the answer is given with; kept as given when it is judged."""
    question, judged = review.question, review.correct is not None
    several = question is not None and question.kind == "multiple"
    if judged:
        fixed = gr.update(interactive=False)
        return {
            **dict.fromkeys(("card_one", "card_several", "typed"), fixed),
            "sure": gr.update(visible=False),
        }
    listed = choices(question) if question else []
    return {
        "card_one": gr.update(
            visible=question is not None and not several,
            choices=listed,
            value=None,
            interactive=True,
        ),
        "card_several": gr.update(visible=several, choices=listed, value=[], interactive=True),
        "typed": gr.update(visible=_typed(review), value="", interactive=True),
        "sure": confidences(offered=question is not None or _typed(review)),
    }


def _typed(review: Reviewing) -> bool:
    fact = review.shown.due.card.fact if review.shown else None
    return fact is not None and fact.typed


def build() -> dict[str, Any]:
    """Lay the tab out; returns its components by name."""
    parts: dict[str, Any] = {
        "waiting": gr.HTML("", elem_classes="st-slot"),
        "head": gr.HTML("", elem_classes="st-slot"),
        "card": gr.HTML("", elem_classes="st-slot"),
    }
    answers = ["st-stacked", keyboard.ANSWERS]
    parts["card_one"] = gr.Radio([], label=texts.CHOOSE_ONE, elem_classes=answers, visible=False)
    parts["card_several"] = gr.CheckboxGroup(
        [], label=texts.CHOOSE_SEVERAL, elem_classes=answers, visible=False
    )
    parts["typed"] = gr.Textbox(label=texts.REVIEW_FILL_GAP, visible=False)
    parts["sure"] = gr.Radio([], label=texts.HOW_SURE, visible=False)
    parts["outcome"] = gr.HTML("", elem_classes="st-slot")
    with gr.Row(elem_classes="st-buttons"):
        parts["answer"] = _primary(texts.CHECK, keyboard.CONFIRM)
        parts["reveal"] = _primary(texts.REVIEW_REVEAL, keyboard.CONFIRM)
        parts["following"] = _primary(texts.REVIEW_NEXT, keyboard.NEXT)
    graded = ["st-buttons", keyboard.GRADES]
    with gr.Row(elem_classes=graded, visible=False) as parts["grades"]:
        for name in get_args(Grade):
            parts[name] = gr.Button(texts.of("GRADE", name), size="md")
    parts.update(dispute.build())
    return parts


def _primary(name: str, key: str) -> gr.Button:
    return gr.Button(name, variant="primary", size="md", visible=False, elem_classes=key)
