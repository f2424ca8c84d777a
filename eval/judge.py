"""What one case came to: verdicts on what the tutor retrieved and answered. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from eval.cases import Fact, Split, Unanswerable
from index.retriever import Hit
from tutor.answering.answer import Answer

CONTEXT_CHARACTERS = 3_200
ANSWER_WORDS = 120

Failure = Literal[
    "", "not retrieved", "retrieved, not quoted", "refused by mistake",
    "answered what the notes lack", "broken citation",
]  # fmt: skip


@dataclass(frozen=True)
class Passage:
    """A retrieved passage, whether it holds the case's quote, and whether it answers the case.

    The same fact stands in several notes: a passage also answers when the case's patterns accept
    it, as they would accept an answer.
    """

    source: str
    heading: tuple[str, ...]
    text: str
    relevant: bool
    answers: bool


@dataclass(frozen=True)
class CaseResult:
    """What the tutor did with one case. The last fields are filled for facts only.

    ``score`` is the best cosine of a retrieved sentence, ``chance`` the probability that the notes
    answer, as the tutor put it when it decided; ``refused`` counts a corrected false premise as
    well; ``total`` is how many passages hold the evidence, found or not.
    """

    id: str
    kind: str
    section: str
    objective: str
    split: Split
    question: str
    answerable: bool
    refused: bool
    reason: str
    answer: str
    words: int
    score: float
    flaws: tuple[str, ...]
    passages: tuple[Passage, ...] = ()
    expected: str = ""
    total: int = 1
    chance: float | None = None
    in_context: bool = False
    covered: bool = False

    @property
    def relevant(self) -> list[bool]:
        """Whether each retrieved passage holds the evidence, best ranked first."""
        return [passage.relevant for passage in self.passages]

    @property
    def answering(self) -> list[bool]:
        """Whether each retrieved passage answers the question, best ranked first."""
        return [passage.answers for passage in self.passages]

    @property
    def failure(self) -> Failure:
        """What went wrong, the first cause first; empty when nothing did."""
        if self.flaws:
            return "broken citation"
        if not self.answerable:
            return "" if self.refused else "answered what the notes lack"
        if self.refused:
            return "refused by mistake"
        if self.covered:
            return ""
        return "retrieved, not quoted" if self.in_context else "not retrieved"


@dataclass(frozen=True)
class Observed:
    """What the tutor returned for a case, and how to read the text that spans refer to."""

    answer: Answer
    hits: Sequence[Hit]
    text_of: Callable[[str], str] = field(repr=False)

    @property
    def best_cosine(self) -> float:
        """Cosine of the retrieved sentence that is closest to the question; 0 without any."""
        return max((hit.sentence_cosine for hit in self.hits), default=0.0)


def judge_fact(fact: Fact, seen: Observed, evidence_source: str | None) -> CaseResult:
    """Judge what came back for a fact.

    ``evidence_source`` is the indexed document in which the fact's quote stands; without one,
    passages are judged by the fact's patterns.
    """
    if fact.evidence and evidence_source is not None:
        text = seen.text_of(evidence_source)
        relevant, total = by_evidence(fact.evidence.quote, evidence_source, text, seen.hits)
    else:
        relevant, total = by_patterns(fact, seen.hits)
    said = answer_words(seen.answer)
    return CaseResult(
        id=fact.id,
        kind=fact.kind,
        section=fact.section,
        objective=fact.objective,
        split=fact.split,
        question=fact.question,
        answerable=True,
        refused=seen.answer.refused,
        reason=seen.answer.reason,
        answer=seen.answer.text,
        words=len(said.split()),
        score=seen.best_cosine,
        flaws=citation_flaws(seen.answer, seen.text_of),
        passages=_passages(seen.hits, relevant, _answering(fact, seen.hits, relevant)),
        expected=fact.answer,
        total=total,
        chance=seen.answer.chance,
        in_context=fact.mentioned_in(context([hit.chunk.text for hit in seen.hits])),
        covered=not seen.answer.refused and fact.accepts(first_words(said)),
    )


def judge_unanswerable(case: Unanswerable, seen: Observed) -> CaseResult:
    """Judge what came back for a question that the notes do not answer."""
    said = answer_words(seen.answer)
    return CaseResult(
        id=case.id,
        kind=case.kind,
        section="",
        objective="",
        split=case.split,
        question=case.question,
        answerable=False,
        refused=seen.answer.refused or case.is_corrected_by(first_words(said)),
        reason=seen.answer.reason,
        answer=seen.answer.text,
        words=len(said.split()),
        score=seen.best_cosine,
        flaws=citation_flaws(seen.answer, seen.text_of),
        passages=_passages(seen.hits, *[[False] * len(seen.hits)] * 2),
        expected=case.why,
        chance=seen.answer.chance,
    )


def context(passages: Sequence[str], characters: int = CONTEXT_CHARACTERS) -> str:
    """The passages one below the other, cut after so many characters."""
    return "\n".join(passages)[:characters]


def answer_words(answer: Answer) -> str:
    """What an answer says and backs, without the numbers of its citations.

    A model's sentences that are marked as unsupported teach nothing, so they count for nothing.
    """
    if not answer.sentences:
        return answer.text
    return "\n".join(s.text for s in answer.sentences if s.supported)


def first_words(text: str, most: int = ANSWER_WORDS) -> str:
    """The text up to its ``most``-th word; words are what white space separates."""
    words = list(re.finditer(r"\S+", text))
    return text if len(words) <= most else text[: words[most - 1].end() if most else 0]


def by_evidence(quote: str, source: str, text: str, hits: Sequence[Hit]) -> tuple[list[bool], int]:
    """A passage is relevant when it overlaps the quote, wherever in the document that stands.

    Returns:
        Whether each passage is relevant, and how many relevant passages there are: those found,
        and one more where no occurrence of the quote lies wholly in them.
    """
    spans = _occurrences(quote, text)
    own = [hit.chunk if hit.chunk.source == source else None for hit in hits]
    relevant = [
        c is not None and any(c.char_start < b and a < c.char_end for a, b in spans) for c in own
    ]
    covered = any(
        all(
            text[at].isspace() or any(c and c.char_start <= at < c.char_end for c in own)
            for at in range(a, b)
        )
        for a, b in spans
    )
    return relevant, sum(relevant) + (not covered)


def by_patterns(fact: Fact, hits: Sequence[Hit]) -> tuple[list[bool], int]:
    """The first passage that matches every pattern is the relevant one.

    Where none does (facts that lie in two notes), it is the one that completes them.
    """
    texts = [hit.chunk.text for hit in hits]
    first = next((n for n, text in enumerate(texts) if fact.mentioned_in(text)), None)
    if first is None:
        so_far = ("\n".join(texts[: n + 1]) for n in range(len(texts)))
        first = next((n for n, text in enumerate(so_far) if fact.mentioned_in(text)), None)
    return [n == first for n in range(len(texts))], 1


def citation_flaws(answer: Answer, text_of: Callable[[str], str]) -> tuple[str, ...]:
    """What is wrong with an answer's citations; empty when all of them hold.

    Every quote, those of the closest passages too, is the document's text at its span; every
    number a sentence carries names a citation; a sentence that counts as supported has one.
    """
    flaws = [
        f"[{c.n}] is not the text of {c.source} at {c.char_start}:{c.char_end}"
        for c in (*answer.citations, *answer.nearest)
        if text_of(c.source)[c.char_start : c.char_end] != c.quote
    ]
    known = {c.n for c in answer.citations}
    for sentence in answer.sentences:
        flaws += [f"no citation [{n}] for {sentence.text[:60]!r}" for n in sentence.citations
                  if n not in known]  # fmt: skip
        if sentence.supported and not sentence.citations:
            flaws.append(f"supported, but without a citation: {sentence.text[:60]!r}")
    return tuple(flaws)


def _answering(fact: Fact, hits: Sequence[Hit], relevant: Sequence[bool]) -> list[bool]:
    """Whether each passage holds the quote or is accepted; else the one that completes the fact."""
    answers = [
        held or fact.accepts(hit.chunk.text) for hit, held in zip(hits, relevant, strict=True)
    ]
    return answers if any(answers) else by_patterns(fact, hits)[0]


def _passages(
    hits: Sequence[Hit], relevant: Sequence[bool], answers: Sequence[bool]
) -> tuple[Passage, ...]:
    return tuple(
        Passage(hit.chunk.source, hit.chunk.heading, hit.chunk.text, held, answering)
        for hit, held, answering in zip(hits, relevant, answers, strict=True)
    )


def _occurrences(quote: str, text: str) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in re.finditer(re.escape(quote), text)]
