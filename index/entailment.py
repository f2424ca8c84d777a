"""Natural-language inference: does a passage contradict a sentence? A cross-encoder says.

Optional: only where the settings name one. The other importer of sentence_transformers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.errors import EmbeddingError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_LABELS = frozenset({"contradiction", "entailment", "neutral"})


class Entailment(Protocol):
    """A second opinion on whether passages back a sentence."""

    def contradicts(self, passages: Sequence[str], sentence: str) -> list[bool]:
        """For each passage, whether it more likely contradicts the sentence than not."""
        ...


class CrossEncoderEntailment:
    """A cross-encoder trained on natural-language inference; loaded on first use.

    Args:
        location: a local folder, or a name on the Hugging Face hub such as
            ``cross-encoder/nli-deberta-v3-small``.
    """

    def __init__(self, location: str) -> None:
        self._location = location
        self._lock = Lock()

    def load(self) -> None:
        """Load the model now rather than with the first question.

        Raises:
            EmbeddingError: the model cannot be loaded, or was trained for something else.
        """
        with self._lock:
            _ = self._loaded

    def contradicts(self, passages: Sequence[str], sentence: str) -> list[bool]:
        """For each passage, whether contradiction is the likeliest of the three labels.

        Raises:
            EmbeddingError: the model cannot be loaded, or was trained for something else.
        """
        if not passages:
            return []
        with self._lock:
            model, at = self._loaded
            pairs = [(passage, sentence) for passage in passages]
            scores = model.predict(pairs, convert_to_numpy=True, show_progress_bar=False)
        return [bool(label == at) for label in np.asarray(scores).argmax(axis=1)]

    @cached_property
    def _loaded(self) -> tuple[CrossEncoder, int]:
        """The model, and the column of its scores that means contradiction."""
        from sentence_transformers import CrossEncoder
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # ours is the only one shown
        try:
            model = CrossEncoder(
                self._location, device="cpu", local_files_only=Path(self._location).exists()
            )
        except (OSError, ValueError) as error:
            raise EmbeddingError(
                f"The inference model {self._location} cannot be loaded: {error}",
                "Check TUTOR_ENTAILMENT_MODEL or the network, or unset it",
            ) from error
        labels = {str(n).lower(): int(at) for at, n in (model.config.id2label or {}).items()}
        if set(labels) != _LABELS:
            raise EmbeddingError(
                f"{self._location} was not trained for natural-language inference "
                f"(its labels are {', '.join(labels)})",
                "Choose a model with the labels contradiction, entailment and neutral",
            )
        return model, labels["contradiction"]
