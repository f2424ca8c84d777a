"""BM25 against a plain reference, and what counts as a word."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.lexical import LexicalIndex, terms_of, words_of

WORDS = ["clay", "kiln", "glaze", "CrossValidator", "max_evals", "the", "fired", "firing", "表计"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), max_size=8)


def reference_bm25(texts: list[str], question: str) -> NDArray[np.float64]:
    """Lucene's BM25 as its authors write it down, k1 = 1.2 and b = 0.75, term by term."""
    documents = [terms_of(text) or ["\0"] for text in texts]
    mean = sum(map(len, documents)) / len(documents)
    scores = np.zeros(len(texts))
    for term in terms_of(question):
        holding = sum(term in document for document in documents)
        idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
        for at, document in enumerate(documents):
            tf = document.count(term)
            scores[at] += idf * tf / (tf + 1.2 * (1 - 0.75 + 0.75 * len(document) / mean))
    return scores


@settings(max_examples=150, deadline=None)
@given(texts=TEXTS.filter(bool), question=st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_scores_are_bm25(texts: list[str], question: str) -> None:
    scores = LexicalIndex.build(texts).scores(question)
    assert scores.shape == (len(texts),)
    np.testing.assert_allclose(scores, reference_bm25(texts, question), rtol=1e-4, atol=1e-6)


def test_an_index_of_nothing_answers_with_nothing() -> None:
    assert LexicalIndex.build([]).scores("clay").shape == (0,)
    assert LexicalIndex.build(["", "the"]).scores("clay the").tolist() == [0, 0]


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    texts = ["clay is fired", "a kiln for firing clay", "glaze"]
    index = LexicalIndex.build(texts)
    index.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path, len(texts))
    np.testing.assert_array_equal(loaded.scores("firing clay"), index.scores("firing clay"))


@pytest.mark.parametrize("cut", [0, 5])
def test_damaged_files_raise_what_is_promised(tmp_path: Path, cut: int) -> None:
    LexicalIndex.build(["clay is fired", "glaze"]).save(tmp_path)
    files = sorted(tmp_path.iterdir())
    assert len(files) >= 4
    for path in files:
        content = path.read_bytes()
        path.write_bytes(content[:cut])
        with pytest.raises((OSError, ValueError, EOFError)):
            LexicalIndex.load(tmp_path, 2).scores("clay")
        path.unlink()
        with pytest.raises((OSError, ValueError, EOFError)):
            LexicalIndex.load(tmp_path, 2)
        path.write_bytes(content)
    assert LexicalIndex.load(tmp_path, 2).scores("clay")[0] > 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CrossValidator", ["crossvalidator", "cross", "validator"]),
        ("max_evals=10", ["max_evals", "max", "evals", "10"]),
        ("XGBClassifier", ["xgbclassifier", "xgb", "classifier"]),
        ("plain words, twice", ["plain", "words", "twice"]),
        ("R2", ["r2", "r", "2"]),
        ("特徴量", ["特徴", "徴量"]),
        ("", []),
    ],
)
def test_what_counts_as_a_word(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_stems_and_stop_words() -> None:
    assert terms_of("How are the models fitted?") == terms_of("model fitting")
