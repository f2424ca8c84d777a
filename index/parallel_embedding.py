"""Embedding passages in the processes of a Ray cluster, or of this machine.

The only importer of ray. Nothing else of an ingestion changes: the lock, the versions, the ids and
the manifest are those of a plain one.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from index.embedding import (
    Embedded,
    Precision,
    SentenceTransformerEmbedder,
    Vectors,
    find_weights,
)
from index.errors import EmbeddingError


class RayEmbedder(SentenceTransformerEmbedder):
    """An embedder whose passages go through one model on each CPU of a Ray cluster.

    The cluster is that of ``RAY_ADDRESS``, or one of this machine that ends with the process.
    Each of its machines needs this package and the weights.

    Args:
        model, folder: as for :func:`find_weights`, here and on each machine.
        workers: processes with a model each; by default one for each CPU of the cluster.

    Raises:
        EmbeddingError: ray is not installed.
    """

    def __init__(self, model: str, folder: Path | None = None, workers: int | None = None) -> None:
        if find_spec("ray") is None:
            raise EmbeddingError(
                "Ray is not installed", "Install it with `pip install 'study-tutor[ray]'`"
            )
        super().__init__(find_weights(model, folder))
        self._where = (model, folder)
        self._processes = workers

    def _side_by_side(self, texts: Sequence[str], parts: list[list[int]]) -> Embedded:
        """Parts with their vectors, in the order in which they are done."""
        ray = _connected()
        from ray.exceptions import RayError
        from ray.util import ActorPool

        wanted = self._processes or int(ray.cluster_resources().get("CPU", 1))
        worker = ray.remote(num_cpus=1)(_Worker)
        actors = [
            worker.remote(*self._where, self.fingerprint, self.precision)
            for _ in range(min(wanted, len(parts)))
        ]
        pool = ActorPool(actors)
        try:
            yield from pool.map_unordered(
                lambda actor, part: actor.embed.remote(part, [texts[i] for i in part]), parts
            )
        except RayError as error:
            raise EmbeddingError(
                f"A process of the Ray cluster failed: {str(error).splitlines()[-1]}",
                "See that each machine has this package and the weights, or leave out --engine",
            ) from error
        finally:
            for actor in actors:
                ray.kill(actor)


class _Worker:
    """One model in a process of the cluster."""

    def __init__(
        self, model: str, folder: Path | None, fingerprint: str, precision: Precision
    ) -> None:
        weights = find_weights(model, folder)
        if weights.fingerprint != fingerprint:
            raise EmbeddingError(
                f"This machine has other weights ({weights.fingerprint})",
                "Install the same embedding model on each machine of the cluster",
            )
        own = SentenceTransformerEmbedder(weights, workers=1, precision=precision)
        self._encode = own.passage_encoder()

    def embed(self, part: list[int], texts: list[str]) -> tuple[list[int], Vectors]:
        """The positions as they came, and the vectors of their texts."""
        return part, self._encode(texts)


def _connected() -> Any:
    """Ray, connected to its cluster."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
    import ray

    if not ray.is_initialized():
        ray.init(include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    return ray
