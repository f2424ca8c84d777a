"""What shape of answer a question asks for: a reason, a number, a case, a definition. Pure.

Worth a little in the ranking of sentences, between 0 and about 1 (of the spread of their scores):
what has the shape asked for comes first among what is equally near (docs/decisions/005-answers.md).
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.chunking import Sentence
from index.lexical import terms_of
from index.sentences import without_marker

_I = re.IGNORECASE
_SHAPES = (
    (
        re.compile(r"\b(?:why|reasons?|purpose|point of|how come)\b", _I),
        re.compile(
            r"\b(?:because|so that|since|therefore|otherwise|this is why|to avoid|prevents?|so)\b",
            _I,
        ),
        0.5,
    ),
    (
        re.compile(
            r"\b(?:how (?:many|much|long|often|large|big|deep|far)|default|percent\w*|limit"
            r"|(?:mini|maxi)mum|at (?:most|least))\b",
            _I,
        ),
        re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|none)\b", _I),
        0.5,
    ),
    (  # numbers to be put into a rule: "how many models do 3 folds and 4 settings train?"
        re.compile(r"\bhow (?:many|much|long)\b(?=.*\d)|\d.*\bhow (?:many|much|long)\b", _I),
        re.compile(r"[a-z)`]\s(?:[×*]|times|multiplied by)\s[a-z(`]", _I),
        1.5,
    ),
    (
        re.compile(r"\b(?:when|should i|which \w+ (?:should|to)|prefer|choose|happens? if)\b", _I),
        re.compile(r"\b(?:when|if|unless|choose|use|suits?|fits?|prefer|only)\b", _I),
        0.3,
    ),
)
_DEFINES = re.compile(
    r"\W*(?:(?:and|so|please)\W+)?(?:what(?:'s| is| are)|define|explain|describe|(?:the )?"
    r"(?:meaning|definition) of|what does)\s+(?:(?:meant by|an?|the)\s+)?(.{2,60}?)"
    r"(?:\s+(?:mean|stand for))?\W*",
    _I,
)
_MOST_DEFINED = 4  # words; a longer phrase is a question of its own and no name
_DEFINITION = 1.2
_FIRST_CELL = re.compile(r"[^:;]+:\s*([^;]+)")
_SAYS_WHAT = re.compile(
    r"(?:(?:an?|the)\s)?(.{2,60}?)(?:\s\([^)]*\))?\s?"
    r"(?:\b(?:is|are|means?|stands? for)\b|[:=–—])\s",
    _I,
)
_EMPHASIS = re.compile(r"[*_`]{1,2}(?=\w)|(?<=[\w)])[*_`]{1,2}")


# Names of code: `spark_udf`, SparkTrials, maxBins, fmin(). Words that they are made of say less.
_NAME = re.compile(r"\b\w*(?:[a-z0-9]_\w|[a-z][A-Z])\w*|\b\w+(?=\(\))")
_NAMED = 1.0


def name_bonus(question: str, sentence: Sentence) -> float:
    """What a sentence scores more because it has the names of code that the question has."""
    asked = {name.lower() for name in _NAME.findall(question)}
    text = sentence.embedded.lower()
    return _NAMED * sum(name in text for name in asked) / len(asked) if asked else 0.0


def shape_bonus(question: str, sentence: Sentence) -> float:
    """What a sentence scores more because it has the shape that the question asks for."""
    text = sentence.text
    bonus = sum(worth for asks, has, worth in _SHAPES if asks.search(question) and has.search(text))
    defined = _defined(question)
    return bonus + (_DEFINITION if defined and _defines(sentence, defined) else 0.0)


@lru_cache(maxsize=256)
def _defined(question: str) -> tuple[str, ...]:
    """The terms of the name that a question wants to have explained, in order; often empty."""
    match = _DEFINES.fullmatch(question)
    if not match or len(match[1].split()) > _MOST_DEFINED:
        return ()
    return tuple(terms_of(match[1]))


def _defines(sentence: Sentence, name: tuple[str, ...]) -> bool:
    """Whether a sentence begins with the name and says what it is, as a table row does."""
    if sentence.kind == "row":
        cell = _FIRST_CELL.match(sentence.embedded.rpartition("\n")[2])
        return bool(cell) and tuple(terms_of(cell[1])) == name  # type: ignore[index]
    if sentence.kind == "code":
        return False
    says = _SAYS_WHAT.match(_EMPHASIS.sub("", without_marker(sentence.text)))
    return bool(says) and tuple(terms_of(says[1])) == name  # type: ignore[index]
