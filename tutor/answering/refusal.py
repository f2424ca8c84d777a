"""Can the notes answer this? Decided before anything is answered, by a calibrated model.

A logistic regression over plain features; ``python -m eval.fit_refusal`` fits the weights on the
tuning part of the eval set and reports on the rest (docs/decisions/006-refusal.md). A question
about the course that the notes leave open usually turns on one name or term that they lack, so
half of the features look for that.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from index.lexical import STOP_WORDS, terms_of, words_of
from index.retriever import Found, NotesIndex
from tutor.answering.evidence import Evidence, logistic

_WEIGHTS_FILE = Path(__file__).with_name("refusal.json")
# numFolds, od_wait, DP-100, LoRA, ONNX; but not v4, which names a version of anything.
_IDENTIFIER = re.compile(
    r"\w*[a-z0-9]_\w+|\b_\w+|\b[a-z]+[A-Z]\w*|\b[A-Z][a-z]*[A-Z]\w*"
    r"|\b(?![vV]\d)[A-Za-z]{2,}-?\d+\w*"
)
_NAME = re.compile(r"\b[A-Z][\w&'-]*(?:\s+[A-Z][\w&'-]*)*")
_READ = 10  # passages in which pairs of words are looked for


@dataclass(frozen=True)
class Features:
    """What the decision rests on; all between 0 and about 1, ``pairs`` up to about 2."""

    sentence_cosine: float  # best sentence
    sentence_cosine_mean: float  # mean of the five best sentences
    unknown: float  # share of the question's idf mass that the notes never use
    unknown_identifier: float  # whether it names an identifier that the notes never use
    known_identifier: float  # whether it names one that they use
    unknown_name: float  # whether it has a capitalised name that they never use
    strange_name: float  # whether they use no part of such a name or identifier
    strange_word: float  # whether an ordinary word is unknown to them and rare in English
    pairs: float  # log(1 + n), n its pairs of neighbouring words that the best passages hold too


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
    mass = {term: index.words.idf(term) for term in set(terms_of(found.query))}
    unknown = sum(m for term, m in mass.items() if not index.words.knows(term))
    cosines = sorted((e.cosine for e in ranked), reverse=True)[:5] or [0.0]
    identifiers = set(_IDENTIFIER.findall(found.query))
    names = set(_names(found.query))
    known = {each for each in identifiers | names if index.phrases.knows(each)}
    return Features(
        sentence_cosine=cosines[0],
        sentence_cosine_mean=sum(cosines) / len(cosines),
        unknown=unknown / (sum(mass.values()) or 1.0),
        unknown_identifier=float(bool(identifiers - known)),
        known_identifier=float(bool(identifiers & known)),
        unknown_name=float(bool(names - known)),
        strange_name=float(any(_is_strange(index, name) for name in (identifiers | names) - known)),
        strange_word=float(any(_is_strange_word(index, w) for w in words_of(found.query))),
        pairs=math.log1p(_shared_pairs(found)),
    )


def lacking(index: NotesIndex, question: str) -> list[str]:
    """Names, identifiers and words of a question that the notes never use, in its order."""
    places = {m.start(): m.group() for m in _IDENTIFIER.finditer(question)}
    places |= {question.find(name): name for name in _names(question)}
    held = " ".join(places.values())
    for match in re.finditer(r"[^\W\d_]{3,}", question):
        word = match.group()
        if word.lower() not in STOP_WORDS and word not in held and _is_strange(index, word):
            places[match.start()] = word
    return [text for _, text in sorted(places.items()) if not index.phrases.knows(text)]


def _names(question: str) -> Iterator[str]:
    """Capitalised words in a row; the first word of a sentence is none."""
    for match in _NAME.finditer(question):
        words = match.group().split()
        before = question[: match.start()].rstrip()
        if not before or before[-1] in ".?!:":
            words = words[1:]
        while words and words_of(words[0])[:1] and words_of(words[0])[0] in STOP_WORDS:
            words = words[1:]
        if words:
            yield " ".join(words)


def _is_strange(index: NotesIndex, name: str) -> bool:
    terms = terms_of(name)
    return bool(terms) and not any(index.words.knows(term) for term in terms)


def _is_strange_word(index: NotesIndex, word: str) -> bool:
    return (
        word.isalpha()
        and len(word) > 3
        and word not in STOP_WORDS
        and _is_strange(index, word)
        and not index.is_common_word(word)
    )


def _shared_pairs(found: Found) -> int:
    """Pairs of neighbouring words of the question that stand as close in the best passages."""
    held: set[tuple[str, str]] = set()
    for hit in found.hits[:_READ]:
        terms = terms_of(hit.chunk.embedded)
        held.update(pairwise(terms))
        held.update(zip(terms, terms[2:], strict=False))
    words = [word if word not in STOP_WORDS else "" for word in words_of(found.query)]
    asked = [(terms_of(a), terms_of(b)) for a, b in pairwise(words) if a and b]
    return sum((a[0], b[0]) in held for a, b in asked if a and b)
