"""Fit the weights of :mod:`tutor.quizzing.settle`.

Run as ``python -m eval.fit_settle --data DIR``; ``DIR`` holds the indexes of the bundled course
and of the course ``seeds``. Prints the table to copy into the module, and, for
several thresholds, the figures on the questions kept for reporting.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.course import BUNDLED_COURSE, bundled_courses
from corpus.questions import read_questions
from eval.explain_scores import ExplainCase, cases_of_bank, read_explain_cases
from index.embedding import SentenceTransformerEmbedder, find_weights
from index.home import IndexHome
from index.retriever import LatestIndex, NotesIndex
from index.vector_store import EmbeddedStores
from index.versions import Versions
from tutor.quizzing import settle
from tutor.quizzing.stems import combined_labels, is_negated, wanted
from tutor.quizzing.support import FEATURES, Support, find_support

_RIDGE = 0.001  # on the mean square of the weights, times the number of questions
# Bank questions asked of the seed notes are mostly not answered there: they show how often
# the tutor commits itself for nothing. Every third is enough.
_CROSSED = 3


@dataclass(frozen=True)
class Row:
    """A case with its measured support, and how its options combine."""

    case: ExplainCase
    group: str
    support: Support
    negated: bool
    combined: dict[int, tuple[int, ...]]

    @property
    def right(self) -> tuple[int, ...]:
        """Positions of the right options."""
        return tuple(n for n, label in enumerate(self.case.options) if label in self.case.key)


def measure(cases: Iterable[ExplainCase], index: NotesIndex, group: str) -> list[Row]:
    """Search the notes for every case."""
    rows = []
    for case in cases:
        labels = list(case.options)
        combined = {
            labels.index(label): tuple(labels.index(part) for part in parts)
            for label, parts in combined_labels(case.options).items()
        }
        support = find_support(index, case.stem, list(case.options.values()))
        rows.append(Row(case, group, support, is_negated(case.stem), combined))
    return rows


def fit_weights(rows: Sequence[Row]) -> NDArray[np.float64]:
    """The first model's weights, in the order of FEATURES: ridge-penalised conditional logit."""
    import torch

    # Sparse memory: passages that hold no word and are far from the stem cannot matter.
    data = [
        (torch.tensor(r.support.features), list(r.right), r.negated)
        for r in rows
        if r.support.passages
    ]
    start = [settle.WEIGHTS[name] for name in FEATURES]
    weights = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        total = _RIDGE * len(data) * (weights**2).mean()
        for features, right, negated in data:
            utilities = torch.logsumexp(features @ weights, 0) * (-1 if negated else 1)
            total = total - torch.log_softmax(utilities, 0)[right].mean()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return np.asarray(weights.detach().numpy())


def judged(rows: Sequence[Row]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How sure the best set of each row is, and whether it is right; each of shape (rows,)."""
    sure, right = [], []
    for row in rows:
        number = wanted(row.case.stem, len(row.case.options)) or 1
        judgement = settle.judge(row.support, number, negated=row.negated, combined=row.combined)
        proved = judgement.proof >= settle.LEAST_PROOF
        sure.append(judgement.confidence if proved else 0.0)
        right.append(float(set(judgement.best) == set(row.right)))
    return np.array(sure), np.array(right)


def open_index(data: Path, course: str) -> NotesIndex:
    """An ingested course below ``data``."""
    embedder = SentenceTransformerEmbedder(find_weights())
    home = IndexHome(course, Versions(data, course), EmbeddedStores(), embedder)
    return LatestIndex(home).index


def measured(data: Path) -> list[Row]:
    """All rows: the bank on its notes, the seed cases on the seeds, the bank on the seeds."""
    course = bundled_courses()[BUNDLED_COURSE]
    bank = list(cases_of_bank(read_questions(course.questions_folder)))
    seeds = open_index(data, "seeds")
    return [
        *measure(bank, open_index(data, BUNDLED_COURSE), "bank"),
        *measure(read_explain_cases(), seeds, "seeds"),
        *measure(bank[::_CROSSED], seeds, "crossed"),
    ]


def report(rows: Sequence[Row]) -> list[str]:
    """Commit rate and precision by group at several thresholds."""
    lines = []
    for group in ("bank", "seeds", "crossed"):
        sure, right = judged([row for row in rows if row.group == group and row.case.in_notes])
        for threshold in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
            given = sure >= threshold
            precision = right[given].mean() if given.any() else 1.0
            lines.append(f"{group} {threshold}: commits {given.mean():.2f}, right {precision:.2f}")
    return lines


def main() -> int:
    """Measure, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    rows = measured(parser.parse_args().data)
    tune = [row for row in rows if row.case.split == "tune" and row.case.in_notes]
    weights = fit_weights([row for row in tune if row.group != "crossed"])
    settle.WEIGHTS.update(zip(FEATURES, weights.tolist(), strict=True))
    out = [f'    "{name}": {weight:.2f},' for name, weight in settle.WEIGHTS.items()]
    out += report([row for row in rows if row.case.split == "report"])
    sys.stdout.write("\n".join(out) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
