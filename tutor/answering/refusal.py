"""Can the notes answer this? Decided before anything is answered, by a calibrated model.

A logistic regression over plain features; ``python -m eval.fit_refusal`` fits the weights on the
tuning part of the eval set and reports on the rest (docs/decisions/006-refusal.md).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from index.lexical import terms_of
from index.retriever import Found, NotesIndex
from tutor.answering.evidence import Evidence, logistic

_WEIGHTS_FILE = Path(__file__).with_name("refusal.json")


@dataclass(frozen=True)
class Features:
    """What the decision rests on; all between 0 and about 1."""

    sentence_cosine: float  # best sentence
    sentence_cosine_mean: float  # mean of the five best sentences
    chunk_cosine: float  # best chunk
    sentence_coverage: float  # share of the question's idf mass in the best-covering sentence
    chunk_coverage: float  # the same, best of the first three chunks
    top_coverage: float  # the same, first three chunks together
    unknown: float  # share of the question's idf mass that the notes never use
    rarest_covered: float  # whether the question's rarest known word stands in the first three


@dataclass(frozen=True)
class RefusalModel:
    """Weights by feature, and the probability below which the tutor refuses."""

    intercept: float
    weights: dict[str, float]
    threshold: float

    def probability(self, features: Features) -> float:
        """Probability that the notes answer the question."""
        values = asdict(features)
        return logistic(self.intercept + sum(w * values[n] for n, w in self.weights.items()))


@lru_cache
def fitted_model() -> RefusalModel:
    """The weights that come with the project."""
    return RefusalModel(**json.loads(_WEIGHTS_FILE.read_text("utf-8")))


def features_of(index: NotesIndex, found: Found, ranked: Sequence[Evidence]) -> Features:
    """Measure how close the notes come to a question."""
    asked = set(terms_of(found.query))
    mass = {term: index.words.idf(term) for term in asked}
    total = sum(mass.values()) or 1.0
    top = [set(terms_of(hit.chunk.embedded)) for hit in found.hits[:3]]
    together = set().union(*top) if top else set()
    cosines = sorted((e.cosine for e in ranked), reverse=True)[:5] or [0.0]
    known = [term for term in asked if index.words.knows(term)]
    rarest = max(known, key=lambda term: mass[term], default=None)

    def share(terms: set[str]) -> float:
        return sum(mass[t] for t in asked & terms) / total

    return Features(
        sentence_cosine=cosines[0],
        sentence_cosine_mean=sum(cosines) / len(cosines),
        chunk_cosine=max((hit.chunk_cosine for hit in found.hits), default=0.0),
        sentence_coverage=max((e.coverage for e in ranked), default=0.0),
        chunk_coverage=max((share(terms) for terms in top), default=0.0),
        top_coverage=share(together),
        unknown=share(asked - set(known)),
        rarest_covered=float(rarest is not None and rarest in together),
    )
