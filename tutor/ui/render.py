"""Answers and refusals as HTML. Pure; every text of the notes is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.answering.answer import Answer, Conflict
from tutor.citations import Citation
from tutor.ui import texts
from tutor.ui.border import Failure
from tutor.ui.markup import block, command, escape, inline, items, prose, tag
from tutor.ui.render_notes import report_html, step_html
from tutor.ui.render_sentences import chip, chips, sentences_html
from tutor.ui.session import Exchange

_SHORT_QUOTE = 280


def question_html(exchange: Exchange, *, editable: bool = False) -> str:
    """What the learner asked, or which files were dropped; an editable one can be asked anew."""
    label = tag("div", escape(texts.PRACTICE_QUESTION), "st-kicker") if exchange.asked_about else ""
    if exchange.files:
        named = items("ul", [tag("span", escape(f), "st-path") for f in exchange.files], "st-list")
        return tag("div", tag("div", escape(texts.DROPPED), "st-kicker") + named, "st-question")
    edit = command("edit", "last", escape(texts.EDIT), "st-tool st-edit") if editable else ""
    return tag("div", label + block(exchange.question) + edit, "st-question")


def exchange_html(exchange: Exchange, number: int) -> str:
    """The tutor's side of an exchange: an answer, a refusal, a failure, or that it is under way."""
    if exchange.explanation:
        return _carried(exchange, number)
    parts = [report_html(exchange.report)] if exchange.report else []
    if exchange.step and not exchange.report and not exchange.finished:
        parts.append(step_html(exchange.step))
    if exchange.answer:
        parts.append(answer_html(exchange.answer, number, exchange))
    if exchange.failure:
        parts.append(failure_html(exchange.failure))
    elif exchange.finished and not exchange.answer and not exchange.report:
        parts.append(tag("p", escape(texts.STOPPED), "st-status"))
    elif not exchange.finished and not exchange.answer and not exchange.files:
        parts.append(tag("p", escape(texts.SEARCHING), "st-status st-working"))
    return tag("div", "".join(parts), "st-answer")


def answer_html(answer: Answer, number: int, exchange: Exchange | None = None) -> str:
    """An answer or refusal; ``number`` is that of its exchange and names its passages."""
    asked, finished = (
        (exchange.question, exchange.finished) if exchange else (answer.question, True)
    )
    body = _refusal(answer, number) if answer.refused else _supported(answer, number, finished)
    parts = [
        _read_as(answer, asked),
        tag("p", escape(answer.warning), "st-warning") if answer.warning else "",
        body,
        _tools(answer) if finished else "",
    ]
    return "".join(parts)


def failure_html(failure: Failure) -> str:
    """What went wrong and what to do."""
    head = tag("strong", escape(texts.FAILED))
    text = inline(failure.told)
    return tag("div", f"{head}<p>{text}</p>", "st-failure")


def sources_html(citations: Sequence[Citation], prefix: str) -> str:
    """The list below an answer: each place once, with the chips of its passages."""
    places: dict[str, list[Citation]] = {}
    for citation in citations:
        places.setdefault(citation.place, []).append(citation)
    rows = [
        tag("span", "".join(chip(c, f"{prefix}-{c.n}") for c in cited), "st-chips")
        + command("passage", f"{prefix}-{cited[0].n}", escape(place), "st-place")
        for place, cited in places.items()
    ]
    if not rows:
        return ""
    head = tag("div", escape(texts.SOURCES), "st-kicker")
    return tag("div", head + items("ul", rows, "st-list st-source-list"), "st-sources")


def _supported(answer: Answer, number: int, finished: bool) -> str:
    prefix = f"a{number}"
    if not answer.sentences:
        draft = tag("p", escape(texts.WRITING), "st-status st-working") if not finished else ""
        return tag("div", block(answer.text), "st-draft") + draft
    conflicts = "".join(_conflict(c, answer.citations, prefix) for c in answer.conflicts)
    return (
        conflicts
        + sentences_html(answer, prefix)
        + sources_html(answer.citations, prefix)
        + ("" if finished else tag("p", escape(texts.WRITING), "st-status st-working"))
    )


def _refusal(answer: Answer, number: int) -> str:
    head = tag("strong", escape(texts.REFUSED), "st-refused-head")
    if not answer.nearest:
        return tag("div", f"{head}<p>{escape(texts.NO_PASSAGE)}</p>", "st-refusal")
    rows = [
        tag("blockquote", inline(shortened(c.quote)))
        + command("passage", f"n{number}-{c.n}", escape(c.place), "st-place st-open")
        for c in answer.nearest
    ]
    label = tag("div", escape(texts.NEAREST), "st-kicker")
    return tag("div", head + label + items("ul", rows, "st-list st-nearest"), "st-refusal")


def _conflict(conflict: Conflict, citations: Sequence[Citation], prefix: str) -> str:
    known = {c.n: c for c in citations}
    sides = []
    for claim in conflict.claims:
        where = known.get(claim.citation)
        mark = chip(where, f"{prefix}-{where.n}") if where else ""
        place = tag("div", escape(where.place), "st-place") if where else ""
        sides.append(tag("div", prose(claim.text) + mark + place, "st-side"))
    head = tag("strong", escape(texts.CONFLICT))
    return tag("div", head + tag("div", "".join(sides), "st-sides"), "st-conflict")


def _read_as(answer: Answer, asked: str) -> str:
    if not answer.question or answer.question.strip() == asked.strip():
        return ""
    return tag("p", f"{escape(texts.READ_AS)}: <em>{escape(answer.question)}</em>", "st-read-as")


def _tools(answer: Answer) -> str:
    copy = command("copy", "answer", escape(texts.COPY), "st-tool")
    if answer.refused:
        return tag("div", copy, "st-tools")
    how = texts.FROM_MODEL if answer.mode == "model" else texts.FROM_NOTES
    return tag("div", tag("span", escape(how), "st-how") + copy, "st-tools")


def _carried(exchange: Exchange, number: int) -> str:
    """A practice question in the conversation: its key, what to keep, and the passages."""
    explanation = exchange.explanation
    assert explanation is not None, "only called with one"
    key = f"{texts.THE_ANSWER_IS} {', '.join(explanation.key)}" if explanation.key else texts.NO_KEY
    keep = f"<p>{inline(explanation.takeaway)}</p>" if explanation.takeaway else ""
    why = "".join(
        tag(
            "p", inline(verdict.why) + chips(verdict.citations, explanation.citations, f"a{number}")
        )
        for label, verdict in explanation.options.items()
        if label in explanation.key and verdict.why
    )
    sources = sources_html(explanation.citations, f"a{number}")
    return tag("div", f"<p><strong>{escape(key)}</strong></p>{why}{keep}{sources}", "st-answer")


def shortened(quote: str, most: int = _SHORT_QUOTE) -> str:
    """A quote on one line, cut between words; a table row as its cells."""
    text = " ".join(quote.split())
    if text.startswith("|") and text.endswith("|"):
        text = " · ".join(cell.strip() for cell in text.strip("|").split("|"))
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
