"""How far each sentence of the notes bears on a question and supports each of its options."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.chunking import Chunk, Sentence
from index.retriever import MAX_QUERY_CHARACTERS, Found, NotesIndex
from tutor.quizzing.option_contrast import contrast_cosines
from tutor.quizzing.polarity import clauses
from tutor.quizzing.stems import question_proper, statement
from tutor.quizzing.surroundings import options_in, stem_around, unknown_share
from tutor.quizzing.word_pairs import shared_pairs
from tutor.quizzing.word_shares import WordShares
from tutor.stances import is_label, stances, warning_cells

FEATURES = (
    "stem words",  # share of the stem's idf mass that stands in the clause
    "question words",  # the same of the sentence that asks
    "stem words near",  # of the stem, for the clause, the sentences beside it and the headings
    "stem words around",  # of the stem, for the pages around it
    "stem cosine near",  # of the stem and the sentence or one of the two before it
    "stem cosine before",  # of the stem and the sentence before it, 0 where there is none
    "options in chunk",  # share of the options' own words in the chunk, mean over all options
    "option words",  # share of the option's distinctive idf mass, with the same sign
    "option words denied",  # the same with the other sign ("does not …")
    "option verbatim",  # 1 where the option stands in the sentence as it is written
    "word pairs",  # share of the option's neighbouring words and signs
    "clause words",  # share of the clause's idf mass that is the option's own
    "statement cosine",  # of the sentence and the stem with the option filled in
    "contrast cosine",  # of the clause and the option, each less what all have in common
    "warning",  # 1 where the sentence is named as an error, else 0
    "code",  # 1 for a line of code
    "code for prose",  # 1 for a line of code beside an option in words
)
_STEM_CHUNKS, _QUESTION_CHUNKS, _STATEMENT_CHUNKS = 8, 5, 6
# Clauses whose words and vectors promise most are embedded by themselves; 3 ms each.
_CONTRASTED = 24
_CODE = re.compile(r"[`=(_]|\w\.\w")


@dataclass(frozen=True)
class Passage:
    """A clause that may bear on a question: ``text``, of ``sentence``, which is what is quoted.

    ``before`` are the two sentences before it: an answer often follows its question.
    """

    chunk: Chunk
    sentence: Sentence
    text: str
    near: str
    before: tuple[Sentence, ...]
    warning: bool


@dataclass(frozen=True)
class Support:
    """``features[p, o, f]``: feature ``f`` of passage ``p`` for option ``o``, each about 0 to 1.

    ``unknown`` says how much of the question the notes have no words for, 0 to 2.
    """

    passages: tuple[Passage, ...]
    features: NDArray[np.float64]
    unknown: float = 0.0


def find_support(index: NotesIndex, stem: str, options: Sequence[str]) -> Support:
    """Search the notes for the stem and for the stem with each option; measure every sentence."""
    asked = _search(index, stem, _STEM_CHUNKS)
    proper = _search(index, question_proper(stem), _QUESTION_CHUNKS)
    filled = [_search(index, statement(stem, text), _STATEMENT_CHUNKS) for text in options]
    chunks = {h.chunk.chunk_id: h.chunk for found in (asked, proper, *filled) for h in found.hits}
    passages = tuple(_passages(index, chunks))
    if not passages:
        return Support((), np.zeros((0, len(options), len(FEATURES))))
    shape = (len(passages), len(options))
    words = WordShares(index.words.idf, stem, options, [(p.text, p.near) for p in passages])
    columns = {
        **_of_words(words, question_proper(stem)),
        **_of_vectors(_Vectors(index, passages), asked, proper, filled),
        **_of_surroundings(index, stem, options, passages),
        "option verbatim": _verbatim(options, passages),
        "word pairs": shared_pairs(options, [p.text for p in passages]),
        "warning": _column(p.warning for p in passages),
        "code": _column(p.sentence.kind == "code" for p in passages),
        "code for prose": _code_for_prose(options, passages),
    }
    columns["contrast cosine"] = _contrasts(index, stem, options, passages, columns)
    features = np.stack([np.broadcast_to(columns[name], shape) for name in FEATURES], axis=2)
    return Support(passages, features, unknown_share(index, stem, options))


def _of_words(words: WordShares, question: str) -> dict[str, NDArray[np.float64]]:
    held, denied = words.of_options()
    return {
        "stem words": words.of_stem()[:, None],
        "question words": words.of_question(question)[:, None],
        "stem words near": words.of_stem_near()[:, None],
        "option words": held,
        "option words denied": denied,
        "clause words": words.of_clauses(),
    }


def _of_vectors(
    vectors: _Vectors, asked: Found, proper: Found, filled: Sequence[Found]
) -> dict[str, NDArray[np.float64]]:
    of_stem = vectors.cosines([asked, proper]).max(axis=1)
    near = np.maximum(of_stem, vectors.cosines_before([asked, proper]))
    return {
        "stem cosine near": near[:, None],
        "stem cosine before": vectors.cosines_just_before(asked)[:, None],
        "statement cosine": vectors.cosines(filled),
    }


def _of_surroundings(
    index: NotesIndex, stem: str, options: Sequence[str], passages: Sequence[Passage]
) -> dict[str, NDArray[np.float64]]:
    chunks = list({p.chunk.chunk_id: p.chunk for p in passages}.values())
    row = {chunk.chunk_id: n for n, chunk in enumerate(chunks)}
    rows = [row[p.chunk.chunk_id] for p in passages]
    return {
        "stem words around": stem_around(index, stem, chunks)[rows, None],
        "options in chunk": options_in(index, stem, options, chunks)[rows, None],
    }


def _contrasts(
    index: NotesIndex,
    stem: str,
    options: Sequence[str],
    passages: Sequence[Passage],
    columns: Mapping[str, NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Contrasts of the most promising clauses; 0 for the others. Shape (passages, options)."""
    promise = sum(
        columns[name].max(axis=1)
        for name in ("stem words near", "stem cosine near", "option words", "statement cosine")
    )
    best = np.argsort(-np.asarray(promise), kind="stable")[:_CONTRASTED]
    contrasts = np.zeros((len(passages), len(options)))
    contrasts[best] = contrast_cosines(index, stem, options, [passages[n].text for n in best])
    return contrasts


def _column(values: Iterable[bool]) -> NDArray[np.float64]:
    return np.array([[float(value)] for value in values])


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
        said = [(s, stance) for s, stance in judged if not is_label(s.text)]
        first = len(said) - sum(not is_label(s.text) for s in chunk.sentences)
        for n, (sentence, stance) in enumerate(said[first:], first):
            if stance == "none":
                continue
            before = tuple(s for s, _ in said[max(0, n - 2) : n])
            beside = " ".join(s.text for s, _ in said[max(0, n - 2) : n + 2])
            near = f"{' '.join(chunk.heading[-2:])} {beside}"
            for text, warning in _clauses(index, chunk, sentence, stance == "against"):
                yield Passage(chunk, sentence, text, near, before, warning)


def _clauses(
    index: NotesIndex, chunk: Chunk, sentence: Sentence, warning: bool
) -> Iterator[tuple[str, bool]]:
    """The clauses of a sentence, each with what it hangs on; whether it is named as an error."""
    cells = warning_cells(sentence)
    if cells:
        yield cells[0], True
        yield cells[1], False
    elif sentence.kind == "row":
        yield sentence.embedded.rpartition("\n")[2], warning
    else:
        lead = ""
        if sentence.lead_in:
            lead = f"{index.document(chunk.source).text[slice(*sentence.lead_in)]} "
        # A long listing holds so many words that it would seem to speak of everything.
        code = sentence.kind == "code"
        for clause in sentence.text.splitlines() if code else clauses(sentence.text):
            yield f"{lead}{clause}", warning


def _same_section(one: Chunk, other: Chunk) -> bool:
    return one.source == other.source and one.heading == other.heading


def _verbatim(options: Sequence[str], passages: Sequence[Passage]) -> NDArray[np.float64]:
    """Whether each option stands in each passage, letter for letter, between word boundaries."""
    patterns = [
        re.compile(rf"(?<![\w/:.]){re.escape(_bare(o))}(?![\w/]|\.\w)", re.I) for o in options
    ]
    return np.array([[float(bool(r.search(_bare(p.text)))) for r in patterns] for p in passages])


def _code_for_prose(options: Sequence[str], passages: Sequence[Passage]) -> NDArray[np.float64]:
    words = [not _CODE.search(option) for option in options]
    return np.array([[float(p.sentence.kind == "code" and w) for w in words] for p in passages])


def _bare(text: str) -> str:
    return " ".join(text.replace("`", "").replace("'", "").replace('"', "").split()).rstrip(".")


class _Vectors:
    """Cosines between passages (their whole sentences) and queries."""

    def __init__(self, index: NotesIndex, passages: Sequence[Passage]) -> None:
        self._passages = passages
        sentences = {s.sentence_id: s for p in passages for s in (p.sentence, *p.before)}
        self._vectors = index.sentence_vectors(sentences.values())

    def cosines(self, found: Sequence[Found]) -> NDArray[np.float64]:
        """Shape (passages, queries)."""
        return self._of([p.sentence for p in self._passages], found)

    def cosines_before(self, found: Sequence[Found]) -> NDArray[np.float64]:
        """The best of the sentences before each passage and of the queries; shape (passages,)."""
        sentences = [s for p in self._passages for s in p.before]
        best = self._of(sentences, found).max(axis=1) if sentences else np.zeros(0)
        ends = np.cumsum([len(p.before) for p in self._passages])
        return np.array(
            [
                best[end - len(p.before) : end].max(initial=-1.0)
                for p, end in zip(self._passages, ends, strict=True)
            ]
        )

    def cosines_just_before(self, asked: Found) -> NDArray[np.float64]:
        """Of the sentence before each passage, 0 where there is none; shape (passages,)."""
        known = [p for p in self._passages if p.before]
        found = self._of([p.before[-1] for p in known], [asked])[:, 0] if known else ()
        cosines = iter(found)
        return np.array([float(next(cosines)) if p.before else 0.0 for p in self._passages])

    def _of(self, sentences: Sequence[Sentence], found: Sequence[Found]) -> NDArray[np.float64]:
        queries = np.stack([f.vector for f in found]).astype(np.float64)
        none = np.zeros(queries.shape[1])  # a sentence whose vector the store has lost
        known = [self._vectors.get(s.sentence_id, none) for s in sentences]
        rows: NDArray[np.float64] = np.stack(known).astype(np.float64)
        return np.asarray(rows @ queries.T, np.float64)
