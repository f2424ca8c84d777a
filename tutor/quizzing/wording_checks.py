"""Flaws of wording: what the stem asks and how its text and that of the options reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.questions import Question
from tutor.quizzing.flaw import Flaw, NotesContext, asks_negatively, normal, without_code

_LEAST_WORDS = 3
_SHOWN = 60  # characters behind "the code below" that can be that code
_ASKS = re.compile(r"[?？]|:\s*$|_{2,}|\b(?:choose|select|pick|complete|match|put|order)\b", re.I)
_BARE = re.compile(
    r"^(?:which|what)(?: one)?(?: of (?:these|the following))?(?: (?:statements?|options?|answers?))?"
    r" (?:is|are) (?:true|correct|right|false|best)\??$",
    re.IGNORECASE,
)  # fmt: skip
_ASKING = r"\b(?:which|what)(?: of (?:these|the following))?"
_UNMARKED = re.compile(
    rf"{_ASKING}(?: \w+){{0,3}} (?:is|are|do|does|can|should|would|will|was)(?: \w+){{0,3}}"
    r"(?: not|n['’]t)\b(?=[^?.]*\?)|\b(?:all|each|any) of [^?]*\bexcept\b|\bwhich\b[^?.]*\bexcept\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not|no|never|none|cannot|without|nothing|neither)\b|n['’]t\b", re.I)
_BACKWARDS = re.compile(
    r"\b(?:the (?:table|list|text|code|section|figure|passage|paragraph|example)? ?(?:above|below)"
    r"|(?:this|these) (?:table|list|section|guide|article|chapter|page|figure|passage|note)"
    r"|as (?:shown|said|mentioned|described) (?:above|below|earlier|before)"
    r"|the (?:former|latter|previous section|next section))\b",
    re.IGNORECASE,
)  # fmt: skip
_PRONOUN = re.compile(
    r"^(?:it|they|he|she|this|these|those|its|their|that(?= (?:is|was|does|has|can))|here|there)\b",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"(?:\b(?:and|or|but|the|an|of|than|e\.g|i\.e)|(?<=[a-z] )a"
    r"|[,;(–—-]|\.\.\.|…)$",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"\*\*|__[a-z]|\]\(|</?(?:div|a|br|p|span|img|b|i|li|ul|table|td|tr)\b|https?://|www\.|^\s*[|#>]"
    r"|&(?:nbsp|amp|lt|gt);|!\[|^[-*•]\s",
    re.IGNORECASE | re.MULTILINE,
)
_COUNTS = {"two": 2, "three": 3, "four": 4}
_ARTICLE_CUE = re.compile(r"\b(an?)(?:\s*(?:_{2,}|…|\.{3}|:|\?))?\s*$", re.IGNORECASE)


def no_focus(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """The stem is too short, asks nothing, or says nothing of what it is about."""
    stem = question.stem.strip()
    if len(stem.split()) < _LEAST_WORDS:
        yield Flaw("stem too short", True, stem)
    elif not _ASKS.search(without_code(stem)):
        yield Flaw("stem is no question", True, stem[-80:])
    elif _BARE.match(stem.removesuffix("?").strip()):
        yield Flaw("stem without a focus", True, stem)


def unmarked_negative(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """A stem that asks for what does not hold has to say NOT or EXCEPT in capitals."""
    found = _UNMARKED.search(without_code(question.stem))
    if found and not asks_negatively(question.stem):
        yield Flaw("unmarked negative", True, found[0][:80])


def double_negative(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """A negative stem over negative options."""
    if asks_negatively(question.stem):
        found = [o.text for o in question.options if _NEGATION.search(without_code(o.text))]
        if found:
            yield Flaw("double negative", len(found) > 1, found[0][:80])


def refers_backwards(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """The stem or an option points at a text that is not there."""
    for text in (question.stem, *(option.text for option in question.options)):
        found = _BACKWARDS.search(without_code(text))
        # What it points at may stand in the stem itself: code on lines of its own, or further on.
        shown = "\n" in text or (found and len(without_code(text)) - found.end() > _SHOWN)
        if found and not shown:
            yield Flaw("refers to a text that is not there", True, found[0])


def pronoun_led(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """A stem or a key that begins with a pronoun whose noun is missing."""
    if _PRONOUN.match(question.stem) and "\n" not in question.stem:
        yield Flaw("pronoun-led stem", True, question.stem[:80])
    led = [bool(_PRONOUN.match(option.text)) for option in question.options]
    right = [pronoun for pronoun, o in zip(led, question.options, strict=True) if o.correct]
    if any(right):
        # Options that all begin alike ("It returns …") answer a stem that names the subject.
        yield Flaw("pronoun-led key", question.origin == "notes" or not all(led), "")


def truncated(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """A text that ends in the middle, or opens what it does not close."""
    for text in (question.stem, *(option.text for option in question.options)):
        bare = re.sub(r"\(Choose \w+\.\)$", "", text.strip()).strip()
        outside = without_code(bare)
        if _DANGLING.search(outside.rstrip()) and not bare.endswith("`"):
            yield Flaw("truncated text", True, text[-60:])
        elif bare.count("`") % 2 or outside.count("(") != outside.count(")"):
            yield Flaw("truncated text", question.origin == "notes", text[-60:])


def leftover_markup(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """Emphasis marks, links, HTML, table rules or addresses that are no part of the question."""
    for text in (question.stem, *(option.text for option in question.options)):
        found = _MARKUP.search(without_code(text))
        if found:
            yield Flaw("leftover markup", True, found[0])


def kind_mismatch(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """The stem asks for another number of options than are right."""
    said = re.search(r"\((?:choose|select|pick) (\w+)\.?\)", question.stem, re.IGNORECASE)
    wanted = _COUNTS.get(said[1].lower(), 0) if said else 1
    if said and wanted != len(question.key):
        yield Flaw("kind does not match the key", True, said[0])
    elif not said and question.kind == "multiple":
        yield Flaw("kind does not match the key", True, "how many are right is not said")


def grammatical_cue(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """ "a" or "an" at the end of the stem, or is/are after "which", rules options out."""
    cue = _ARTICLE_CUE.search(question.stem)
    if cue:
        vowel = cue[1].lower() == "an"
        fits = [normal(o.text)[:1] in "aeiou" for o in question.options]
        if any(fit != vowel for fit in fits):
            yield Flaw("grammatical cue", True, cue[0].strip())
