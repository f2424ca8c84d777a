"""Questions on two things that the notes tell apart in words, not in a table.

Names and sayings are put together in every way, so that each stands in two of the options, or what
is said of the other one is wrong: nothing but the notes tells which belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.questions import Receipt
from index.chunking import Sentence
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.option_forms import marks_of, repeats, words_in
from tutor.quizzing.patterns.pair_notes import Clause, Pair, Side, name_words, pairs
from tutor.quizzing.statements import Notes

_USE_WHEN = re.compile(r"^(?:Always )?[Uu]se (?P<name>.+?) (?P<case>(?:when|if|for) .+)$")
_WHEN_USE = re.compile(
    r"^(?P<case>(?:When|If) [^→(,]+?)(?: \([^)]*\))?(?: →|,) (?:[a-z]+ )?(?P<name>[\w.()]+)$"
)
_LONGEST = 2.0  # length of the longer of two sayings, as a multiple of the shorter
_MOST_CROSSED = 2


def drafts(notes: Notes) -> Iterator[Draft]:
    """ "Which of these statements about … are true?", "When …, which of … do they advise?"."""
    for source, text in notes.texts.items():
        for pair in pairs(source, text):
            found = _Apart(notes, pair)
            yield from found.crossed()
            yield from found.cases()
            yield from found.rather()


@dataclass(frozen=True)
class _Apart:
    """A pair, and what of it can be asked."""

    notes: Notes
    pair: Pair

    def aligned(self) -> list[tuple[Clause, Clause]]:
        """What is said of either in one form: the whole predicates first, then with one verb."""
        ours, theirs = self.asked(0), self.asked(1)
        found = [(a, b) for a in ours for b in theirs if a.whole and b.whole and _can_cross(a, b)]
        found += [
            (a, b)
            for a in ours
            for b in theirs
            if (a, b) not in found and _verb(a) == _verb(b) and _can_cross(a, b)
        ]
        return found[:_MOST_CROSSED]

    def asked(self, number: int) -> list[Clause]:
        """What is said of one alone, and does not tell whose it is by its words."""
        side, other = self.pair.sides[number], self.pair.sides[1 - number]
        own, theirs = name_words(side.name), name_words(other.name)
        telling = own ^ theirs
        held = [clause.text for clause in other.clauses]
        return [
            clause
            for clause in side.clauses
            if not name_words(clause.text) & telling
            and not words_in(clause.text) & words_in(" ".join(telling))
            and not any(words_in(clause.text) <= words_in(text) for text in held)
        ]

    def crossed(self) -> Iterator[Draft]:
        """Two right statements, and the two that exchange them."""
        one, other = self.pair.sides
        for a, b in self.aligned():
            receipt = self._receipt(min(a.start, b.start), max(a.end, b.end))
            true = (self._says(one, a, receipt), self._says(other, b, receipt))
            yield Draft(
                pattern="pair",
                stem=f"Which of these statements about {self.pair.names} are true,"
                " according to the notes? (Choose two.)",
                keys=true,
                pool=(self._says(one, b, receipt, other), self._says(other, a, receipt, one)),
                receipt=receipt,
                subject=self.pair.names,
                takeaway=" ".join(f"{key.text}." for key in true),
                settled=True,
                sentences=True,
                crossed=True,
            )

    def cases(self) -> Iterator[Draft]:
        """For a case one of the two is right, and one of the two sayings holds of it."""
        aligned = self.aligned()
        for start, sentence in self.pair.sentences:
            for name, stem in self._asked_of(sentence):
                number = self._named(name)
                if number is None or not aligned:
                    continue
                telling = name_words(self.pair.sides[0].name) ^ name_words(self.pair.sides[1].name)
                case = stem.replace(self.pair.names, "")
                told = any(words_in(case) & words_in(clause.text) for clause in aligned[0])
                if told or name_words(case) & telling:
                    continue
                yield self._case(stem, number, aligned[0], start, start + len(sentence))

    def _case(
        self, stem: str, number: int, said: tuple[Clause, Clause], start: int, end: int
    ) -> Draft:
        side, other = self.pair.sides[number], self.pair.sides[1 - number]
        own, theirs = said[number], said[1 - number]
        receipt = self._receipt(min(own.start, start), max(own.end, end))
        key = self._says(side, own, receipt)
        pool = (
            self._says(side, theirs, receipt, other),
            self._says(other, theirs, receipt, other),
            self._says(other, own, receipt, side),
        )
        return Draft(
            pattern="pair",
            stem=stem,
            keys=(key,),
            pool=pool,
            receipt=receipt,
            subject=stem,
            takeaway=f"{key.text}.",
            difficulty="hard",
            settled=True,
            sentences=True,
            crossed=True,
            least=len(pool),
        )

    def _asked_of(self, sentence: str) -> Iterator[tuple[str, str]]:
        """A name that a sentence advises for a case, and the stem that asks for it."""
        which = f"which of {self.pair.names} do the notes advise, and what holds of it?"
        for pattern in (_USE_WHEN, _WHEN_USE):
            match = pattern.match(sentence)
            if match:
                case = match["case"].strip().rstrip(",")
                yield match["name"], f"{case[:1].upper()}{case[1:]}, {which}"

    def _named(self, name: str) -> int | None:
        """Which of the two a name stands for."""
        words = name_words(name)
        fits = [bool(words) and words <= name_words(side.name) for side in self.pair.sides]
        return None if fits[0] == fits[1] else int(fits[1])

    def rather(self) -> Iterator[Draft]:
        """What is said of one, among what is said of the other in the same form."""
        for number in (0, 1):
            side, other = self.pair.sides[number], self.pair.sides[1 - number]
            for key in self.asked(number):
                beside = [
                    clause for clause in self.asked(1 - number) if self._are_like(key, clause)
                ]
                apart = [
                    c
                    for n, c in enumerate(beside)
                    if not any(repeats(c.text, d.text) for d in beside[:n])
                ]
                receipt = self._receipt(key.start, key.end)
                yield Draft(
                    pattern="pair",
                    stem=f"Which of these do the notes say of {side.name}, and not of {other.name}?",
                    keys=(Choice(_shown(key), side.name, receipt, self._sentence(key)),),
                    pool=tuple(
                        Choice(
                            _shown(clause),
                            other.name,
                            self._receipt(clause.start, clause.end),
                            self._sentence(clause),
                            f"The notes say that of {other.name}.",
                        )
                        for clause in apart
                    ),
                    receipt=receipt,
                    subject=side.name,
                    takeaway=f"{side.name}: {key.text}.",
                    settled=True,
                    sentences=True,
                    ranked=True,
                )

    def _are_like(self, one: Clause, other: Clause) -> bool:
        lengths = sorted((len(one.text), len(other.text)))
        alike = one.form == other.form and marks_of(one.text) == marks_of(other.text)
        return alike and lengths[1] <= _LONGEST * lengths[0] and not repeats(one.text, other.text)

    def _says(self, side: Side, clause: Clause, receipt: Receipt, of: Side | None = None) -> Choice:
        """A name with what is said of it, or of the other."""
        why = "" if of is None else f"The notes say of {of.name}: {clause.text}."
        quote = receipt.quote.lower()
        whole = all(one.name.lower() in quote for one in self.pair.sides)
        name = side.name if whole else side.spoken
        return Choice(f"{name}: {clause.text}", side.name, receipt, self._sentence(clause), why)

    def _receipt(self, start: int, end: int) -> Receipt:
        text = self.notes.texts[self.pair.source]
        return Receipt(source=self.pair.source, quote=text[start:end].strip())

    def _sentence(self, clause: Clause) -> Sentence | None:
        return self.notes.sentence_at(self.pair.source, clause.start)


def _can_cross(one: Clause, other: Clause) -> bool:
    """Whether two sayings are of one form, neither of them a part of the other."""
    lengths = sorted((len(one.text), len(other.text)))
    a, b = words_in(one.text), words_in(other.text)
    apart = min(len(a - b), len(b - a)) > 0
    return one.form == other.form and apart and lengths[1] <= _LONGEST * lengths[0]


def _verb(clause: Clause) -> str:
    return clause.text.split(maxsplit=1)[0].lower() if clause.form == "does" else clause.text


def _shown(clause: Clause) -> str:
    return clause.text[:1].upper() + clause.text[1:] if clause.text[:1].isalpha() else clause.text
