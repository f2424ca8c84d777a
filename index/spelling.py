"""Typos in questions: a word that is none becomes the word of the notes it was meant to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from index.lexical import STOP_WORDS, terms_of, words_of

_WORD = re.compile(r"[A-Za-z]{4,}")
_RARE = 2  # a word the notes use once may be a typo of theirs
_LIKENESS = 0.8  # of difflib, between 0 and 1; lower turns foreign words into the notes' words
_SHORT = 5  # letters; in a word so short a second edit makes another word of it


class Spelling:
    """Corrects words against the vocabulary of the notes.

    Args:
        texts: the notes.
        is_word: whether a lower-case word that the notes lack is a word all the same; such a word
            stays, however like one of the notes' it looks ("world cup" is not about words).
    """

    def __init__(self, texts: Iterable[str], is_word: Callable[[str], bool]) -> None:
        counts = Counter(word for text in texts for word in words_of(text))
        self._is_word = is_word
        self._known = set(counts) | STOP_WORDS
        self._stems = {stem for word in counts for stem in terms_of(word)}
        self._by_initial: dict[str, list[str]] = {}
        for word, count in counts.items():
            if len(word) >= 4 and count >= _RARE and word.isalpha():
                self._by_initial.setdefault(word[0], []).append(word)

    def corrected(self, text: str) -> str:
        """The text with each misspelt word of four letters or more replaced by its like, if any."""
        return _WORD.sub(lambda match: self._word(match.group()), text)

    def _word(self, word: str) -> str:
        lower = word.lower()
        if lower in self._known or not word.islower() or self._stems.issuperset(terms_of(lower)):
            return word
        most = 1 if len(lower) <= _SHORT else 2
        candidates = [
            other
            for other in self._by_initial.get(lower[0], [])
            if abs(len(other) - len(lower)) <= most
        ]
        likest = next(iter(get_close_matches(lower, candidates, 1, _LIKENESS)), None)
        if likest is None or edits_between(lower, likest) > most or self._is_word(lower):
            return word
        return likest


def edits_between(word: str, other: str) -> int:
    """Letters to insert, delete, replace or swap with their neighbour to turn one into the other.

    Optimal string alignment: no letter is edited twice.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        before, last, row = row, before, [i]
        for j, its in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == its:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
