"""Grade an answer in the learner's own words against the key facts of a question. Pure.

Words, numbers and names are compared, and meaning as far as an embedding tells it. What that cannot
settle is said to be open; nothing is called right or wrong on a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import fsum
from typing import Literal

from corpus.errors import QuestionError
from corpus.questions import Question
from index.lexical import terms_of
from tutor.quizzing.polarity import opposite, signed_terms

TypedVerdict = Literal["right", "partly", "wrong", "open"]
FactState = Literal["said", "missing", "denied", "open"]
Weight = Callable[[str], float]
Likeness = Callable[[str, str], float]

MOST_CHARACTERS = 2_000
# Shares of a fact's idf mass, and cosines, from which it is taken as said; below the second pair
# as missing. Chosen on the bundled bank: see tests and docs/decisions.
_SAID, _SAID_IN_OTHER_WORDS = 0.7, 0.72
_MISSING, _OF_ANOTHER_MATTER = 0.34, 0.45
_DESCRIBED, _CLOSER = 0.45, 0.1  # how well a wrong option fits, and by how much better than the key
_ALL = 0.95  # of a text's idf mass
_EXACT = re.compile(
    r"-?\d+(?:[.,]\d+)*|\b\w+(?=\()|`[^`]+`|\b\w+(?:[._]\w+)+\b|\b[a-z]+[A-Z]\w*\b|\b[A-Z]\w*[A-Z]\w*\b"
)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")
_SPELLED = {
    word: str(n)
    for n, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
}
_SEAM = re.compile(r"; |, and |, but | and (?=\w+s )")
_LEAST_PART = 2  # terms of a part that is a fact of its own
_ANTONYM_TEXT = """
minimise maximise; minimize maximize; minimum maximum; smallest largest; lowest highest; lower higher;
less more; fewer more; decrease increase; reduce increase; fall rise; before after; first last;
always never; true false; yes no; with without; enable disable; online offline; batch streaming;
underfit overfit; bias variance; precision recall; driver worker; mutable immutable; slow fast;
small large; left right; port starboard; allow forbid; open closed; parallel sequential
"""


def _pairs() -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in " ".join(_ANTONYM_TEXT.split()).split("; "):
        one, other = (terms_of(word) or [word] for word in pair.split())
        found[one[0]], found[other[0]] = other[0], one[0]
    return found


_ANTONYMS: Mapping[str, str] = _pairs()


@dataclass(frozen=True)
class FactGrade:
    """A key fact and whether the answer says it."""

    text: str
    state: FactState


@dataclass(frozen=True)
class TypedGrade:
    """What came of comparing; ``mistaken_for`` is the label of a wrong option that was described."""

    verdict: TypedVerdict
    facts: tuple[FactGrade, ...]
    mistaken_for: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Key facts that the answer does not hold, or turns round."""
        return tuple(fact.text for fact in self.facts if fact.state in ("missing", "denied"))


def key_facts(question: Question) -> list[str]:
    """What an answer has to say: the right options, each in its parts where it has several."""
    facts: list[str] = []
    for option in question.options:
        if option.correct:
            parts = [part.strip(" .,;") for part in _SEAM.split(option.text)]
            whole = all(len(set(terms_of(part))) >= _LEAST_PART for part in parts)
            facts += parts if whole else [option.text]
    return facts


def grade_typed(question: Question, typed: str, weight: Weight, likeness: Likeness) -> TypedGrade:
    """Compare an answer in own words with the key facts.

    ``weight`` is the idf of a stemmed term; ``likeness`` the cosine of two texts.

    Raises:
        QuestionError: the answer is empty or too long.
    """
    answer = typed.strip()
    if not answer:
        raise QuestionError("The answer is empty", "Type it in your own words, or choose an option")
    if len(answer) > MOST_CHARACTERS:
        raise QuestionError(
            f"The answer has {len(answer):,} characters; {MOST_CHARACTERS:,} is the limit",
            "A sentence or two is enough",
        )
    compare = _Comparison(question, answer, weight, likeness)
    mistaken, doubtful = compare.rival()
    facts = tuple(
        FactGrade(fact, compare.state(fact, doubtful or bool(mistaken)))
        for fact in key_facts(question)
    )
    return TypedGrade(_verdict(facts, mistaken), facts, mistaken)


def _verdict(facts: Sequence[FactGrade], mistaken: str) -> TypedVerdict:
    states = {fact.state for fact in facts}
    if "denied" in states or (mistaken and "said" not in states):
        return "wrong"
    if states == {"said"} and not mistaken:
        return "right"
    return "partly" if "said" in states and states & {"missing", "said"} else "open"


class _Comparison:
    """An answer, ready to be compared with the options. Words of the stem count for neither."""

    def __init__(self, question: Question, answer: str, weight: Weight, likeness: Likeness) -> None:
        self._answer = answer
        self._held = signed_terms(answer)
        self._sequence = terms_of(answer)
        self._exact = _exact(answer)
        self._plain = answer.lower().replace("`", "")
        self._stem = set(terms_of(question.stem))
        self._stem_exact = _exact(question.stem)
        self._weight = weight
        self._likeness = likeness
        self._options = question.labelled()

    def rival(self) -> tuple[str, bool]:
        """The wrong option that the answer describes, if one; whether one fits as well as the key.

        Told by the words and numbers that only some options hold, and by their order.
        """
        right = [o.text for o in self._options.values() if o.correct]
        turned = self._turned_round(right)
        if turned is not None:
            return turned
        known = max(self._fit(text, right) for text in right)
        wrong = {
            label: self._fit(o.text, [o.text])
            for label, o in self._options.items()
            if not o.correct
        }
        label = max(wrong, key=lambda one: wrong[one])
        if wrong[label] >= _DESCRIBED and wrong[label] > known + _CLOSER:
            return label, True
        return "", wrong[label] >= _DESCRIBED and wrong[label] > known - _CLOSER

    def _turned_round(self, right: Sequence[str]) -> tuple[str, bool] | None:
        """For a wrong option in the very words of the key: told by their order, if word for word."""
        if max(map(self._share, right)) < _ALL:
            return None
        for label, option in self._options.items():
            if not option.correct and self._share(option.text) >= _ALL:
                key, wrong = max(map(self._in_order, right)), self._in_order(option.text)
                if key < 1:
                    return (label, True) if wrong == 1 else ("", True)
        return None

    def state(self, fact: str, doubtful: bool) -> FactState:
        """Whether the answer says a fact, denies it, lacks it, or neither can be told."""
        share, cosine = self._share(fact), self._likeness(fact, self._answer)
        exact = _exact(fact) - self._stem_exact
        lacking = {part for part in exact if not self._has(part)}
        if self._denies(fact) and self._share(fact, either_sign=True) >= _MISSING:
            return "denied"
        numbers = {part for part in lacking if _NUMBER.fullmatch(part)}
        if numbers:
            others = {e for e in self._exact - self._stem_exact if _NUMBER.fullmatch(e)}
            return "denied" if others and len(exact) == len(numbers) else "missing"
        if lacking == exact and lacking:
            return "missing" if share < _SAID else "open"
        said = share >= _SAID or cosine >= _SAID_IN_OTHER_WORDS or self._singled_out(fact)
        if said and not lacking:
            return "open" if doubtful else "said"
        return "missing" if share < _MISSING and cosine < _OF_ANOTHER_MATTER else "open"

    def _has(self, part: str) -> bool:
        """Whether the answer holds a number, or a name of code, marked as such or not."""
        return part in (self._exact if _NUMBER.fullmatch(part) else self._plain)

    def _singled_out(self, fact: str) -> bool:
        """Whether the answer holds what tells the fact from every wrong option."""
        return self._distinct(fact, [fact]) >= _SAID and self._share(fact) >= _MISSING

    def _fit(self, text: str, own: Sequence[str]) -> float:
        """How well the answer describes an option: 0 to 1, by what it alone holds and by order."""
        exact = _exact(text) - self._stem_exact
        if not exact and _NUMBER.fullmatch(text.strip()):
            return 0.0  # a number of the stem may be worked with
        shared = [_exact(o.text) for o in self._options.values()]
        apart = {part for part in exact if not all(part in other for other in shared)}
        if apart and not any(map(self._has, apart)):
            return 0.0
        return (self._distinct(text, own) + self._in_order(text)) / 2

    def _in_order(self, text: str) -> float:
        """The share of a text's words that the answer holds in the same order."""
        terms = terms_of(text)
        blocks = SequenceMatcher(None, terms, self._sequence, autojunk=False).get_matching_blocks()
        return sum(block.size for block in blocks) / len(terms) if terms else 0.0

    def _distinct(self, text: str, own: Sequence[str]) -> float:
        """The share of a text's idf mass that no other option holds, as far as the answer has it."""
        others = [signed_terms(o.text) for o in self._options.values() if o.text not in own]
        weights = {
            term: self._weight(term.removeprefix("!"))
            for term in signed_terms(text)
            if term.removeprefix("!") not in self._stem and not any(term in o for o in others)
        }
        if not weights:
            return self._share(text)
        total = fsum(weights.values())
        return fsum(w for t, w in weights.items() if t in self._held) / total if total else 0.0

    def _share(self, text: str, *, either_sign: bool = False) -> float:
        """The share of a text's idf mass, but for words of the stem, that the answer holds."""
        terms = signed_terms(text)
        fresh = {t for t in terms if t.removeprefix("!") not in self._stem} or terms
        weights = {term: self._weight(term.removeprefix("!")) for term in fresh}
        total = fsum(weights.values())
        held = self._held | ({opposite(t) for t in self._held} if either_sign else set())
        return fsum(w for t, w in weights.items() if t in held) / total if total else 0.0

    def _denies(self, fact: str) -> bool:
        """Whether the answer holds opposites of words of the fact, and not the words themselves.

        One antonym is enough; of words that are negated on one side only, it takes half.
        """
        terms = {t for t in signed_terms(fact) if t.removeprefix("!") not in self._stem}
        lacking = terms - self._held
        contrary = {_ANTONYMS.get(term.removeprefix("!")) for term in lacking}
        if contrary & self._held - self._stem:
            return True
        turned = {term for term in lacking if opposite(term) in self._held}
        return bool(turned) and 2 * len(turned) >= len(terms)


def _exact(text: str) -> set[str]:
    """Numbers and names of code, which have to be met letter for letter; small numbers in digits."""
    found = {part.strip("`").lower().rstrip("()") for part in _EXACT.findall(text)}
    return found | {_SPELLED[w] for w in re.findall(r"[a-z]+", text.lower()) if w in _SPELLED}
