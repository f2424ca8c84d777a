"""Answers that a language model writes: streamed, then each sentence checked against the notes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from index.chunking import Chunk
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

    def __init__(
        self, settings: Settings, clock: Callable[[], float] = time.monotonic
    ) -> None:
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
    """A span of a passage, and whether it proves the sentence."""

    chunk: Chunk
    span: Span
    proves: bool


class _Checked:
    """Turns sentences of a model into an answer; the same sentence is looked up once."""

    def __init__(self, index: NotesIndex, passages: Sequence[Chunk]) -> None:
        self._index = index
        self._passages = passages
        self._proofs: dict[MarkedSentence, list[_Proof]] = {}

    def answer(self, question: str, drafted: Sequence[MarkedSentence]) -> Answer:
        """Number citations in the order of their first use; the text carries the new numbers."""
        numbers: dict[tuple[str, Span], int] = {}
        citations: list[Citation] = []
        sentences: list[AnswerSentence] = []
        text = ""
        for draft in drafted:
            proofs = self._proofs_of(draft) if draft.complete else []
            for proof in proofs:
                key = (proof.chunk.source, proof.span)
                if key not in numbers:
                    numbers[key] = len(numbers) + 1
                    citations.append(self._cite(numbers[key], proof))
            cited = tuple(dict.fromkeys(numbers[p.chunk.source, p.span] for p in proofs))
            text += draft.between + draft.marked(cited)
            supported = any(proof.proves for proof in proofs)
            sentences.append(AnswerSentence(draft.text, cited, supported))
        return Answer(
            question, text.strip(), tuple(sentences), tuple(citations), mode="model"
        )

    def _cite(self, n: int, proof: _Proof) -> Citation:
        document = self._index.document(proof.chunk.source)
        return cite_span(n, document, proof.chunk.heading, *proof.span)

    def _proofs_of(self, draft: MarkedSentence) -> list[_Proof]:
        if draft not in self._proofs:
            # A number that no passage had is the model's invention: it is dropped.
            given = [n for n in draft.marks if 1 <= n <= len(self._passages)]
            chunks = [self._passages[n - 1] for n in given]
            self._proofs[draft] = self._prove(draft.text, chunks)
        return self._proofs[draft]

    def _prove(self, sentence: str, chunks: Sequence[Chunk]) -> list[_Proof]:
        """The passages that prove the sentence; when none does, the closest span of each."""
        proofs = [self._best_span(sentence, chunk) for chunk in chunks]
        proving = [proof for proof in proofs if proof.proves]
        if proving or len(proofs) < 2:
            return proving or proofs
        together = "\n".join(self._quote(proof) for proof in proofs)
        context = "\n".join(_context(chunk) for chunk in chunks)
        proves = supports(sentence, together, context)
        return [replace(proof, proves=proves) for proof in proofs]

    def _best_span(self, sentence: str, chunk: Chunk) -> _Proof:
        """The shortest run of sentences that proves; else the sentence that shares most words."""
        starts = [(s.char_start, s.char_end) for s in chunk.sentences] or [
            (chunk.char_start, chunk.char_end)
        ]
        context = _context(chunk)
        by_words = [
            _Proof(chunk, span, False)
            for span in sorted(
                starts, key=lambda s: -share_of_words(sentence, self._text(chunk, s), context)
            )
        ]
        for length in range(1, min(_LONGEST_QUOTE, len(starts)) + 1):
            for first in range(len(starts) - length + 1):
                span = (starts[first][0], starts[first + length - 1][1])
                if supports(sentence, self._text(chunk, span), context):
                    return _Proof(chunk, span, True)
        return by_words[0]

    def _quote(self, proof: _Proof) -> str:
        return self._text(proof.chunk, proof.span)

    def _text(self, chunk: Chunk, span: Span) -> str:
        return chunk.text[span[0] - chunk.char_start : span[1] - chunk.char_start]


def _context(chunk: Chunk) -> str:
    """What a sentence of the passage is about, though it need not say so."""
    return "\n".join(chunk.heading)


def _is_sentinel(text: str) -> bool:
    return text.strip().strip("*_`\"'.").upper().startswith(SENTINEL)


def _may_be_sentinel(text: str) -> bool:
    """Whether what has come so far is, or may become, the refusal."""
    begun = text.strip().strip("*_`\"'.").upper()
    return SENTINEL.startswith(begun) or begun.startswith(SENTINEL)
