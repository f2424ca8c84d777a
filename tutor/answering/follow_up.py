"""Follow-ups: "and for regression?" is about what the conversation is about. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lexical import STOP_WORDS, terms_of, words_of
from tutor.answering.answer import Turn

_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|he|she|this|these|those|that|same|ones|else|of the two"
    r"|(?:which|what|the|other|another|a \w+) one|the others?|in there)\b",
    re.IGNORECASE,
)
# "is it wise to …", "what does it mean when …": such an "it" stands for what follows.
_STANDS_FOR_WHAT_FOLLOWS = re.compile(
    r"\b(?:is|was|does|would|will|can)\s+it\b.*\b(?:to|when|that|if|rather|and not)\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\W*(?:and|but|or|so|ok|okay|then|also|plus|what about|how about|why not|what if|"
    r"before|after|instead|the same|"
    r"(?:for|in|on|with|without|by|from|as)(?!\s+(?:what|which|whom|whose)))\b",
    re.IGNORECASE,
)
# Words that say what is asked about a topic, and name none.
_TOPICLESS = frozenset(
    terms_of(
        "many much often long big fast slow better best worse good bad more most less default "
        "example difference happen work use mean kind type sort way thing reason purpose detail "
        "explain tell say show give get need want make please again really exactly other another "
        "one two both instead case time possible right wrong yes no not ok value number name call "
        "also too just only still even happens used using means any all first second last "
        "go goes part unless set leave come take end code syntax snippet sample list more"
    )
)
_SHORT = 5  # content words; a longer question stands by itself unless it points back
_FEW = 3  # content words before "it": with so many, "it" is one of them
_MOST_CARRIED = 12
_REWRITTEN = re.compile(r"(.+) \([^()]+\)", re.DOTALL)


def rewrite(question: str, previous: Sequence[Turn]) -> str:
    """The question with what it leaves out: the topic of the question before, in brackets.

    A question that stands by itself is returned as it is.
    """
    if not previous or not hangs_on_previous(question):
        return question
    known = set(terms_of(question))
    carried: list[str] = []
    for turn in reversed(previous[-2:]):
        for word in re.findall(r"[^\s?!,;:()\"“”]+", turn.question):
            stem = terms_of(word)
            if stem and not known.issuperset(stem) and word.lower() not in STOP_WORDS:
                known.update(stem)
                carried.append(word.rstrip("."))
        if not hangs_on_previous(turn.question):
            break  # it names its own topic; what came before was another
    return f"{question.strip()} ({' '.join(carried[:_MOST_CARRIED])})" if carried else question


def own_terms(question: str) -> frozenset[str]:
    """What a rewritten follow-up asks about by its own words; empty for any other question.

    In "and for recall? (precision)" that is recall: the rest is what the conversation was about.
    """
    match = _REWRITTEN.fullmatch(question)
    if not match or not hangs_on_previous(match[1]):
        return frozenset()
    return frozenset(terms_of(match[1])) - _TOPICLESS


def hangs_on_previous(question: str) -> bool:
    """Whether a question leaves its topic out: it points back, carries on, or names none."""
    content = _content(question)
    if all(_TOPICLESS.issuperset(terms_of(word)) for word in content):
        return True
    if _CONTINUES.match(question) and len(content) <= _SHORT:
        return True
    if len(content) > 2 * _SHORT:
        return False
    return any(_points_back(question, match) for match in _POINTS_BACK.finditer(question))


def _points_back(question: str, pointer: re.Match[str]) -> bool:
    """Whether what a pronoun stands for is missing from the question."""
    word = pointer.group().lower()
    before, after = question[: pointer.start()], question[pointer.end() :]
    topics = len(_content(before))
    if word == "it" and _STANDS_FOR_WHAT_FOLLOWS.search(question):
        return False
    if word == "that" and topics and len(after.split()) > 1:
        last = words_of(before)[-1]
        return last != "so" and last in STOP_WORDS  # "so that …", "a table that holds …"
    return topics < (1 if word in ("its", "their") else _FEW)


def _content(text: str) -> list[str]:
    return [word for word in words_of(text) if word not in STOP_WORDS]
