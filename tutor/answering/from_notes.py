"""Answers from the notes alone: the few best sentences, verbatim, in reading order, each cited."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from index.lexical import terms_of
from index.retriever import Found
from index.sentences import Span, without_marker
from tutor.answering.answer import Answer, AnswerSentence
from tutor.answering.evidence import Evidence, cite
from tutor.citations import Citation

MOST_WORDS = 110
NEIGHBOUR_GAIN = 1.0
_MOST_SENTENCES = 9
# A sentence is left out when it scores this much less than the best (in standard deviations).
_FAR_BELOW_BEST = 5.0
# Two sentences that share this much of their words say the same.
_SAME = 0.7
# Copied web pages glue a label or a line number to the sentence: "RealityAn Estimator is…".
_GLUED = re.compile(r"^(?:Reality|\d{1,2})(?=[A-Z][a-z])")
_MOST_NEAREST = 3
REFUSAL = "Your notes don't say. Below are the closest passages; none of them is an answer."
NO_PASSAGE = "Your notes don't say, and nothing in them comes close."


def answer_from_notes(found: Found, ranked: Sequence[Evidence]) -> Answer:
    """Quote the sentences that answer the question."""
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    lead: Span | None = None
    for evidence in _in_reading_order(choose(ranked)):
        sentence = evidence.sentence
        if sentence.lead_in and sentence.lead_in != lead:
            citations.append(cite(len(citations) + 1, evidence, *sentence.lead_in))
            text = without_marker(citations[-1].quote).strip()
            sentences.append(AnswerSentence(text, (len(citations),), supported=True))
        lead = sentence.lead_in
        citations.append(cite(len(citations) + 1, evidence, sentence.char_start, sentence.char_end))
        sentences.append(AnswerSentence(shown(evidence), (len(citations),), supported=True))
    return Answer(found.query, as_text(sentences), tuple(sentences), tuple(citations))


def refuse(found: Found, ranked: Sequence[Evidence], reason: str) -> Answer:
    """Say that the notes don't answer, and show what comes closest."""
    nearest = nearest_passages(ranked)
    return Answer(
        found.query,
        REFUSAL if nearest else NO_PASSAGE,
        refused=True,
        reason=reason,
        nearest=nearest,
    )


def nearest_passages(ranked: Sequence[Evidence]) -> tuple[Citation, ...]:
    """The closest sentences, one a chunk. They are not citations: they prove nothing."""
    nearest: dict[str, Evidence] = {}
    for evidence in ranked:
        nearest.setdefault(evidence.chunk.chunk_id, evidence)
    return tuple(
        cite(n, e, e.sentence.char_start, e.sentence.char_end)
        for n, e in enumerate(list(nearest.values())[:_MOST_NEAREST], 1)
    )


def choose(ranked: Sequence[Evidence], most_words: int = MOST_WORDS) -> list[Evidence]:
    """The best sentences that fit into ``most_words`` words and do not repeat one another.

    The neighbours of a chosen sentence gain, because an explanation seldom fits into one sentence.
    """
    chosen: list[Evidence] = []
    left = {e.sentence.sentence_id: e for e in ranked}
    gain: defaultdict[str, float] = defaultdict(float)
    room = most_words
    while left and len(chosen) < _MOST_SENTENCES:
        best = max(left.values(), key=lambda e: e.score + gain[e.sentence.sentence_id])
        del left[best.sentence.sentence_id]
        words = len(best.sentence.text.split()) + _lead_in_words(best, chosen)
        if best.score + gain[best.sentence.sentence_id] < ranked[0].score - _FAR_BELOW_BEST:
            break
        if (chosen and words > room) or any(_says_the_same(best, other) for other in chosen):
            continue
        chosen.append(best)
        room -= words
        for neighbour in _neighbours(best):
            gain[neighbour] = max(gain[neighbour], NEIGHBOUR_GAIN)
    return chosen


def _neighbours(evidence: Evidence) -> tuple[str, str]:
    chunk_id, _, number = evidence.sentence.sentence_id.rpartition(".")
    return f"{chunk_id}.{int(number) - 1}", f"{chunk_id}.{int(number) + 1}"


def _lead_in_words(evidence: Evidence, chosen: Sequence[Evidence]) -> int:
    """Words that quoting the sentence's lead-in would add."""
    lead = evidence.sentence.lead_in
    if lead is None or any(e.sentence.lead_in == lead for e in chosen):
        return 0
    return len(evidence.document.text[slice(*lead)].split())


def shown(evidence: Evidence) -> str:
    """A sentence as it is shown: without its bullet; a table row with its column names."""
    sentence = evidence.sentence
    if sentence.kind == "row" and "; " in sentence.embedded:
        return sentence.embedded.rpartition("\n")[2]
    if sentence.kind == "code":
        return sentence.text
    return _GLUED.sub("", without_marker(sentence.text).strip())


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
