"""Drafts: what a pattern finds in the notes, before wrong options are chosen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.questions import Difficulty, Kind, Option, Question, Receipt
from index.chunking import Sentence

_FORMS: dict[str, Literal["code", "scenario"]] = {"code": "code", "scenario": "scenario"}


@dataclass(frozen=True)
class Choice:
    """Something the notes say of ``subject``: a key, or a possible wrong option for another stem.

    ``sentence`` gives the embedding that nearness is measured with. ``why`` overrides the usual
    reason ("That is what the notes say of …"). ``apart`` means that the notes tell it apart from the
    stem's subject in so many words.
    """

    text: str
    subject: str
    receipt: Receipt | None
    sentence: Sentence | None = None
    why: str = ""
    apart: bool = False


@dataclass(frozen=True)
class Draft:
    """A stem with its keys, and the pool that wrong options are drawn from.

    ``settled`` means that the notes themselves call every member of the pool wrong for this stem
    (a trap, the other side of a comparison), so that no further proof of wrongness is needed.
    ``wanted`` wrong options are drawn; with fewer than ``least`` there is no question.
    ``ordered`` keeps numbers in ascending order. ``names`` means that the options are names and
    ``subject`` is what is said of the right one; otherwise the options are said of ``subject``.
    ``sentences`` means that options are whole statements, whose first words need not be alike;
    ``in_table`` that all of the pool stands in one table or deck, which makes them of one kind;
    ``listed`` that they are items of lists, which are too short to be told apart by meaning.
    ``negated`` means that the stem asks for what does NOT hold of ``subject``: the pool holds of it.
    ``ranked`` means that the pool stands in order of preference, of any length: several ways to draw
    from it are tried, until the options are balanced. ``crossed`` means that the options put two names
    and two sayings together in every way, so that each stands in two of them.
    """

    pattern: str
    stem: str
    keys: tuple[Choice, ...]
    pool: tuple[Choice, ...]
    receipt: Receipt
    subject: str
    takeaway: str
    difficulty: Difficulty = "medium"
    settled: bool = False
    ordered: bool = False
    names: bool = False
    sentences: bool = False
    in_table: bool = False
    listed: bool = False
    negated: bool = False
    ranked: bool = False
    crossed: bool = False
    key_why: str = ""
    wanted: int = 3
    least: int = 2

    @property
    def kind(self) -> Kind:
        """Several keys make a multiple-selection question."""
        return "multiple" if len(self.keys) > 1 else "single"

    @property
    def is_saying(self) -> bool:
        """Whether the key is something said of a subject, in the notes' free wording."""
        fixed = self.settled or self.in_table or self.listed or self.sentences
        return not (fixed or self.names)

    @property
    def id(self) -> str:
        """Stable as long as the note's wording is."""
        return question_id(self.receipt.source, self.stem, [key.text for key in self.keys])


def question_id(source: str, stem: str, keys: Sequence[str]) -> str:
    """``n-`` and 12 hexadecimal digits that depend on source, stem and key only."""
    text = "\0".join((source, stem, *sorted(keys)))
    return "n-" + hashlib.sha256(text.encode()).hexdigest()[:12]


def to_question(draft: Draft, wrong: Sequence[Choice], objective: str, section: str) -> Question:
    """The finished question. Options stand in an order that depends on their wording only."""
    key_why = draft.key_why or f"The notes say: {draft.takeaway}"
    options = [
        Option(text=key.text, correct=True, why=key_why, receipt=key.receipt or draft.receipt)
        for key in draft.keys
    ]
    options += [
        Option(
            text=choice.text,
            why=choice.why or f"That is what the notes say of {choice.subject}.",
            receipt=choice.receipt,
        )
        for choice in wrong
    ]
    order = (lambda o: number_of(o.text)) if draft.ordered else (lambda o: _digest(o.text))
    return Question(
        id=draft.id,
        kind=draft.kind,
        stem=draft.stem,
        options=tuple(sorted(options, key=order)),
        receipt=draft.receipt,
        objective=objective,
        section=section,
        difficulty=draft.difficulty,
        form=_FORMS.get(draft.pattern.partition(" ")[0], "fact"),
        takeaway=draft.takeaway,
        origin="notes",
    )


NUMBER_WORDS = {
    word: value
    for value, word in enumerate("one two three four five six seven eight nine ten".split(), 1)  # noqa: SIM905
}


def number_of(text: str) -> float:
    """The first number in a text (or the number that is its only word); 0 where there is none."""
    if text.lower() in NUMBER_WORDS:
        return float(NUMBER_WORDS[text.lower()])
    digits = "".join(c if c.isdigit() or c == "." else " " for c in text.replace(",", ""))
    for part in digits.split():
        try:
            return float(part)
        except ValueError:
            continue
    return 0.0


def _digest(text: str) -> float:
    return float(int(hashlib.sha256(text.encode()).hexdigest()[:12], 16))
