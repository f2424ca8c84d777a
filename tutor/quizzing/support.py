"""How far each sentence of the notes bears on a question and supports each of its options."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.chunking import Chunk, Sentence
from index.retriever import MAX_QUERY_CHARACTERS, Found, NotesIndex
from tutor.quizzing.polarity import clauses
from tutor.quizzing.stems import question_proper, statement
from tutor.quizzing.word_shares import WordShares
from tutor.stances import is_label, stances, warning_cells

FEATURES = (
    "stem cosine",  # of the sentence and the stem
    "stem words",  # share of the stem's idf mass that stands in the sentence
    "stem words near",  # the same for the sentence, its neighbours and headings
    "option words",  # share of the option's distinctive idf mass, with the same sign
    "option words denied",  # the same with the other sign ("does not …")
    "statement cosine",  # of the sentence and the stem with the option filled in
    "option cosine",  # of the sentence and the option alone
    "option verbatim",  # 1 where the option stands in the sentence as it is written
    "stem cosine near",  # of the stem and the sentence or one of the two before it
    "clause words",  # share of the clause's idf mass that is the option's own
    "warning",  # 1 where the sentence is named as an error, else 0
    "on another",  # 1 where the sentence begins with another name than the stem asks about
    "code",  # 1 for a line of code
    "code for prose",  # 1 for a line of code beside an option in words
)
_STEM_CHUNKS, _QUESTION_CHUNKS, _STATEMENT_CHUNKS = 8, 5, 6
# Names as code writes them; what stands behind "differ from …" is what the asked one is not.
_NAME_TEXT = r"`[^`]+`|\w+(?:[._]\w+)*\(\)|\b[a-z]+_\w+\b|\b[A-Z]\w*[A-Z]\w*\b"
_NAME = re.compile(_NAME_TEXT)
_LEADING = re.compile(rf"[\W\d]*(?:(?:An?|The) )?(?P<name>{_NAME_TEXT})")
_BESIDE = re.compile(
    r"\b(?:differs? from|rather than|instead of|unlike|than|versus|vs\.?|compared (?:to|with))\b",
    re.I,
)
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
    passages = tuple(_passages(index, chunks))
    if not passages:
        return Support((), np.zeros((0, len(options), len(FEATURES))))
    vectors = _Vectors(index, passages)
    stem_cosine = vectors.cosines([asked, proper]).max(axis=1)
    words = WordShares(index.words.idf, stem, options, [(p.text, p.near) for p in passages])
    held, denied = words.of_options()
    columns = (
        stem_cosine[:, None],
        words.of_stem()[:, None],
        words.of_stem_near()[:, None],
        held,
        denied,
        vectors.cosines(filled),
        vectors.cosines(alone),
        _verbatim(options, passages),
        np.maximum(stem_cosine, vectors.cosines_before([asked, proper]))[:, None],
        words.of_clauses(),
        np.array([[float(p.warning)] for p in passages]),
        _on_another(stem, options, passages),
        np.array([[float(p.sentence.kind == "code")] for p in passages]),
        _code_for_prose(options, passages),
    )
    shape = (len(passages), len(options))
    return Support(passages, np.stack([np.broadcast_to(c, shape) for c in columns], axis=2))


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


def _on_another(
    stem: str, options: Sequence[str], passages: Sequence[Passage]
) -> NDArray[np.float64]:
    """Whether each passage speaks of a name that is neither the stem's subject nor an option's."""
    parts = _BESIDE.split(question_proper(stem), maxsplit=1)
    asked, beside = parts[0], parts[1] if len(parts) > 1 else ""
    subjects, rivals = _names(asked), _names(beside)
    columns = []
    for option in options:
        known = _names(option)
        columns.append(
            [
                float(bool(subjects) and bool(lead) and not lead & (subjects | known))
                or float(bool(lead & rivals - subjects - known))
                for lead in (_leading(p.text) for p in passages)
            ]
        )
    return np.array(columns).T


def _names(text: str) -> set[str]:
    return {name.strip("`()").lower() for name in _NAME.findall(text)}


def _leading(text: str) -> set[str]:
    match = _LEADING.match(text)
    return {match["name"].strip("`()").lower()} if match else set()


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

    def _of(self, sentences: Sequence[Sentence], found: Sequence[Found]) -> NDArray[np.float64]:
        queries = np.stack([f.vector for f in found]).astype(np.float64)
        none = np.zeros(queries.shape[1])  # a sentence whose vector the store has lost
        known = [self._vectors.get(s.sentence_id, none) for s in sentences]
        rows: NDArray[np.float64] = np.stack(known).astype(np.float64)
        return np.asarray(rows @ queries.T, np.float64)
