"""Which card comes next, and how it is shown. Pure; the clock comes in as an argument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from corpus.errors import QuestionError
from corpus.questions import Option
from tutor.learning.cards import Deck, StudyCard
from tutor.learning.events import Confidence, Event, Grade
from tutor.learning.memory import Memory
from tutor.learning.memory_replay import Recollection


@dataclass(frozen=True)
class DueCard:
    """A card to review. ``memory`` is None for a card that was never reviewed."""

    card: StudyCard
    memory: Memory | None
    recall: float | None

    @property
    def why(self) -> str:
        """Why it comes now, for a learner."""
        if self.memory is None:
            return "new"
        if self.memory.misconception:
            return "wrong last time, though you were sure"
        return "due" if self.memory.passed else "wrong last time"


@dataclass(frozen=True)
class Shown:
    """A card as it is put before the learner.

    ``options`` stand in the order shown; each keeps the label that the bank gives it.
    """

    due: DueCard
    options: tuple[tuple[str, Option], ...] = ()

    @property
    def prompt(self) -> str:
        """The stem of the question, or the prompt of the key fact."""
        card = self.due.card
        if card.question:
            return card.question.stem
        assert card.fact is not None
        return card.fact.prompt


def due_cards(deck: Deck, state: Recollection, now: datetime) -> list[DueCard]:
    """The cards whose time has come, most urgent first.

    What was wrong and held to be certain leads, the most recent one first. The others follow by
    how likely they are to be forgotten. A card that is not in the deck (its question was removed
    or disputed) is passed over.
    """
    found = [
        DueCard(deck.by_id[card_id], memory, memory.recall(now))
        for card_id, memory in state.memories.items()
        if card_id in deck.by_id and memory.is_due(now)
    ]

    def urgency(due: DueCard) -> tuple[bool, float, float, int]:
        assert due.memory is not None
        sure = due.memory.misconception
        recent = -due.memory.last.timestamp() if sure else 0.0
        return not sure, recent, due.memory.known(now), deck.position[due.card.id]

    return sorted(found, key=urgency)


def new_cards(deck: Deck, state: Recollection) -> list[DueCard]:
    """The cards never reviewed, in the deck's order."""
    return [DueCard(card, None, None) for card in deck.cards if card.id not in state.memories]


def next_card(
    deck: Deck, state: Recollection, now: datetime, today: Sequence[StudyCard]
) -> DueCard | None:
    """The card to study now; ``today`` is what the plan has left for today, in order.

    What was wrong with confidence comes first. When the plan is done, what is due follows.
    """
    due = due_cards(deck, state, now)
    urgent = bool(due and due[0].memory and due[0].memory.misconception)
    if today and not urgent:
        return card_of(deck, today[0].id, state, now)
    return due[0] if due else None


def show(due: DueCard) -> Shown:
    """The card with its options shuffled: another order at each review, the same for the same one.

    Numbers and options that name each other by label are the bank's matter; labels travel along.
    """
    question = due.card.question
    if question is None:
        return Shown(due)
    count = due.memory.reviews if due.memory else 0
    options = list(question.labelled().items())
    Random(f"{due.card.id}:{count}").shuffle(options)
    return Shown(due, tuple(options))


def answer_event(
    event: Event,
    card: StudyCard,
    *,
    chosen: Sequence[str] = (),
    typed: str = "",
    confidence: Confidence | None = None,
    seconds: float | None = None,
) -> Event:
    """The event of an answered card: ``event`` holds learner, course and time.

    Raises:
        QuestionError: nothing was answered, or a label that the question does not have.
    """
    detail: dict[str, str] = {}
    if card.question:
        correct = _judged(card, chosen)
    else:
        assert card.fact is not None
        if not typed.strip():
            raise QuestionError("Nothing was typed", "Type an answer, or grade the card yourself")
        correct = card.fact.accepts(typed)
        detail = {"typed": typed}
    return replace(
        event,
        kind="answered",
        card=card.id,
        chosen=tuple(sorted(set(chosen))),
        correct=correct,
        confidence=confidence,
        seconds=seconds,
        detail=detail,
    )


def grade_event(event: Event, card: StudyCard, grade: Grade, seconds: float | None = None) -> Event:
    """The event of a card that the learner graded."""
    return replace(
        event, kind="recalled", card=card.id, grade=grade, correct=grade != "again", seconds=seconds
    )


def card_of(deck: Deck, card_id: str, state: Recollection, now: datetime) -> DueCard:
    """A card by id, due or not.

    Raises:
        QuestionError: the deck has none of that id (any more).
    """
    card = deck.by_id.get(card_id)
    if card is None:
        said = "was disputed" if card_id in state.disputed else "is not in this course"
        raise QuestionError(
            f"The card {card_id} {said}", "Your history is kept; `tutor review` shows what is due"
        )
    memory = state.memories.get(card_id)
    return DueCard(card, memory, memory.recall(now) if memory else None)


def labels_of(shown: Shown, letters: Sequence[str]) -> tuple[str, ...]:
    """The bank's labels for what was chosen by place (A is the option shown first).

    Raises:
        QuestionError: a letter beyond the options.
    """
    places: Mapping[str, str] = {
        chr(ord("A") + place): label for place, (label, _) in enumerate(shown.options)
    }
    strays = sorted({letter.upper() for letter in letters} - places.keys())
    if strays or not letters:
        raise QuestionError(
            f"{', '.join(strays) or 'Nothing'} is none of the options",
            f"Choose from {', '.join(places)}",
        )
    return tuple(sorted(places[letter.upper()] for letter in letters))


def _judged(card: StudyCard, chosen: Sequence[str]) -> bool:
    assert card.question is not None
    strays = sorted(set(chosen) - card.question.labelled().keys())
    if strays or not chosen:
        raise QuestionError(
            f"{', '.join(strays) or 'Nothing'} is none of the options of {card.id}",
            f"Choose from {', '.join(card.question.labelled())}",
        )
    return set(chosen) == card.question.key
