"""Notes that contradict each other: what one affirms of a thing and another denies is not asked."""

from __future__ import annotations

import re

from corpus.questions import Question
from index.lexical import terms_of
from tutor.quizzing.flaw import asks_negatively, correct_texts, wrong_texts
from tutor.quizzing.option_forms import words_in
from tutor.quizzing.polarity import signed_terms
from tutor.quizzing.statements import Notes, Statement

# Names of things: `code`, camel case, or a capital behind the first word.
_NAMES = re.compile(
    r"`[^`]+`|\b\w*[a-z][A-Z]\w*\b|(?<=[a-z,] )(?!(?:NOT|TRUE|FALSE|EXCEPT|LEAST)\b)[A-Z]\w+"
)
_ACRONYM = re.compile(r"\b[A-Z]{2,6}\b")
_LEAST_WORDS = 2  # a single initial stands in many an acronym


def contradicted(question: Question, notes: Notes) -> str:
    """The first option that has to hold for the key to be right, yet is denied; else empty."""
    holding = wrong_texts if asks_negatively(question.stem) else correct_texts
    said = [
        statement
        for name in set(_NAMES.findall(question.stem))
        for statement in notes.mentioning(name)
        if notes.is_askable(statement) and _is_denial(statement.text, name)
    ]
    for text in holding(question):
        about = words_in(text) - words_in(question.stem)
        if about and any(_denies(statement, text, about) for statement in said):
            return text
    return ""


def _is_denial(text: str, name: str) -> bool:
    """Whether a text says of a name that it does not do something: "AutoML does not …"."""
    pattern = (
        rf"^\W*(?:\w+ ){{0,2}}{re.escape(name)}(?: \w+){{0,2}} (?:not|never|cannot|\w+n['’]t)\b"
    )
    return re.match(pattern, text) is not None


def _denies(statement: Statement, text: str, about: frozenset[str]) -> bool:
    """Whether a statement denies all that a text says, in its words or by an acronym of them."""
    signed = signed_terms(statement.text)
    denied = {term[1:] for term in signed if term.startswith("!")} - signed
    return about <= denied or any(
        set(terms_of(acronym)) <= denied and _may_stand_for(acronym, text)
        for acronym in _ACRONYM.findall(statement.text)
    )


def _may_stand_for(acronym: str, text: str) -> bool:
    """Whether the initials of a text are those of an acronym that has a word more at most.

    Notes write "EDA" and elsewhere "data exploration", and need not spell the acronym out.
    """
    initials = [word[0].upper() for word in re.findall(r"[^\W_]+", text)]
    long_enough = _LEAST_WORDS <= len(initials) <= len(acronym) <= len(initials) + 1
    return long_enough and all(initials.count(i) <= acronym.count(i) for i in initials)
