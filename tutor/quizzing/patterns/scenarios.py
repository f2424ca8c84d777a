"""Questions that the notes ask and answer themselves: scenario cards and flash cards.

Wrong are what the card itself warns of, what cards on like cases warn of, and the answers to cards on
other cases, if they are of the same kind: names among names, things to do among things to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.questions import Receipt
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.option_forms import words_in
from tutor.quizzing.patterns.cards import Card, cards
from tutor.quizzing.patterns.case_reasons import numbers, reasons
from tutor.quizzing.patterns.warnings import SENTENCE
from tutor.quizzing.statements import Notes
from tutor.quizzing.verbs import commands

_CALL = re.compile(r"[\w.]*\w\(|`[^`]+`|\w+(?:[._]\w+)+")
_OF_THE_CASE = 1 / 3  # share of a stem's words from which a passage is about its case
# Cosines of two cases: what is wrong in one is wrong in a like one; what is right in one may well
# serve in a like one, too.
_LIKE, _UNLIKE, _SLACK, _SAME_TOPIC = 0.45, 0.45, 0.07, 0.35
# Below the first, what is wrong in one case is plainly no matter of the other; so is, below the
# second with the bonus of one topic, what is right in it.
_LEAST_LIKE, _LEAST_NEAR = 0.2, 0.15
_LEAST, _LEAST_OTHERS = 2, 3
_ALL = re.compile(r"\ball \d[\w.,]* (?=[a-z])")  # "all 10M rows" of another case
_FRAME = re.compile(r"\b(?:how|what) do the notes advise(?: you)?(?: to)?\b|[?]", re.IGNORECASE)
_STATE = re.compile(r"\b(?:is|are) (?:this|it|that|happening)\b[^.]*\?$")


def drafts(notes: Notes) -> Iterator[Draft]:
    """The card's question."""
    deck = _Deck(notes)
    for number, card in enumerate(deck.cards):
        yield from numbers(card, deck.choices[number])
        yield from reasons(card, deck.choices[number])
        own = deck.warned(card)
        # Where a card warns of several, nothing from elsewhere comes near them.
        if len(own) >= _LEAST:
            yield _draft(card, deck.choices[number], own, warned=True)
        pool = (*own, *deck.beside(number))
        yield _draft(card, deck.choices[number], pool, warned=bool(own))


def _draft(card: Card, key: Choice, pool: Sequence[Choice], warned: bool) -> Draft:
    return Draft(
        pattern="scenario",
        stem=card.ask,
        keys=(key,),
        pool=tuple({choice.text: choice for choice in pool}.values()),
        receipt=card.receipt,
        subject=card.ask,
        takeaway=card.answer,
        difficulty="hard",
        settled=True,
        sentences=True,
        ranked=True,
        least=_LEAST if warned else _LEAST_OTHERS,
    )


@dataclass(frozen=True)
class _Deck:
    """The cards of all notes, and what may stand beside each answer."""

    notes: Notes

    @cached_property
    def cards(self) -> list[Card]:
        """In the order of the notes."""
        return cards(self.notes)

    @cached_property
    def choices(self) -> list[Choice]:
        """The answers."""
        return [self._choice(card, card.answer, card.receipt) for card in self.cards]

    def warned(self, card: Card, why: str = "") -> list[Choice]:
        """What a card warns of, in the form of its answer; ``why`` where that is not its own case."""
        if card.codes:
            texts: Sequence[str] = card.codes
        elif card.is_name:
            texts = card.names
        else:
            uses = (self._use(name) for name in card.names) if card.is_to_do else ()
            texts = (*_reordered(card.answer), *card.tasks, *(use for use in uses if use))
        receipt = card.warning or card.receipt
        return [self._choice(card, text, receipt, why or _warning(card, text)) for text in texts]

    def beside(self, number: int) -> Iterator[Choice]:
        """What like cases warn of, and what answers other cases; the nearest cases first."""
        card = self.cards[number]
        if card.codes or (card.is_name and not _STATE.search(card.ask)):
            return  # names that answer other cards are of other kinds: a metric is no kind of drift
        likeness = self._likeness(card)
        near = [
            cosine + _SAME_TOPIC * (other.topic == card.topic)
            for other, cosine in zip(self.cards, likeness, strict=True)
        ]
        order = sorted(range(len(near)), key=lambda n: (-round(near[n], 4), n))
        others = [n for n in order if n != number and _are_alike(self.cards[n], card)]
        for n in others:
            if near[n] >= _LIKE and likeness[n] >= _LEAST_LIKE and card.is_to_do:
                why = f"The notes warn of it in a like case: {self.cards[n].ask}"
                for warned in self.warned(self.cards[n], why):
                    choice = replace(warned, text=_ALL.sub("all ", warned.text))
                    fits = commands(choice.text) and _numbers(choice.text) <= _numbers(card.ask)
                    if fits and not self._may_serve(choice.text, card):
                        yield choice
        answers = [
            n
            for n in others
            if near[n] >= _LEAST_NEAR and not self._may_serve(self.choices[n].text, card)
        ]
        apart = [n for n in answers if likeness[n] < _UNLIKE]
        few = len(apart) < _LEAST_OTHERS
        yield from (self.choices[n] for n in answers if likeness[n] < _UNLIKE + _SLACK * few)

    def _likeness(self, card: Card) -> list[float]:
        """Cosines of a card's case and those of all."""
        return self.notes.index.similarity(_case(card), [_case(other) for other in self.cards])

    def _use(self, name: str) -> str:
        """ "Use a serving endpoint" for "serving endpoint", if the notes show its article."""
        if re.search(r"[._(`]|[a-z][A-Z]", name):
            return f"Use {name}"
        for article in ("a", "an", "the"):
            pattern = re.compile(rf"\b{article} {re.escape(name)}\b", re.IGNORECASE)
            if any(pattern.search(text) for text in self.notes.texts.values()):
                return f"Use {article} {name}"
        return f"Use {name}" if re.search(r"[^su]s$", name) else ""

    def _may_serve(self, answer: str, card: Card) -> bool:
        """Whether a passage about a card's case names a call of another card's answer."""
        case = words_in(card.ask)
        for call in _CALL.findall(answer):
            name = re.split(r"[.(]", call.strip("`").rstrip("("))[-1]
            if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", card.whole):
                return True
            said = self.notes.mentioning(name)
            if any(len(case & statement.terms) >= _OF_THE_CASE * len(case) for statement in said):
                return True
        return False

    def _choice(self, card: Card, text: str, receipt: Receipt, why: str = "") -> Choice:
        return Choice(
            text,
            card.ask,
            receipt,
            self.notes.sentence_at(card.receipt.source, card.start),
            why or f"The notes advise that for another case: {card.ask}",
        )


def _warning(card: Card, text: str) -> str:
    """The sentence of a card's warning that speaks of a wrong option."""
    words = words_in(text)
    said = max(SENTENCE.split(card.avoid), key=lambda s: len(words_in(s) & words))
    if not words_in(said) & words:
        return "The notes warn of it in this case."
    return f"The notes warn: {said.rstrip('.')}."


def _case(card: Card) -> str:
    """The scenario without its question, or the question alone."""
    return _FRAME.sub(" ", card.ask.rpartition(". ")[0] or card.ask).strip()


def _reordered(answer: str) -> Iterator[str]:
    """Steps of an answer in another order: "A, then B, then C" as "A, then C, then B"."""
    first, *steps = answer.split(", then ")
    if len(steps) > 1 and commands(first):
        yield ", then ".join((first, *reversed(steps)))


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


def _are_alike(one: Card, other: Card) -> bool:
    """Whether the answers of two cards of one note are of one kind, and none a line of code."""
    if one.receipt.source != other.receipt.source or one.codes or one.is_name != other.is_name:
        return False
    if one.is_name:
        return bool(_STATE.search(one.ask)) == bool(_STATE.search(other.ask))
    return one.is_to_do == other.is_to_do
