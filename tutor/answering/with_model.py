"""Answers that a language model writes: streamed, then each sentence checked against the notes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from index.chunking import Chunk
from index.entailment import Entailment
from index.retriever import Found, NotesIndex
from index.sentences import Span
from tutor.answering.answer import Answer, AnswerSentence, Turn
from tutor.answering.evidence import Evidence
from tutor.answering.from_notes import refuse
from tutor.answering.marked_text import MarkedSentence, marked_sentences
from tutor.answering.prompt import SENTINEL, fitting, load_prompt
from tutor.answering.proof import Proof, Prover, Said
from tutor.answering.quotable import teaches
from tutor.citations import Citation, cite_span
from tutor.errors import ModelError
from tutor.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_MOST_A_SECOND = 12
INVENTED = "Citations of passages that the model was not given, removed: {}."


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
        usable = [hit.chunk for hit in found.hits if teaches(hit.chunk)]
        passages = fitting(usable, index.count_tokens)
        checked = _Checked(index, found.query, passages, Prover(index, self._opinion))
        text, shown_at = "", float("-inf")
        request = self._prompt.fill(found.query, passages, previous, index.count_tokens)
        for piece in self._pieces(*request):
            text += piece
            now = self._clock()
            if now - shown_at >= 1 / _MOST_A_SECOND and not _may_be_sentinel(text):
                shown_at = now
                yield checked.answer(marked_sentences(text, complete=False))
        sentences = [s for s in marked_sentences(text) if not _is_sentinel(s.text)]
        if sentences and not _is_sentinel(text):
            yield checked.answer(sentences)
        elif text.strip():
            reason = "the model found no answer in the closest passages"
            yield replace(refuse(found, ranked, reason), mode="model")
        else:
            raise ModelError(
                f"The model {self._settings.llm} said nothing",
                "Ask again, or use another model; the notes alone answer with `--llm none`",
            )

    def _pieces(self, system: str, user: str) -> Iterator[str]:
        from tutor.chat_model import stream_text

        return stream_text(self._model, system, user, self._settings)

    @cached_property
    def _opinion(self) -> Entailment | None:
        """A trained second opinion on each sentence, where the settings name one."""
        location = self._settings.entailment_model
        if location is None:
            return None
        from index.entailment import CrossEncoderEntailment
        from index.errors import EmbeddingError

        opinion = CrossEncoderEntailment(location)
        try:
            opinion.load()
        except EmbeddingError as error:  # the notes-only answer is offered in its place
            raise ModelError(error.what, error.todo) from error
        return opinion

    @cached_property
    def _model(self) -> BaseChatModel:
        from tutor.chat_model import open_chat_model

        return open_chat_model(self._settings)


class _Checked:
    """Turns sentences of a model into an answer; the same sentence is looked up once."""

    def __init__(
        self, index: NotesIndex, question: str, passages: Sequence[Chunk], prover: Prover
    ) -> None:
        self._index = index
        self._question = question
        self._passages = passages
        self._prover = prover
        self._proofs: dict[MarkedSentence, list[Proof]] = {}

    def answer(self, drafted: Sequence[MarkedSentence]) -> Answer:
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
        invented = sum(len(draft.marks) - len(self._given(draft)) for draft in drafted)
        warning = INVENTED.format(invented) if invented else ""
        shown = text.strip()
        return Answer(self._question, shown, tuple(sentences), given, mode="model", warning=warning)

    def _given(self, draft: MarkedSentence) -> list[Chunk]:
        """The passages that a sentence cites; a number that none had is the model's invention."""
        return [self._passages[n - 1] for n in draft.marks if 1 <= n <= len(self._passages)]

    def _proofs_of(self, draft: MarkedSentence) -> list[Proof]:
        if draft not in self._proofs:
            said = Said(draft.text, self._question)
            self._proofs[draft] = self._prover.prove(said, self._given(draft))
        return self._proofs[draft]


def _is_sentinel(text: str) -> bool:
    return _bare(text).startswith(SENTINEL)


def _may_be_sentinel(text: str) -> bool:
    """Whether what has come so far is, or may become, the refusal."""
    return SENTINEL.startswith(_bare(text)) or _is_sentinel(text)


def _bare(text: str) -> str:
    return text.strip().strip("*_`\"'.").upper()
