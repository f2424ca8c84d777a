"""Fit the weights of :mod:`tutor.quizzing.settle`.

Run as ``python -m eval.fit_settle --data DIR``; ``DIR`` holds the indexes of the bundled course
and of the courses ``seeds`` and ``coastal``. Prints the tables to copy into the module, fitted on
all questions, and, for several thresholds, the figures when each question is judged by weights
that were fitted without it.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from corpus.course import BUNDLED_COURSE, bundled_courses
from corpus.questions import read_questions
from eval.explain_scores import ExplainCase, cases_of_bank, read_explain_cases
from index.embedding import SentenceTransformerEmbedder, find_weights
from index.home import IndexHome
from index.retriever import LatestIndex, NotesIndex
from index.vector_store import EmbeddedStores
from index.versions import Versions
from tutor.quizzing import settle
from tutor.quizzing.notes_key import is_doubtful
from tutor.quizzing.stems import combined_labels, is_negated, wanted
from tutor.quizzing.support import FEATURES, Support, find_support

_RIDGE = 0.002  # on the mean square of the weights, times the number of questions
# Bank questions asked of the seed notes are mostly not answered there: they show how often
# the tutor commits itself for nothing. Every third is enough.
_CROSSED = 3
_FOLDS = 5
_THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
_PENALTY = 1e3  # inverse strength of the prior on three numbers: next to none
TABLES = (settle.BEARS_MEAN, settle.BEARS_MOST, settle.SPEAKS_FOR)


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

    @property
    def settled(self) -> bool:
        """Whether the notes that were searched hold the answer."""
        return self.case.in_notes and self.group != "crossed"


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


def fit_weights(rows: Sequence[Row], start: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights of all :data:`TABLES`, one after another, that make the keys likeliest.

    Ridge-penalised; ``start`` is where the search begins.
    """
    import torch

    picks = [[FEATURES.index(name) for name in table] for table in TABLES]
    ends = np.cumsum([len(pick) for pick in picks])
    data = []
    for row in rows:
        if row.support.passages and not row.combined:
            f = torch.tensor(row.support.features)
            bears = torch.cat((f.mean(1)[:, picks[0]], f.amax(1)[:, picks[1]]), dim=1)
            data.append((bears, f[:, :, picks[2]], list(row.right), row.negated))
    weights = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        total = _RIDGE * len(data) * (weights**2).mean()
        for bears, speaks, right, negated in data:
            clause = torch.log_softmax(bears @ weights[: ends[1]], 0)
            option = torch.log_softmax(speaks @ weights[ends[1] :], 1)
            shares = torch.logsumexp(clause[:, None] + option, 0)
            chance = torch.log_softmax(-shares, 0) if negated else shares
            total = total - chance[right].mean()
        total.backward()  # type: ignore[no-untyped-call]
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return np.asarray(weights.detach().numpy())


def set_weights(weights: NDArray[np.float64]) -> None:
    """Put fitted weights into the tables."""
    left = iter(weights.tolist())
    for table in TABLES:
        table.update({name: next(left) for name in table})


def judged(rows: Sequence[Row]) -> list[settle.Judgement]:
    """The judgement of each row, without regard to a threshold."""
    return [
        settle.judge(
            row.support,
            wanted(row.case.stem, len(row.case.options)) or 1,
            negated=row.negated,
            combined=row.combined,
        )
        for row in rows
    ]


def is_right(row: Row, judgement: settle.Judgement) -> bool:
    """Whether the notes settle the question, and so."""
    return row.settled and set(judgement.best) == set(row.right)


def cross_judged(rows: Sequence[Row]) -> list[tuple[Row, settle.Judgement]]:
    """Each question judged by weights fitted without it."""
    start = _weights()
    folds = [zlib.crc32(f"f{row.case.id}".encode()) % _FOLDS for row in rows]
    judgements: list[tuple[Row, settle.Judgement]] = []
    for fold in range(_FOLDS):
        rest = [row for row, n in zip(rows, folds, strict=True) if n != fold and row.settled]
        set_weights(fit_weights(rest, start))
        kept = [row for row, n in zip(rows, folds, strict=True) if n == fold]
        judgements += zip(kept, judged(kept), strict=True)
    set_weights(start)
    return judgements


def fit_chance(judgements: Sequence[tuple[Row, settle.Judgement]]) -> dict[str, float]:
    """How likely a judgement is right, by its odds and its bearing."""
    found = [(row, one) for row, one in judgements if np.isfinite(one.bearing)]
    columns = np.array([[one.odds, one.bearing] for _, one in found])
    right = np.array([is_right(row, one) for row, one in found])
    fitted = LogisticRegression(C=_PENALTY, max_iter=2_000).fit(columns, right)
    odds, bearing = fitted.coef_[0]
    return {"odds": odds, "bearing": bearing, "constant": fitted.intercept_[0]}


def _weights() -> NDArray[np.float64]:
    return np.array([weight for table in TABLES for weight in table.values()])


def open_index(data: Path, course: str) -> NotesIndex:
    """An ingested course below ``data``."""
    embedder = SentenceTransformerEmbedder(find_weights())
    home = IndexHome(course, Versions(data, course), EmbeddedStores(), embedder)
    return LatestIndex(home).index


def measured(data: Path) -> list[Row]:
    """All rows: the bank on its notes, pasted questions on theirs, the bank on the seeds."""
    course = bundled_courses()[BUNDLED_COURSE]
    bank = list(cases_of_bank(read_questions(course.questions_folder)))
    pasted = read_explain_cases()
    seeds = open_index(data, "seeds")
    indexes = {
        "bundled": open_index(data, BUNDLED_COURSE),
        "seeds": seeds,
        "coastal": open_index(data, "coastal"),
    }
    rows = measure(bank, indexes["bundled"], "bank")
    for name, index in indexes.items():
        rows += measure([case for case in pasted if case.course == name], index, name)
    return [*rows, *measure(bank[::_CROSSED], seeds, "crossed")]


def _figures(judgements: Iterable[tuple[Row, settle.Judgement]]) -> list[str]:
    """How many keys are named, and how many of them rightly, by group at several thresholds."""
    lines = []
    by_group: dict[str, list[tuple[float, bool]]] = {}
    for row, one in judgements:
        group = row.group if row.case.in_notes else f"{row.group}, not in the notes"
        chance = settle.chance_of(one.odds, one.bearing)
        doubtful = not row.support.passages or is_doubtful(row.case.pasted, row.support, one.best)
        by_group.setdefault(group, []).append((chance * (not doubtful), is_right(row, one)))
    for group, found in by_group.items():
        chance, right = np.array(found).T
        for threshold in _THRESHOLDS:
            given = chance >= threshold
            lines.append(
                f"{group} {threshold}: commits on {given.sum()} of {len(given)}, "
                f"right {right[given].sum():.0f}"
            )
    return lines


def main() -> int:
    """Measure, fit, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    rows = measured(parser.parse_args().data)
    crossed = cross_judged(rows)
    settle.CHANCE.update(fit_chance(crossed))
    set_weights(fit_weights([row for row in rows if row.settled], _weights()))
    out = [
        *(f'    "{name}": {weight:.2f},' for table in TABLES for name, weight in table.items()),
        *(f'    "{name}": {weight:.3f},' for name, weight in settle.CHANCE.items()),
        "# cross-validated",
        *_figures(crossed),
    ]
    sys.stdout.write("\n".join(out) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
