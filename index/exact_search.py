"""The nearest of a few vectors, found by comparing all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.embedding import Vectors


class OneByOne:
    """Vectors held in memory; finds the same ones every time.

    Args:
        batches: ids and vectors, shape (number of ids, dimension); at least one batch.
    """

    def __init__(self, batches: Sequence[tuple[list[str], Vectors]]) -> None:
        self._ids = [each for ids, _ in batches for each in ids]
        self._rows = _unit(np.concatenate([rows for _, rows in batches]))

    def nearest(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest ids with their cosine similarity, best first.

        Raises:
            ValueError: ``vector`` has another dimension.
        """
        cosines = self._rows @ _unit(vector)
        best = np.argsort(-cosines, kind="stable")[:k]
        return [(self._ids[i], float(cosines[i])) for i in best]


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
