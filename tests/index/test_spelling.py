"""Typos become the notes' words; words of the language stay, and so does what is unlike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.phrases import Phrases
from index.spelling import Spelling, edits_between

NOTES = [
    "A word is a hyperparameter. A word or two.",
    "The hyperparameter accuracy. Accuracy, free.",
]
ENGLISH = {"world", "freeze", "cup"}
SPELLING = Spelling([*NOTES, *NOTES], ENGLISH.__contains__)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("hyperparamter", "hyperparameter"),
        ("acuracy", "accuracy"),
        ("accurcay", "accuracy"),
        ("world", "world"),
        ("freeze", "freeze"),
        ("wrd", "wrd"),
        ("Acuracy", "Acuracy"),
        ("chicken", "chicken"),
    ],
)
def test_only_what_is_no_word_is_mended(asked: str, meant: str) -> None:
    assert SPELLING.corrected(f"is {asked} good?") == f"is {meant} good?"


def test_a_word_of_the_notes_in_another_form_stays() -> None:
    assert SPELLING.corrected("hyperparameters") == "hyperparameters"


@pytest.mark.parametrize(
    ("word", "other", "edits"),
    [("", "abc", 3), ("cup", "cup", 0), ("teh", "the", 1), ("serch", "search", 1), ("ab", "ba", 1)],
)
def test_edits(word: str, other: str, edits: int) -> None:
    assert edits_between(word, other) == edits


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_edits_are_symmetric_and_bounded(word: str, other: str) -> None:
    edits = edits_between(word, other)
    assert edits == edits_between(other, word)
    assert abs(len(word) - len(other)) <= edits <= max(len(word), len(other))
    assert (edits == 0) == (word == other)


def test_phrases_are_found_whatever_their_case_and_punctuation() -> None:
    phrases = Phrases(["Use `num_folds`, or Vector-Search.", "The end"])
    for known in ("num_folds", "vector search", "Vector Searches"[:13], "num folds", "ENDS", ""):
        assert phrases.knows(known), known
    for unknown in ("folds vector", "fold", "search the end", "vec"):
        assert not phrases.knows(unknown), unknown
