"""Traps: statements that the notes themselves call wrong, each with what is true instead.

Found as tables (``Trap | What is true``), as lines (``Trap …`` / ``Reality …``) and as "Commonly
said, but wrong: … ." followed by the right claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.questions import Receipt
from index.chunking import Sentence
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.patterns.markdown_tables import tables
from tutor.quizzing.statements import Notes, plain

_WRONG = re.compile(r"^(?:common )?(?:trap|myth|misconception|mistake|wrong|pitfall|claim)s?$", re.I)
_TRUE = re.compile(
    r"^(?:what is true|reality|truth|true|facts?|correct|right|instead|in truth)$", re.I
)
_LINES = re.compile(
    r"^[ \t•*-]*(?P<mark>Trap|Myth|Misconception|Mistake)[:.]?[ \t]*(?P<wrong>\S.*)\n+"
    r"[ \t•*-]*(?:Reality|Truth|Fact)[:.]?[ \t]*(?P<true>\S.*)$",
    re.MULTILINE,
)
_COMMONLY = re.compile(
    r"^\W*(?:commonly|often|widely) (?:said|claimed|believed), but (?:wrong|false|not true):\W*"
    r"(?P<wrong>[^.\n]+(?:\.(?=\w)[^.\n]+)*)\. (?P<true>\S[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_GENERIC = re.compile(
    r"^(?:common )?(?:traps?|confusing pairs|last[- ]minute.*|must[- ]know facts|scenario tips"
    r"|domain \d.*|key (?:facts|points)|summary|pitfalls|notes)$",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"^(?:it|they|this|these|that|those|its|their|he|she|there|both|neither|one|instead|call|use"
    r"|do|simply|missing|only|not|yes|no|the (?:former|latter|same|other))\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 4


@dataclass(frozen=True)
class Trap:
    """A wrong statement and the right one; ``quote`` holds both."""

    wrong: str
    true: str
    receipt: Receipt
    topic: str
    sentence: Sentence | None

    @property
    def wrong_choice(self) -> Choice:
        """The wrong statement, as a wrong option (or the key of "which is FALSE")."""
        why = f"The notes call this wrong: {self.true}"
        return Choice(self.wrong, self.wrong, self.receipt, self.sentence, why)

    @property
    def true_choice(self) -> Choice:
        """The right statement."""
        why = f"The notes say so: {self.true}"
        return Choice(self.true, self.true, self.receipt, self.sentence, why)


def drafts(notes: Notes) -> Iterator[Draft]:
    """"Which of these statements about … is true?", "… is FALSE?", and "(Choose two.)"."""
    groups: dict[tuple[str, str], list[Trap]] = {}
    for trap in traps(notes):
        groups.setdefault((trap.receipt.source, trap.topic), []).append(trap)
    for group in groups.values():
        sound = [trap for trap in group if stands_alone(trap.true)]
        for trap in sound:
            yield _which(trap, [t.wrong_choice for t in group if t is not trap], true=True)
        for trap in group:
            if stands_alone(trap.wrong):
                others = [t.true_choice for t in sound if t is not trap]
                yield _which(trap, others, true=False)
        yield from _choose_two(group, sound)


def traps(notes: Notes) -> Iterator[Trap]:
    """Every trap of the notes."""
    for table in tables(notes):
        if len(table.header) == 2 and _WRONG.match(table.header[0]) and _TRUE.match(table.header[1]):
            for row in table.rows:
                yield _trap(notes, table.source, row.cells[0], row.cells[1], row.quote, row.start)
    for source, text in notes.texts.items():
        for match in (*_LINES.finditer(text), *_COMMONLY.finditer(text)):
            yield _trap(notes, source, match["wrong"], match["true"], match[0], match.start())


def _trap(notes: Notes, source: str, wrong: str, true: str, quote: str, start: int) -> Trap:
    heading = notes.heading_at(source, start)
    first = re.split(r"(?<=[\w)`\"'])\. (?=[A-Z`])", plain(true), maxsplit=1)[0]
    return Trap(
        wrong=_sentence(plain(wrong)),
        true=_sentence(first),
        receipt=Receipt(source=source, quote=quote.strip()),
        topic=topic_of(heading, notes.titles[source]),
        sentence=notes.sentence_at(source, start + len(quote) - len(quote.lstrip())),
    )


def _sentence(text: str) -> str:
    text = text.strip().rstrip(".")
    return text[:1].upper() + text[1:]


def _which(trap: Trap, others: Sequence[Choice], true: bool) -> Draft:
    word = "true" if true else "FALSE"
    return Draft(
        pattern="trap",
        stem=f"Which of these statements about {trap.topic} is {word}?",
        keys=(trap.true_choice if true else trap.wrong_choice,),
        pool=tuple(others),
        receipt=trap.receipt,
        subject=trap.true,
        takeaway=trap.true + ".",
        settled=True,
        key_why=f"The notes say so: {trap.true}." if true else f"What is true: {trap.true}.",
    )


def _choose_two(group: Sequence[Trap], sound: Sequence[Trap]) -> Iterator[Draft]:
    for one, other in list(combinations(sound, 2))[:2]:
        yield Draft(
            pattern="trap",
            stem=f"Which of these statements about {one.topic} are true? (Choose two.)",
            keys=(one.true_choice, other.true_choice),
            pool=tuple(t.wrong_choice for t in group if t not in (one, other)),
            receipt=one.receipt,
            subject=one.true,
            takeaway=f"{one.true}. {other.true}.",
            settled=True,
            difficulty="hard",
        )


def stands_alone(text: str) -> bool:
    """Whether a statement makes sense without what stood before it."""
    return len(text.split()) >= _LEAST_WORDS and not _ALONE.match(text)


def topic_of(heading: Sequence[str], title: str) -> str:
    """What a section is about: its nearest heading that names a matter."""
    for part in reversed(heading):
        if not _GENERIC.match(part.strip()):
            return f"“{re.sub(r'^[0-9.]+ ', '', part).strip()}”"
    return f"“{re.sub(r'^[0-9.]+ ', '', title).strip()}”"


