"""Which sentences of the notes bear on a question: the ranking that answers are made of."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.chunking import Chunk, Sentence
from index.fusing import standardised
from index.lexical import LexicalIndex, terms_of
from index.records import StoredDocument
from index.retriever import Found, NotesIndex
from tutor.answering.follow_up import own_terms
from tutor.answering.quotable import teaches
from tutor.answering.shapes import name_bonus, shape_bonus
from tutor.answering.units import Unit, quotable_units
from tutor.citations import Citation, cite_span

# Chosen on eval/ (docs/decisions/005-answers.md). Short and telling sentences gain: what is long
# takes the room of several others, and general remarks fit every question a little.
CHUNKS_READ = 12
WEIGHTS = {
    "meaning": 1.0,
    "words": 0.4,
    "like_words": 0.6,
    "chunk": 0.8,
    "length": -0.4,
    "rarity": 0.3,
}
_SHORT = 8  # words; being shorter still is no merit
# Code explains little to those who do not ask for any.
_CODE, _UNASKED_CODE = -0.5, -3.0
_ASKS_FOR_CODE = re.compile(
    r"\b(?:code|examples?|snippets?|syntax|write|calls?|functions?|methods?|commands?|sql)\b|[`=(]"
    r"|\bhow (?:do|can|to|should)\b",
    re.IGNORECASE,
)
# Stories, exercises and their set-up lead to a statement and are none.
_STORY = -0.4
_ASKS_FOR_STORY = re.compile(
    r"\b(?:examples?|scenario|case|lab|exercise|quiz|code|snippets?|syntax)\b", re.IGNORECASE
)
_STORY_HEADING = re.compile(
    r"\b(?:worked example|scenario|labs? \d|step \d|quiz|(?:sample )?questions? \d)\b",
    re.IGNORECASE,
)
# What a syllabus wants learnt ("Perform cross-validation …") says nothing of the matter itself.
_AIM = -3.0
_AIMS_HEADING = re.compile(
    r"\b(?:exam|course|learning) (?:outline|objectives)\b|^(?:objectives|outline|syllabus)$",
    re.IGNORECASE,
)
_ASKS_FOR_AIMS = re.compile(
    r"\b(?:exam|objectives?|outline|syllabus|sections?|topics?|covers?|covered|certif\w*|tested)\b",
    re.IGNORECASE,
)
_SET_UP = -1.0
_SETS_UP = re.compile(
    r"\W*(?:an?|the) (?:\w+ ){0,3}(?:team|analyst|scientist|engineer|company|shop|bank|hospital)\b"
    r".{0,40}\b(?:wants?|asks?|needs?|has|have|is|are|must|trains?|builds?)\b"
    r"|\W*they (?:are|want|have|need)\b",
    re.IGNORECASE,
)
# Study notes exhort a lot: "Candidates must understand …", "Knowing this is essential".
_EXHORTATION = -0.7
_EXHORTS = re.compile(
    r"\b(?:candidates?|practitioners?|professionals?|students?|the (?:certification|exam))\b.{0,60}"
    r"\b(?:must|should|need|evaluate|assess|test|understand|expect|require)"
    r"|\b(?:is|are|remains?) (?:\w+ ){0,3}(?:essential|crucial|important|critical|vital|valuable|"
    r"fundamental|central|paramount)\b",
    re.IGNORECASE,
)
# What a follow-up names itself weighs more than what it takes over, for each such word.
_FOLLOW_UP = 1.0
_K1, _B = 1.2, 0.4


@dataclass(frozen=True)
class Evidence:
    """A sentence with its chunk and how well it fits the question.

    ``score`` is the fused score, comparable within one question only; ``cosine`` and ``words``
    are its parts (cosine similarity, BM25), ``coverage`` the share of the question's idf mass
    that stands in the sentence or its heading.
    """

    sentence: Sentence
    chunk: Chunk
    document: StoredDocument
    score: float
    cosine: float
    words: float
    coverage: float


def rank_sentences(index: NotesIndex, found: Found) -> list[Evidence]:
    """Sentences of the best chunks, best first."""
    hits = [hit for hit in found.hits if teaches(hit.chunk)][:CHUNKS_READ]
    pairs = [(hit, unit) for hit in hits for unit in quotable_units(hit.chunk)]
    if not pairs:
        return []
    cosines = index.sentence_cosines(found.vector, [s for _, unit in pairs for s in unit.parts])
    asked = terms_of(found.query)
    sentences = [unit.sentence for _, unit in pairs]
    terms = [Counter(terms_of(sentence.embedded)) for sentence in sentences]
    columns = {
        "meaning": np.array(
            [max(cosines.get(s.sentence_id, 0.0) for s in unit.parts) for _, unit in pairs]
        ),
        "words": _bm25(index.words, asked, terms),
        "like_words": index.like_words.scores(found.query, [s.embedded for s in sentences]),
        "chunk": np.array([hit.score for hit, _ in pairs]),
        "length": np.log([max(_SHORT, len(s.text.split())) for s in sentences]),
        "rarity": np.array([_mean_idf(index.words, sentence.text) for sentence in sentences]),
    }
    total = sum(weight * standardised(columns[name]) for name, weight in WEIGHTS.items())
    total = total + np.array([_aside(found.query, hit.chunk, unit) for hit, unit in pairs])
    asks = found.query
    total = total + np.array([shape_bonus(asks, s) + name_bonus(asks, s) for s in sentences])
    if own := own_terms(found.query):
        total = total + _FOLLOW_UP * np.array([len(own & set(terms_of(s.text))) for s in sentences])
    mass = {term: index.words.idf(term) for term in set(asked)}
    ranked = [
        Evidence(
            unit.sentence,
            hit.chunk,
            index.document(hit.chunk.source),
            float(total[n]),
            float(columns["meaning"][n]),
            float(columns["words"][n]),
            sum(m for t, m in mass.items() if t in terms[n]) / (sum(mass.values()) or 1.0),
        )
        for n, (hit, unit) in enumerate(pairs)
    ]
    return sorted(ranked, key=lambda e: -e.score)


def cite(n: int, evidence: Evidence, char_start: int, char_end: int) -> Citation:
    """Cite a span of the evidence's document."""
    return cite_span(n, evidence.document, evidence.chunk.heading, char_start, char_end)


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


def _aside(question: str, chunk: Chunk, unit: Unit) -> float:
    """What a unit scores less because it illustrates rather than states."""
    score = _STORY if tells_a_story(question, chunk) else 0.0
    if any(map(_AIMS_HEADING.search, chunk.heading)) and not _ASKS_FOR_AIMS.search(question):
        score += _AIM
    if unit.sentence.kind == "code":
        return score + (_CODE if _ASKS_FOR_CODE.search(question) else _UNASKED_CODE)
    if _SETS_UP.match(unit.sentence.text):
        score += _SET_UP
    return score + (_EXHORTATION if _EXHORTS.search(unit.sentence.text) else 0.0)


def tells_a_story(question: str, chunk: Chunk) -> bool:
    """Whether a chunk works through an example, and the question does not ask for one."""
    story = any(map(_STORY_HEADING.search, chunk.heading))
    return story and not _ASKS_FOR_STORY.search(question)


def _mean_idf(words: LexicalIndex, text: str) -> float:
    """Mean rarity of a sentence's words in the course."""
    terms = set(terms_of(text))
    return sum(words.idf(term) for term in terms) / len(terms) if terms else 0.0


def logistic(value: float) -> float:
    """The logistic function: a real number to a probability."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, value))))
