"""Answers that a language model writes: streamed, then each sentence checked against the notes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from index.chunking import Chunk, Sentence
from index.retriever import Found, NotesIndex
from index.sentences import Span
from tutor.answering.answer import Answer, AnswerSentence, Turn
from tutor.answering.evidence import Evidence
from tutor.answering.from_notes import refuse
from tutor.answering.grounding import share_of_words, supports
from tutor.answering.marked_text import MarkedSentence, marked_sentences
from tutor.answering.prompt import SENTINEL, fitting, load_prompt
from tutor.answering.quotable import teaches
from tutor.citations import Citation, cite_span
from tutor.errors import ModelError
from tutor.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_MOST_A_SECOND = 12
_LONGEST_QUOTE = 3  # sentences of a passage that may prove one sentence of the answer together


class ModelAnswers:
    """Answers of the model that the settings name. The model is opened when it is first asked."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._prompt = load_prompt()

    def stream(
        self,
        index: NotesIndex,
        found: Found,
        ranked: Sequence[Evidence],
        previous: Sequence[Turn],
    ) -> Iterator[Answer]:
        """Answers that grow, at most twelve a second; the last one is complete.

        Whole sentences are checked as soon as they stand; the one being written is not.

        Raises:
            ModelError: the model cannot be reached, fails on the way, or says nothing.
        """
        passages = fitting([hit.chunk for hit in found.hits if teaches(hit.chunk)])
        checked = _Checked(index, passages)
        text, shown_at = "", float("-inf")
        for piece in self._pieces(found.query, passages, previous):
            text += piece
            now = self._clock()
            if now - shown_at >= 1 / _MOST_A_SECOND and not _may_be_sentinel(text):
                shown_at = now
                yield checked.answer(found.query, marked_sentences(text, complete=False))
        sentences = [s for s in marked_sentences(text) if not _is_sentinel(s.text)]
        if sentences and not _is_sentinel(text):
            yield checked.answer(found.query, sentences)
        elif text.strip():
            reason = "the model found no answer in the closest passages"
            yield replace(refuse(found, ranked, reason), mode="model")
        else:
            raise ModelError(
                f"The model {self._settings.llm} said nothing",
                "Ask again, or use another model; the notes alone answer with `--llm none`",
            )

    def _pieces(
        self, question: str, passages: Sequence[Chunk], previous: Sequence[Turn]
    ) -> Iterator[str]:
        from tutor.chat_model import stream_text

        system, user = self._prompt.fill(question, passages, previous)
        return stream_text(self._model, system, user, self._settings)

    @cached_property
    def _model(self) -> BaseChatModel:
        from tutor.chat_model import open_chat_model

        return open_chat_model(self._settings)


@dataclass(frozen=True)
class _Proof:
    """Spans of a passage, their text, what stands around it, and whether they prove a sentence.

    A list item comes with the line that its list hangs on: that line may deny all of it.
    """

    chunk: Chunk
    spans: tuple[Span, ...]
    text: str
    context: str
    proves: bool = False


class _Checked:
    """Turns sentences of a model into an answer; the same sentence is looked up once."""

    def __init__(self, index: NotesIndex, passages: Sequence[Chunk]) -> None:
        self._index = index
        self._passages = passages
        self._proofs: dict[MarkedSentence, list[_Proof]] = {}

    def answer(self, question: str, drafted: Sequence[MarkedSentence]) -> Answer:
        """Number citations in the order of their first use; the text carries the new numbers."""
        citations: dict[tuple[str, Span], Citation] = {}
        sentences: list[AnswerSentence] = []
        text = ""
        for draft in drafted:
            proofs = self._proofs_of(draft) if draft.complete else []
            cited: list[int] = []
            for chunk, span in ((p.chunk, span) for p in proofs for span in p.spans):
                key = (chunk.source, span)
                if key not in citations:
                    document = self._index.document(chunk.source)
                    n = len(citations) + 1
                    citations[key] = cite_span(n, document, chunk.heading, *span)
                cited.append(citations[key].n)
            numbers = tuple(dict.fromkeys(cited))
            text += draft.between + draft.marked(numbers)
            supported = any(proof.proves for proof in proofs)
            sentences.append(AnswerSentence(draft.text, numbers, supported))
        given = tuple(citations.values())
        return Answer(question, text.strip(), tuple(sentences), given, mode="model")

    def _proofs_of(self, draft: MarkedSentence) -> list[_Proof]:
        if draft not in self._proofs:
            # A number that no passage had is the model's invention: it is dropped.
            given = [n for n in draft.marks if 1 <= n <= len(self._passages)]
            chunks = [self._passages[n - 1] for n in given]
            self._proofs[draft] = self._prove(draft.text, chunks)
        return self._proofs[draft]

    def _prove(self, sentence: str, chunks: Sequence[Chunk]) -> list[_Proof]:
        """The passages that prove the sentence; when none does, the closest span of each."""
        proofs = [self._best(sentence, chunk) for chunk in chunks]
        proving = [proof for proof in proofs if proof.proves]
        if proving or len(proofs) < 2:
            return proving or proofs
        together = "\n".join(proof.text for proof in proofs)
        context = "\n".join(proof.context for proof in proofs)
        proves = supports(sentence, together, context)
        return [replace(proof, proves=proves) for proof in proofs]

    def _best(self, sentence: str, chunk: Chunk) -> _Proof:
        """The shortest run of sentences that proves; else the sentence that shares most words."""
        single = [self._run(chunk, [one]) for one in chunk.sentences]
        if not single:
            span = (chunk.char_start, chunk.char_end)
            single = [_Proof(chunk, (span,), chunk.text, "\n".join(chunk.heading))]
        shares = [share_of_words(sentence, run.text, run.context) for run in single]
        order = sorted(range(len(single)), key=lambda n: -shares[n])
        longer = (
            self._run(chunk, chunk.sentences[n : n + length])
            for length in range(2, _LONGEST_QUOTE + 1)
            for n in range(len(chunk.sentences) - length + 1)
        )
        for run in (*(single[n] for n in order), *longer):
            if supports(sentence, run.text, run.context):
                return replace(run, proves=True)
        return single[order[0]]

    def _run(self, chunk: Chunk, run: Sequence[Sentence]) -> _Proof:
        """Neighbouring sentences, below the line that leads in to the first of them."""
        text = self._index.document(chunk.source).text
        span = (run[0].char_start, run[-1].char_end)
        lead = run[0].lead_in
        spans = (lead, span) if lead else (span,)
        # Heading path, column names of a row: said of the sentence, though not in it.
        context = "\n".join((*chunk.heading, *(one.embedded for one in run)))
        return _Proof(chunk, spans, "\n".join(text[slice(*s)] for s in spans), context)


def _is_sentinel(text: str) -> bool:
    return _bare(text).startswith(SENTINEL)


def _may_be_sentinel(text: str) -> bool:
    """Whether what has come so far is, or may become, the refusal."""
    return SENTINEL.startswith(_bare(text)) or _is_sentinel(text)


def _bare(text: str) -> str:
    return text.strip().strip("*_`\"'.").upper()
