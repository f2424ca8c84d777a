"""What the notes tell apart from a thing in so many words: Data drift beside Concept drift."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.questions import Receipt
from tutor.quizzing.drafts import Choice
from tutor.quizzing.option_forms import shape
from tutor.quizzing.patterns.facts import Fact
from tutor.quizzing.patterns.pair_notes import Side, name_words, pairs
from tutor.quizzing.statements import Notes


class Partners:
    """Looks up the other one of a pair."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._of: dict[frozenset[str], list[tuple[str, Side]]] = {}
        for source, text in notes.texts.items():
            for pair in pairs(source, text):
                one, other = pair.sides
                for side, beside in ((one, other), (other, one)):
                    self._of.setdefault(name_words(side.name), []).append((source, beside))

    def names(self, fact: Fact) -> Iterator[Choice]:
        """The partner's name, as a wrong option for what is said of a name."""
        for source, side in self._of.get(name_words(fact.name), []):
            if side.clauses:
                said = side.clauses[0]
                why = f"Of {side.spoken} the notes say: {said.text}."
                yield self._choice(source, side, side.spoken, why)

    def sayings(self, fact: Fact) -> Iterator[Choice]:
        """What is said of the partner, in the form of what is said of a name."""
        for source, side in self._of.get(name_words(fact.name), []):
            for said in side.clauses[:1]:
                text = said.text[:1].upper() + said.text[1:]
                if shape(text) == shape(fact.choice.text):
                    yield self._choice(source, side, text, "")

    def _choice(self, source: str, side: Side, text: str, why: str) -> Choice:
        said = side.clauses[0]
        quote = self._notes.texts[source][said.start : said.end].strip()
        sentence = self._notes.sentence_at(source, said.start)
        return Choice(
            text, side.spoken, Receipt(source=source, quote=quote), sentence, why, apart=True
        )
