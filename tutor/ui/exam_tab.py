"""The Mock exam tab: the list of exams, an open exam, and the report of one that has ended.

The truth is in the store: the page shows what :class:`ExamView` says, and a reload, a second tab
or a restart shows the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import gradio as gr
from gradio.events import Dependency

from tutor.learning.exam_review import ReviewFilter
from tutor.ui import practice_page, texts
from tutor.ui.border import not_yet
from tutor.ui.exam_page import on_page, open_view, page, written
from tutor.ui.markup import read_command, tag
from tutor.ui.render_exam import before_submit_html, chosen_labels, clock_html, state_of
from tutor.ui.render_practice import explanation_html
from tutor.ui.session import Session
from tutor.ui.tabs import PRACTICE
from tutor.ui.wiring import Components, Updates, connect

if TYPE_CHECKING:
    from tutor.learning.events import Confidence
    from tutor.learning.exam_view import QuestionView
    from tutor.study_tutor import StudyTutor


def entered(tutor: StudyTutor, *, session: Session) -> Updates:
    """The tab as it is opened: the exam on the page, or the list of all."""
    return page(tutor, session)


def begin(tutor: StudyTutor, *, session: Session, length: int) -> Updates:
    """Draw a form and start the clock."""
    view = tutor.learning.start_exam(session.learner, session.course, n=int(length))
    session.exam = view.exam
    return page(tutor, session)


def open_exam(tutor: StudyTutor, *, session: Session, link: str) -> Updates:
    """Go on with an exam, or show its report."""
    session.exam = read_command(link)[1]
    session.exam_explained = None
    return page(tutor, session)


def choose(tutor: StudyTutor, *, session: Session, **sheet: Any) -> Updates:
    """Keep what is chosen now; it is on disk when the page shows it as answered."""
    number = _keep(tutor, session, sheet).number
    view = open_view(tutor, session)
    kept = f"{number} {state_of(view.questions[number - 1])}"
    return {"exam_kept": kept, "clock": clock_html(view), "session": session}


def _keep(tutor: StudyTutor, session: Session, sheet: Mapping[str, Any]) -> QuestionView:
    """Keep the answer on the page, unless it is as it was shown; returns its question.

    Whatever leads away from a question keeps its answer first: events overtake one another.
    ``sheet`` are the components of :data:`_SHEET`.
    """
    view = open_view(tutor, session)
    question, shown = on_page(view, sheet["exam_at"])
    several, one = sheet["exam_several"] or [], sheet["exam_one"]
    values = several if question.kind == "multiple" else [one] if one else []
    chosen = chosen_labels(question, values)
    confidence = cast("Confidence | None", sheet["confidence"] or None)
    if chosen is not None and written(question.number, chosen, confidence) != shown:
        learner, exam = session.learner, session.exam
        tutor.learning.answer(learner, exam, question.number, chosen, confidence=confidence)
    return question


def flag(tutor: StudyTutor, *, session: Session, **sheet: Any) -> Updates:
    """Flag the question on the page, or take its flag off."""
    question = _keep(tutor, session, sheet)
    tutor.learning.flag(session.learner, session.exam, question.number, not question.flagged)
    return page(tutor, session)


def step(tutor: StudyTutor, by: int, *, session: Session, **sheet: Any) -> Updates:
    """Turn to the question before or after; after the last comes the look over."""
    number = _keep(tutor, session, sheet).number + by
    if number > open_view(tutor, session).total:
        return _looked_over(tutor, session)
    return _turn(tutor, session, max(number, 1))


def turn_to(tutor: StudyTutor, *, session: Session, link: str, **sheet: Any) -> Updates:
    """Turn to the question of a link."""
    _keep(tutor, session, sheet)
    return _turn(tutor, session, int(read_command(link)[1]))


def _turn(tutor: StudyTutor, session: Session, number: int) -> Updates:
    tutor.learning.move(session.learner, session.exam, number)
    return page(tutor, session)


def look_over(tutor: StudyTutor, *, session: Session, **sheet: Any) -> Updates:
    """What is unanswered and flagged, before submitting."""
    _keep(tutor, session, sheet)
    return _looked_over(tutor, session)


def _looked_over(tutor: StudyTutor, session: Session) -> Updates:
    view = open_view(tutor, session)
    return {
        **page(tutor, session),
        "sitting": gr.update(visible=False),
        "looking_over": gr.update(visible=True),
        "before_submit": before_submit_html(view),
    }


def submit(tutor: StudyTutor, *, session: Session) -> Updates:
    """End the exam and show its report."""
    tutor.learning.submit(session.learner, session.exam)
    return page(tutor, session)


def time_is_up(tutor: StudyTutor, *, session: Session) -> Updates:
    """The page's clock has run out: show what the server says."""
    return page(tutor, session)


def look_back(tutor: StudyTutor, *, session: Session, only: str) -> Updates:
    """Filter the questions of the ended exam."""
    session.exam_only = cast(ReviewFilter, only)
    return page(tutor, session)


def explain(tutor: StudyTutor, *, session: Session, link: str) -> Updates:
    """Explain every option of a question of the ended exam."""
    number = int(read_command(link)[1])
    listed = tutor.learning.review(session.learner, session.exam)
    row = next((r for r in listed if r.number == number), None)
    if row is None:
        raise not_yet("not_in_exam")
    session.exam_explained = tutor.explain(session.course, row.question, row.chosen)
    place = texts.EXAM_QUESTION.format(number=row.number, total=len(listed))
    head = tag("h2", place, "st-heading", data_focus=f"explained-{number}")
    html = explanation_html(row.question, session.exam_explained, "e")
    return {"exam_explained": head + html, "session": session}


def practise_missed(tutor: StudyTutor, *, session: Session) -> Updates:
    """Carry the missed questions over to Practice."""
    missed = set(tutor.learning.missed(session.learner, session.exam))
    questions = tuple(q for q in tutor.bank(session.course) if q.id in missed)
    if not questions:
        raise not_yet("nothing_missed")
    practice_page.begin_set(tutor, session, questions)
    return {
        **practice_page.page(tutor, session),
        "tabs": gr.update(selected=PRACTICE),
        "session": session,
    }


def back_to_list(tutor: StudyTutor, *, session: Session) -> Updates:
    """Leave the report."""
    session.exam = ""
    session.exam_explained = None
    return page(tutor, session)


# What is on the page of a question: which it is, and what is chosen.
_SHEET = ("exam_at", "exam_one", "exam_several", "confidence")


def wire(
    tutor: StudyTutor,
    session: gr.State,
    parts: Components,
    elsewhere: Components,
    links: dict[str, gr.HTML],
) -> None:
    """Connect the tab's events. ``elsewhere``: the Practice tab and the tabs themselves."""
    outputs = {**parts, "session": session}

    def on(
        trigger: Callable[..., Dependency], handler: Any, mode: str = "once", **inputs: Any
    ) -> None:
        mine = {"session": session, **inputs}
        connect(trigger, handler, inputs=mine, outputs=outputs, trigger_mode=mode)

    # Whoever is quick is not made to wait: "once" would drop a press while another is under way.
    sheet = {name: parts[name] for name in _SHEET}
    for name in ("exam_one", "exam_several", "confidence"):
        on(parts[name].input, partial(choose, tutor), "always_last", **sheet)
    on(parts["begin"].click, partial(begin, tutor), length=parts["length"])
    on(parts["previous"].click, partial(step, tutor, -1), "multiple", **sheet)
    on(parts["exam_next"].click, partial(step, tutor, 1), "multiple", **sheet)
    on(parts["flag"].click, partial(flag, tutor), "multiple", **sheet)
    on(parts["look_over"].click, partial(look_over, tutor), **sheet)
    on(parts["back"].click, partial(entered, tutor))
    on(parts["submit"].click, partial(submit, tutor))
    on(parts["list"].click, partial(back_to_list, tutor))
    on(parts["clock"].input, partial(time_is_up, tutor))
    on(parts["only"].input, partial(look_back, tutor), only=parts["only"])
    on(links["exam"].input, partial(open_exam, tutor), link=links["exam"])
    on(links["number"].input, partial(turn_to, tutor), "multiple", link=links["number"], **sheet)
    on(links["explain"].input, partial(explain, tutor), link=links["explain"])
    connect(
        parts["practise_missed"].click,
        partial(practise_missed, tutor),
        inputs={"session": session},
        outputs={**elsewhere, "session": session},
    )
