"""Whether what stands around a clause is on the subject of a question.

A clause proves little where its chunk knows nothing of the options, or the pages around it
nothing of the case that the stem tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import fsum

import numpy as np
from numpy.typing import NDArray

from index.chunking import Chunk
from index.lexical import STOP_WORDS, terms_of, words_of
from index.retriever import NotesIndex

_AROUND = 25  # chunks before and after, of the same document: some ten pages


def stem_around(index: NotesIndex, stem: str, chunks: Sequence[Chunk]) -> NDArray[np.float64]:
    """Share of the stem's idf mass that stands around each chunk; shape (chunks,)."""
    words = {terms_of(word)[0]: word for word in words_of(stem) if word not in STOP_WORDS}
    if not words:
        return np.zeros(len(chunks))
    mass = np.array([index.words.idf(term) for term in words])
    holding = np.stack([index.words_scores(word) > 0 for word in words.values()])
    # Counts up to each chunk: what stands between two of them is a difference.
    counts = np.concatenate([np.zeros((len(words), 1), int), holding.cumsum(axis=1)], axis=1)
    shares = []
    for chunk in chunks:
        first, end = _window(index, chunk)
        shares.append(float(mass @ (counts[:, end] > counts[:, first])) / mass.sum())
    return np.array(shares)


def unknown_share(index: NotesIndex, stem: str, options: Sequence[str]) -> float:
    """How strange a question is to the notes: 0 where they know all its words, 2 where none.

    The share of the stem's idf mass that stands nowhere in the notes, and that of the words that
    the options add, mean over them.
    """
    asked = set(terms_of(stem))
    added = [set(terms_of(option)) - asked for option in options]
    of_options = [_unknown(index, terms) for terms in added]
    return _unknown(index, asked) + fsum(of_options) / max(1, len(of_options))


def _unknown(index: NotesIndex, terms: set[str]) -> float:
    mass = {term: index.words.idf(term) for term in terms}
    total = fsum(mass.values())
    strange = fsum(m for term, m in mass.items() if not index.words.knows(term))
    return strange / total if total > 0 else 0.0


def _window(index: NotesIndex, chunk: Chunk) -> tuple[int, int]:
    """Positions around a chunk, in its document: the first, and one past the last."""
    at = index.position[chunk.chunk_id]
    first, end = max(0, at - _AROUND), min(len(index.chunks), at + _AROUND + 1)
    while index.chunks[first].source != chunk.source:
        first += 1
    while index.chunks[end - 1].source != chunk.source:
        end -= 1
    return first, end


def options_in(
    index: NotesIndex, stem: str, options: Sequence[str], chunks: Sequence[Chunk]
) -> NDArray[np.float64]:
    """Share of the options' own words in each chunk, mean over the options; shape (chunks,).

    Its own words are those that neither the stem holds nor every other option.
    """
    terms = [set(terms_of(option)) for option in options]
    held_by = Counter(term for own in terms for term in own)
    asked = set(terms_of(stem))
    weights = [
        {t: index.words.idf(t) for t in own - asked if held_by[t] < len(options)} for own in terms
    ]
    totals = [fsum(weight.values()) for weight in weights]
    shares = []
    for chunk in chunks:
        held = set(terms_of(chunk.embedded))
        found = [fsum(w for t, w in weight.items() if t in held) for weight in weights]
        whole = [part / total for part, total in zip(found, totals, strict=True) if total > 0]
        shares.append(fsum(whole) / len(options))
    return np.array(shares)
