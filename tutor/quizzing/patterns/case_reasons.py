"""Cards whose answer is worked out or has a reason: wrong sums, and the right name for a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from math import prod

from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.patterns.cards import Card
from tutor.quizzing.patterns.facts import phrase
from tutor.quizzing.verbs import ACTING

_WORKED_OUT = re.compile(r"(?P<sum>\d[^=.]*[×x*+−-][^=.]*)= (?P<key>\d{1,6})\b(?![.,]?\d)")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,4}(?![\w.,]?\d)")
_LEAST, _MOST_FACTORS, _MOST_WRONG = 2, 4, 6
_BECAUSE = re.compile(r"\s[—–]\s(?:it |which )?(?P<does>[a-z]+s .+)$")
_BY = re.compile(r" (?:by|through|with|so|when|in order) .*$")


def numbers(card: Card, choice: Choice) -> Iterator[Draft]:
    """ "How many …?" with what other ways of reckoning with the case's numbers would give."""
    found = _WORKED_OUT.search(card.answer)
    if found is None or not re.search(r"\bhow many\b", card.ask, re.IGNORECASE):
        return
    key = int(found["key"])
    factors = [int(n) for n in _NUMBER.findall(card.ask)][:_MOST_FACTORS]
    parts = [int(n) for n in _NUMBER.findall(found["sum"])]
    sizes = range(2, len(factors) + 1)
    reckoned = [prod(some) for size in sizes for some in combinations(factors, size)]
    wrong = [n for n in dict.fromkeys((max(parts), *sorted(reckoned, reverse=True))) if n != key]
    why = f"The notes reckon: {found[0].strip()}."
    yield Draft(
        pattern="scenario",
        stem=card.ask,
        keys=(Choice(str(key), card.ask, card.receipt, choice.sentence),),
        pool=tuple(
            Choice(str(n), card.ask, None, choice.sentence, why) for n in wrong[:_MOST_WRONG]
        ),
        receipt=card.receipt,
        subject=card.ask,
        takeaway=card.answer,
        difficulty="hard",
        settled=True,
        ordered=True,
        ranked=True,
    )


def reasons(card: Card, choice: Choice) -> Iterator[Draft]:
    """ "Which …, and why?": two names, and what the notes say that each of the two does."""
    said = _BECAUSE.search(card.said)
    does = _BY.sub("", phrase(said["does"])) if said else ""
    if not (card.is_name and card.names and does and card.warning and card.ask.endswith("?")):
        return
    verb = does.split(maxsplit=1)[0]
    other, warned = card.names[0], re.escape(card.names[0])
    against = re.search(rf"{warned}(?:/[\w ]+)? (?P<does>{verb} .+)$", card.avoid)
    wrong = _BY.sub("", phrase(against["does"])) if against and verb in ACTING else ""
    if not wrong or wrong == does:
        return
    why = f"The notes say that {card.answer} {does}, and {other} {wrong}."
    pairs = ((card.answer, wrong), (other, wrong), (other, does))
    yield Draft(
        pattern="scenario",
        stem=f"{card.ask.rstrip('?')}, and why?",
        keys=(Choice(f"{card.answer}: it {does}", card.ask, card.receipt, choice.sentence),),
        pool=tuple(
            Choice(f"{name}: it {act}", card.ask, card.warning, choice.sentence, why)
            for name, act in pairs
        ),
        receipt=card.receipt,
        subject=card.ask,
        takeaway=f"{card.answer}: it {does}.",
        difficulty="hard",
        settled=True,
        sentences=True,
        crossed=True,
        least=len(pairs),
    )
