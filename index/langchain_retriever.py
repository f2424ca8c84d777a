"""The notes of one course as a LangChain retriever."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import PrivateAttr

from index.retriever import Found, LatestIndex, NotesIndex


class NotesRetriever(BaseRetriever):
    """Ranked chunks as LangChain documents; follows new versions by itself.

    Raises, wherever it searches, what :attr:`LatestIndex.index` and :meth:`NotesIndex.search` do.
    """

    home: Any  # IndexHome; pydantic would otherwise copy its dataclasses
    k: int = 10
    _latest: LatestIndex = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Nothing is opened before the first search."""
        self._latest = LatestIndex(self.home)

    @property
    def index(self) -> NotesIndex:
        """The current version."""
        return self._latest.index

    def search(self, query: str, k: int | None = None) -> Found:
        """The best chunks for a question, with scores."""
        return self.index.search(query, k or self.k)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [
            Document(
                page_content=hit.chunk.text,
                id=hit.chunk.chunk_id,
                metadata={
                    "source": hit.chunk.source,
                    "page": hit.chunk.page,
                    "heading": list(hit.chunk.heading),
                    "char_start": hit.chunk.char_start,
                    "char_end": hit.chunk.char_end,
                    "score": hit.score,
                },
            )
            for hit in self.search(query).hits
        ]
