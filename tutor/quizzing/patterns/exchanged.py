"""What is said of siblings in one list or section, with their names exchanged.

"Data drift: the inputs change", "Concept drift: the relation changes": whoever mixes the two up
takes the wrong pair. Each name and each saying stands once among the options (of two siblings,
twice), so that neither words nor lengths tell which of them belong together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, permutations

from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.option_forms import related, words_in
from tutor.quizzing.patterns import definitions
from tutor.quizzing.patterns.facts import Fact, spoken
from tutor.quizzing.patterns.headings import is_generic, topic_of
from tutor.quizzing.said import Said
from tutor.quizzing.statements import Notes

_MOST_BETWEEN = 3  # statements between two siblings
_MOST_OTHERS = 3
_SAYABLE = 0.6  # share of a saying from which the notes may be taken to say it of a name, too
_MUCH_THE_SAME = 0.5  # share of a saying's words that stand in another
_TOLD = 0.14  # by how much a name may be nearer to its saying than the others to theirs, in cosine
_LONGEST = 2.2  # length of the longest saying, as a multiple of the shortest


def drafts(notes: Notes) -> Iterator[Draft]:
    """ "Which of these statements about … is true?", of two siblings "(Choose two.)"."""
    exchange = _Exchange(notes)
    for family in _families(notes):
        for fact in family:
            others = [f for f in family if f is not fact and exchange.may_meet(fact, f)]
            if len(others) == 1 and len(family) == 2 and fact is family[0]:
                yield from exchange.pair(fact, others[0])
            elif len(others) > 1:
                yield from exchange.one_of(fact, others)


def _families(notes: Notes) -> Iterator[list[Fact]]:
    """Meanings of one form that stand together; what siblings do may well be done by all."""
    place = {s.sentence.sentence_id: n for n, s in enumerate(notes.statements)}
    # What stands below "Must-know facts" is of all kinds.
    named = (f for f in definitions.facts(notes) if f.statement.heading)
    found = sorted((f for f in named if not is_generic(f.statement.heading[-1])), key=_form)
    for _, group in groupby(found, key=_form):
        family: list[Fact] = []
        last = 0
        for fact in sorted(group, key=lambda f: f.statement.char_start):
            at = place[fact.statement.sentence.sentence_id]
            if family and at - last > _MOST_BETWEEN + 1:
                yield family
                family = []
            if fact.name not in [f.name for f in family]:
                family.append(fact)
            last = at
        yield family


def _form(fact: Fact) -> tuple[str, ...]:
    """What siblings share: their place and the grammar of what is said of them."""
    statement = fact.statement
    lead = str(statement.sentence.lead_in)
    return (statement.source, *statement.heading, lead, fact.relation, fact.verb)


class _Exchange:
    """Puts names and sayings together, right and wrong."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._said = Said(notes)

    def may_meet(self, one: Fact, other: Fact) -> bool:
        """Whether what is said of one is plainly not said of the other, nor much the same."""
        if related(one.name, other.name) or self._said.akin(one.name, other.name):
            return False
        if self._said.is_one_thing(one.name, other.name):
            return False
        ours, theirs = words_in(one.value), words_in(other.value)
        if max(self._said.share(ours, theirs), self._said.share(theirs, ours)) > _MUCH_THE_SAME:
            return False
        lengths = sorted((len(one.value), len(other.value)))
        return lengths[1] <= _LONGEST * lengths[0] and not any(
            self._said.sayable(a.name, b.value, _SAYABLE) for a, b in ((one, other), (other, one))
        )

    def one_of(self, fact: Fact, others: Sequence[Fact]) -> Iterator[Draft]:
        """One right statement among others whose sayings went round."""
        others = others[:_MOST_OTHERS]
        for order in permutations(others):
            met = list(zip(others, order, strict=True))
            if all(a is not b and self.may_meet(a, b) for a, b in met):
                if not self._is_told(fact, met):
                    yield self._draft((fact,), met)
                return

    def pair(self, one: Fact, other: Fact) -> Iterator[Draft]:
        """Two right statements, and the two that exchange them."""
        met = [(one, other), (other, one)]
        if not (self._is_told(one, met) or self._is_told(other, met)):
            yield self._draft((one, other), met)

    def _is_told(self, fact: Fact, met: Sequence[tuple[Fact, Fact]]) -> bool:
        """Whether words or meaning alone show that a name and its saying belong together."""
        if words_in(fact.name) & words_in(fact.value):
            return True
        likeness = self._notes.index.similarity
        (own,) = likeness(fact.name, [fact.value])
        return own - max(likeness(a.name, [b.value])[0] for a, b in met) > _TOLD

    def _draft(self, keys: Sequence[Fact], met: Sequence[tuple[Fact, Fact]]) -> Draft:
        statement = keys[0].statement
        topic = topic_of(statement.heading, self._notes.titles[statement.source])
        told = "true, according to the notes?"
        ask = f"is {told}" if len(keys) == 1 else f"are {told} (Choose two.)"
        return Draft(
            pattern="exchanged",
            stem=f"Which of these statements about {topic} {ask}",
            keys=tuple(self._choice(fact, fact) for fact in keys),
            pool=tuple(self._choice(a, b) for a, b in met),
            receipt=keys[0].receipt,
            subject=keys[0].name,
            takeaway=" ".join(fact.statement.text.rstrip(".") + "." for fact in keys),
            settled=True,
            sentences=True,
            wanted=len(met),
            least=len(met),
        )

    def _choice(self, fact: Fact, said: Fact) -> Choice:
        """A name with what is said of it, or of another."""
        name = spoken(fact, self._notes)
        joint = ": " if fact.relation == "meaning" else f" {fact.verb} "
        why = "" if fact is said else f"Of {fact.name} the notes say: {fact.statement.text}"
        return Choice(
            f"{name[:1].upper()}{name[1:]}{joint}{said.choice.text}",
            fact.name, fact.receipt, fact.statement.sentence, why,
        )  # fmt: skip
