"""The indexes of one installation: where they lie, what makes them, and those that are open.

What is imported inside takes seconds: a command that asks nothing of the notes does without it.
"""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Literal

from index.versions import Versions

if TYPE_CHECKING:
    from index.embedding import SentenceTransformerEmbedder
    from index.home import IndexHome
    from index.retriever import LatestIndex, NotesIndex
    from index.store_contract import VectorStores
    from tutor.courses import CourseShelf
    from tutor.settings import Settings

Engine = Literal["local", "ray"]
"""What runs the embedding model over many passages: threads of this process, or Ray."""


class NoteIndexes:
    """The index of each course; they share one model. Safe to share between learners."""

    def __init__(self, settings: Settings, shelf: CourseShelf) -> None:
        self._settings = settings
        self._shelf = shelf
        self._open: dict[str, LatestIndex] = {}
        self._lock = Lock()

    def versions(self, course_id: str) -> Versions:
        """The versions of a course's index, which may be none yet."""
        return Versions(self._settings.data_dir / "index", course_id)

    def home(self, course_id: str, engine: Engine = "local") -> IndexHome:
        """What an ingestion of the course writes to, and what runs the model."""
        from index.home import IndexHome

        embedder = self._on_ray() if engine == "ray" else self._embedder
        return IndexHome(course_id, self.versions(course_id), self._stores, embedder)

    def latest(self, course_id: str) -> NotesIndex:
        """The current version of a course's index.

        Raises:
            CourseUnknown, IndexMissing, IndexDamaged, VectorStoreError: it cannot be had.
        """
        from index.retriever import LatestIndex

        with self._lock:
            if course_id not in self._open:
                self._shelf.get(course_id)
                self._open[course_id] = LatestIndex(self.home(course_id))
        return self._open[course_id].index

    @cached_property
    def _embedder(self) -> SentenceTransformerEmbedder:
        from index.embedding import SentenceTransformerEmbedder, find_weights

        settings = self._settings
        weights = find_weights(settings.embedding_model, settings.embedding_folder)
        return SentenceTransformerEmbedder(weights)

    def _on_ray(self) -> SentenceTransformerEmbedder:
        from index.parallel_embedding import RayEmbedder

        return RayEmbedder(self._settings.embedding_model, self._settings.embedding_folder)

    @cached_property
    def _stores(self) -> VectorStores:
        from index.vector_store import EmbeddedStores, ServerStores

        url = self._settings.chroma_url
        return ServerStores(url) if url else EmbeddedStores()
