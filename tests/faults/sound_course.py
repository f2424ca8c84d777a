"""A small course whose answers are known, and what must hold of its index at any time."""

from __future__ import annotations

from pathlib import Path

import chromadb  # noqa: F401  # imported once, before processes are forked

from index.errors import StudyError
from index.home import IndexHome
from index.store_contract import CHUNKS, SENTENCES
from index.vector_store import EmbeddedStores
from index.versions import Versions
from tests.small_course import HashEmbedder, SmallCourse

TOPICS = ("clay", "kilns", "glazes", "wheels")


def note(topic: str, edition: int, facts: int = 12) -> str:
    """A note; every fact in it names its topic and its edition."""
    body = "\n\n".join(
        f"## {topic.title()} {n}\n\nFact {n} of edition {edition}: {topic} number {n} "
        f"needs {n * edition + 1} days of drying before anybody may touch it."
        for n in range(facts)
    )
    return f"# {topic.title()}\n\n{body}\n"


def make(folder: Path, editions: int = 2) -> SmallCourse:
    """A course with an index, and the version before it."""
    course = SmallCourse.make(folder, {f"{topic}.md": note(topic, 1) for topic in TOPICS})
    course.ingest()
    for edition in range(2, editions + 1):
        course.write(f"{TOPICS[0]}.md", note(TOPICS[0], edition))
        course.ingest()
    return course


def opened(folder: Path, course: str = "small") -> SmallCourse:
    """A course that lies on disk, as another process finds it."""
    home = IndexHome(course, Versions(folder / "index", course), EmbeddedStores(), HashEmbedder())
    return SmallCourse(folder / course / "notes", home)


def answers(course: SmallCourse) -> list[list[str]]:
    """What each topic's question finds, by chunk id; in order."""
    index = course.index()
    return [[h.chunk.chunk_id for h in index.search(f"{t} days").hits] for t in TOPICS]


def faults_of(course: SmallCourse) -> list[str]:
    """What is wrong with the index: vectors that cannot be found, texts that are not the notes'."""
    try:
        index = course.index()
        sentences = [s for c in index.chunks for s in c.sentences]
        wrong = []
        if index._store.count(CHUNKS) != len(index.chunks):
            wrong.append("chunks without vectors")
        if (
            len(index.sentence_vectors(sentences))
            != len(sentences)
            != index._store.count(SENTENCES)
        ):
            wrong.append("sentences without vectors")
        for chunk in index.chunks[:: max(1, len(index.chunks) // 8)]:
            vector = index._embedder.embed_passages([chunk.embedded])[0]
            found = index._store.query(CHUNKS, vector, 1)
            if not found or found[0][1] < 0.99:
                wrong.append(f"{chunk.chunk_id} is not found by its own vector")
        for document in index.records.documents.values():
            if not any(c.source == document.source for c in index.chunks):
                wrong.append(f"{document.source} has no passage")
    except StudyError as error:
        return [str(error)]
    return wrong
