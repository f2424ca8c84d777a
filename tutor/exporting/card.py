"""A question as the fields of a flash card: safe HTML, styled by ``card.css``. Pure."""

from __future__ import annotations

import re

from corpus.questions import Option, Question
from tutor.exporting.markup import block, escape, inline, option, passage
from tutor.exporting.models import ExportSet
from tutor.exporting.wording import how_many, key_letters, subject

FIELDS = ("Stem", "Options", "Answer", "Takeaway", "Passage", "Source", "About", "Id")
FRONT = '<div class="stem">{{Stem}}</div>{{Options}}'
BACK = (
    '<div class="stem">{{Stem}}</div><hr id="answer">{{Answer}}'
    '{{#Takeaway}}<div class="takeaway"><b>To keep:</b> {{Takeaway}}</div>{{/Takeaway}}'
    '<blockquote>{{Passage}}</blockquote><div class="source">{{Source}}</div>'
    '<div class="about">{{About}}</div>'
)
# What Anki would play, run LaTeX on or fetch, wherever it stands in a field.
_ANKI_COMMAND = re.compile(r"\[(?=sound:|latex\]|/latex\]|/?\$|anki:)", re.I)
_NOT_IN_TAGS = re.compile(r"[\s\x00-\x1f\"*:\\]+")


def fields_of(question: Question, chosen: ExportSet) -> dict[str, str]:
    """The card's fields by name, in the order of :data:`FIELDS`."""
    said = how_many(question)
    stem = block(question.stem) + (f'<p class="how-many">{escape(said)}</p>' if said else "")
    options = question.labelled()
    listed = "".join(_row(label, option(o.text)) for label, o in options.items())
    judged = "".join(_verdict(label, o) for label, o in options.items())
    key = f'<div class="key">Answer: {key_letters(question)}</div>'
    values = (
        stem,
        listed,
        key + judged,
        inline(question.takeaway),
        passage(question.receipt.quote),
        escape(chosen.place(question.receipt)),
        escape(subject(question)),
        escape(question.id),
    )
    return {name: _inert(value) for name, value in zip(FIELDS, values, strict=True)}


def tags_of(question: Question, course: str) -> list[str]:
    """``<course>::section::3``, ``<course>::objective::3.05``, and where the question is from."""
    named = {
        "section": question.section,
        "objective": question.objective,
        "from": question.origin,
    }
    return [
        "::".join((course, name, _NOT_IN_TAGS.sub("-", value)))
        for name, value in named.items()
        if value
    ]


def _verdict(label: str, judged: Option) -> str:
    mark = "✓" if judged.correct else "✗"
    why = f'<div class="why">{mark} {inline(judged.why)}</div>'
    return _row(label, option(judged.text) + why, "right" if judged.correct else "wrong")


def _row(label: str, body: str, verdict: str = "") -> str:
    classes = f"option {verdict}".strip()
    return (
        f'<div class="{classes}"><div class="letter">{label}</div>'
        f'<div class="body">{body}</div></div>'
    )


def _inert(html: str) -> str:
    return _ANKI_COMMAND.sub("&#91;", html)
