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
_KEPT_TEXTS = 20_000  # some 300 bytes each


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
        self._vectors: Vectors = np.zeros((0, 0), np.float32)
        self._stems: list[str] = []
        self._words_of = lru_cache(_KEPT_TEXTS)(_content)
        self._lock = RLock()

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """How many of a question's words each text has, or has the like of; 0 to 1."""
        asked = {stem: word for word in reversed(_content(question)) for stem in _stem(word)}
        words = [self._words_of(text) for text in texts]
        scores = np.zeros(len(texts))
        if not asked or not any(words):
            return scores
        with self._lock:
            self._learn([*asked.values(), *(word for each in words for word in each)])
            position, vectors, stems = self._position, self._vectors, self._stems
        held = [np.array([position[word] for word in each], np.int64) for each in words if each]
        columns, inverse = np.unique(np.concatenate(held), return_inverse=True)
        own = vectors[[position[word] for word in asked.values()]]
        cosines = np.maximum(own @ vectors[columns].T, 0.0)
        for row, stem in zip(cosines, asked, strict=True):
            row[[stems[column] == stem for column in columns]] = 1.0
        rarity = np.array([self._idf(stem) for stem in asked]) ** _RARITY
        starts = np.cumsum([0, *(len(each) for each in held[:-1])])
        best = np.maximum.reduceat(cosines[:, inverse], starts, axis=1)
        scores[[n for n, each in enumerate(words) if each]] = rarity @ best / rarity.sum()
        return scores

    def _learn(self, words: Sequence[str]) -> None:
        """Keep the unit vectors of words that were not met before."""
        new = [word for word in dict.fromkeys(words) if word not in self._position]
        if not new:
            return
        raw = self._embed(new)
        unit = raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)
        known = self._vectors if self._position else np.zeros((0, unit.shape[1]), np.float32)
        self._vectors = np.concatenate([known, unit]).astype(np.float32)
        self._stems += [(_stem(word) or [""])[0] for word in new]
        self._position = self._position | {w: len(known) + n for n, w in enumerate(new)}


def _stem(word: str) -> list[str]:
    return terms_of(word)[:1]


def _content(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words_of(text) if word not in STOP_WORDS))
