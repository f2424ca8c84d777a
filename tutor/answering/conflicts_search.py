"""Find the claims of a course's notes that disagree.

Every statement is compared with its nearest neighbours by the sentence vectors that the index
holds already, so that nothing is embedded; only pairs that something could set against each other
are judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.retriever import NotesIndex
from tutor.answering.conflicts import ConflictKind, disagreement, may_disagree
from tutor.answering.conflicts_statements import Stated, stated_in
from tutor.citations import Citation, cite

# Chosen on the bundled notes: below, hardly any two statements are about the same thing.
LEAST_COSINE = 0.4
_MOST_NEIGHBOURS = 150
_MOST_CELLS = 4_000_000  # of the block of similarities that is held at a time
MOST_CONFLICTS = 200


@dataclass(frozen=True)
class NotesConflict:
    """Two passages that contradict each other, in reading order. ``kind`` says in what."""

    kind: ConflictKind
    sides: tuple[Citation, Citation]


@dataclass(frozen=True)
class NotesConflicts:
    """What was found in one version of the notes; ``pairs`` were compared."""

    conflicts: tuple[NotesConflict, ...] = ()
    pairs: int = 0


def find_conflicts(index: NotesIndex) -> NotesConflicts:
    """Compare every statement of the notes with its neighbours; the closest pairs come first.

    Raises:
        VectorStoreError: the store cannot be read.
    """
    stated = list(stated_in(index.chunks, index.records.documents))
    vectors = index.sentence_vectors(s.sentence for s in stated)
    stated = [s for s in stated if s.sentence.sentence_id in vectors]
    if len(stated) < 2:
        return NotesConflicts()
    matrix = np.stack([vectors[s.sentence.sentence_id] for s in stated])
    pairs = 0
    found: dict[tuple[str, str], tuple[float, NotesConflict]] = {}
    for one, other, cosine in _neighbours(matrix):
        a, b = stated[one], stated[other]
        if a.chunk.source == b.chunk.source:
            continue  # one author who contrasts two things, or says one thing in two ways
        pairs += 1
        if may_disagree(a.statement, b.statement):
            kind = disagreement(a.statement, b.statement, cosine)
            said = (a.statement.text, b.statement.text)
            if kind and cosine > found.get(said, (-1.0,))[0]:
                found[said] = (cosine, NotesConflict(kind, _sides(a, b)))
    ranked = sorted(found.values(), key=lambda scored: -scored[0])
    return NotesConflicts(tuple(c for _, c in ranked[:MOST_CONFLICTS]), pairs)


def _sides(one: Stated, other: Stated) -> tuple[Citation, Citation]:
    first, second = (
        cite(n, s.chunk, s.sentence.char_start, s.sentence.char_end)
        for n, s in enumerate((one, other), 1)
    )
    return first, second


def _neighbours(matrix: NDArray[np.float32]) -> Iterator[tuple[int, int, float]]:
    """Pairs of rows that are near each other, each once: positions (the smaller first), cosine."""
    size = len(matrix)
    step = max(1, _MOST_CELLS // size)
    seen: set[tuple[int, int]] = set()
    for start in range(0, size, step):
        block = matrix[start : start + step] @ matrix.T
        for row, cosines in enumerate(block, start):
            cosines[row] = -1.0
            for other in _nearest(cosines):
                pair = (min(row, other), max(row, other))
                if pair not in seen:
                    seen.add(pair)
                    yield *pair, float(cosines[other])


def _nearest(cosines: NDArray[np.float32]) -> Sequence[int]:
    near = np.flatnonzero(cosines >= LEAST_COSINE)
    if len(near) > _MOST_NEIGHBOURS:
        best = np.argpartition(-cosines[near], _MOST_NEIGHBOURS)[:_MOST_NEIGHBOURS]
        near = np.sort(near[best])
    return [int(at) for at in near]
