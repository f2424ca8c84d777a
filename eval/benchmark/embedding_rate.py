"""How much of the machine's multiplying speed the embedding step gets, and what padding costs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from eval.benchmark.texts import documents
from index.batching import token_batches
from index.chunking import chunk_document
from index.embedding import Precision, SentenceTransformerEmbedder, find_weights

_HIDDEN, _INNER, _LAYERS = 384, 1_536, 6  # of MiniLM-L6


def embedding_rate(paths: Sequence[Path]) -> dict[str, float]:
    """FLOP/s of embedding over FLOP/s of plain matrix products, in the precision chosen.

    The work counted is that of the tokens themselves: padding counts as lost.
    """
    embedder = SentenceTransformerEmbedder(find_weights())
    texts = [
        c.embedded
        for d in documents(paths)
        for c in chunk_document(d, "bench", embedder.count_tokens, embedder.max_tokens)
    ]
    lengths = embedder.count_tokens(texts)
    embedder.embed_passages(texts[:300])  # warm, and the precision is chosen
    started = time.perf_counter()
    embedder.embed_passages(texts)
    seconds = time.perf_counter() - started
    work = sum(map(_flops, lengths))
    rate = work / seconds
    peak = gemm_rate(embedder.precision, embedder.workers)
    return {
        "bf16": float(embedder.precision == "bf16"),
        "texts": len(texts),
        "seconds": seconds,
        "GFLOP/s": rate / 1e9,
        "GEMM GFLOP/s": peak / 1e9,
        "share": rate / peak,
        "padding": _padding(lengths),
    }


def gemm_rate(precision: Precision, workers: int) -> float:
    """FLOP/s of matrix products shaped like the model's largest, one thread a worker."""
    import torch

    kind = torch.bfloat16 if precision == "bf16" else torch.float32
    rows, rounds = 2_048, 60
    left = torch.randn(rows, _HIDDEN).to(kind)
    right = torch.randn(_HIDDEN, _INNER).to(kind)

    def multiply(times: int) -> None:
        with torch.inference_mode():
            for _ in range(times):
                torch.matmul(left, right)

    best = 0.0
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(multiply, [3] * workers))
        for _ in range(3):
            started = time.perf_counter()
            list(pool.map(multiply, [rounds] * workers))
            seconds = time.perf_counter() - started
            best = max(best, workers * rounds * 2 * rows * _HIDDEN * _INNER / seconds)
    return best


def _flops(tokens: int) -> float:
    """Multiplications and additions of one text of so many word pieces."""
    linear = 2 * tokens * (4 * _HIDDEN**2 + 2 * _HIDDEN * _INNER)
    attention = 4 * tokens**2 * _HIDDEN
    return float(_LAYERS * (linear + attention))


def _padding(lengths: Sequence[int]) -> float:
    """Share of the computed positions that hold no token."""
    computed = sum(len(b) * max(lengths[i] for i in b) for b in token_batches(lengths))
    return 1 - sum(lengths) / computed
