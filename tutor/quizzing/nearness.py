"""How near options are in meaning, measured against what is usual in the same notes.

Embedding models differ in scale, so every threshold is so many standard deviations above the mean
cosine of pairs drawn from the notes. The numbers were read off the seed notes with MiniLM.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.embedding import Vectors
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.option_forms import marks_of, words_in
from tutor.quizzing.statements import Notes, plain

_SAME_NOTE, _SAME_SECTION = 0.2, 0.15  # what standing together is worth, in cosine
_UNLIKE = 0.15  # for each outward mark (sign, quote, number) that only one of the two bears
_SAID = 0.7  # for the likeness of two sayings by themselves, in cosine
_ECHO = 0.1  # for each word of the stem that comes back, as long as the key has as many
# Sentences nearer than this are of one matter. Names show their kind more than sayings do.
_NEAR_SAYING, _NEAR_NAME = 0.2, 0.9
# Sayings by themselves: below the first they are of different kinds, above the second they are
# hard to tell apart ("compares two distributions", "quantifies distributional difference"). The
# third is for a saying and the whole sentence on another name.
_OF_A_KIND, _SAME_IN_OTHER_WORDS, _NAMED_IN_OTHER_WORDS = 0.25, 3.4, 2.8
_SAMPLED_SENTENCES, _SAMPLED_SAYINGS = 300, 60
_BESIDE = 2  # statements of one line between two that are told together
_LEAST_SAMPLE = 20  # texts below which a mean and a deviation mean nothing


@dataclass(frozen=True)
class Scale:
    """Mean and standard deviation of the cosines of pairs; both None where there are too few."""

    mean: float | None
    deviation: float | None

    @classmethod
    def of(cls, vectors: Sequence[Vectors]) -> Scale:
        """The scale of all pairs of these unit vectors."""
        if len(vectors) < _LEAST_SAMPLE:
            return cls(None, None)
        rows = np.stack(vectors)
        pairs = (rows @ rows.T)[np.triu_indices(len(rows), 1)]
        return cls(float(pairs.mean()), float(pairs.std()))

    def at(self, deviations: float, unknown: float) -> float:
        """The cosine that many standard deviations above the mean; ``unknown`` without a scale."""
        if self.mean is None or self.deviation is None:
            return unknown
        return self.mean + deviations * self.deviation


class Nearness:
    """Compares choices by the vectors of their sentences, and texts by vectors of their own.

    ``sayings`` are texts like those that will be compared; some of them give the scale.
    """

    def __init__(self, notes: Notes, sayings: Iterable[str]) -> None:
        self._notes = notes
        self._sayings = sorted(set(sayings), key=_lot)[:_SAMPLED_SAYINGS]
        self._vectors = notes.vectors

    def of_the_matter(self, draft: Draft, pool: Sequence[Choice]) -> list[Choice]:
        """Candidates whose sentences are near enough to the key's to be taken for it."""
        if not pool:
            return []
        least = self._sentences.at(_NEAR_NAME if draft.names else _NEAR_SAYING, -1.0)
        near = self._to(draft.keys[0], pool)
        return [choice for choice, cosine in zip(pool, near, strict=True) if cosine >= least]

    def is_near(self, key: Choice, pool: Sequence[Choice]) -> bool:
        """Whether a name is of the matter of any in a pool."""
        least = self._sentences.at(_NEAR_NAME, -1.0)
        return bool(self._to(key, pool).max(initial=-1.0) >= least)

    def differ_in_meaning(self, key: str, text: str, of_a_kind: bool = False) -> bool:
        """Whether two sayings are of one kind (or known to be), yet do not say much the same."""
        least = -math.inf if of_a_kind else _OF_A_KIND
        return self._between(least, key, text, _SAME_IN_OTHER_WORDS)

    def is_another(self, saying: str, choice: Choice) -> bool:
        """Whether what the notes say of a name is of the saying's kind, yet not much the same."""
        if choice.sentence is None:
            return True
        text = plain(choice.sentence.text)
        return self._between(_OF_A_KIND, saying, text, _NAMED_IN_OTHER_WORDS)

    def stand_together(self, one: Choice, other: Choice) -> bool:
        """Whether two are items of one list, or are told on one line, as things of one kind are."""
        rows = self._row(one), self._row(other)
        if max(rows) == len(self._rows) or rows[0] == rows[1]:
            return False
        a, b = (self._notes.statements[row] for row in rows)
        if a.source != b.source or a.heading != b.heading:
            return False
        if a.sentence.lead_in is not None:
            return a.sentence.lead_in == b.sentence.lead_in and a.indent == b.indent
        if abs(rows[0] - rows[1]) > _BESIDE:
            return False
        ends = sorted((a.char_start, b.char_start))
        return "\n" not in self._notes.texts[a.source][slice(*ends)]

    def ranked(self, draft: Draft, pool: Sequence[Choice]) -> list[Choice]:
        """Nearest in meaning to the key first; the same section and the same note count extra."""
        if not pool:
            return []
        key = draft.keys[0]
        place = self._place(key, draft)
        echoed = words_in(draft.stem)
        most = len(words_in(key.text) & echoed)
        if draft.is_saying:
            self._vectors.prepare(choice.text for choice in (key, *pool))
        score = [
            float(cosine)
            + _together(place, self._place(choice, None))
            + _ECHO * min(len(words_in(choice.text) & echoed), most)
            - _UNLIKE * len(marks_of(choice.text) ^ marks_of(key.text))
            + (_SAID * self._vectors.cosine(key.text, choice.text) if draft.is_saying else 0.0)
            for cosine, choice in zip(self._to(key, pool), pool, strict=True)
        ]
        order = sorted(range(len(pool)), key=lambda n: (-round(score[n], 4), pool[n].text))
        return [pool[n] for n in order]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {s.sentence.sentence_id: n for n, s in enumerate(self._notes.statements)}

    @cached_property
    def _matrix(self) -> NDArray[np.float32]:
        """Sentence vectors in the order of the statements, and a last row of zeros."""
        found = self._notes.index.sentence_vectors(s.sentence for s in self._notes.statements)
        width = len(next(iter(found.values()))) if found else 1
        matrix = np.zeros((len(self._rows) + 1, width), np.float32)
        for sentence_id, row in self._rows.items():
            if sentence_id in found:
                matrix[row] = found[sentence_id]
        return matrix

    @cached_property
    def _sentences(self) -> Scale:
        ids = sorted(self._rows, key=_lot)[:_SAMPLED_SENTENCES]
        return Scale.of([self._matrix[self._rows[sentence_id]] for sentence_id in ids])

    @cached_property
    def _texts(self) -> Scale:
        self._vectors.prepare(self._sayings)
        return Scale.of([self._vectors.of(text) for text in self._sayings])

    def _between(self, least: float, one: str, other: str, most: float) -> bool:
        low, high = self._texts.at(least, -1.0), self._texts.at(most, 1.0)
        return low <= self._vectors.cosine(one, other) <= high

    def _to(self, key: Choice, pool: Sequence[Choice]) -> NDArray[np.float32]:
        """Cosines of the sentences of a pool and the key's."""
        rows: NDArray[np.float32] = self._matrix[[self._row(choice) for choice in pool]]
        return np.asarray(rows @ self._matrix[self._row(key)], np.float32)

    def _row(self, choice: Choice) -> int:
        if choice.sentence is None:
            return len(self._rows)
        return self._rows.get(choice.sentence.sentence_id, len(self._rows))

    def _place(self, choice: Choice, draft: Draft | None) -> tuple[str, tuple[str, ...]]:
        """Source and heading path of a choice."""
        row = self._row(choice)
        if row < len(self._notes.statements):
            statement = self._notes.statements[row]
            return statement.source, statement.heading
        return (draft.receipt.source if draft else ""), ()


def _together(one: tuple[str, tuple[str, ...]], other: tuple[str, tuple[str, ...]]) -> float:
    if one[0] != other[0]:
        return 0.0
    return _SAME_NOTE + (_SAME_SECTION if one[1] == other[1] else 0.0)


def _lot(text: str) -> str:
    """A key to sort by that is as good as drawn by lot, yet the same for the same notes."""
    return hashlib.sha256(text.encode()).hexdigest()
