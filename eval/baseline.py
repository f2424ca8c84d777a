"""The gate: no figure may fall below what ``baseline.json`` holds by more than its tolerance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import StudyError
from eval.bootstrap import paired_difference
from eval.cases import CaseError
from eval.figures import BY_KEY, EvalResult, Figure, Measure, missed
from eval.judge import CaseResult

BASELINE = Path(__file__).parent / "baseline.json"
Scope = Literal["all", "tune"]
SCOPES: tuple[Scope, ...] = ("all", "tune")
# The cases kept for reporting are not gated by themselves: nobody should tune against them.
REASON = (
    "The sentence search is approximate and its graph depends on the order in which threads build "
    "it; the embedding model runs in bf16 or fp32. Measured on 672 cases: a rebuilt index moved a "
    "figure by up to 2 cases, the other precision by up to 3. So a figure may lose both "
    "together, 5 cases (2 of the few unanswerable ones)."
)
_ROUNDING = 1e-4  # values are stored with four places
_NAMED = 8  # so many newly missed cases are named


class GateFailed(StudyError):
    """A gated figure fell by more than its tolerance."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Gated(_Strict):
    """One figure to hold: its value by scope, and how many cases it may lose.

    ``missed`` names the cases that counted against it, so that a fall can say which are new.
    """

    tolerated_cases: float
    all: float
    tune: float
    missed: tuple[str, ...] = ()


class Baseline(_Strict):
    """What a past run came to. ``cases`` is how many it asked."""

    reason: str = REASON
    cases: int
    figures: dict[str, Gated]


# What a rebuilt index or the other precision was measured to move, and one case more where it
# moved anything. A citation is verbatim by construction.
TOLERATED_CASES: dict[str, float] = {
    "hit_at_4": 2,
    "evidence_at_4": 2,
    "recall_at_10": 4,
    "mrr": 2,
    "ndcg_at_10": 2,
    "answer_in_context": 2,
    "fact_coverage": 2,
    "citations_sound": 0,
    "unanswerable_refused": 1,
    "off_topic_refused": 1,
    "near_topic_refused": 1,
    "answerable_refused": 2,
}
_RANKED = frozenset({"mrr", "ndcg_at_10"})  # nearly every case misses full marks in these


def read_baseline(path: Path = BASELINE) -> Baseline | None:
    """The baseline, or None when none was written yet.

    Raises:
        CaseError: the file is broken.
    """
    try:
        return Baseline.model_validate_json(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise CaseError(
            f"{path} does not hold a baseline: {error}", "Write it with --update-baseline"
        ) from error


def write_baseline(baseline: Baseline, path: Path = BASELINE) -> None:
    """Write the baseline; the file belongs under version control."""
    path.write_text(baseline.model_dump_json(indent=1) + "\n", "utf-8")


def updated(old: Baseline | None, result: EvalResult) -> Baseline:
    """A baseline of this run; tolerances that someone changed by hand are kept."""
    splits = result.splits
    tolerated = TOLERATED_CASES | (
        {key: gated.tolerated_cases for key, gated in old.figures.items()} if old else {}
    )
    return Baseline(
        reason=old.reason if old else REASON,
        cases=len(result.cases),
        figures={
            key: Gated(
                tolerated_cases=tolerance,
                all=round(splits["all"][key].value, 4),
                tune=round(splits["tune"][key].value, 4),
                missed=() if key in _RANKED else tuple(missed(result.cases, BY_KEY[key])),
            )
            for key, tolerance in tolerated.items()
            if all(key in splits[scope] for scope in SCOPES)
        },
    )


def check(result: EvalResult, baseline: Baseline | None) -> None:
    """Compare a run with the baseline.

    Raises:
        GateFailed: a figure fell too far, or is no longer measured, or there is no baseline.
    """
    if baseline is None:
        raise GateFailed("There is no baseline to compare with", "Write it with --update-baseline")
    splits = result.splits
    falls = [
        fall
        for key, gated in baseline.figures.items()
        for scope in SCOPES
        if (fall := _fall(result.cases, key, gated, scope, splits[scope].get(key)))
    ]
    if falls:
        raise GateFailed(
            "; ".join(falls), "Mend what made it worse, or accept it with --update-baseline"
        )


def _fall(
    cases: Sequence[CaseResult], key: str, gated: Gated, scope: Scope, now: Figure | None
) -> str:
    """What fell, from what to what, and by which cases; empty when the figure holds."""
    before: float = getattr(gated, scope)
    name = f"{key} ({scope} cases)"
    measure = BY_KEY.get(key)
    if now is None or measure is None:
        return f"{name} was {before:.3f} and is no longer measured"
    worse = now.value - before if measure.at_most else before - now.value
    if worse <= gated.tolerated_cases / now.n + _ROUNDING:
        return ""
    verb = "rose" if measure.at_most else "fell"
    return f"{name} {verb} from {before:.3f} to {now.value:.3f}" + _blame(
        cases, measure, gated, scope
    )


def _blame(cases: Sequence[CaseResult], measure: Measure, gated: Gated, scope: Scope) -> str:
    """Interval of the difference over the same cases, and the cases that are newly missed."""
    if measure.key in _RANKED:
        return ""
    own = [c for c in cases if scope in ("all", c.split) and measure.value(c) is not None]
    lost_now = set(missed(own, measure))
    new = [c.id for c in own if c.id in lost_now and c.id not in gated.missed]
    _, (low, high) = paired_difference(
        [float(c.id in gated.missed) for c in own], [float(c.id in lost_now) for c in own]
    )
    named = ", ".join(new[:_NAMED]) + (", …" if len(new) > _NAMED else "")
    return (
        f" (95 % of the change in missed cases {low:+.3f} to {high:+.3f}; new: {named or 'none'})"
    )
