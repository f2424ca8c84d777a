"""Batches of the embedding model: every text once, none too large, little padding."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from index.batching import BATCH_TEXTS, BATCH_TOKENS, token_batches


@given(st.lists(st.integers(0, 3_000), max_size=300))
def test_every_text_is_in_one_batch_of_a_fair_size(lengths: list[int]) -> None:
    batches = token_batches(lengths)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    for batch in batches:
        assert 1 <= len(batch) <= BATCH_TEXTS
        computed = len(batch) * max(lengths[i] for i in batch)
        assert len(batch) == 1 or computed <= BATCH_TOKENS


def test_notes_leave_little_padding() -> None:
    random = Random(4)
    lengths = [min(256, 2 + int(random.lognormvariate(3.6, 0.7))) for _ in range(2_000)]
    computed = sum(len(b) * max(lengths[i] for i in b) for b in token_batches(lengths))
    assert sum(lengths) / computed >= 0.96


def test_the_longest_come_first() -> None:
    """So that workers end together, and a text too much for the memory fails at once."""
    lengths = [3, 200, 7, 200, 90]
    assert [lengths[i] for batch in token_batches(lengths) for i in batch] == sorted(lengths)[::-1]
