"""The Practice tab: one question at a time, each explained, and the result of the set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import gradio as gr
from gradio.events import Dependency

from corpus.errors import StudyError
from corpus.questions import Difficulty, Kind, Question
from tutor.errors import ExamError, NoQuestions
from tutor.learning.events import Confidence
from tutor.quizzing.models import From, Quiz, QuizRequest
from tutor.ui import ask_page, conversation, texts
from tutor.ui.border import not_yet
from tutor.ui.markup import escape, tag
from tutor.ui.practice_page import begin_set, go_on_with, objectives_of, outputs_of, page
from tutor.ui.render_practice import dropped_html, question_text
from tutor.ui.session import Exchange, Practice, Session, seconds_taken
from tutor.ui.startup import Startup
from tutor.ui.tabs import ASK
from tutor.ui.wiring import Components, Updates, connect

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor


def entered(tutor: StudyTutor, startup: Startup, *, session: Session) -> Updates:
    """The tab as it is opened; a set that was left unfinished comes by itself."""
    if session.narrowed:
        session.narrowed = False
        return page(tutor, session)
    if not session.practice.questions and startup.stage(session.course).name == "ready":
        kept = tutor.learning.open_practice(session.learner, session.course)
        if kept:
            go_on_with(tutor, session, kept)
            return page(tutor, session)
    return {"session": session}


def choose_section(tutor: StudyTutor, *, session: Session, section: str) -> Updates:
    """Offer the objectives of the chosen section."""
    return {"objective": objectives_of(tutor.course(session.course), section)}


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

    ``chosen`` are the radio buttons: section, objective, kind, difficulty and origin; empty is any.
    """
    yield {"notice": tag("p", texts.DRAWING, "st-status st-working", role="status")}
    startup.wait(session.course)
    request = QuizRequest(
        n=int(number),
        topic=topic.strip(),
        section="" if chosen["objective"] else chosen["section"],
        objective=chosen["objective"],
        kind=cast(Kind, chosen["kind"]) if chosen["kind"] else None,
        difficulty=cast(Difficulty, chosen["difficulty"]) if chosen["difficulty"] else None,
        origin=cast(From, chosen["origin"]),
    )
    try:
        quiz, notice = draw(tutor, session, request)
    except StudyError:
        yield {"notice": ""}
        raise
    begin_set(tutor, session, quiz.questions, quiz.rejected)
    notice += dropped_html(quiz.rejected, request.n, len(quiz.questions))
    yield {**page(tutor, session), "notice": notice}


def draw(tutor: StudyTutor, session: Session, request: QuizRequest) -> tuple[Quiz, str]:
    """A set without disputed questions and without those asked before; when none is left, the
    latter start over."""
    learner, course = session.learner, session.course
    gone = frozenset(dispute.card for dispute in tutor.learning.disputes(learner, course))
    try:
        quiz = tutor.quiz(course, replace(request, avoid=gone | session.seen), learner)
        if quiz.questions or not session.seen:
            return quiz, ""
    except NoQuestions:
        if not session.seen:
            raise
    session.seen.clear()
    return tutor.quiz(course, replace(request, avoid=gone), learner), texts.STARTING_OVER


def check(
    tutor: StudyTutor,
    *,
    session: Session,
    one: str | None,
    several: list[str],
    how_sure: str | None = None,
) -> Updates:
    """Grade the answer, keep it, and explain every option."""
    question, practice = _current(session), session.practice
    chosen = tuple(several or ()) if question.kind == "multiple" else ((one,) if one else ())
    if not chosen:
        raise not_yet("no_answer")
    if question.id in practice.results:
        return page(tutor, session)
    learner, course = session.learner, session.course
    try:
        explanation = tutor.explain(course, question, chosen, learner)
        tutor.learning.record_practice(
            learner,
            course,
            question,
            chosen,
            confidence=cast(Confidence, how_sure) if how_sure else None,
            seconds=seconds_taken(practice.shown.get(question.id), tutor.learning.now()),
            practice=practice.id,
        )
    except ExamError as error:  # an exam that was begun since has drawn it
        practice.drop(question.id)
        told = tag("p", escape(f"{error} {texts.TAKEN_OUT}"), "st-status", role="alert")
        return {**page(tutor, session), "notice": told}
    practice.results[question.id] = explanation
    return page(tutor, session)


def dispute_question(tutor: StudyTutor, *, session: Session, reason: str) -> Updates:
    """Have the proof of the question checked again; it comes in no set, review or exam any more."""
    question = _current(session)
    if question.id not in session.practice.results:
        raise not_yet("not_answered")
    session.practice.checks[question.id] = tutor.learning.dispute(
        session.learner, session.course, question.id, reason, question
    )
    return page(tutor, session)


def next_question(tutor: StudyTutor, *, session: Session) -> Updates:
    """Show the next question, or the result after the last."""
    session.practice.at = min(session.practice.at + 1, len(session.practice.questions))
    return {**page(tutor, session), "notice": ""}


def retry_missed(tutor: StudyTutor, *, session: Session) -> Updates:
    """Begin a set of the questions that were missed."""
    begin_set(tutor, session, session.practice.missed)
    return {**page(tutor, session), "notice": ""}


def leave(tutor: StudyTutor, *, session: Session) -> Updates:
    """Back to choosing what to practise."""
    if session.practice.id:
        tutor.learning.end_practice(session.learner, session.course, session.practice.id)
    session.practice = Practice()
    return {**page(tutor, session), "notice": ""}


def ask_about(tutor: StudyTutor, *, session: Session) -> Updates:
    """Carry the question and its explanation into the conversation."""
    question = _current(session)
    explanation = session.practice.results.get(question.id)
    if explanation is None:
        raise not_yet("not_answered")
    session.exchanges.append(
        Exchange(
            question_text(question), explanation=explanation, asked_about=question, finished=True
        )
    )
    conversation.keep(tutor, session)
    return {
        **ask_page.idle(session),
        "tabs": gr.update(selected=ASK),
        "session": session,
    }


def _current(session: Session) -> Question:
    if session.practice.current is None:
        raise not_yet("no_question")
    return session.practice.current


_FORM = ("section", "objective", "topic", "kind", "difficulty", "origin", "number")


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
    on(parts["check"].click, check, "one", "several", "how_sure")
    on(parts["next"].click, next_question)
    on(parts["leave"].click, leave)
    on(parts["new"].click, leave)
    on(parts["again"].click, retry_missed)
    on(parts["send"].click, dispute_question, "reason")
    connect(
        parts["section"].input,
        partial(choose_section, tutor),
        inputs={"session": session, "section": parts["section"]},
        outputs={"objective": parts["objective"]},
    )
    connect(
        parts["about"].click,
        partial(ask_about, tutor),
        inputs={"session": session},
        outputs={**asking, "session": session},
    )
