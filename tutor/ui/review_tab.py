"""The Review tab: what one is about to forget, one card at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import gradio as gr
from gradio.events import Dependency

from corpus.questions import LABELS
from tutor.citations import cite_span
from tutor.errors import ExamError
from tutor.learning.events import Confidence, Grade
from tutor.ui import texts
from tutor.ui.border import not_yet
from tutor.ui.markup import escape, tag
from tutor.ui.review_page import page
from tutor.ui.session import Reviewing, Session, seconds_taken
from tutor.ui.startup import Startup
from tutor.ui.wiring import Components, Updates, connect

if TYPE_CHECKING:
    from tutor.learning.review import Shown
    from tutor.study_tutor import StudyTutor


def entered(tutor: StudyTutor, startup: Startup, *, session: Session) -> Iterator[Updates]:
    """The tab as it is opened: the card that is on the page, or the next one."""
    if not startup.stage(session.course).over:
        yield {"waiting": tag("p", texts.REVIEW_SOON, "st-status st-working", role="status")}
        startup.wait(session.course)
    if session.review.correct is None and not session.review.revealed:
        _draw(tutor, session)
    yield page(tutor, session)


def next_card(tutor: StudyTutor, *, session: Session) -> Updates:
    """Put the next card on the page."""
    _draw(tutor, session)
    return page(tutor, session)


def answer(
    tutor: StudyTutor,
    *,
    session: Session,
    card_one: str | None,
    card_several: list[str],
    typed: str,
    sure: str | None,
) -> Updates:
    """Judge the answer, keep it, and explain it."""
    review, shown = session.review, _shown(session)
    if review.correct is not None:
        return page(tutor, session)
    chosen = _chosen(review, card_one, card_several)
    if not chosen and not typed.strip():
        raise not_yet("nothing_answered")
    try:
        event = tutor.learning.answer_card(
            session.learner,
            session.course,
            shown.due.card.id,
            chosen=[review.labels[LABELS.index(label)] for label in chosen],
            typed=typed,
            confidence=cast(Confidence, sure) if sure else None,
            seconds=seconds_taken(review.since, tutor.learning.now()),
        )
    except ExamError as error:
        return _withheld(tutor, session, error)
    if review.question:
        review.explanation = tutor.explain(session.course, review.question, chosen, session.learner)
        review.citations = review.explanation.citations
    else:
        _cite(tutor, session)
    return _judged(tutor, session, correct=bool(event.correct))


def reveal(tutor: StudyTutor, *, session: Session) -> Updates:
    """Show the sentence of a key fact, to be graded by the learner."""
    _shown(session)
    session.review.revealed = True
    _cite(tutor, session)
    return page(tutor, session)


def grade(tutor: StudyTutor, given: Grade, *, session: Session) -> Updates:
    """Keep the learner's own grade and go on."""
    review, shown = session.review, _shown(session)
    if not review.revealed or review.correct is not None:
        raise not_yet("not_shown")
    event = tutor.learning.grade_card(
        session.learner,
        session.course,
        shown.due.card.id,
        given,
        seconds=seconds_taken(review.since, tutor.learning.now()),
    )
    return _judged(tutor, session, correct=bool(event.correct))


def dispute_card(tutor: StudyTutor, *, session: Session, reason: str) -> Updates:
    """Have the card's proof checked again; it comes back no more."""
    review, shown = session.review, _shown(session)
    if review.correct is None:
        raise not_yet("card_not_answered")
    review.check = tutor.learning.dispute(
        session.learner, session.course, shown.due.card.id, reason
    )
    review.comes_back = None
    return page(tutor, session)


def _draw(tutor: StudyTutor, session: Session) -> None:
    """Put the card that comes next into the session, or none."""
    shown = tutor.learning.review_next(session.learner, session.course)
    review = Reviewing(shown, tutor.learning.now(), done=session.review.done)
    if shown and shown.options:
        question = shown.due.card.question
        assert question is not None
        options = tuple(option for _, option in shown.options)
        review.question = question.model_copy(update={"options": options})
        review.labels = tuple(label for label, _ in shown.options)
    session.review = review


def _judged(tutor: StudyTutor, session: Session, *, correct: bool) -> Updates:
    review, shown = session.review, _shown(session)
    review.correct = correct
    review.done += 1
    card = tutor.learning.card(session.learner, session.course, shown.due.card.id)
    if card.due.memory:
        review.comes_back = card.due.memory.due - tutor.learning.now()
    return page(tutor, session)


def _withheld(tutor: StudyTutor, session: Session, error: ExamError) -> Updates:
    """An exam that was begun since has drawn this card: on with the next."""
    told = tag("p", escape(str(error)), "st-status", role="alert")
    return {**next_card(tutor, session=session), "waiting": told}


def _chosen(review: Reviewing, one: str | None, several: list[str]) -> tuple[str, ...]:
    """Labels of the page."""
    if review.question is None:
        return ()
    if review.question.kind == "multiple":
        return tuple(several or ())
    return (one,) if one else ()


def _cite(tutor: StudyTutor, session: Session) -> None:
    fact = _shown(session).due.card.fact
    if fact:
        document = tutor.document(session.course, fact.source)
        cited = cite_span(1, document, fact.heading, fact.char_start, fact.char_end)
        session.review.citations = (cited,)


def _shown(session: Session) -> Shown:
    if session.review.shown is None:
        raise not_yet("no_card")
    return session.review.shown


def wire(
    tutor: StudyTutor, startup: Startup, session: gr.State, parts: Components, selected: Any
) -> None:
    """Connect the tab's events; ``selected`` fires when the tab is opened."""
    outputs = {**parts, "session": session}

    def on(trigger: Callable[..., Dependency], handler: Any, *names: str) -> None:
        inputs = {"session": session, **{name: parts[name] for name in names}}
        connect(trigger, handler, inputs=inputs, outputs=outputs)

    answered = ("card_one", "card_several", "typed", "sure")
    on(selected, partial(entered, tutor, startup))
    on(parts["answer"].click, partial(answer, tutor), *answered)
    on(parts["typed"].submit, partial(answer, tutor), *answered)
    on(parts["reveal"].click, partial(reveal, tutor))
    on(parts["following"].click, partial(next_card, tutor))
    on(parts["send"].click, partial(dispute_card, tutor), "reason")
    for name in ("again", "hard", "good", "easy"):
        on(parts[name].click, partial(grade, tutor, name))
