"""Answers from the notes alone: the few best sentences, verbatim, in reading order, each cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lexical import terms_of
from index.retriever import Found
from index.sentences import without_marker
from tutor.answering.answer import Answer, AnswerSentence
from tutor.answering.evidence import Evidence
from tutor.citations import Citation, cite

MOST_WORDS = 115
_MOST_SENTENCES = 7
# A sentence is left out when it scores this much less than the best (in standard deviations).
_FAR_BELOW_BEST = 5.0
# Two sentences that share this much of their words say the same.
_SAME = 0.7
_MOST_NEAREST = 3
REFUSAL = "Your notes don't say. Below are the closest passages; none of them is an answer."
NO_PASSAGE = "Your notes don't say, and nothing in them comes close."


def answer_from_notes(found: Found, ranked: Sequence[Evidence]) -> Answer:
    """Quote the sentences that answer the question."""
    chosen = _in_reading_order(choose(ranked))
    citations = tuple(
        cite(n, e.chunk, e.sentence.char_start, e.sentence.char_end)
        for n, e in enumerate(chosen, 1)
    )
    sentences = tuple(
        AnswerSentence(shown(e), (citation.n,), supported=True)
        for e, citation in zip(chosen, citations, strict=True)
    )
    return Answer(found.query, as_text(sentences), sentences, citations)


def refuse(found: Found, ranked: Sequence[Evidence], reason: str) -> Answer:
    """Say that the notes don't answer, and show what comes closest."""
    nearest = nearest_passages(ranked)
    return Answer(
        found.query, REFUSAL if nearest else NO_PASSAGE, refused=True, reason=reason, nearest=nearest
    )


def nearest_passages(ranked: Sequence[Evidence]) -> tuple[Citation, ...]:
    """The closest sentences, one a chunk. They are not citations: they prove nothing."""
    nearest: dict[str, Evidence] = {}
    for evidence in ranked:
        nearest.setdefault(evidence.chunk.chunk_id, evidence)
    return tuple(
        cite(n, e.chunk, e.sentence.char_start, e.sentence.char_end)
        for n, e in enumerate(list(nearest.values())[:_MOST_NEAREST], 1)
    )


def choose(ranked: Sequence[Evidence], most_words: int = MOST_WORDS) -> list[Evidence]:
    """The best sentences that fit into ``most_words`` words and do not repeat one another."""
    chosen: list[Evidence] = []
    room = most_words
    for evidence in ranked:
        if len(chosen) == _MOST_SENTENCES or evidence.score < ranked[0].score - _FAR_BELOW_BEST:
            break
        words = len(evidence.sentence.text.split())
        if chosen and words > room:
            continue
        if any(_says_the_same(evidence, other) for other in chosen):
            continue
        chosen.append(evidence)
        room -= words
    return chosen


def shown(evidence: Evidence) -> str:
    """A sentence as it is shown: without its bullet; a table row with its column names."""
    sentence = evidence.sentence
    if sentence.kind == "row" and "; " in sentence.embedded:
        return sentence.embedded.rpartition("\n")[2]
    if sentence.kind == "code":
        return sentence.text
    return without_marker(sentence.text).strip()


def as_text(sentences: Sequence[AnswerSentence]) -> str:
    """Sentences with the numbers of their citations; code keeps its lines."""
    parts = []
    for sentence in sentences:
        marks = "".join(f" [{n}]" for n in sentence.citations)
        code = sentence.text.startswith("```") or "\n" in sentence.text
        parts.append(f"{sentence.text}\n{marks.strip()}" if code else f"{sentence.text}{marks}")
    return "\n\n".join(parts)


def _in_reading_order(chosen: Sequence[Evidence]) -> list[Evidence]:
    """Documents in the order of their best sentence, sentences as they stand in the document."""
    rank = {e.chunk.source: n for n, e in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda e: (rank[e.chunk.source], e.sentence.char_start))


def _says_the_same(evidence: Evidence, other: Evidence) -> bool:
    ours, theirs = set(terms_of(evidence.sentence.text)), set(terms_of(other.sentence.text))
    smaller = min(len(ours), len(theirs))
    if smaller < 3:
        return ours == theirs
    return len(ours & theirs) / smaller > _SAME and _numbers(evidence) == _numbers(other)


def _numbers(evidence: Evidence) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", evidence.sentence.text))
