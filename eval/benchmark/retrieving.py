"""How retrieval and answering grow with the notes, and whether the vector index finds all."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import numpy as np

from eval.benchmark.ingesting import open_home
from eval.benchmark.plain_stack import PlainStack
from eval.benchmark.texts import sentences_of, synthetic_note, write_texts
from index.discovery import root_of
from index.embedding import SentenceTransformerEmbedder, Vectors, find_weights
from index.home import IndexHome
from index.ingest import ingest
from index.retriever import LatestIndex
from index.store_contract import CHUNKS
from tutor.answering.evidence import rank_sentences
from tutor.answering.from_notes import answer_from_notes

_PASSAGES_A_FILE = 500
_QUERIES = 300
_K = 10
_NOISE = 0.5  # length of what is added to a real vector of length 1


class ResampledEmbedder:
    """Real cost for questions, cheap vectors for passages: real ones, each moved a little.

    A hundred thousand passages would take hours to embed, and how long a search takes does not
    depend on what they say.
    """

    def __init__(self, real: SentenceTransformerEmbedder, vectors: Vectors) -> None:
        self._real = real
        self._vectors = vectors
        self._random = np.random.default_rng(1)
        self.fingerprint = "resampled"
        self.dimension = int(vectors.shape[1])
        self.max_tokens = real.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """A guess: synthetic passages are far below the limit."""
        return [len(text) // 4 for text in texts]

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Vectors near real ones, shape (len(texts), dimension)."""
        chosen = self._vectors[self._random.integers(len(self._vectors), size=len(texts))]
        noise = self._random.normal(size=chosen.shape) * _NOISE / np.sqrt(self.dimension)
        moved = chosen + noise
        if progress:
            progress(len(texts))
        return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), np.float32)

    def embed_query(self, text: str) -> Vectors:
        """The real vector of a question."""
        return self._real.embed_query(text)

    def word_vectors(self, words: Sequence[str]) -> Vectors:
        """The real vectors of words."""
        return self._real.word_vectors(words)


def scale(paths: Sequence[Path], passages: int) -> dict[str, float]:
    """Search and answer times over so many synthetic chunks, milliseconds; recall@10 of HNSW."""
    random = Random(2)
    sentences = sentences_of(paths)
    real = SentenceTransformerEmbedder(find_weights())
    vectors = real.embed_passages(sentences[:2_000])
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "notes"
        notes.mkdir()
        for number in range(0, passages, _PASSAGES_A_FILE):
            text = synthetic_note(sentences, min(_PASSAGES_A_FILE, passages - number), random)
            (notes / f"{number:06}.md").write_text(text, "utf-8")
        home = open_home(Path(folder))
        home = IndexHome(home.course, home.versions, home.stores, ResampledEmbedder(real, vectors))
        started = time.perf_counter()
        report = ingest(home, [root_of(notes)])
        built = time.perf_counter() - started
        questions = [_question(random.choice(sentences)) for _ in range(_QUERIES)]
        return {
            "chunks": report.chunks,
            "built s": built,
            **_times(home, questions),
            "recall@10": _recall(home, questions[:40]),
        }


def plain_scale(paths: Sequence[Path]) -> dict[str, float]:
    """Search time of the plain stack on the notes themselves, milliseconds."""
    sentences = sentences_of(paths)
    with tempfile.TemporaryDirectory() as folder:
        notes, work = Path(folder) / "notes", Path(folder) / "work"
        notes.mkdir()
        write_texts(paths, notes)
        stack = PlainStack(work)
        _, chunks = stack.ingest(notes)
        random = Random(2)
        questions = [_question(random.choice(sentences)) for _ in range(_QUERIES)]
        took = _milliseconds(stack.search, questions)
    return {"chunks": chunks, **_spread("search", took)}


def _times(home: IndexHome, questions: Sequence[str]) -> dict[str, float]:
    index = LatestIndex(home).index
    store = home.stores.open(index.version)
    vector = home.embedder.embed_query(questions[0])

    def answer(question: str) -> None:
        found = index.search(question, 20)
        answer_from_notes(found, rank_sentences(index, found))

    # Vectors of questions are kept: each measurement needs questions of its own.
    searched, answered, embedded = (questions[n::3] for n in range(3))
    return {
        **_spread("search", _milliseconds(lambda q: index.search(q, _K), searched)),
        **_spread("answer", _milliseconds(answer, answered)),
        **_spread("words", _milliseconds(index.words_scores, questions)),
        **_spread("vectors", _milliseconds(lambda _: store.query(CHUNKS, vector, 100), questions)),
        **_spread("embedding", _milliseconds(home.embedder.embed_query, embedded)),
    }


def _recall(home: IndexHome, questions: Sequence[str]) -> float:
    """Share of the ten truly nearest chunks that the vector index returns."""
    index = LatestIndex(home).index
    store = home.stores.open(index.version)
    ids = [chunk.chunk_id for chunk in index.chunks]
    held = store.vectors(CHUNKS, ids)
    every = np.stack([held[key] for key in ids])
    found = 0
    for question in questions:
        vector = home.embedder.embed_query(question)
        exact = {ids[i] for i in np.argsort(-(every @ vector))[:_K]}
        found += len(exact & {key for key, _ in store.query(CHUNKS, vector, _K)})
    return found / (_K * len(questions))


def _milliseconds(call: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    for question in questions[:5]:
        call(question)  # warm
    took = []
    for question in questions:
        started = time.perf_counter()
        call(question)
        took.append(1_000 * (time.perf_counter() - started))
    return took


def _spread(name: str, took: Sequence[float]) -> dict[str, float]:
    return {
        f"{name} p50 ms": float(np.percentile(took, 50)),
        f"{name} p95 ms": float(np.percentile(took, 95)),
    }


def _question(sentence: str) -> str:
    return f"What about {' '.join(sentence.split()[:9])}?"
