"""BM25 over chunks: which of them share the question's words.

Names such as ``CrossValidator`` and ``max_evals`` count whole and in their parts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import Stemmer

if TYPE_CHECKING:  # numpy and bm25s take a second to import, and words are counted without them
    import bm25s
    import numpy as np
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+(?:_[^\W_]+)*", re.UNICODE)
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Scripts that put no spaces between words: pairs of neighbouring characters stand in for words.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_STOP_TEXT = """
a an and are as at be been being but by can could did do does for from had has have how i if in
into is it its me my of on or our shall she he should so than that the their them then there these
they this those to us was we were what when where which who whom whose why will with would you your
im ive dont s t
"""
STOP_WORDS = frozenset(_STOP_TEXT.split())
_K1, _B = 1.2, 0.75


def words_of(text: str) -> list[str]:
    """Lower-case words in order; compound names whole and in their parts."""
    return [word for name in _WORD.findall(text) for word in _words_of_name(name)]


@lru_cache(maxsize=200_000)
def _words_of_name(name: str) -> tuple[str, ...]:
    """The words of what white space and signs set apart."""
    if _UNSPACED.search(name):
        return tuple(name[i : i + 2] for i in range(max(1, len(name) - 1)))
    parts = _PART.findall(name) if not name.islower() or "_" in name else []
    return (name.lower(), *(part.lower() for part in parts)) if len(parts) > 1 else (name.lower(),)


def terms_of(text: str) -> list[str]:
    """Stemmed words without stop words: what BM25 and the overlap measures count."""
    return [_stem(word) for word in words_of(text) if word not in STOP_WORDS]


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("porter")


class LexicalIndex:
    """BM25 scores of one list of texts."""

    def __init__(self, model: bm25s.BM25, size: int) -> None:
        self._model = model
        self._size = size
        self._vocabulary: dict[str, int] = model.vocab_dict
        self._rarity: dict[str, float] = {}

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index texts; their positions are what :meth:`scores` answers with."""
        import bm25s

        model = bm25s.BM25(k1=_K1, b=_B)
        # An index of nothing cannot be built; one made-up word stands in for an empty course.
        terms = [terms_of(text) or ["\0"] for text in texts] or [["\0"]]
        model.index(terms, show_progress=False)
        return cls(model, len(texts))

    @classmethod
    def load(cls, folder: Path, size: int) -> LexicalIndex:
        """Read what :meth:`save` wrote, memory-mapped.

        Raises:
            OSError, ValueError, EOFError: the files are missing or damaged.
        """
        import bm25s

        return cls(bm25s.BM25.load(str(folder), mmap=True, show_progress=False), size)

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._model.save(str(folder), show_progress=False)

    def idf(self, term: str) -> float:
        """Inverse document frequency of a stemmed term (Lucene's), that of a word never seen too.

        Lucene: log(1 + (N - n + .5) / (n + .5)), N texts of which n hold the term.
        """
        known = self._rarity.get(term)
        if known is None:
            holding = self._texts_holding(term)
            known = math.log(1 + (self._size - holding + 0.5) / (holding + 0.5))
            if term in self._vocabulary:  # questions may bring words without end
                self._rarity[term] = known
        return known

    def _texts_holding(self, term: str) -> int:
        number = self._vocabulary.get(term)
        starts = self._model.scores["indptr"]
        return 0 if number is None else int(starts[number + 1] - starts[number])

    def knows(self, term: str) -> bool:
        """Whether any text holds the stemmed term."""
        return term in self._vocabulary

    def scores(self, text: str) -> NDArray[np.float32]:
        """BM25 score of every text for a question, shape (number of texts,)."""
        import numpy as np

        known = [term for term in terms_of(text) if term in self._vocabulary]
        if not known:
            return np.zeros(self._size, np.float32)
        return np.asarray(self._model.get_scores(known), np.float32)[: self._size]
