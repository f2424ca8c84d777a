"""Fit the two models of :mod:`tutor.quizzing.settle`.

Run as ``python -m eval.fit_settle --data DIR``; ``DIR`` holds the indexes of the bundled course
and of the course ``seeds``. Prints the tables to copy into the module, and the figures on the
questions kept for reporting.
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
from index.retriever import NotesIndex, NotesRetriever
from index.vector_store import EmbeddedStores
from index.versions import Versions
from tutor.quizzing import settle
from tutor.quizzing.stems import combined_labels, is_negated, wanted
from tutor.quizzing.support import FEATURES, Support, find_support

_RIDGE = 0.002  # on the mean square of the weights, times the number of questions
_RIDGE_CONFIDENCE = 0.02
_FIXED_AT_ZERO: frozenset[str] = frozenset()
# Bank questions asked of the seed notes are mostly not answered there: they teach when not to
# commit. Every third keeps the two kinds in balance.
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
    free = torch.tensor([float(name not in _FIXED_AT_ZERO) for name in FEATURES])
    optimiser = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        used = weights * free
        total = _RIDGE * len(data) * (used**2).mean()
        for features, right, negated in data:
            utilities = torch.logsumexp(features @ used, 0) * (-1 if negated else 1)
            total = total - torch.log_softmax(utilities, 0)[right].mean()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return np.asarray((weights * free).detach().numpy())


def judged(rows: Sequence[Row]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The second model's features and whether the best set is right; (rows, features), (rows,)."""
    features, right = [], []
    for row in rows:
        utilities = settle.option_utilities(row.support, negated=row.negated, combined=row.combined)
        number = wanted(row.case.stem, len(utilities)) or 1
        best, odds = settle.best_set(utilities, number)
        found = settle.confidence_features(row.support, best, odds, negated=row.negated)
        features.append([found[name] for name in settle.CONFIDENCE_FEATURES])
        right.append(float(set(best) == set(row.right)))
    return np.array(features), np.array(right)


def fit_confidence(
    features: NDArray[np.float64], right: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weights and, last, the bias of a ridge-penalised logistic regression (Newton's method)."""
    design = np.hstack([features, np.ones((len(features), 1))])
    weights = np.zeros(design.shape[1])
    ridge = _RIDGE_CONFIDENCE * len(design) * np.diag([1.0] * features.shape[1] + [0.0])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (chance - right) + ridge @ weights / 10
        curve = design.T @ (design * (chance * (1 - chance))[:, None]) + ridge / 10
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def open_index(data: Path, course: str) -> NotesIndex:
    """An ingested course below ``data``."""
    embedder = SentenceTransformerEmbedder(find_weights())
    home = IndexHome(course, Versions(data, course), EmbeddedStores(), embedder)
    return NotesRetriever(home=home).index


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


def report(rows: Sequence[Row], out: list[str]) -> None:
    """Commit rate and precision by group at several thresholds."""
    for group in ("bank", "seeds", "crossed"):
        kept = [row for row in rows if row.group == group]
        features, right = judged(kept)
        weights = [settle.CONFIDENCE.get(n, 0.0) for n in settle.CONFIDENCE_FEATURES]
        chance = 1 / (1 + np.exp(-(features @ np.array(weights) + settle.CONFIDENCE_BIAS)))
        for threshold in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9):
            given = chance >= threshold
            rate, precision = given.mean(), right[given].mean() if given.any() else 1.0
            out.append(f"{group} {threshold:.2f}: commits {rate:.2f}, right {precision:.2f}")


def main() -> int:
    """Measure, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    rows = measured(parser.parse_args().data)
    tune = [row for row in rows if row.case.split == "tune"]
    weights = fit_weights([row for row in tune if row.group != "crossed" and row.case.in_notes])
    out = [f'    "{name}": {value:.2f},' for name, value in zip(FEATURES, weights, strict=True)]
    settle.WEIGHTS.update(zip(FEATURES, weights.tolist(), strict=True))
    *confidence, bias = fit_confidence(*judged(tune)).tolist()
    out += [
        f'    "{n}": {v:.2f},' for n, v in zip(settle.CONFIDENCE_FEATURES, confidence, strict=True)
    ]
    out.append(f"bias {bias:.2f}")
    report([row for row in rows if row.case.split == "report"], out)
    sys.stdout.write("\n".join(out) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
