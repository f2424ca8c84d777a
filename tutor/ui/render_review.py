"""A card of the Review tab as HTML, before and after its answer. Pure."""

from __future__ import annotations

from datetime import timedelta

from corpus.course import Course
from tutor.learning.review import DueCard
from tutor.ui import texts
from tutor.ui.markup import command, escape, inline, prose, tag
from tutor.ui.render import sources_html
from tutor.ui.render_practice import explanation_html, lettered_html
from tutor.ui.session import Reviewing
from tutor.ui.tabs import EXAM, PRACTICE

PASSAGE_PREFIX = "r"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def head_html(due: int, done: int) -> str:
    """How many cards wait, and how many were done in this sitting."""
    facts = [texts.REVIEW_WAITING.format(n=due)]
    if done:
        facts.append(texts.REVIEW_DONE.format(n=done))
    return tag("p", escape(" · ".join(facts)), "st-status", role="status")


def nothing_html(done: int) -> str:
    """Nothing is due and today's plan is done."""
    head = tag("h3", escape(texts.REVIEW_NOTHING), "st-heading")
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
    stem = tag("div", prose(review.shown.prompt), "st-stem")
    if review.question:
        stem += lettered_html(review.question)
    elif due.card.fact and not due.card.fact.typed:
        stem += tag("p", escape(texts.REVIEW_SAY_IT), "st-status")
    return tag("div", tag("div", head, "st-facts") + stem, "st-practice")


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
        html += tag("p", escape(comes_back(review.comes_back)), "st-status", role="status")
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
    head = ""
    if review.correct and fact.typed:
        head = tag("div", escape(texts.ANSWERED_RIGHT), "st-headline st-right")
    elif review.correct is False and fact.typed:
        told = f"{texts.ANSWERED_WRONG}. {texts.THE_ANSWER_IS} {fact.answer}."
        head = tag("div", escape(told), "st-headline st-wrong")
    quote = tag("blockquote", inline(fact.quote), "st-fact-quote")
    return tag(
        "div", head + quote + sources_html(review.citations, PASSAGE_PREFIX), "st-explanation"
    )
