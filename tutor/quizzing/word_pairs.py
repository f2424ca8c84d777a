"""Neighbouring words and signs that an option shares with a clause. Pure.

Single words do not tell ``runs:/`` from ``runs://``, nor "fit, then split" from "split, then fit".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import fsum

import numpy as np
from numpy.typing import NDArray

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:\.\d+)?|[^\s\w]|_")


def shared_pairs(options: Sequence[str], clauses: Sequence[str]) -> NDArray[np.float64]:
    """Share of each option's pairs that a clause holds; shape (clauses, options), 0 to 1.

    A pair counts less the more of the other options hold it, and nothing where all do.
    """
    own = [_pairs(option) for option in options]
    held_by = Counter(pair for pairs in own for pair in pairs)
    others = max(1, len(options) - 1)
    weights = [{pair: 1 - (held_by[pair] - 1) / others for pair in pairs} for pairs in own]
    totals = [fsum(weight.values()) for weight in weights]
    shares = np.zeros((len(clauses), len(options)))
    for n, clause in enumerate(clauses):
        held = _pairs(clause)
        for option, (weight, total) in enumerate(zip(weights, totals, strict=True)):
            if total > 0:
                shares[n, option] = fsum(w for p, w in weight.items() if p in held) / total
    return shares


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(_TOKEN.findall(text.replace("`", ""))))
