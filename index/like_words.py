"""Words of a question and words like them: which texts have those, however they put it.

Each word of a question counts with the likest word of a text, in proportion to its rarity in the
course: "costly" finds "expensive", which BM25 does not. The vectors are rows of the embedding
model's input table, so that nothing is run or stored (docs/decisions/004-retrieval.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from index.embedding import Vectors
from index.lexical import STOP_WORDS, terms_of, words_of

_RARITY = 0.75  # power of the inverse document frequency
_KEPT_TEXTS = 20_000  # texts whose words are looked up once


class LikeWords:
    """How like a question's words are to those of texts.

    Args:
        vectors: a vector of each word by itself, shape (number of words, any), centred.
        idf: rarity of a stemmed word in the course.
    """

    def __init__(
        self, vectors: Callable[[Sequence[str]], Vectors], idf: Callable[[str], float]
    ) -> None:
        self._embed, self._idf = vectors, idf
        self._position: dict[str, int] = {}
        self._stem_number: dict[str, int] = {}
        self._vectors: Vectors = np.zeros((0, 0), np.float32)
        self._stems: NDArray[np.int32] = np.zeros(0, np.int32)
        self._held = lru_cache(_KEPT_TEXTS)(self._positions)
        self._met: set[str] = set()
        self._lock = RLock()

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """How many of a question's words each text has, or has the like of; 0 to 1."""
        asked = {stem: word for word in reversed(_content(question)) for stem in _stem(word)}
        scores = np.zeros(len(texts))
        with self._lock:
            self._learn([*asked.values(), *(w for t in texts for w in self._unknown(t))])
            held = [self._held(text) for text in texts]
            own = np.array([self._position[word] for word in asked.values()], np.int64)
            vectors, stems = self._vectors, self._stems
        found = [each for each in held if len(each)]
        if not asked or not found:
            return scores
        columns, inverse = np.unique(np.concatenate(found), return_inverse=True)
        cosines = np.maximum(vectors[own] @ vectors[columns].T, 0.0)
        cosines[stems[own][:, None] == stems[columns][None, :]] = 1.0
        rarity = np.array([self._idf(stem) for stem in asked]) ** _RARITY
        starts = np.cumsum([0, *(len(each) for each in found[:-1])])
        best = np.maximum.reduceat(cosines[:, inverse], starts, axis=1)
        scores[[n for n, each in enumerate(held) if len(each)]] = rarity @ best / rarity.sum()
        return scores

    def _unknown(self, text: str) -> tuple[str, ...]:
        """The words of a text that was not met before."""
        if text in self._met:
            return ()
        if len(self._met) >= _KEPT_TEXTS:
            self._met.clear()
        self._met.add(text)
        return _content(text)

    def _positions(self, text: str) -> NDArray[np.int64]:
        return np.array([self._position[word] for word in _content(text)], np.int64)

    def _learn(self, words: Sequence[str]) -> None:
        """Keep the unit vectors of words that were not met before."""
        new = [word for word in dict.fromkeys(words) if word not in self._position]
        if not new:
            return
        raw = self._embed(new)
        unit = raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)
        known = self._vectors if self._position else np.zeros((0, unit.shape[1]), np.float32)
        self._vectors = np.concatenate([known, unit]).astype(np.float32)
        numbers = [
            self._stem_number.setdefault((_stem(word) or [word])[0], len(self._stem_number))
            for word in new
        ]
        self._stems = np.concatenate([self._stems, np.array(numbers, np.int32)])
        for word in new:
            self._position[word] = len(self._position)


def _stem(word: str) -> list[str]:
    return terms_of(word)[:1]


def _content(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words_of(text) if word not in STOP_WORDS))
