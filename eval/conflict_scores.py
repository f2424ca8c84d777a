"""How well contradictions between two sentences are told: ``python -m eval.conflict_scores``.

The pairs of ``conflicts.yaml`` are own sentences on several subjects; a third of them, by their
ids, is kept for reporting.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict

from eval.cases import CASES_FOLDER, Split, split_of
from index.embedding import Vectors
from tutor.answering.conflicts import disagreement
from tutor.answering.conflicts_reading import Statement
from tutor.answering.conflicts_search import LEAST_COSINE
from tutor.answering.conflicts_statements import judgeable

FILE = CASES_FOLDER / "conflicts.yaml"
Embed = Callable[[Sequence[str]], Vectors]


class Side(BaseModel):
    """A sentence below its heading."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    heading: str
    text: str

    @property
    def statement(self) -> Statement:
        """The sentence as it is judged."""
        return Statement(self.text, (self.heading,))


class PairCase(BaseModel):
    """Two sentences and whether they contradict each other; ``why`` says in what, or why not."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    conflict: bool
    why: str
    one: Side
    other: Side

    @property
    def split(self) -> Split:
        """Which part of the set the pair belongs to."""
        return split_of(self.id)


@dataclass(frozen=True)
class Scores:
    """Counts over some pairs."""

    found: int
    missed: int
    alarms: int
    quiet: int

    @property
    def precision(self) -> float:
        """Share of the reported conflicts that are conflicts."""
        return self.found / max(1, self.found + self.alarms)

    @property
    def recall(self) -> float:
        """Share of the conflicts that were reported."""
        return self.found / max(1, self.found + self.missed)


def read_pairs(path: Path = FILE) -> list[PairCase]:
    """The pairs, checked."""
    return [PairCase(**entry) for entry in yaml.safe_load(path.read_text("utf-8"))]


def reported(pairs: Sequence[PairCase], embed: Embed) -> list[bool]:
    """Whether each pair is reported as a conflict, embedded as the index embeds its sentences."""
    sides = [side for pair in pairs for side in (pair.one, pair.other)]
    vectors = embed([f"{side.heading}\n{side.text}" for side in sides])
    cosines = np.sum(vectors[::2] * vectors[1::2], axis=1)
    return [
        cosine >= LEAST_COSINE
        and judgeable(pair.one.statement)
        and judgeable(pair.other.statement)
        and disagreement(pair.one.statement, pair.other.statement, float(cosine)) is not None
        for pair, cosine in zip(pairs, cosines, strict=True)
    ]


def scores_of(pairs: Sequence[PairCase], said: Sequence[bool]) -> Scores:
    """Count hits and alarms."""
    both = [(pair.conflict, says) for pair, says in zip(pairs, said, strict=True)]
    return Scores(
        both.count((True, True)),
        both.count((True, False)),
        both.count((False, True)),
        both.count((False, False)),
    )


def main() -> None:
    """Print both parts."""
    from index.embedding import SentenceTransformerEmbedder, find_weights

    pairs = read_pairs()
    said = reported(pairs, SentenceTransformerEmbedder(find_weights()).embed_passages)
    for split in ("tune", "report"):
        part = [n for n, pair in enumerate(pairs) if pair.split == split]
        scores = scores_of([pairs[n] for n in part], [said[n] for n in part])
        print(  # noqa: T201  # the command's output
            f"{split}: {len(part)} pairs, precision {scores.precision:.2f}, "
            f"recall {scores.recall:.2f} ({scores})"
        )


if __name__ == "__main__":
    main()
