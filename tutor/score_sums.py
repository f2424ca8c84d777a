"""Scores that a question gives the numbers for: of a confusion matrix, of errors. Pure.

The notes give the rule; the numbers stand in the question.
"""

from __future__ import annotations

import re
from math import fsum, sqrt

from tutor.sums import Sum

_CELL = re.compile(
    r"(?<![\w.])(?P<n>\d[\d,]*) (?P<name>true|false) (?P<kind>positive|negative)s?\b"
    r"|\b(?P<short>[TF][PN])\s*(?:=|is|of|:)\s*(?P<m>\d[\d,]*)",
    re.IGNORECASE,
)
# The cells above and below the line, and how notes state the rule.
_SCORES: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "precision": (
        ("TP",),
        ("TP", "FP"),
        r"TP\s*\+\s*FP|true positives?[^.|]{0,60}false positives?",
    ),
    "recall": (("TP",), ("TP", "FN"), r"TP\s*\+\s*FN|true positives?[^.|]{0,60}false negatives?"),
    "accuracy": (
        ("TP", "TN"),
        ("TP", "TN", "FP", "FN"),
        r"accuracy[^.|]{0,80}(?:correct|right|TP\s*\+\s*TN)",
    ),
}
_ASKED = {
    "precision": re.compile(r"\bprecision\b", re.IGNORECASE),
    "recall": re.compile(r"\b(?:recall|sensitivity|true positive rate)\b", re.IGNORECASE),
    "accuracy": re.compile(r"\baccuracy\b", re.IGNORECASE),
}
_ERRORS = re.compile(
    r"\b(?:errors|residuals)\b[^.?\d−-]{0,30}"
    r"(?P<list>[−-]?\d[\d.]*(?:(?:,\s*(?:and )?|\s+and )[−-]?\d[\d.]*)+)",
    re.IGNORECASE,
)
_MEAN_ABSOLUTE = re.compile(r"\bMAE\b|\bmean absolute error\b", re.IGNORECASE)
_MEAN_SQUARED = re.compile(r"\bMSE\b|(?<!root )\bmean squared error\b", re.IGNORECASE)
_ROOT = re.compile(r"\bRMSE\b|\broot mean squared error\b", re.IGNORECASE)
_ABSOLUTE_RULE = r"(?:mean|average)[^.|]{0,30}absolute (?:error|residual|difference)"
_SQUARED_RULE = r"(?:mean|average)[^.|]{0,30}squared? (?:error|residual|difference)"


def compute(stem: str, asked: str = "") -> Sum | None:
    """The score that a stem asks for; None when it does not, or lacks a number of it.

    ``asked`` is the sentence of it that asks, where there are others.
    """
    asked = asked or stem
    return _of_matrix(stem, asked) or _of_errors(stem, asked)


def _of_matrix(stem: str, asked: str) -> Sum | None:
    cells: dict[str, int] = {}
    for match in _CELL.finditer(stem):
        name = match["short"] or f"{match['name'][0]}{match['kind'][0]}"
        if cells.setdefault(name.upper(), _count(match)) != _count(match):
            return None  # two matrices
    wanted = [score for score, pattern in _ASKED.items() if pattern.search(asked)]
    if len(wanted) != 1 or not cells:
        return None
    above, below, rule = _SCORES[wanted[0]]
    total = sum(cells.get(name, 0) for name in below)
    if not set(below) <= cells.keys() or not total:
        return None
    hits = sum(cells[name] for name in above)
    over = " + ".join(str(cells[name]) for name in below)
    shown = " + ".join(str(cells[name]) for name in above)
    shown = f"({shown})" if len(above) > 1 else shown
    working = f"{wanted[0]} = {shown} / ({over}) = {round(hits / total, 4):g}"
    return Sum(hits / total, working, re.compile(rule, re.IGNORECASE))


def _count(match: re.Match[str]) -> int:
    return int((match["n"] or match["m"]).replace(",", ""))


def _of_errors(stem: str, asked: str) -> Sum | None:
    found = _ERRORS.search(stem)
    measures = (_MEAN_ABSOLUTE, _ROOT, _MEAN_SQUARED)
    wanted = [bool(pattern.search(asked)) for pattern in measures]
    if not found or sum(wanted) != 1:
        return None
    written = re.findall(r"[−-]?\d+(?:\.\d+)?", found["list"])
    errors = [float(n.replace("−", "-")) for n in written]
    if wanted[0]:
        mean = fsum(map(abs, errors)) / len(errors)
        shown = " + ".join(f"{abs(e):g}" for e in errors)
        working = f"({shown}) / {len(errors)} = {round(mean, 4):g}"
        return Sum(mean, working, re.compile(_ABSOLUTE_RULE, re.IGNORECASE))
    mean = fsum(e * e for e in errors) / len(errors)
    shown = " + ".join(f"{e * e:g}" for e in errors)
    mean_of = f"({shown}) / {len(errors)}"
    working = f"{mean_of} = {round(mean, 4):g}"
    if wanted[1]:
        working = f"√({mean_of}) = √{round(mean, 4):g} = {round(sqrt(mean), 4):g}"
        mean = sqrt(mean)
    return Sum(mean, working, re.compile(_SQUARED_RULE, re.IGNORECASE))
