"""Columns of scores made comparable, so that they can be summed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def filled(values: Sequence[float | None]) -> NDArray[np.float64]:
    """Missing scores are those of candidates below the pool's lowest: they get the lowest."""
    known = [value for value in values if value is not None]
    lowest = min(known, default=0.0)
    return np.array([lowest if value is None else value for value in values], np.float64)


def standardised(column: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean 0 and standard deviation 1; zeros where all scores are the same."""
    spread = float(column.std())
    return (column - column.mean()) / spread if spread > 1e-9 else np.zeros_like(column)
