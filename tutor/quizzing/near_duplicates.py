"""Near-duplicate stems: questions that ask the same thing twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.questions import Question
from index.lexical import terms_of

ALIKE = 0.8  # Jaccard overlap of stemmed content words from which two stems ask the same
_OPEN = re.compile(r"which (?:of (?:these|the following)|statements?)\b", re.IGNORECASE)
# Words that make a question a question and say nothing of its matter.
_FRAME = frozenset(
    terms_of(
        "which of these following what does do notes note say say statement true false describe "
        "describes define explain term meaning mean give gives according choose two three name best"
    )
)


def stem_words(question: Question) -> frozenset[str]:
    """Stemmed content words of a stem, without the words of the asking itself.

    A stem whose matter is its options ("Which of these statements is true?") is told from others
    of its kind by its key.
    """
    words = frozenset(terms_of(question.stem)) - _FRAME
    if len(words) >= 2 and not _OPEN.match(question.stem):
        return words | numbers_of(question.stem)
    key = " ".join(option.text for option in question.options if option.correct)
    return words | frozenset(terms_of(key))


def numbers_of(text: str) -> frozenset[str]:
    """Numbers as they are written: 0.01 and 0.1 are different questions."""
    return frozenset(re.findall(r"\d+(?:\.\d+)?", text))


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two stems, as :func:`stem_words`, ask the same."""
    if not one or not other:
        return one == other
    return len(one & other) / len(one | other) >= ALIKE


def first_alike(question: Question, earlier: Iterable[Question]) -> Question | None:
    """The first of ``earlier`` questions that ``question`` repeats; None where it repeats none."""
    words = stem_words(question)
    for other in earlier:
        if other.id != question.id and alike(words, stem_words(other)):
            return other
    return None


def duplicate_ids(questions: Sequence[Question]) -> set[str]:
    """Ids of questions whose stem repeats that of an earlier one in the list."""
    kept: list[frozenset[str]] = []
    repeated: set[str] = set()
    for question in questions:
        words = stem_words(question)
        if any(alike(words, other) for other in kept):
            repeated.add(question.id)
        else:
            kept.append(words)
    return repeated
