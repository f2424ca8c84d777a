"""Answers from the notes alone: the few best sentences, verbatim, in reading order, each cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.retriever import Found
from index.sentences import Span, without_marker
from tutor.answering.answer import Answer, AnswerSentence
from tutor.answering.choosing import choose, in_reading_order
from tutor.answering.evidence import Evidence, cite
from tutor.citations import Citation

# Copied web pages glue a label or a line number to the sentence: "RealityAn Estimator is…".
_GLUED = re.compile(r"^(?:Reality|\d{1,2})(?=[A-Z][a-z])")
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})\w*[ \t]*\n?", re.MULTILINE)  # pieces hold one at most
_MOST_NEAREST = 3
# Of questions about the notes' subject nine in ten have a closer sentence, of others one in ten.
_COMES_CLOSE = 0.3
CLOSE = (
    "Your notes come close, but don't say this. Below are the closest passages; "
    "none of them is an answer."
)
REFUSAL = "Your notes don't say. Below are the closest passages; none of them is an answer."
NO_PASSAGE = "Your notes don't say, and nothing in them comes close."


def answer_from_notes(found: Found, ranked: Sequence[Evidence]) -> Answer:
    """Quote the sentences that answer the question."""
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    lead: Span | None = None
    for evidence in in_reading_order(choose(ranked, found.query), found.query):
        sentence = evidence.sentence
        if sentence.lead_in and sentence.lead_in != lead:
            citations.append(cite(len(citations) + 1, evidence, *sentence.lead_in))
            text = " ".join(without_marker(citations[-1].quote).split())
            sentences.append(AnswerSentence(text, (len(citations),), supported=True))
        lead = sentence.lead_in
        citations.append(cite(len(citations) + 1, evidence, sentence.char_start, sentence.char_end))
        sentences.append(AnswerSentence(shown(evidence), (len(citations),), supported=True))
    return Answer(found.query, as_text(sentences), tuple(sentences), tuple(citations))


def refuse(found: Found, ranked: Sequence[Evidence], reason: str) -> Answer:
    """Say that the notes don't answer, and show what comes closest."""
    nearest = nearest_passages(ranked)
    close = max((e.cosine for e in ranked), default=0.0) >= _COMES_CLOSE
    return Answer(
        found.query,
        (CLOSE if close else REFUSAL) if nearest else NO_PASSAGE,
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


def shown(evidence: Evidence) -> str:
    """A sentence as it is shown: without its bullet; a table row with its column names.

    Code stands in a fence of its own, as the index may hold a piece of a longer block.
    """
    sentence = evidence.sentence
    if sentence.kind == "row" and "; " in sentence.embedded:
        return sentence.embedded.rpartition("\n")[2]
    if sentence.kind == "code":
        return f"```\n{_FENCE.sub('', sentence.text).strip(chr(10))}\n```"
    return _GLUED.sub("", " ".join(without_marker(sentence.text).split()))


def as_text(sentences: Sequence[AnswerSentence]) -> str:
    """Sentences with the numbers of their citations; code keeps its lines."""
    parts = []
    for sentence in sentences:
        marks = "".join(f" [{n}]" for n in sentence.citations)
        code = sentence.text.startswith("```") or "\n" in sentence.text
        parts.append(f"{sentence.text}\n{marks.strip()}" if code else f"{sentence.text}{marks}")
    return "\n\n".join(parts)
