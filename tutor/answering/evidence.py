"""Which sentences of the notes bear on a question: the ranking that answers are made of."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.chunking import Chunk, Sentence
from index.lexical import LexicalIndex, terms_of
from index.retriever import Found, NotesIndex

# Chosen on eval/ (docs/decisions/005-answers.md).
CHUNKS_READ = 10
WEIGHTS = {"meaning": 1.0, "words": 0.8, "chunk": 0.8}
_K1, _B = 1.2, 0.4
# Sections that list or point rather than teach; they are searched but never quoted as answers.
_NOT_TEACHING = frozenset(
    "sources references further reading bibliography table of contents contents links".split()
) | {"further reading", "table of contents", "see also"}


@dataclass(frozen=True)
class Evidence:
    """A sentence with its chunk and how well it fits the question.

    ``score`` is the fused score, comparable within one question only; ``cosine`` and ``words``
    are its parts (cosine similarity, BM25), ``coverage`` the share of the question's idf mass
    that stands in the sentence or its heading.
    """

    sentence: Sentence
    chunk: Chunk
    score: float
    cosine: float
    words: float
    coverage: float


def teaches(chunk: Chunk) -> bool:
    """Whether a chunk lies in a section that explains something."""
    return not chunk.heading or chunk.heading[-1].strip().lower() not in _NOT_TEACHING


def rank_sentences(index: NotesIndex, found: Found) -> list[Evidence]:
    """Sentences of the best chunks, best first."""
    hits = [hit for hit in found.hits if teaches(hit.chunk)][:CHUNKS_READ]
    pairs = [(hit, sentence) for hit in hits for sentence in hit.chunk.sentences]
    if not pairs:
        return []
    cosines = index.sentence_cosines(found.vector, [sentence for _, sentence in pairs])
    asked = terms_of(found.query)
    terms = [Counter(terms_of(sentence.embedded)) for _, sentence in pairs]
    meaning = np.array([cosines.get(s.sentence_id, 0.0) for _, s in pairs])
    words = _bm25(index.words, asked, terms)
    chunk = np.array([hit.score for hit, _ in pairs])
    total = (
        WEIGHTS["meaning"] * _standardised(meaning)
        + WEIGHTS["words"] * _standardised(words)
        + WEIGHTS["chunk"] * _standardised(chunk)
    )
    mass = sum(index.words.idf(term) for term in set(asked)) or 1.0
    ranked = [
        Evidence(
            sentence,
            hit.chunk,
            float(total[n]),
            float(meaning[n]),
            float(words[n]),
            sum(index.words.idf(t) for t in set(asked) if t in terms[n]) / mass,
        )
        for n, (hit, sentence) in enumerate(pairs)
    ]
    return sorted(ranked, key=lambda e: -e.score)


def _bm25(
    words: LexicalIndex, asked: Sequence[str], terms: Sequence[Counter[str]]
) -> NDArray[np.float64]:
    """BM25 of each sentence for the question, with the rarity of words in the whole course."""
    lengths = np.array([sum(counter.values()) for counter in terms], np.float64)
    mean = float(lengths.mean()) or 1.0
    scores = np.zeros(len(terms))
    for term in set(asked):
        counts = np.array([counter[term] for counter in terms], np.float64)
        saturated = counts / (counts + _K1 * (1 - _B + _B * lengths / mean))
        scores += words.idf(term) * saturated
    return scores


def _standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def logistic(value: float) -> float:
    """The logistic function: a real number to a probability."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, value))))
