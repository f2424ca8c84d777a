"""A card of the Review tab as HTML, before and after its answer. Pure."""

from __future__ import annotations

from datetime import timedelta

from corpus.course import Course
from index.sentences import without_marker
from tutor.learning.review import DueCard
from tutor.ui import texts
from tutor.ui.markup import command, escape, inline, prose, tag
from tutor.ui.render import sources_html
from tutor.ui.render_exam import turned_to
from tutor.ui.render_practice import explanation_html, lettered_html
from tutor.ui.session import Reviewing
from tutor.ui.tabs import EXAM, PRACTICE

PASSAGE_PREFIX = "r"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def head_html(due: int, done: int) -> str:
    """How many cards wait, and how many were done in this sitting."""
    facts = [texts.REVIEW_WAITING.format(n=due) if due else texts.REVIEW_FROM_PLAN]
    if done:
        facts.append(texts.REVIEW_DONE.format(n=done))
    return tag("p", escape(" · ".join(facts)), "st-status", role="status")


def nothing_html(done: int) -> str:
    """Nothing is due and today's plan is done."""
    head = tag("h2", escape(texts.REVIEW_NOTHING), "st-heading")
    told = tag("p", escape(texts.REVIEW_ALL_DONE if done else texts.REVIEW_NOTHING_TOLD))
    practise = command("go", PRACTICE, escape(texts.REVIEW_PRACTISE), "st-go")
    exam = command("go", EXAM, escape(texts.REVIEW_EXAM), "st-go st-quiet")
    return tag("div", f"{head}{told}<p class='st-links-row'>{practise} {exam}</p>", "st-nothing")


def card_html(review: Reviewing, course: Course) -> str:
    """The card without anything of its answer."""
    if review.shown is None:
        return ""
    due = review.shown.due
    head = tag("span", escape(why(due)), "st-fact")
    objective = course.objectives.get(due.card.objective)
    if objective:
        head += tag("span", escape(f"{objective.id} {objective.title}"), "st-objective")
    stem = tag("div", prose(review.shown.prompt), "st-stem", id="st-review-stem")
    if review.question:
        stem += lettered_html(review.question)
    elif due.card.fact and not due.card.fact.typed and not review.revealed:
        stem += tag("p", escape(texts.REVIEW_SAY_IT), "st-status")
    place = texts.REVIEW_CARD.format(n=review.done + (review.correct is None))
    title = turned_to(place, _name(review, "card"), "st-review-stem")
    return tag("div", title + tag("div", head, "st-facts") + stem, "st-practice")


def _name(review: Reviewing, part: str) -> str:
    """A part of the card as focus.js knows it."""
    card = review.shown.due.card.id if review.shown else ""
    return f"{part}-{card}-{review.since}"


def why(due: DueCard) -> str:
    """Why the card comes now."""
    if due.memory is None:
        return texts.REVIEW_WHY_new
    if due.memory.misconception:
        return texts.REVIEW_WHY_sure_and_wrong
    return texts.REVIEW_WHY_due if due.memory.passed else texts.REVIEW_WHY_wrong


def outcome_html(review: Reviewing) -> str:
    """What came of the answer, with its passage, and when the card comes back."""
    if review.correct is None and not review.revealed:
        return ""
    html = (
        explanation_html(review.question, review.explanation, PASSAGE_PREFIX)
        if (review.question and review.explanation)
        else _fact(review)
    )
    if review.comes_back is not None:
        back, name = escape(comes_back(review.comes_back)), _name(review, "back")
        html += tag("p", back, "st-status", role="status", data_focus=name)
    return html


def comes_back(wait: timedelta) -> str:
    """When a card comes back, for a reader."""
    if wait <= timedelta(0):
        return texts.REVIEW_BACK_AT_ONCE
    if wait < _HOUR:
        return texts.counted("REVIEW_BACK_MINUTES", max(1, round(wait.total_seconds() / 60)))
    return texts.counted("REVIEW_BACK_DAYS", max(1, round(wait / _DAY)))


def _fact(review: Reviewing) -> str:
    """The sentence of the notes, and whether what was typed fits it."""
    fact = review.shown.due.card.fact if review.shown else None
    if fact is None:
        return ""
    head, focus = "", _name(review, "verdict")
    if review.correct and fact.typed:
        told = texts.ANSWERED_RIGHT
        head = tag("div", escape(told), "st-headline st-right", data_focus=focus)
    elif review.correct is False and fact.typed:
        told = texts.WRONG_AND_KEY.format(key=fact.answer)
        head = tag("div", escape(told), "st-headline st-wrong", data_focus=focus)
    # Once it is graded by the learner, what is new is when the card comes back.
    focused = {} if head or review.correct is not None else {"data_focus": focus}
    quote = tag("blockquote", inline(without_marker(fact.quote)), "st-fact-quote", **focused)
    return tag(
        "div", head + quote + sources_html(review.citations, PASSAGE_PREFIX), "st-explanation"
    )
