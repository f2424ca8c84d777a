"""How near a clause comes to what sets one option apart from the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.retriever import NotesIndex
from tutor.quizzing.stems import asked_with

_LONGEST = 1_500  # characters; the embedding model reads no more


def contrast_cosines(
    index: NotesIndex, stem: str, options: Sequence[str], clauses: Sequence[str]
) -> NDArray[np.float64]:
    """Cosines of clauses with options, both taken as differences; shape (clauses, options).

    The vectors of four options of one question are nearly the same, and so are those of clauses
    on one subject. What all have in common is taken off both, so that the rest is compared.
    """
    filled = [asked_with(stem, option)[:_LONGEST] for option in options]
    vectors = index.text_vectors([*filled, *(clause[:_LONGEST] for clause in clauses)])
    all_vectors = np.asarray(vectors, np.float64)
    ours, theirs = all_vectors[: len(filled)], all_vectors[len(filled) :]
    return np.asarray(_apart(theirs) @ _apart(ours).T)


def _apart(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Unit vectors of what each differs from the mean; zeros for one that does not."""
    apart = vectors - vectors.mean(axis=0)
    length = np.linalg.norm(apart, axis=1, keepdims=True)
    return np.asarray(np.divide(apart, length, out=np.zeros_like(apart), where=length > 1e-6))
