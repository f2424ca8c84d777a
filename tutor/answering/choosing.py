"""Which of the ranked sentences make the answer. Pure.

The best that fit into the words allowed and do not repeat one another, spread over passages; a
sentence that hangs on the one before it brings that along, a short list comes whole, and a
comparison needs words about both sides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from index.chunking import Sentence
from index.lexical import terms_of
from tutor.answering.evidence import Evidence
from tutor.answering.units import (
    MOST_LIST_WORDS,
    case_of,
    hangs_on_previous,
    open_brackets,
    previous_id,
    short_list,
)

MOST_WORDS = 116
_MOST_PIECES = 8  # a short list counts once
_MOST_SENTENCES = 12
_LOOKED_AT = 80  # the best so many; whatever comes below them answers nothing
# A sentence is left out when it scores this much less than the best (in standard deviations).
_FAR_BELOW_BEST = 9.0
# So much less is enough where its meaning is far off too: its cosine, as a share of the best.
_BELOW_BEST, _FAR_OFF = 4.0, 0.6
# What lies lower needs words of the question, too: this share of what the best hold of them, and
# that share from one deviation further down.
_LEAST_SHARE, _LEAST_SHARE_BELOW, _BEST = 0.2, 0.3, 5
_ONCE_MORE = 0.5  # what each further sentence of one passage scores less
_OTHER_SIDE = 1.0  # what a sentence about a side that was not compared yet scores more
# What begins with one side, and what sets both against each other, is worth more by so much.
_OF_ONE_SIDE, _OF_BOTH = 0.6, 0.6
_CONTRAST = re.compile(r";|\b(?:whereas|while|but|instead of|rather than|unlike|than)\b")
_SAME = 0.7  # two sentences that share this much of their words say the same
_SIDES = (
    r"(?:difference|differences|choose|choice|decide|distinguish)\s.*?between\s+(.+?)\s+and\s+(.+)",
    r"(?:compare|contrast)\s+(.+?)\s+(?:and|with|to|against)\s+(.+)",
    r"(.+?)\s+(?:differ|differs|different)\s+from\s+(.+)",
    r"how\s+do(?:es)?\s+(.{1,80}?)\s+(?:and|or)\s+(.{1,80}?)\s+(?:differ|compare)\b",
    r"\b(.{1,80}?)\s+(?:and|or)\s+([\w`. -]{1,80}?)\W+how\s+do\s+they\s+(?:differ|compare)\b",
    r"(.+?)\s+(?:vs\.?|versus|compared (?:with|to)|rather than|instead of)\s+(.+)",
    r"(?:which|what|when|should|is|do|does)\b.*?[\s,:]([\w`.-]+)\s+or\s+([\w`.-]+)",
)
_COMPARISON = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _SIDES)
_ASKS_FOR_LIST = re.compile(
    r"\b(?:list|name|enumerate|steps|stages|parts|components|types|kinds|benefits|advantages|ways)\b"
    r"|\b(?:what|which) are\b",
    re.IGNORECASE,
)
# The lists of the first pieces come whole; of later ones only where an item says little alone.
_LISTS_OF, _SHORT_ITEM = 2, 5
_MOST_ASKED_LIST = 70  # words of a list that comes whole when it is asked for
_LONGEST = 400  # characters; what compares two things says so early
_MOST_SIDE_TERMS = 4  # the words of a side that stand nearest to the other side

Sides = tuple[frozenset[str], frozenset[str]]


def choose(
    ranked: Sequence[Evidence], question: str = "", most_words: int = MOST_WORDS
) -> list[Evidence]:
    """The sentences of an answer of at most ``most_words`` words, the best first.

    Only the very first may be longer.
    """
    choice = _Choice(ranked, question, most_words)
    left = _bearing(ranked)
    pieces = 0
    while left and pieces < _MOST_PIECES and len(choice.chosen) < _MOST_SENTENCES:
        best = max(left, key=choice.worth)
        left.remove(best)
        if choice.worth(best) < ranked[0].score - _FAR_BELOW_BEST:
            break
        pieces += choice.take(best)
    return choice.chosen


def _bearing(ranked: Sequence[Evidence]) -> list[Evidence]:
    """The best evidence, without what is far off and without code that breaks off."""
    if not ranked:
        return []
    near = _FAR_OFF * max(evidence.cosine for evidence in ranked)
    floor = ranked[0].score - _BELOW_BEST
    words = max(evidence.coverage for evidence in ranked[:_BEST])

    def bears(evidence: Evidence) -> bool:
        below = floor - evidence.score
        share = _LEAST_SHARE if below < 1.0 else _LEAST_SHARE_BELOW
        return below <= 0 or (evidence.cosine >= near and evidence.coverage >= share * words)

    return [
        evidence
        for evidence in ranked[:_LOOKED_AT]
        if bears(evidence)
        and not (evidence.sentence.kind == "code" and open_brackets(evidence.sentence.text))
    ]


def sides_of(question: str) -> Sides | None:
    """The terms of what a question compares, without those that both sides share."""
    for pattern in _COMPARISON:
        if match := pattern.search(question[:_LONGEST]):
            left = terms_of(match[1])[-_MOST_SIDE_TERMS:]
            right = terms_of(match[2])[:_MOST_SIDE_TERMS]
            sides = frozenset(left) - {*right}, frozenset(right) - {*left}
            return sides if all(sides) else None
    return None


class _Choice:
    """What was chosen so far, and the room that is left."""

    def __init__(self, ranked: Sequence[Evidence], question: str, most_words: int) -> None:
        self.chosen: list[Evidence] = []
        self._known = {e.sentence.sentence_id: e for e in ranked}
        self._sides = sides_of(question)
        self._list_words = _MOST_ASKED_LIST if _ASKS_FOR_LIST.search(question) else MOST_LIST_WORDS
        self._room = most_words
        self._from_chunk: Counter[str] = Counter()

    def worth(self, evidence: Evidence) -> float:
        """The score, less for a passage that was quoted before, more for a side that lacks."""
        worth = evidence.score - _ONCE_MORE * self._from_chunk[evidence.chunk.chunk_id]
        for side in self._sides or ():
            if is_about(evidence, side) and not any(is_about(e, side) for e in self.chosen):
                worth += _OTHER_SIDE
        return worth + (_told_apart(evidence, self._sides) if self._sides else 0.0)

    def take(self, evidence: Evidence) -> bool:
        """Add a sentence with what belongs to it, or else alone, if there is room.

        What judges a case is true of that case only, so it never comes alone.
        """
        if any(_says_the_same(evidence, other) for other in self.chosen):
            return False
        case = case_of(evidence.chunk, evidence.sentence)
        groups = [case] if case else [self._companions(evidence), []]
        for group in groups:
            together = self._with(evidence, group)
            words = sum(len(e.sentence.text.split()) for e in together)
            words += self._lead_in_words(evidence)
            if words <= self._room or not self.chosen:
                self.chosen += together
                self._room -= words
                self._from_chunk[evidence.chunk.chunk_id] += 1
                return True
        return False

    def _companions(self, evidence: Evidence) -> list[Sentence]:
        """The rest of a sentence's short list, or the sentence that it hangs on."""
        sentence = evidence.sentence
        first = self._from_chunk.total() < _LISTS_OF
        if first or len(sentence.text.split()) < _SHORT_ITEM:
            items = short_list(evidence.chunk, sentence, self._list_words)
            if items:
                return items
        before = self._known.get(previous_id(sentence)) if hangs_on_previous(sentence) else None
        return [before.sentence] if before else []

    def _with(self, evidence: Evidence, others: Sequence[Sentence]) -> list[Evidence]:
        """The sentence first, then those of the others that were not chosen yet."""
        taken = {e.sentence.sentence_id for e in (*self.chosen, evidence)}
        more = [other for other in others if other.sentence_id not in taken]
        return [evidence, *(replace(evidence, sentence=other) for other in more)]

    def _lead_in_words(self, evidence: Evidence) -> int:
        """Words that quoting the sentence's lead-in would add."""
        lead = evidence.sentence.lead_in
        if lead is None or any(e.sentence.lead_in == lead for e in self.chosen):
            return 0
        return len(evidence.document.text[slice(*lead)].split())


def _told_apart(evidence: Evidence, sides: Sides) -> float:
    """What a sentence is worth more for saying what one side is, or how the two differ."""
    text = evidence.sentence.text
    if evidence.sentence.kind == "code":
        return 0.0
    begins = any(frozenset(terms_of(text)[: len(side)]) == side for side in sides)
    both = all(side <= _terms(text) for side in sides) and bool(_CONTRAST.search(text))
    return _OF_ONE_SIDE * begins + _OF_BOTH * both


def is_about(evidence: Evidence, side: frozenset[str]) -> bool:
    """Whether a sentence speaks of one side of a comparison: of half of its words or more."""
    return 2 * len(side & _terms(evidence.sentence.embedded)) >= len(side)


def _says_the_same(evidence: Evidence, other: Evidence) -> bool:
    if evidence.sentence.sentence_id == other.sentence.sentence_id:
        return True
    ours, theirs = _terms(evidence.sentence.text), _terms(other.sentence.text)
    smaller = min(len(ours), len(theirs))
    if smaller < 3:
        both_prose = evidence.sentence.kind == other.sentence.kind == "prose"
        return ours == theirs or (both_prose and smaller > 1 and ours < theirs)
    return len(ours & theirs) / smaller > _SAME and _numbers(evidence) == _numbers(other)


@lru_cache(maxsize=4_096)
def _terms(text: str) -> frozenset[str]:
    return frozenset(terms_of(text))


def _numbers(evidence: Evidence) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", evidence.sentence.text))
