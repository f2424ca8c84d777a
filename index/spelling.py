"""Typos in questions: a word that the notes never use becomes the one it was meant to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches

from index.lexical import STOP_WORDS, terms_of, words_of

_WORD = re.compile(r"[A-Za-z]{4,}")
_RARE = 2  # a word the notes use once may be a typo of theirs
_LIKENESS = 0.8  # of difflib, between 0 and 1; lower turns foreign words into the notes' words


class Spelling:
    """Corrects words against the vocabulary of the notes."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(word for text in texts for word in words_of(text))
        self._known = set(counts) | STOP_WORDS
        self._stems = {stem for word in counts for stem in terms_of(word)}
        self._by_initial: dict[str, list[str]] = {}
        for word, count in counts.items():
            if len(word) >= 4 and count >= _RARE and word.isalpha():
                self._by_initial.setdefault(word[0], []).append(word)

    def corrected(self, text: str) -> str:
        """The text with each unknown word of four letters or more replaced by its like, if any."""
        return _WORD.sub(lambda match: self._word(match.group()), text)

    def _word(self, word: str) -> str:
        lower = word.lower()
        if lower in self._known or not word.islower() or self._stems.issuperset(terms_of(lower)):
            return word
        candidates = [
            other
            for other in self._by_initial.get(lower[0], [])
            if abs(len(other) - len(lower)) <= 2
        ]
        return next(iter(get_close_matches(lower, candidates, 1, _LIKENESS)), word)
