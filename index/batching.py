"""Which texts go through the embedding model together. Pure."""

from __future__ import annotations

from collections.abc import Sequence

# Measured in docs/decisions/009-speed.md: with fewer, calls cost more; with more, padding does, and
# activations leave the cache.
BATCH_TOKENS = 2_048
BATCH_TEXTS = 64


def token_batches(lengths: Sequence[int]) -> list[list[int]]:
    """Positions of texts in batches, longest first: alike in length, so that little is padding.

    A batch is as long as its longest text times its number of texts, 2,048 word pieces at most,
    unless one text alone is longer.
    """
    batches: list[list[int]] = []
    for position in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        last = batches[-1] if batches else None
        if last is None or (
            len(last) == BATCH_TEXTS or (len(last) + 1) * lengths[last[0]] > BATCH_TOKENS
        ):
            batches.append([position])
        else:
            last.append(position)
    return batches
