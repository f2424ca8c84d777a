"""The plain stack: LangChain's splitter 1,000/200, fp32 embeddings, ``Chroma.from_texts``.

Written as its documentation shows it; nothing of ours is in it.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from index.embedding import find_weights


class PlainStack:
    """One plain index. ``folder`` holds its Chroma files."""

    def __init__(self, folder: Path) -> None:
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self._folder = folder
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=1_000, chunk_overlap=200)
        self._embeddings = HuggingFaceEmbeddings(model_name=find_weights().location)
        self._embeddings.embed_query("warm up")
        self._store: Any = None

    def ingest(self, notes: Path) -> tuple[float, int]:
        """Index every file; returns seconds and chunks."""
        from langchain_chroma import Chroma

        started = time.perf_counter()
        chunks = [
            piece
            for file in sorted(notes.iterdir())
            for piece in self._splitter.split_text(file.read_text("utf-8"))
        ]
        self._store = Chroma.from_texts(
            chunks, self._embeddings, persist_directory=str(self._folder)
        )
        return time.perf_counter() - started, len(chunks)

    def search(self, question: str, k: int = 10) -> list[str]:
        """Texts of the most similar chunks."""
        return [found.page_content for found in self._store.similarity_search(question, k=k)]
