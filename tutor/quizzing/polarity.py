"""Whether words are denied. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index.lexical import terms_of

_TOKEN = re.compile(r"[A-Za-z]+n't|[^\W_]+(?:_[^\W_]+)*|[;,:.!?()—–→|\n]")
_DENIALS = frozenset(
    {"not", "never", "no", "cannot", "without", "nor", "neither", "unlike", "instead", "rather"}
    | {"can't", "doesn't", "don't", "isn't", "aren't", "won't"}
    | {"nothing", "avoid", "wrong", "incorrect", "unnecessary"}
)
# A denial reaches to the end of its clause.
_CLAUSE_ENDS = frozenset(";,:.!?(—–→|\n") | {"but", "while", "whereas", "only", "because"}


# Between clauses: full stops that the sentence splitter took for something else, semicolons, and
# words that set one thing against another; "X does this, and Y does that" says two things as well.
_SEAM = re.compile(
    r"(?<=[.;!?])\s+|,?\s+(?=(?:while|whereas|but|unlike)\b)|\s+[—–]\s+"
    r"|,\s+(?=and\s+(?:\S+\s+){3})",
    re.IGNORECASE,
)
_LEAST_TERMS = 2
_LACKED = 4  # words and signs from "without" to the end of what is lacking


def signed_terms(text: str) -> set[str]:
    """Stemmed terms of a text; a term that is denied in its clause has ``!`` before it."""
    found: set[str] = set()
    denied, left = False, 0
    for match in _TOKEN.finditer(text):
        word = match.group()
        # "without fit() throws an error": what is lacking is a thing, not all that follows.
        left -= 1
        denied = denied and left != 0
        if word.lower() in _CLAUSE_ENDS:
            after = text[match.end() : match.end() + 1]
            inside_name = (word == "." and after.isalnum()) or (word == "(" and after == ")")
            denied = denied and inside_name
        elif word.lower() in _DENIALS:
            denied, left = True, _LACKED if word.lower() == "without" else -1
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


def opposite(term: str) -> str:
    """The term with the other sign."""
    return term[1:] if term.startswith("!") else f"!{term}"


def unsigned(terms: Iterable[str]) -> set[str]:
    """The terms without their signs."""
    return {term.removeprefix("!") for term in terms}
