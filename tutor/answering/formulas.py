"""Formulas and sweeping words: where a sentence must be met by the letter. Pure.

``Precision: TP / (TP + FN)`` has every word of the notes' two rows on precision and recall, and is
wrong; "always" is seldom what notes say.
"""

from __future__ import annotations

import re

from index.lexical import terms_of
from tutor.answering.claims import normalised

_TERM = r"(?:[A-Za-z_]\w*|\d+(?:\.\d+)?)"
_OPERAND = rf"(?:\(+\s*)?{_TERM}(?:\s*\)+)?"
_EXPRESSION = re.compile(rf"{_OPERAND}(?:\s*(?:[/×*+÷]|(?<=\s)-(?=\s))\s*{_OPERAND})+")
_SWEEPING = (
    (
        re.compile(r"\b(?:always|invariably|every time|in (?:all|every) cases?)\b", re.IGNORECASE),
        re.compile(r"\b(?:always|every|each|all|any|must|only|whatever|whenever)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:never|under no circumstances)\b", re.IGNORECASE),
        re.compile(r"\b(?:never|no|not|without|cannot|nothing|none)\b|n['’]t\b", re.IGNORECASE),
    ),
)
# What somebody once thought is a claim about people, which notes seldom make.
_HEARSAY = re.compile(
    r"\b(?:(?:was|were|been) (?:\w+ )?(?:thought|believed|assumed|considered)|in the past|"
    r"(?:some|many|most) (?:people|experts) (?:say|think|believe))\b",
    re.IGNORECASE,
)


def expressions(line: str) -> list[str]:
    """The arithmetic of a line, without white space, in lower case."""
    return [re.sub(r"\s", "", m.group()).lower() for m in _EXPRESSION.finditer(line)]


def misstates_formula(sentence: str, quote: str) -> bool:
    """Whether a formula of the sentence stands in no line of the quote, or there for another name.

    A line that holds several formulas proves them only together.
    """
    said = expressions(sentence)
    if not any("/" in each or "+" in each for each in said):
        return False
    names = set(terms_of(sentence[: _first(sentence)]))
    for line in quote.splitlines():
        held = expressions(line)
        named = names <= set(terms_of(normalised(line)))
        if set(said) <= set(held) and named and (len(held) == 1 or set(held) <= set(said)):
            return False
    return True


def overstates(sentence: str, quote: str) -> bool:
    """Whether the sentence sweeps ("always") or tells hearsay where the quote does not."""
    for sweeps, allows in _SWEEPING:
        if sweeps.search(sentence) and not allows.search(quote):
            return True
    return bool(_HEARSAY.search(sentence)) and not _HEARSAY.search(quote)


def _first(sentence: str) -> int:
    match = _EXPRESSION.search(sentence)
    return match.start() if match else 0
