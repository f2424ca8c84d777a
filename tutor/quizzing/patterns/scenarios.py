"""Questions that the notes ask and answer themselves: scenario cards and flash cards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.questions import Receipt
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.statements import Notes, plain

_CARD = re.compile(
    r"^[ \t]*(?:if the question asks about|question|scenario|q)[ \t]*[:.][ \t]*\n*(?P<ask>\S[^\n]*)\n+"
    r"[ \t]*(?:answer|a)[ \t]*[:.][ \t]*\n*(?P<answer>\S[^\n]*)"
    r"(?:\n+[ \t]*(?:distractor to avoid|not|avoid)[ \t]*:[ \t]*\n*(?P<avoid>\S[^\n]*))?",
    re.IGNORECASE | re.MULTILINE,
)
_ASKED = re.compile(
    r"^(?:a|the) question (?:asks|gives)(?: you)?(?: to)?|^(?:the )?question:|^you see ", re.I
)
_POINTS_AWAY = re.compile(r"^(?:it|this|that|both|these|yes|no)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Card:
    """A scenario with its answer; ``quote`` holds both."""

    ask: str
    answer: str
    receipt: Receipt
    start: int


def drafts(notes: Notes) -> Iterator[Draft]:
    """The card's question; wrong options are the answers to other cards of the same notes."""
    cards = list(_cards(notes))
    choices = [_choice(card, notes) for card in cards]
    for number, card in enumerate(cards):
        yield Draft(
            pattern="scenario",
            stem=card.ask,
            keys=(choices[number],),
            pool=tuple(c for n, c in enumerate(choices) if n != number),
            receipt=card.receipt,
            subject=card.ask,
            takeaway=card.answer,
            difficulty="hard",
            sentences=True,
        )


def _cards(notes: Notes) -> Iterator[Card]:
    for source, text in notes.texts.items():
        for match in _CARD.finditer(text):
            ask = _asked(plain(match["ask"]))
            answer = _first_sentence(plain(match["answer"]))
            if ask is not None and not _POINTS_AWAY.match(answer):
                end = match.end("answer")
                quote = text[match.start() : end].strip()
                start = match.start("answer")
                yield Card(ask, answer, Receipt(source=source, quote=quote), start)


def _asked(text: str) -> str | None:
    """The scenario as a stem; "A question asks how to …" becomes "How …"."""
    rest = _ASKED.sub("", text).strip()
    if rest != text:
        if not re.match(r"(?:how|which|what|why|when)\b", rest):
            return None
        rest = rest[:1].upper() + rest[1:]
        return rest.rstrip(".?") + "?"
    return text if text.endswith("?") else f"{text.rstrip('.')}. What do the notes advise?"


def _first_sentence(text: str) -> str:
    first = re.split(r"(?<=[\w)`'\"])\. (?=[A-Z`])|\s[—–]\s|; ", text, maxsplit=1)[0]
    return first.strip().rstrip(".")


def _choice(card: Card, notes: Notes) -> Choice:
    return Choice(
        card.answer,
        card.ask,
        card.receipt,
        notes.sentence_at(card.receipt.source, card.start),
        f"The notes advise that for another case: {card.ask}",
    )
