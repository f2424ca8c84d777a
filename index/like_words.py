"""Words of a question and words like them: which texts have those, however they put it.

Each word of a question counts with the likest word of a text, in proportion to its rarity in the
course: "costly" finds "expensive", which BM25 does not. The vectors are rows of the embedding
model's input table, so that nothing is run or stored (docs/decisions/004-retrieval.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
        # Rows beyond the words met so far are room for more.
        self._vectors: Vectors = np.zeros((0, 0), np.float32)
        self._stems: NDArray[np.int32] = np.zeros(0, np.int32)
        self._held: dict[str, NDArray[np.int64]] = {}
        self._lock = RLock()

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """How many of a question's words each text has, or has the like of; 0 to 1."""
        asked = {stem: word for word in reversed(_content(question)) for stem in _stem(word)}
        scores = np.zeros(len(texts))
        with self._lock:
            held = self._positions(texts)
            self._learn(list(asked.values()))
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

    def _positions(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        """Numbers of the words of each text."""
        if len(self._held) >= _KEPT_TEXTS:
            self._held.clear()
        words = {text: _content(text) for text in texts if text not in self._held}
        self._learn([word for held in words.values() for word in held])
        for text, held in words.items():
            self._held[text] = np.array([self._position[word] for word in held], np.int64)
        return [self._held[text] for text in texts]

    def _learn(self, words: Sequence[str]) -> None:
        """Keep the unit vectors of words that were not met before."""
        new = [word for word in dict.fromkeys(words) if word not in self._position]
        if not new:
            return
        raw = self._embed(new)
        unit = raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)
        start, end = len(self._position), len(self._position) + len(new)
        if end > len(self._stems):
            self._make_room(2 * end, unit.shape[1])
        self._vectors[start:end] = unit
        self._stems[start:end] = [
            self._stem_number.setdefault((_stem(word) or [word])[0], len(self._stem_number))
            for word in new
        ]
        self._position.update(zip(new, range(start, end), strict=True))

    def _make_room(self, rows: int, width: int) -> None:
        """Copies, for another thread may be reading what is there."""
        known = len(self._position)
        vectors, stems = np.zeros((rows, width), np.float32), np.zeros(rows, np.int32)
        if known:
            vectors[:known], stems[:known] = self._vectors[:known], self._stems[:known]
        self._vectors, self._stems = vectors, stems


def _stem(word: str) -> list[str]:
    return terms_of(word)[:1]


def _content(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words_of(text) if word not in STOP_WORDS))
