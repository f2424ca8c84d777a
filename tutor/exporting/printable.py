"""A mock exam on paper, and its key, as two HTML pages that load nothing. Pure but for the style.

The browser prints them: no question is split where a page can hold it (``print.css``).
"""

from __future__ import annotations

from importlib.resources import files

from corpus.questions import Option, Question
from tutor.exporting.markup import block, escape, inline, option, passage
from tutor.exporting.models import ExportSet
from tutor.exporting.wording import exam_facts, how_many, key_facts, key_letters, subject


def exam_html(exam: ExportSet) -> str:
    """The questions with boxes to tick; nothing of the key."""
    head = (
        f"<h1>{escape(exam.title)}</h1>"
        f'<p class="facts">{escape(exam_facts(exam))}</p>'
        '<div class="blanks"><span>Name</span><span>Date</span></div>'
    )
    rows = [_question(n, question) for n, question in enumerate(exam.questions, 1)]
    return _page(exam.title, head + "".join(rows))


def key_html(exam: ExportSet) -> str:
    """The right letters at a glance, then every option's reason with the passage."""
    title = f"Key: {exam.title}"
    numbered = list(enumerate(exam.questions, 1))
    letters = "".join(
        f'<li><span class="number">{n}</span><span class="key">{key_letters(q)}</span></li>'
        for n, q in numbered
    )
    head = (
        f"<h1>{escape(title)}</h1>"
        f'<p class="facts">{escape(key_facts(exam))}</p>'
        f'<ol class="answers">{letters}</ol><h2>Reasons and passages</h2>'
    )
    return _page(title, head + "".join(_reasons(n, q, exam) for n, q in numbered))


def _page(title: str, body: str) -> str:
    style = files("tutor.exporting").joinpath("print.css").read_text("utf-8")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head>\n<body>{body}</body></html>\n"
    )


def _question(number: int, question: Question) -> str:
    said = how_many(question)
    box = "box" if question.kind == "multiple" else "box round"
    options = "".join(
        f'<div class="option"><div class="letter"><span class="{box}"></span>{label}</div>'
        f"<div>{option(o.text)}</div></div>"
        for label, o in question.labelled().items()
    )
    stem = block(question.stem) + (f'<p class="how-many">{escape(said)}</p>' if said else "")
    return _row(number, stem + options)


def _reasons(number: int, question: Question, exam: ExportSet) -> str:
    options = "".join(_reason(label, o) for label, o in question.labelled().items())
    takeaway = (
        f'<p class="takeaway"><b>To keep:</b> {inline(question.takeaway)}</p>'
        if question.takeaway
        else ""
    )
    about = " · ".join(part for part in (subject(question), question.id) if part)
    proof = (
        f"<blockquote>{passage(question.receipt.quote)}</blockquote>"
        f'<div class="about">{escape(exam.place(question.receipt))}</div>'
        f'<div class="about">{escape(about)}</div>'
    )
    verdict = f'<p class="verdict">{key_letters(question)}</p>'
    return _row(number, verdict + options + takeaway + proof)


def _reason(label: str, judged: Option) -> str:
    classes = "option reason right" if judged.correct else "option reason"
    why = f' <span class="why">{inline(judged.why)}</span>' if judged.why else ""
    return (
        f'<div class="{classes}"><div class="letter">{label}</div>'
        f"<div>{option(judged.text)}{why}</div></div>"
    )


def _row(number: int, body: str) -> str:
    return (
        f'<section class="question"><div class="number">{number}</div>'
        f'<div class="body">{body}</div></section>'
    )
