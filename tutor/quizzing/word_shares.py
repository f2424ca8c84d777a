"""Shares of words: which part of a stem's or an option's idf mass stands in each clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from math import fsum

import numpy as np
from numpy.typing import NDArray

from index.lexical import terms_of
from tutor.quizzing.polarity import opposite, signed_terms, unsigned
from tutor.quizzing.written_forms import one_form

Shares = NDArray[np.float64]

# A term of the stem says little about which option is meant.
_STEM_TERM = 0.3


class WordShares:
    """Compares a question with clauses, each given with the text around it.

    Args:
        idf: the rarity of a stemmed term in the notes.
        clauses: pairs of a clause and what stands near it.
    """

    def __init__(
        self,
        idf: Callable[[str], float],
        stem: str,
        options: Sequence[str],
        clauses: Sequence[tuple[str, str]],
    ) -> None:
        self._idf = idf
        self._stem = set(terms_of(one_form(stem)))
        self._options = [signed_terms(one_form(text)) for text in options]
        self._held_by = Counter(t for terms in self._options for t in unsigned(terms))
        self._own = [signed_terms(one_form(text)) for text, _ in clauses]
        self._near = [
            unsigned(own) | set(terms_of(one_form(near)))
            for own, (_, near) in zip(self._own, clauses, strict=True)
        ]

    def of_stem(self) -> Shares:
        """The stem's words in each clause; shape (clauses,)."""
        weights = {term: self._idf(term) for term in self._stem}
        return np.array([_share(weights, own) for own in self._plain])

    def of_question(self, question: str) -> Shares:
        """The words of the sentence that asks, in each clause; shape (clauses,)."""
        weights = {term: self._idf(term) for term in set(terms_of(one_form(question)))}
        return np.array([_share(weights, own) for own in self._plain])

    def of_stem_near(self) -> Shares:
        """The stem's words in each clause or near it; shape (clauses,)."""
        weights = {term: self._idf(term) for term in self._stem}
        return np.array([_share(weights, near) for near in self._near])

    def of_options(self) -> tuple[Shares, Shares]:
        """The options' words with the same sign and with the other; each (clauses, options)."""
        held, denied = [], []
        for terms in self._options:
            weights = {term: self._distinctive(term) for term in terms}
            other = {opposite(term): weight for term, weight in weights.items()}
            held.append([_share(weights, own) for own in self._own])
            denied.append([_share(other, own) for own in self._own])
        return np.array(held).T, np.array(denied).T

    def of_clauses(self) -> Shares:
        """How much of each clause an option's own words are; shape (clauses, options)."""
        all_hold = len(self._options)
        own = [
            {t for t in unsigned(terms) - self._stem if self._held_by[t] < all_hold}
            for terms in self._options
        ]
        clauses = [({term: self._idf(term) for term in plain}, plain) for plain in self._plain]
        return np.array(
            [[_share(weights, words & plain) for words in own] for weights, plain in clauses]
        )

    @cached_property
    def _plain(self) -> list[set[str]]:
        return [unsigned(own) for own in self._own]

    def _distinctive(self, term: str) -> float:
        """Idf, less for a term that other options or the stem hold too."""
        plain = term.removeprefix("!")
        others = (self._held_by[plain] - 1) / max(1, len(self._options) - 1)
        return self._idf(plain) * (1 - others) * (_STEM_TERM if plain in self._stem else 1.0)


def _share(weights: dict[str, float], held: set[str]) -> float:
    total = fsum(weights.values())
    return fsum(w for term, w in weights.items() if term in held) / total if total > 1e-6 else 0.0
