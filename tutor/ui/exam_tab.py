"""The Mock exam tab: the list of exams, an open exam, and the report of one that has ended.

The truth is in the store: the page shows what :class:`ExamView` says, and a reload, a second tab
or a restart shows the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import gradio as gr
from gradio.events import Dependency

from tutor.learning.exam_review import ReviewFilter
from tutor.ui import practice_page, texts
from tutor.ui.border import NotYet
from tutor.ui.exam_page import open_view, page
from tutor.ui.markup import read_command, tag
from tutor.ui.render_exam import at, before_submit_html, clock_html, navigator_html
from tutor.ui.render_practice import explanation_html
from tutor.ui.session import Session
from tutor.ui.tabs import PRACTICE
from tutor.ui.wiring import Components, Updates, connect

if TYPE_CHECKING:
    from tutor.learning.events import Confidence
    from tutor.learning.exam_view import ExamView, QuestionView
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


def choose(
    tutor: StudyTutor,
    *,
    session: Session,
    exam_at: str,
    exam_one: str | None,
    exam_several: list[str],
    confidence: str | None,
) -> Updates:
    """Keep what is chosen now; it is on disk when the page shows it as answered."""
    view = open_view(tutor, session)
    question = _on_page(view, exam_at)
    chosen = exam_several if question.kind == "multiple" else [exam_one] if exam_one else []
    view = tutor.learning.answer(
        session.learner,
        session.exam,
        question.number,
        chosen,
        confidence=cast("Confidence | None", confidence or None),
    )
    return {"navigator": navigator_html(view), "clock": clock_html(view), "session": session}


def _on_page(view: ExamView, exam_at: str) -> QuestionView:
    """The question of this page; another tab may have turned the exam to another one."""
    number = int(exam_at) if exam_at.isdecimal() else 0
    return view.questions[number - 1] if 0 < number <= view.total else at(view)


def flag(tutor: StudyTutor, *, session: Session, exam_at: str) -> Updates:
    """Flag the question on the page, or take its flag off."""
    view = open_view(tutor, session)
    question = _on_page(view, exam_at)
    tutor.learning.flag(session.learner, session.exam, question.number, not question.flagged)
    return page(tutor, session)


def step(tutor: StudyTutor, by: int, *, session: Session, exam_at: str) -> Updates:
    """Turn to the question before or after; after the last comes the look over."""
    view = open_view(tutor, session)
    number = _on_page(view, exam_at).number + by
    if number > view.total:
        return look_over(tutor, session=session)
    return _turn(tutor, session, max(number, 1))


def turn_to(tutor: StudyTutor, *, session: Session, link: str) -> Updates:
    """Turn to the question of a link."""
    return _turn(tutor, session, int(read_command(link)[1]))


def _turn(tutor: StudyTutor, session: Session, number: int) -> Updates:
    tutor.learning.move(session.learner, session.exam, number)
    return page(tutor, session)


def look_over(tutor: StudyTutor, *, session: Session) -> Updates:
    """What is unanswered and flagged, before submitting."""
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
        raise NotYet("That question is not in this exam", "Choose one from the list")
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
        raise NotYet("Nothing was missed", "Practise something else")
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


def wire(
    tutor: StudyTutor,
    session: gr.State,
    parts: Components,
    elsewhere: Components,
    links: dict[str, gr.HTML],
) -> None:
    """Connect the tab's events. ``elsewhere``: the Practice tab and the tabs themselves."""
    outputs = {**parts, "session": session}

    def on(trigger: Callable[..., Dependency], handler: Any, **inputs: Any) -> None:
        connect(trigger, handler, inputs={"session": session, **inputs}, outputs=outputs)

    here = {"exam_at": parts["exam_at"]}
    chosen = {name: parts[name] for name in ("exam_one", "exam_several", "confidence")}
    for name in chosen:
        on(parts[name].input, partial(choose, tutor), **here, **chosen)
    on(parts["begin"].click, partial(begin, tutor), length=parts["length"])
    on(parts["previous"].click, partial(step, tutor, -1), **here)
    on(parts["exam_next"].click, partial(step, tutor, 1), **here)
    on(parts["flag"].click, partial(flag, tutor), **here)
    on(parts["look_over"].click, partial(look_over, tutor))
    on(parts["back"].click, partial(entered, tutor))
    on(parts["submit"].click, partial(submit, tutor))
    on(parts["list"].click, partial(back_to_list, tutor))
    on(parts["clock"].input, partial(time_is_up, tutor))
    on(parts["only"].input, partial(look_back, tutor), only=parts["only"])
    on(links["exam"].input, partial(open_exam, tutor), link=links["exam"])
    on(links["number"].input, partial(turn_to, tutor), link=links["number"])
    on(links["explain"].input, partial(explain, tutor), link=links["explain"])
    connect(
        parts["practise_missed"].click,
        partial(practise_missed, tutor),
        inputs={"session": session},
        outputs={**elsewhere, "session": session},
    )
