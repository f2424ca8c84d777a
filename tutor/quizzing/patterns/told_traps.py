"""Traps: statements that the notes themselves call wrong, each with what is true instead.

Found as tables (``Trap | What is true``), as lines (``Trap …`` / ``Reality …``) and as "Commonly
said, but wrong: … ." followed by the right claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.questions import Receipt
from index.chunking import Sentence
from tutor.quizzing.claims import can_be_false, is_command, stands_alone
from tutor.quizzing.drafts import Choice
from tutor.quizzing.patterns.headings import topic_of
from tutor.quizzing.patterns.markdown_tables import tables
from tutor.quizzing.statements import Notes, plain
from tutor.quizzing.trap_lines import trap_lines

_WRONG = re.compile(
    r"^(?:common )?(?:trap|myth|misconception|mistake|wrong|pitfall|claim)s?$", re.I
)
_TRUE = re.compile(
    r"^(?:what is true|reality|truth|true|facts?|correct|right|instead|in truth)$", re.I
)
_COMMONLY = re.compile(
    r"^\W*(?:commonly|often|widely) (?:said|claimed|believed), but (?:wrong|false|not true):\W*"
    r"(?P<wrong>[^.\n]+(?:\.(?=\w)[^.\n]+)*)\. (?P<true>\S[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
# "…, so return raw accuracy", "… — use it for both": advice behind a statement that is false.
_ADVICE = re.compile(r"(?:,? [—–] |, |; )(?:so |then |and )?(?:just |simply |always )?(?=[a-z]+ )")
_TOO_SHORT = 0.6  # of the length of the key

_TRUE_AS_IT_IS = "This one is true: the notes say so."


@dataclass(frozen=True)
class Trap:
    """A wrong statement and the right one, which the receipt holds."""

    wrong: str
    true: str
    receipt: Receipt
    topic: str
    sentence: Sentence | None
    reality: str = ""
    whole: str = ""

    @property
    def is_false(self) -> bool:
        """Whether the wrong one is a statement that what is true denies, and no advice."""
        return can_be_false(self.wrong, self.reality or self.true)

    @property
    def wrong_choice(self) -> Choice:
        """The wrong statement, as a wrong option (or the key of "which is FALSE")."""
        why = f"The notes call this wrong. What is true: {self.true}."
        return Choice(self.wrong, self.wrong, self.receipt, self.sentence, why)

    def wrong_beside(self, true: str) -> Choice:
        """The wrong statement, with the advice that follows from it where it is too short without."""
        whole = self.whole and len(self.wrong) < _TOO_SHORT * len(true)
        return replace(self, wrong=self.whole).wrong_choice if whole else self.wrong_choice

    @property
    def told(self) -> list[str]:
        """What stands of it: the true statement, the note's own words for that, the wrong one."""
        return [text for text in dict.fromkeys((self.true, self.reality, self.wrong)) if text]

    @property
    def true_choice(self) -> Choice:
        """The right statement."""
        said = self.whole or self.wrong
        why = f"This one is true. Said instead, and wrong: {said}." if said else _TRUE_AS_IT_IS
        return Choice(self.true, self.true, self.receipt, self.sentence, why)


def traps(notes: Notes) -> Iterator[Trap]:
    """Every trap of the notes."""
    for table in tables(notes):
        if (
            len(table.header) == 2
            and _WRONG.match(table.header[0])
            and _TRUE.match(table.header[1])
        ):
            for row in table.rows:
                yield _trap(notes, table.source, row.cells[0], row.cells[1], row.quote, row.start)
    for source, text in notes.texts.items():
        for pair in trap_lines(text):
            true = text[slice(*pair.true)]
            yield _trap(notes, source, text[slice(*pair.wrong)], true, true, pair.start)
        for match in _COMMONLY.finditer(text):
            yield _trap(notes, source, match["wrong"], match["true"], match[0], match.start())


def _trap(notes: Notes, source: str, wrong: str, true: str, quote: str, start: int) -> Trap:
    heading = notes.heading_at(source, start)
    first = re.split(r"(?<=[\w)`\"'])\. (?=[A-Z`])", plain(true), maxsplit=1)[0]
    return Trap(
        wrong=sentence_of(_without_advice(plain(wrong))),
        true=sentence_of(first),
        receipt=Receipt(source=source, quote=quote.strip()),
        topic=topic_of(heading, notes.titles[source]),
        sentence=notes.sentence_at(source, start),
        reality=plain(true),
        whole=sentence_of(plain(wrong)),
    )


def _without_advice(text: str) -> str:
    """A wrong statement without the command that follows from it."""
    for seam in _ADVICE.finditer(text):
        claim = text[: seam.start()]
        if is_command(text[seam.end() :]) and stands_alone(claim):
            return claim
    return text


def sentence_of(text: str) -> str:
    """A claim as a sentence without its full stop; a name in code keeps its small letter."""
    text = text.strip().rstrip(".")
    first = text.split(maxsplit=1)[0] if text else ""
    return text if re.search(r"[._(`]|[a-z][A-Z]", first) else text[:1].upper() + text[1:]
