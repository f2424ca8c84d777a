"""Which questions lie near a topic: by the passages that a search for it finds."""

from __future__ import annotations

from corpus.questions import Question
from index.lexical import terms_of
from index.retriever import NotesIndex

_PASSAGES = 24
# Cosine of the best sentence below which a passage is not about the topic (MiniLM; unrelated
# pairs of technical sentences lie around 0.1 to 0.25).
_LEAST_COSINE = 0.33
_STEP = 6  # passages that count as equally near, so that a seed still changes the choice


class Topic:
    """A topic and the passages of the notes about it."""

    def __init__(self, index: NotesIndex, text: str) -> None:
        self._terms = set(terms_of(text))
        hits = [
            hit
            for hit in index.search(text, _PASSAGES).hits
            if max(hit.sentence_cosine, hit.chunk_cosine) >= _LEAST_COSINE
        ]
        self._rank = {hit.chunk.chunk_id: rank for rank, hit in enumerate(hits)}
        self._spans = {hit.chunk.chunk_id: hit.chunk for hit in hits}
        self._texts = {chunk.source: index.document(chunk.source).text for chunk in
                       self._spans.values()}  # fmt: skip

    def step(self, question: Question) -> int | None:
        """How near a question is: 0 nearest; None where it is not about the topic."""
        words = set(terms_of(question.stem + " " + " ".join(o.text for o in question.options)))
        named = bool(self._terms) and self._terms <= words
        rank = self._rank_of(question)
        if rank is None:
            return _PASSAGES if named else None
        return 0 if named else 1 + rank // _STEP

    def _rank_of(self, question: Question) -> int | None:
        text = self._texts.get(question.receipt.source)
        at = text.find(question.receipt.quote) if text is not None else -1
        if at < 0:
            return None
        ranks = [
            self._rank[chunk.chunk_id]
            for chunk in self._spans.values()
            if chunk.source == question.receipt.source and chunk.char_start <= at < chunk.char_end
        ]
        return min(ranks, default=None)
