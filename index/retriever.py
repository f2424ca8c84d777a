"""Question to ranked passages: dense chunks, dense sentences and words, fused.

``NotesIndex`` is one open version; ``LatestIndex`` follows the versions of a course. LangChain,
which takes a second to import, stays out of here: see :mod:`index.langchain_retriever`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.chunking import Chunk, Sentence
from index.embedding import Vectors
from index.errors import (
    IndexDamaged,
    IndexMissing,
    QueryError,
    SourceMissing,
    VectorStoreError,
)
from index.fusing import filled, standardised
from index.home import IndexHome
from index.integrity import damage_of, damaged_index
from index.lexical import LexicalIndex
from index.like_words import LikeWords
from index.phrases import Phrases
from index.records import Records, StoredDocument
from index.spelling import Spelling
from index.store_contract import CHUNKS, SENTENCES, VectorStore
from index.versions import read_manifest

# Chosen on eval/ (docs/decisions/004-retrieval.md): the sum is flat around these. BM25 proposes
# candidates and counts no further, as the like words hold those that are the same.
WEIGHTS = {"chunk": 1.0, "sentence": 1.0, "like_words": 2.0}
_POOL = 100  # candidates from each of the three
_SENTENCES_IN_POOL = 300
_KEPT_VECTORS = 1_024  # 1.5 kB each
MAX_QUERY_CHARACTERS = 4_000


@dataclass(frozen=True)
class Hit:
    """A retrieved chunk.

    ``score`` is the fused score, comparable within one search only; the others are its parts:
    cosine of the chunk, cosine of its best sentence, BM25.
    """

    chunk: Chunk
    score: float
    chunk_cosine: float
    sentence_cosine: float
    words_score: float


@dataclass(frozen=True)
class Found:
    """What a search found: the question's vector and the best chunks, best first."""

    query: str
    vector: Vectors
    hits: tuple[Hit, ...]


class NotesIndex:
    """One finished version of a course's index, opened for reading."""

    def __init__(self, home: IndexHome, version: Path) -> None:
        self.version = version
        self.manifest = read_manifest(version)
        if self.manifest.embedding != home.embedder.fingerprint:
            raise IndexDamaged(
                f"The index was made with another embedding model ({self.manifest.embedding})",
                "Run `tutor ingest`; it embeds the notes with the present model",
            )
        if damaged := damage_of(version, self.manifest, vectors=False):
            raise damaged_index(home.course, ", ".join(damaged))
        self._embedder = home.embedder
        # What a model says is checked against several passages, while it streams and at the end.
        self._passage_vector = lru_cache(_KEPT_VECTORS)(self._embed_passage)
        self.records = Records.read(version)
        self._store: VectorStore = home.stores.open(version)
        held = (self._store.count(CHUNKS), self._store.count(SENTENCES))
        if held != (self.manifest.chunks, self.manifest.sentences):
            raise damaged_index(home.course, "vectors are missing")
        try:
            self._words = LexicalIndex.load(version / "bm25", len(self.records.chunks))
        except (OSError, ValueError, EOFError) as error:
            raise damaged_index(home.course, "bm25") from error

    @property
    def chunks(self) -> list[Chunk]:
        """Every chunk, in reading order of its document."""
        return self.records.chunks

    @cached_property
    def position(self) -> dict[str, int]:
        """Position in :attr:`chunks` by chunk id."""
        return {chunk.chunk_id: n for n, chunk in enumerate(self.records.chunks)}

    @cached_property
    def spelling(self) -> Spelling:
        """Corrects questions against the words of the notes."""
        return Spelling((chunk.embedded for chunk in self.chunks), self.is_common_word)

    @cached_property
    def like_words(self) -> LikeWords:
        """Finds words of the notes that are like a question's."""
        return LikeWords(self._embedder.word_vectors, self._words.idf)

    @cached_property
    def phrases(self) -> Phrases:
        """Knows which names and phrases the notes use."""
        return Phrases(chunk.embedded for chunk in self.chunks)

    def is_common_word(self, word: str) -> bool:
        """Whether a lower-case word is common in its language, whatever the notes say.

        The embedding model's vocabulary holds the commonest words whole and cuts the others up.
        """
        empty, pieces = self._embedder.count_tokens(["", word])
        return pieces == empty + 1

    def document(self, source: str) -> StoredDocument:
        """The extracted text that spans of ``source`` refer to.

        Raises:
            SourceMissing: no such document is indexed.
        """
        try:
            return self.records.documents[source]
        except KeyError:
            raise SourceMissing(
                f"No note named {source} is indexed", "List what is there with `tutor courses`"
            ) from None

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, as the embedding model counts them."""
        return self._embedder.count_tokens(texts)

    def similarity(self, text: str, others: Sequence[str]) -> list[float]:
        """Cosine of a text to each of the others, which need not be indexed; -1 to 1."""
        own = self._passage_vector(text)
        return [float(own @ self._passage_vector(other)) for other in others]

    def _embed_passage(self, text: str) -> Vectors:
        (vector,) = self._embedder.embed_passages([text])
        return np.asarray(vector, np.float32)

    def search(self, query: str, k: int = 10) -> Found:
        """The ``k`` best chunks for a question.

        Raises:
            QueryError: the question is empty or longer than 4,000 characters.
        """
        text = self.spelling.corrected(checked_query(query))
        return self.ranked(text, self._embedder.embed_query(text), k)

    def ranked(
        self, text: str, vector: Vectors, k: int, weights: Mapping[str, float] = WEIGHTS
    ) -> Found:
        """The ``k`` best chunks for a corrected question and its vector, of unit length.

        ``weights`` are those of the three scores; one that is not named counts for nothing.
        """
        if not self.records.chunks:
            return Found(text, vector, ())
        dense = dict(self._store.query(CHUNKS, vector, min(_POOL, len(self.chunks))))
        sentence = self._best_sentences(vector)
        words = self._words.scores(text)
        pool = self._pool(dense, sentence, words)
        columns = {
            "chunk": filled([dense.get(self.chunks[i].chunk_id) for i in pool]),
            "sentence": filled([sentence.get(self.chunks[i].chunk_id) for i in pool]),
            "words": np.asarray(words[pool], np.float64),
            "like_words": self.like_words.scores(text, [self.chunks[i].embedded for i in pool]),
        }
        total = sum(weight * standardised(columns[name]) for name, weight in weights.items())
        order = np.argsort(-np.asarray(total), kind="stable")[:k]
        hits = tuple(
            Hit(
                self.chunks[pool[i]],
                float(np.asarray(total)[i]),
                float(columns["chunk"][i]),
                float(columns["sentence"][i]),
                float(columns["words"][i]),
            )
            for i in order
        )
        return Found(text, vector, hits)

    @property
    def words(self) -> LexicalIndex:
        """The word index: scores and rarity of words."""
        return self._words

    def words_scores(self, text: str) -> NDArray[np.float32]:
        """BM25 score of every chunk, shape (number of chunks,)."""
        return self._words.scores(text)

    def sentence_cosines(self, vector: Vectors, sentences: Iterable[Sentence]) -> dict[str, float]:
        """Cosine of each sentence with a question's vector, by sentence id."""
        ids = [sentence.sentence_id for sentence in sentences]
        found = self._store.vectors(SENTENCES, ids)
        return {key: float(other @ vector) for key, other in found.items()}

    def sentence_vectors(self, sentences: Iterable[Sentence]) -> dict[str, Vectors]:
        """Unit vector of each sentence, by sentence id."""
        return self._store.vectors(SENTENCES, [s.sentence_id for s in sentences])

    def text_vector(self, text: str) -> Vectors:
        """Unit vector of a text that need not stand in the notes."""
        return self._embedder.embed_query(text)

    def text_vectors(self, texts: Sequence[str]) -> Vectors:
        """The same of many texts at once, shape (len(texts), dimension)."""
        return self._embedder.embed_passages(texts)

    def _best_sentences(self, vector: Vectors) -> dict[str, float]:
        """Cosine of the best sentence, by chunk id."""
        wanted = min(_SENTENCES_IN_POOL, self.manifest.sentences)
        best: dict[str, float] = {}
        for sentence_id, cosine in self._store.query(SENTENCES, vector, wanted) if wanted else []:
            chunk_id = sentence_id.rpartition(".")[0]
            best[chunk_id] = max(cosine, best.get(chunk_id, -1.0))
        return best

    def _pool(
        self, dense: dict[str, float], sentence: dict[str, float], words: NDArray[np.float32]
    ) -> list[int]:
        """Positions of every candidate, in reading order so that ties break the same way."""
        top = np.argsort(-words, kind="stable")[:_POOL]
        by_words = {int(i) for i in top if words[i] > 0}
        return sorted(by_words | {self.position[i] for i in (*dense, *sentence)})


class LatestIndex:
    """The notes of one course; follows new versions by itself. Safe to share between threads."""

    def __init__(self, home: IndexHome) -> None:
        self._home = home
        self._open: NotesIndex | None = None
        self._lock = Lock()

    @property
    def index(self) -> NotesIndex:
        """The current version, opened when it is first needed and when it has changed.

        Raises:
            IndexMissing: nothing was ingested yet.
            IndexDamaged, VectorStoreError: the version cannot be read.
        """
        current = self._home.versions.current()
        if current is None:
            raise IndexMissing(
                f"The course {self._home.course} has no index yet", "Run `tutor ingest` first"
            )
        with self._lock:
            if self._open is None or self._open.version != current:
                self._open = _newest(self._home, current)
            return self._open


def _newest(home: IndexHome, version: Path) -> NotesIndex:
    """Open a version, or the one that has taken its place while it was being opened."""
    try:
        return NotesIndex(home, version)
    except (IndexDamaged, VectorStoreError):
        current = home.versions.current()
        if current is None or current == version:
            raise
        return NotesIndex(home, current)


def checked_query(query: str) -> str:
    """The question without white space at its ends.

    Raises:
        QueryError: nothing is left, or it is too long.
    """
    # Half characters, as broken JSON or a terminal hands them over, are no text to a tokenizer.
    text = query.encode("utf-8", "replace").decode().strip()
    if not text:
        raise QueryError("The question is empty", "Type what you want to know")
    if len(text) > MAX_QUERY_CHARACTERS:
        raise QueryError(
            f"The question has {len(text):,} characters; {MAX_QUERY_CHARACTERS:,} is the limit",
            "Shorten it, or add the text to your notes and ask about it",
        )
    return text
