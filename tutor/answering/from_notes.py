"""Answers from the notes alone: the few best sentences, verbatim, in reading order, each cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lexical import terms_of
from index.retriever import Found
from index.sentences import Span, without_marker
from tutor.answering.answer import Answer, AnswerSentence
from tutor.answering.choosing import Sides, choose, sides_of
from tutor.answering.evidence import Evidence, cite
from tutor.answering.ordering import in_reading_order
from tutor.answering.worked_out import told_first, with_rule_first, worked_out
from tutor.citations import Citation

# Copied web pages glue a label to the sentence: "RealityAn Estimator is…".
_GLUED = re.compile(r"^Reality(?=[A-Z])")
# They glue the numbers of a list as well: "2Recall", and "3.45 questions" below "2.This is".
_COUNT = r"[ \t]*(?:[-*•][ \t]*)?{}\.?(?=\w)"
_COUNTED = re.compile(_COUNT.format(r"(\d{1,2})"))
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})\w*[ \t]*\n?", re.MULTILINE)  # pieces hold one at most
_MOST_NEAREST = 3
# "**Core Abstractions:**" heads a list; what says something by itself does without.
_LABEL = re.compile(r"\W*\*\*[^*]+\*\*\W*|\W*(?:[A-Z][\w-]*\W+){1,4}")
_STANDS_ALONE = 5  # words
# Of questions about the notes' subject nine in ten have a closer sentence, of others one in ten.
_COMES_CLOSE = 0.3
CLOSE = (
    "Your notes come close, but don't say this. Below are the closest passages; "
    "none of them is an answer."
)
REFUSAL = "Your notes don't say. Below are the closest passages; none of them is an answer."
FURTHER = "More from your notes:"
NO_PASSAGE = "Your notes don't say, and nothing in them comes close."


def answer_from_notes(found: Found, ranked: Sequence[Evidence]) -> Answer:
    """Quote the sentences that answer the question; a sum is worked out by the rule they state."""
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    lead: Span | None = None
    computed = worked_out(found.query, ranked)
    chosen = choose(with_rule_first(computed, ranked), found.query)
    told = told_first(computed, in_reading_order(chosen, found.query))
    sides = sides_of(found.query)
    length = 0
    for n, evidence in enumerate(told.sentences, 1):
        sentence = evidence.sentence
        above = sentence.lead_in if sentence.lead_in != lead else None
        if above and _needs_lead_in(evidence, told.sentences):
            citations.append(cite(len(citations) + 1, evidence, *above))
            text = " ".join(without_marker(citations[-1].quote).split())
            sentences.append(AnswerSentence(text, (len(citations),), supported=True))
        lead = sentence.lead_in
        citations.append(cite(len(citations) + 1, evidence, sentence.char_start, sentence.char_end))
        sentences.append(AnswerSentence(shown(evidence, sides), (len(citations),), supported=True))
        if computed and sentence is computed.rule:
            sentences.append(AnswerSentence(computed.text, (len(citations),), supported=True))
        if n == told.lead:
            length = len(sentences)
    text = as_text(sentences, length)
    return Answer(found.query, text, tuple(sentences), tuple(citations), lead=length)


def _needs_lead_in(evidence: Evidence, chosen: Sequence[Evidence]) -> bool:
    """Whether a piece says too little without the line that its list hangs on."""
    lead = evidence.sentence.lead_in
    assert lead is not None, "asked of pieces that hang on one"
    same = sum(
        e.chunk.source == evidence.chunk.source and e.sentence.lead_in == lead for e in chosen
    )
    words = len(evidence.sentence.text.split())
    announced = evidence.document.text[slice(*lead)]
    if announced.rstrip("*_ \n").endswith("?"):  # the question that a paragraph answers
        return False
    is_label = _LABEL.fullmatch(announced)
    return not is_label or same > 1 or words < _STANDS_ALONE


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


def shown(evidence: Evidence, sides: Sides | None = None) -> str:
    """A sentence as it is shown: without its bullet; a table row with its column names.

    Of a table with a column for each of the ``sides`` of a comparison, only those are shown. Code
    stands in a fence of its own, as the index may hold a piece of a longer block.
    """
    sentence = evidence.sentence
    if sentence.kind == "row" and "; " in sentence.embedded:
        return _compared(sentence.embedded.rpartition("\n")[2], sides)
    if sentence.kind == "code":
        return f"```\n{_FENCE.sub('', sentence.text).strip(chr(10))}\n```"
    text = sentence.text[_count_end(evidence) :]
    return _GLUED.sub("", " ".join(without_marker(text).split()))


def _compared(row: str, sides: Sides | None) -> str:
    """The cells of a row whose columns are compared; all, unless each side has a column."""
    first, *cells = row.split("; ")
    names = [{*terms_of(cell.partition(": ")[0])} for cell in cells]
    of_side = [[c for c, name in zip(cells, names, strict=True) if name & s] for s in sides or ()]
    if not of_side or not all(of_side):
        return row
    return "; ".join([first, *(c for c in cells if any(c in own for own in of_side))])


def _count_end(evidence: Evidence) -> int:
    """Where the number of a list ends that stands glued to an item; 0 where there is none.

    The line above then has the number before, or the line below a first one the second.
    """
    counted = _COUNTED.match(evidence.sentence.text)
    if not counted or evidence.sentence.kind != "item":
        return 0
    number, text, at = int(counted[1]), evidence.document.text, evidence.sentence.char_start
    if number > 1:
        line = text[:at].rpartition("\n")[0].rstrip().rpartition("\n")[2]
    else:
        line = text[at:].partition("\n")[2].lstrip().partition("\n")[0]
    sibling = number - 1 if number > 1 else 2
    return counted.end() if re.match(_COUNT.format(sibling), line) else 0


def as_text(sentences: Sequence[AnswerSentence], lead: int) -> str:
    """Sentences with the numbers of their citations; code keeps its lines.

    Behind the first ``lead`` of them a line says that there is more.
    """
    parts = []
    for n, sentence in enumerate(sentences):
        if n == lead:
            parts.append(FURTHER)
        marks = "".join(f" [{n}]" for n in sentence.citations)
        code = sentence.text.startswith("```") or "\n" in sentence.text
        parts.append(f"{sentence.text}\n{marks.strip()}" if code else f"{sentence.text}{marks}")
    return "\n\n".join(parts)
