"""Fixtures that more than one room's tests share. Sockets are closed by pyproject.toml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from small_course import HashEmbedder, SmallCourse

from index.embedding import SentenceTransformerEmbedder, find_weights


@pytest.fixture(scope="session")
def real_embedder() -> SentenceTransformerEmbedder:
    """The embedding model in use; loaded when it is first asked for a vector."""
    return SentenceTransformerEmbedder(find_weights())


@pytest.fixture(scope="session")
def hash_embedder() -> HashEmbedder:
    return HashEmbedder()


@pytest.fixture
def make_course(tmp_path: Path) -> Callable[..., SmallCourse]:
    """Makes a course in ``tmp_path``: see :meth:`SmallCourse.make`."""

    def make(files: dict[str, str], **how: object) -> SmallCourse:
        return SmallCourse.make(tmp_path, files, **how)  # type: ignore[arg-type]

    return make
