"""Which sentences of the notes are statements that another one may contradict. Pure.

Left out is what claims nothing for good: code, questions and the options of printed quizzes,
errors that are named as such, examples with numbers of their own, and what held at another time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.chunking import Chunk, Sentence
from index.lexical import words_of
from index.records import StoredDocument
from index.sentences import without_marker
from tutor.answering.conflicts_reading import Statement
from tutor.answering.quotable import is_quotable, teaches
from tutor.stances import stances, warning_cells

_LEAST_WORDS = 3
_MOST_WORDS = 60
_NOT_STATING = re.compile(
    r"\b(?:quiz|worked example|example|exercises?|scenarios?|practice questions?|sample questions?|"
    r"practice (?:quiz|test|exam)|distractors?|myths?|traps?|mistakes?|misconceptions?|pitfalls?|"
    r"antipatterns?|anti-patterns?|release notes|changelog|history|older|legacy|sources|"
    r"references|table of contents|faq|exam tips?)\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|e\.g\.|suppose|imagine|say,|let us|let's|example|scenario|"
    r"in this case|here,|hypothetical|a learner|a team|assume|such as)\b|[×=]\s*\d|\d\s*[×*/+=]",
    re.IGNORECASE,
)
_OTHER_TIME = re.compile(
    r"\b(?:formerly|previously|used to|in the past|once was|historically|in older|the older|legacy|"
    r"deprecated|no longer|any more|anymore|since \w+ \d|as of|"
    r"(?:from|until|in|since) (?:version|release)|"
    r"renamed|today|nowadays|in the exam(?=:)|in the current product|currently|newer|now|"
    r"(?:earlier|older|recent|previous) (?:releases?|versions?)|retired|obsolete|until \d|"
    r"from \d+ on)\b",
    re.IGNORECASE,
)
_AN_ERROR = re.compile(
    r"\b(?:commonly said|myth|misconception|trap|wrong|incorrect|false that|distractors?|mistakes?|"
    r"pitfall|people (?:think|believe|say)|is tempting|sounds|confus\w+|anti-?pattern|"
    r"unverified)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\W*(?:see|it|they|this|these|that|those|he|she|both|neither|here)\b", re.I
)
_CAPTION = re.compile(r"\W*(?:figure|fig\.|table|listing|example)\s+\d[\d.-]*\s*[:.—–]", re.I)
_OPTION = re.compile(r"\s*(?:[-*•]\s+)?\(?(?:[A-Ha-h]|[1-8])[.)]\s")
_GLUED_ORDINAL = re.compile(r"^\s*[-*•]\s*\d{1,2}\.(?=\S)")
_GLUED_CELLS = re.compile(r"(?<=[a-z]{3})(?=[$\d])")


@dataclass(frozen=True)
class Stated:
    """A sentence of the notes and how it is judged."""

    sentence: Sentence
    chunk: Chunk
    statement: Statement


def stated_in(chunks: Sequence[Chunk], documents: Mapping[str, StoredDocument]) -> Iterator[Stated]:
    """Every statement of the notes, in reading order."""
    for chunk in chunks:
        if not teaches(chunk) or any(_NOT_STATING.search(title) for title in chunk.heading):
            warning_only = [s for s in chunk.sentences if warning_cells(s)]
            sentences: Sequence[Sentence] = warning_only if teaches(chunk) else ()
        else:
            sentences = chunk.sentences
        text = documents[chunk.source].text
        for sentence, stance in stances(sentences):
            if stance == "for" and sentence.kind != "code" and is_quotable(sentence):
                statement = _statement(sentence, chunk, text)
                if judgeable(statement):
                    yield Stated(sentence, chunk, statement)


def judgeable(statement: Statement) -> bool:
    """Whether a statement stands for good and by itself."""
    text = statement.text
    return not (
        not _LEAST_WORDS <= len(words_of(text)) <= 2 * _MOST_WORDS
        or text.rstrip("*_\"'” ").endswith("?")
        or "?" in text[:-1]
        or any(_NOT_STATING.search(title) for title in statement.heading)
        or _POINTS_BACK.match(text)
        or _CAPTION.match(text)
        or _EXAMPLE.search(text)
        or _OTHER_TIME.search(text)
        or _AN_ERROR.search(text)
    )


def _statement(sentence: Sentence, chunk: Chunk, text: str) -> Statement:
    cells = warning_cells(sentence)
    if cells:
        return Statement(cells[1], chunk.heading[:-1])
    if sentence.kind == "row":
        return _row(sentence, chunk.heading)
    said = _GLUED_ORDINAL.sub("", sentence.text)
    said = " ".join(without_marker(said).split())
    if sentence.lead_in:
        lead = " ".join(without_marker(text[slice(*sentence.lead_in)]).split())
        said = f"{lead} {said}"
    return Statement(said, chunk.heading)


def _row(sentence: Sentence, heading: tuple[str, ...]) -> Statement:
    """A row in words; what it is about stands in its first cell."""
    said = sentence.embedded.rpartition("\n")[2]
    cells = [cell.strip() for cell in sentence.text.strip().strip("|").split("|")]
    if len(cells) > 1:
        return Statement(said, heading, cells[0])
    return Statement(_GLUED_CELLS.sub(" ", said), heading)
