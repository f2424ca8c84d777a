"""Whether words are denied, and whether a sentence of the notes is one to be wary of. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from index.chunking import Sentence
from index.lexical import terms_of

Stance = Literal["for", "against", "none"]
"""A sentence states what holds, names an error as such, or states nothing (a question, a label)."""

_TOKEN = re.compile(r"[A-Za-z]+n't|[^\W_]+(?:_[^\W_]+)*|[;,:.!?()—–→|\n]")
_DENIALS = frozenset(
    {"not", "never", "no", "cannot", "without", "nor", "neither", "unlike", "instead", "rather"}
    | {"can't", "doesn't", "don't", "isn't", "aren't", "won't"}
    | {"nothing", "avoid", "wrong", "incorrect", "unnecessary"}
)
# A denial reaches to the end of its clause.
_CLAUSE_ENDS = frozenset(";,:.!?(—–→|\n") | {"but", "while", "whereas", "only", "because"}

_QUIZ_ITEM = re.compile(r"\n\s*\(?[a-eA-E][.)]\s.*\n\s*\(?[b-eB-E][.)]\s", re.DOTALL)
_WARNING_LABEL = re.compile(
    r"^\W*(?:distractors?(?: to avoid)?|(?:common )?(?:mistakes?|traps?|myths?|misconceptions?|"
    r"pitfalls?|wrong answers?))\W*$",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(
    r"^\W*(?:(?:correct |right )?answers?|solution|reality|truth|facts?|what is true|tips?|"
    r"if the question asks about|scenario)\W*$",
    re.IGNORECASE,
)
# "Trap: …", and "TrapAn Estimator …" where an extracted table lost its cell borders.
_WARNING = re.compile(
    r"^\W*(?:(?:Trap|Myth|Misconception|Distractor|Mistake)(?:\s*[:—–-]|\s+\d|(?=[A-Z`]))"
    r"|\*\*Commonly said, but wrong)|\b(?:is|are)(?: both| also)? (?:wrong|incorrect|false)\b"
    r"|\bcommon (?:mistake|error|wrong answer)\b|\bwrong approach\b",
)
_WARNING_COLUMN = re.compile(r"^(?:Trap|Myth|Mistake|Misconception|Wrong): ")


# Between clauses: full stops that the sentence splitter took for something else, semicolons, and
# words that set one thing against another.
_SEAM = re.compile(
    r"(?<=[.;!?])\s+|,?\s+(?=(?:while|whereas|but|unlike)\b)|\s+[—–]\s+", re.IGNORECASE
)
_LEAST_TERMS = 2


def signed_terms(text: str) -> set[str]:
    """Stemmed terms of a text; a term that is denied in its clause has ``!`` before it."""
    found: set[str] = set()
    denied = False
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word.lower() in _CLAUSE_ENDS:
            after = text[match.end() : match.end() + 1]
            inside_name = (word == "." and after.isalnum()) or (word == "(" and after == ")")
            denied = denied and inside_name
        elif word.lower() in _DENIALS:
            denied = True
        else:
            found |= {f"!{term}" if denied else term for term in terms_of(word)}
    return found


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence: what contrasts two things is cut between them."""
    parts = [part for part in _SEAM.split(sentence) if part and part.strip()]
    joined: list[str] = []
    for part in parts:
        if joined and len(terms_of(joined[-1])) < _LEAST_TERMS:
            joined[-1] = f"{joined[-1]} {part}"  # too short to say something by itself
        else:
            joined.append(part)
    return joined


def is_label(text: str) -> bool:
    """Whether a line only says what the next ones are ("Answer:", "Distractor to avoid:")."""
    return bool(_WARNING_LABEL.match(text.strip()) or _OTHER_LABEL.match(text.strip()))


def opposite(term: str) -> str:
    """The term with the other sign."""
    return term[1:] if term.startswith("!") else f"!{term}"


def unsigned(terms: Iterable[str]) -> set[str]:
    """The terms without their signs."""
    return {term.removeprefix("!") for term in terms}


def stances(sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, Stance]]:
    """The stance of each of consecutive sentences.

    A label on a line of its own ("Distractor to avoid:") holds until the next one.
    """
    state: Stance = "for"
    for sentence in sentences:
        text = sentence.text.strip()
        if is_label(text):
            state = "against" if _WARNING_LABEL.match(text) else "for"
            yield sentence, "none"
        elif text.endswith("?") or _QUIZ_ITEM.search(text) or not terms_of(text):
            yield sentence, "none"
        elif sentence.kind != "row" and _WARNING.search(text):
            yield sentence, "against"
        else:
            yield sentence, state


def warning_cells(sentence: Sentence) -> tuple[str, str] | None:
    """Both cells of a table row whose first column names an error and whose second mends it."""
    cells = sentence.text.strip().strip("|").split("|")
    columns = sentence.embedded.rpartition("\n")[2]
    if sentence.kind != "row" or len(cells) != 2 or not _WARNING_COLUMN.match(columns):
        return None
    return cells[0].strip(), cells[1].strip()
