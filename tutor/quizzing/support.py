"""How far each sentence of the notes bears on a question and supports each of its options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.chunking import Chunk, Sentence
from index.lexical import terms_of
from index.retriever import MAX_QUERY_CHARACTERS, Found, NotesIndex
from tutor.quizzing.polarity import opposite, signed_terms, stances, unsigned, warning_cells
from tutor.quizzing.stems import question_proper, statement

FEATURES = (
    "stem cosine",  # of the sentence and the stem
    "stem words",  # share of the stem's idf mass that stands in the sentence
    "stem words near",  # the same for the sentence, its neighbours and headings
    "option words",  # share of the option's distinctive idf mass, with the same sign
    "option words denied",  # the same with the other sign ("does not …")
    "statement cosine",  # of the sentence and the stem with the option filled in
    "option cosine",  # of the sentence and the option alone
    "option words x stem cosine",
    "option words x stem words near",
    "warning",  # 1 where the sentence is named as an error, else 0
)
_STEM_CHUNKS, _QUESTION_CHUNKS, _STATEMENT_CHUNKS = 8, 5, 6
# A term of the stem says little about which option is meant.
_STEM_TERM = 0.3


@dataclass(frozen=True)
class Passage:
    """A sentence that may bear on a question; ``text`` is what is read of it (or of its cell)."""

    chunk: Chunk
    sentence: Sentence
    text: str
    near: str
    warning: bool


@dataclass(frozen=True)
class Support:
    """``features[p, o, f]``: feature ``f`` of passage ``p`` for option ``o``, each about 0 to 1."""

    passages: tuple[Passage, ...]
    features: NDArray[np.float64]


def find_support(index: NotesIndex, stem: str, options: Sequence[str]) -> Support:
    """Search the notes for the stem and for the stem with each option; measure every sentence."""
    asked = _search(index, stem, _STEM_CHUNKS)
    proper = _search(index, question_proper(stem), _QUESTION_CHUNKS)
    filled = [_search(index, statement(stem, text), _STATEMENT_CHUNKS) for text in options]
    alone = [_search(index, text, 1) for text in options]
    chunks = {h.chunk.chunk_id: h.chunk for found in (asked, proper, *filled) for h in found.hits}
    passages = list(_passages(index, chunks))
    vectors = index.sentence_vectors(
        {p.sentence.sentence_id: p.sentence for p in passages}.values()
    )
    passages = [p for p in passages if p.sentence.sentence_id in vectors]
    if not passages:
        return Support((), np.zeros((0, len(options), len(FEATURES))))
    matrix = np.stack([vectors[p.sentence.sentence_id] for p in passages]).astype(np.float64)

    def cosines(found: Sequence[Found]) -> NDArray[np.float64]:
        return np.asarray(matrix @ np.stack([f.vector for f in found]).T, np.float64)

    stem_cosine = cosines([asked, proper]).max(axis=1)
    words = _Words(index, stem, options, passages)
    near = words.of_stem_near()
    held, denied = words.of_options()
    columns = (
        stem_cosine[:, None],
        words.of_stem()[:, None],
        near[:, None],
        held,
        denied,
        cosines(filled),
        cosines(alone),
        held * stem_cosine[:, None],
        held * near[:, None],
        np.array([[float(p.warning)] for p in passages]),
    )
    shape = (len(passages), len(options))
    return Support(tuple(passages), np.stack([np.broadcast_to(c, shape) for c in columns], axis=2))


def _search(index: NotesIndex, text: str, k: int) -> Found:
    return index.search(text[:MAX_QUERY_CHARACTERS], k)


def _passages(index: NotesIndex, chunks: dict[str, Chunk]) -> Iterator[Passage]:
    """Sentences that state something, in reading order, with what stands around them."""
    positions = sorted(index.position[chunk_id] for chunk_id in chunks)
    for at in positions:
        chunk = index.chunks[at]
        # A warning label may stand at the end of an earlier chunk of the same section.
        earlier = [c for c in index.chunks[max(0, at - 2) : at] if _same_section(c, chunk)]
        judged = list(stances(s for c in (*earlier, chunk) for s in c.sentences))
        judged = judged[len(judged) - len(chunk.sentences) :]
        for n, (sentence, stance) in enumerate(judged):
            if stance == "none":
                continue
            beside = " ".join(s.text for s, _ in judged[max(0, n - 1) : n + 2])
            near = f"{' '.join(chunk.heading[-2:])} {beside}"
            cells = warning_cells(sentence)
            if cells:
                yield Passage(chunk, sentence, cells[0], near, True)
                yield Passage(chunk, sentence, cells[1], near, False)
            else:
                yield Passage(chunk, sentence, _own(index, chunk, sentence), near, stance != "for")


def _same_section(one: Chunk, other: Chunk) -> bool:
    return one.source == other.source and one.heading == other.heading


def _own(index: NotesIndex, chunk: Chunk, sentence: Sentence) -> str:
    """The sentence with the line its list hangs on; a row with its column names."""
    if sentence.kind == "row":
        return sentence.embedded.rpartition("\n")[2]
    if sentence.lead_in:
        return f"{index.document(chunk.source).text[slice(*sentence.lead_in)]} {sentence.text}"
    return sentence.text


class _Words:
    """Shares of words: which part of a stem's or an option's idf mass stands in each passage."""

    def __init__(
        self, index: NotesIndex, stem: str, options: Sequence[str], passages: Sequence[Passage]
    ) -> None:
        self._idf = index.words.idf
        self._stem = set(terms_of(stem))
        self._options = [signed_terms(text) for text in options]
        self._own = [signed_terms(p.text) for p in passages]
        self._near = [
            unsigned(own) | set(terms_of(p.near))
            for own, p in zip(self._own, passages, strict=True)
        ]

    def of_stem(self) -> NDArray[np.float64]:
        """Shape (passages,)."""
        weights = {term: self._idf(term) for term in self._stem}
        return np.array([_share(weights, unsigned(own)) for own in self._own])

    def of_stem_near(self) -> NDArray[np.float64]:
        """Shape (passages,)."""
        weights = {term: self._idf(term) for term in self._stem}
        return np.array([_share(weights, near) for near in self._near])

    def of_options(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """With the same sign and with the other; each of shape (passages, options)."""
        held_by = Counter(t for terms in self._options for t in unsigned(terms))
        held, denied = [], []
        for terms in self._options:
            weights = {term: self._distinctive(term, held_by) for term in terms}
            other = {opposite(term): weight for term, weight in weights.items()}
            held.append([_share(weights, own) for own in self._own])
            denied.append([_share(other, own) for own in self._own])
        return np.array(held).T, np.array(denied).T

    def _distinctive(self, term: str, held_by: Counter[str]) -> float:
        """Idf, less for a term that other options or the stem hold too."""
        plain = term.removeprefix("!")
        others = (held_by[plain] - 1) / max(1, len(self._options) - 1)
        return self._idf(plain) * (1 - others) * (_STEM_TERM if plain in self._stem else 1.0)


def _share(weights: dict[str, float], held: set[str]) -> float:
    total = sum(weights.values())
    return sum(w for term, w in weights.items() if term in held) / total if total > 1e-6 else 0.0
