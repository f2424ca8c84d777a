"""Fit the refusal model: ``python -m eval.fit_refusal COURSE=CASES:UNANSWERABLE …``.

Each argument names an indexed course, a file or folder of facts, and one of unanswerable
questions. Fits on the tuning split, picks the threshold at 5 % false refusals there, prints the
figures of both splits, and writes ``tutor/answering/refusal.json``.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from eval.cases import Fact, Unanswerable, read_cases
from tutor.answering.answer import Turn
from tutor.answering.evidence import rank_sentences
from tutor.answering.follow_up import rewrite
from tutor.answering.refusal import Features, features_of
from tutor.settings import load_settings
from tutor.study_tutor import StudyTutor

FALSE_REFUSALS = 0.05
CONTEXT_CHARACTERS = 3_200
_Row = tuple[Features, str, str]  # features, kind, split


def rows_of(tutor: StudyTutor, course: str, facts: Path, unanswerable: Path) -> list[_Row]:
    """Features of every case of a course."""
    index = tutor.index(course)
    asked: list[tuple[str, str, str, Fact | None]] = []
    for path in str(facts).split(","):
        for fact in read_cases(Path(path), Fact):
            turns = [Turn(turn.question, turn.answer) for turn in fact.previous]
            asked.append((rewrite(fact.question, turns), "answerable", fact.split, fact))
    asked += [(c.question, c.kind, c.split, None) for c in read_cases(unanswerable, Unanswerable)]
    rows = []
    for question, kind, split, case in asked:
        found = index.search(question, 20)
        ranked = rank_sentences(index, found)
        # Refusing where the answer was not even found is no mistake of the refusal model.
        read = "\n".join(hit.chunk.text for hit in found.hits)[:CONTEXT_CHARACTERS]
        if case and not all(re.search(p, read, re.IGNORECASE | re.DOTALL) for p in case.must):
            kind = "answerable, not found"  # noqa: PLW2901
        rows.append((features_of(index, found, ranked), kind, split))
    return rows


def main(arguments: list[str]) -> None:
    """Fit, report, write."""
    tutor = StudyTutor(load_settings())
    rows: list[_Row] = []
    for argument in arguments:
        course, _, files = argument.partition("=")
        facts, _, unanswerable = files.partition(":")
        rows += rows_of(tutor, course, Path(facts), Path(unanswerable))
    names = list(asdict(rows[0][0]))
    x = np.array([[getattr(f, n) for n in names] for f, _, _ in rows])
    y = np.array([kind == "answerable" for _, kind, _ in rows])
    tune = np.array([split == "tune" for _, _, split in rows])
    # A false premise shares its words with the notes: those are corrected, not refused.
    left_out = ("false-premise", "answerable, not found")
    fit = tune & np.array([kind not in left_out for _, kind, _ in rows])
    model = LogisticRegression(C=30.0, class_weight="balanced", max_iter=2_000).fit(x[fit], y[fit])
    p = model.predict_proba(x)[:, 1]
    threshold = float(np.quantile(p[tune & y], FALSE_REFUSALS))
    out = sys.stdout.write
    for split, part in (("tune", tune), ("report", ~tune)):
        judged = part & np.array([kind not in left_out for _, kind, _ in rows])
        out(f"{split}: AUC {roc_auc_score(y[judged], p[judged]):.3f}")
        for kind in sorted({kind for _, kind, _ in rows}):
            of_kind = part & np.array([k == kind for _, k, _ in rows])
            out(f", {kind} refused {float((p[of_kind] < threshold).mean()):.3f}")
        out("\n")
    weights = {n: round(float(w), 4) for n, w in zip(names, model.coef_[0], strict=True)}
    target = Path(__file__).parent.parent / "tutor" / "answering" / "refusal.json"
    fitted = {"intercept": round(float(model.intercept_[0]), 4), "weights": weights,
              "threshold": round(threshold, 4)}  # fmt: skip
    target.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")
    out(json.dumps(fitted) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
