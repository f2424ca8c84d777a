"""Texts that the index holds no vectors of are embedded once, and many together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from index.embedding import Vectors
from tutor.quizzing.text_vectors import TextVectors


class Counting:
    """Embeds a text as its length and the number one; remembers what it was asked for."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.calls.append(list(texts))
        rows = np.array([[len(text), 1.0] for text in texts], np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@pytest.fixture
def embed() -> Counting:
    return Counting()


def test_a_text_is_embedded_once(embed: Counting) -> None:
    vectors = TextVectors(embed)
    vectors.prepare(["rope", "anchor", "rope"])
    vectors.prepare(["anchor", "sail"])
    vectors.of("sail")
    vectors.cosine("rope", "sail")
    assert embed.calls == [["rope", "anchor"], ["sail"]]


def test_no_call_is_large_enough_to_copy_the_model(embed: Counting) -> None:
    TextVectors(embed).prepare(str(n) for n in range(600))
    assert [len(call) for call in embed.calls] == [255, 255, 90]


def test_a_vector_stays_with_its_text(embed: Counting) -> None:
    vectors = TextVectors(embed)
    vectors.prepare(["rope", "anchor"])
    assert vectors.of("anchor") == pytest.approx([6 / 37**0.5, 1 / 37**0.5])
    assert vectors.cosine("rope", "sail") == pytest.approx(1.0)
