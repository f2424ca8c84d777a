"""Fit the refusal model: ``python -m eval.fit_refusal COURSE=CASES:UNANSWERABLE …``.

Each argument names an indexed course, and files or folders of facts and of unanswerable questions
(several joined by commas). Fits on the tuning split, picks the threshold at 5 % false refusals
there, prints the figures of both splits, and writes ``tutor/answering/refusal.json``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from eval.cases import Fact, Split, Unanswerable, read_cases
from eval.judge import context
from index.retriever import NotesIndex
from tutor.answering.answer import Turn
from tutor.answering.evidence import rank_sentences
from tutor.answering.follow_up import rewrite
from tutor.answering.refusal import Features, features_of
from tutor.settings import load_settings
from tutor.study_tutor import StudyTutor

FALSE_REFUSALS = 0.05
TARGET = Path(__file__).parent.parent / "tutor" / "answering" / "refusal.json"
_CHUNKS = 20
_PENALTY = 0.3  # strength of the regression's prior, of standardised features; flat around it
# A false premise shares its words with the notes: those are corrected, not refused. Refusing where
# the answer was not even found is no mistake of the refusal model.
_NOT_FITTED = frozenset({"false-premise", "answerable, not found"})


@dataclass(frozen=True)
class Row:
    """One case, measured."""

    course: str
    features: Features
    kind: str
    split: Split

    @property
    def is_answerable(self) -> bool:
        """Whether the notes answer the question, found or not."""
        return self.kind.startswith("answerable")


def rows_of(
    index: NotesIndex, course: str, facts: Sequence[Fact], unanswerable: Sequence[Unanswerable]
) -> Iterator[Row]:
    """Features of every case of a course."""
    for fact in facts:
        turns = [Turn(turn.question, turn.answer) for turn in fact.previous]
        features, read = _measured(index, rewrite(fact.question, turns))
        kind = "answerable" if fact.mentioned_in(read) else "answerable, not found"
        yield Row(course, features, kind, fact.split)
    for case in unanswerable:
        yield Row(course, _measured(index, case.question)[0], case.kind, case.split)


def _measured(index: NotesIndex, question: str) -> tuple[Features, str]:
    """Features of a question, and what a reader of the passages found would see."""
    found = index.search(question, _CHUNKS)
    read = context([hit.chunk.text for hit in found.hits])
    return features_of(index, found, rank_sentences(index, found)), read


def fit(rows: Sequence[Row], tell: Callable[[str], object]) -> dict[str, object]:
    """Weights and threshold, as ``refusal.json`` holds them.

    The threshold refuses 5 % of the answerable questions, each course counting the same.
    """
    names = list(asdict(rows[0].features))
    x = np.array([[getattr(row.features, name) for name in names] for row in rows])
    y = np.array([row.kind == "answerable" for row in rows])
    fitted = np.array([row.kind not in _NOT_FITTED for row in rows])
    tune = np.array([row.split == "tune" for row in rows])
    model = _model().fit(x[fitted & tune], y[fitted & tune])
    p = np.asarray(model.predict_proba(x)[:, 1])
    answerable = [n for n, row in enumerate(rows) if row.split == "tune" and row.is_answerable]
    threshold = _threshold(p[answerable], _evenly([rows[n].course for n in answerable]))
    parts: tuple[tuple[Split, NDArray[np.bool_]], ...] = (("tune", tune), ("report", ~tune))
    for split, part in parts:
        tell(f"{split}: AUC {roc_auc_score(y[part & fitted], p[part & fitted]):.3f}\n")
        for line in _shares(rows, p < threshold, split):
            tell(f"  {line}\n")
    scaler, regression = model.named_steps.values()
    weights = regression.coef_[0] / scaler.scale_
    return {
        "intercept": round(float(regression.intercept_[0] - weights @ scaler.mean_), 4),
        "weights": {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)},
        "threshold": round(threshold, 4),
    }


def _model() -> Pipeline:
    return make_pipeline(
        StandardScaler(),
        LogisticRegression(C=_PENALTY, class_weight="balanced", max_iter=2_000),
    )


def _evenly(courses: Sequence[str]) -> NDArray[np.float64]:
    """Weights that make each course count the same, whatever its number of cases."""
    counts = Counter(courses)
    return np.array([1 / counts[course] for course in courses])


def _threshold(p: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """The probability below which :data:`FALSE_REFUSALS` of the weight lies."""
    order = np.argsort(p)
    below = np.cumsum(weights[order]) / weights.sum()
    return float(p[order][np.searchsorted(below, FALSE_REFUSALS)])


def _shares(rows: Sequence[Row], refused: NDArray[np.bool_], split: Split) -> Iterator[str]:
    """How many of each kind of case of each course are refused."""
    groups: dict[tuple[str, str], list[bool]] = {}
    for row, verdict in zip(rows, refused.tolist(), strict=True):
        if row.split == split:
            groups.setdefault((row.course, row.kind), []).append(verdict)
    for (course, kind), verdicts in sorted(groups.items()):
        yield f"{course}: {sum(verdicts)} of {len(verdicts)} {kind} refused"


def main(arguments: list[str]) -> None:
    """Fit, report, write."""
    tutor = StudyTutor(load_settings())
    rows: list[Row] = []
    for argument in arguments:
        course, _, files = argument.partition("=")
        facts, _, unanswerable = files.partition(":")
        rows += rows_of(
            tutor.index(course),
            course,
            [fact for path in facts.split(",") for fact in read_cases(Path(path), Fact)],
            [
                case
                for path in unanswerable.split(",")
                for case in read_cases(Path(path), Unanswerable)
            ],
        )
    fitted = fit(rows, sys.stdout.write)
    TARGET.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")
    sys.stdout.write(json.dumps(fitted) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
