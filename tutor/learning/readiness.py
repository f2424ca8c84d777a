"""Readiness: which share of such an exam a learner would get right, as an interval. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tutor.learning.exam import Exam
from tutor.learning.intervals import weighted, wilson

Standing = Literal["above", "below", "undecided", "no target", "no evidence"]

# Older exams say less of what is known today; three full ones give intervals of about ± 8 points.
_EXAMS = 3


@dataclass(frozen=True)
class Readiness:
    """The share expected on new questions, weighted by the blueprint, with its 95 % interval.

    It rests on ``answers`` questions of the last ``exams`` exams that the learner had not met
    before; ``met_before`` were left out, since remembering a question is not knowing its subject.
    ``standing`` compares the interval with the learner's own ``target``, not with a pass mark.
    """

    standing: Standing
    share: float | None
    low: float
    high: float
    target: float | None
    exams: int
    answers: int
    met_before: int
    sections_missing: tuple[str, ...]
    text: str


def readiness_of(exams: Sequence[Exam], target: float | None) -> Readiness:
    """What the last exams say, oldest first in ``exams``; all have ended.

    One that was given up before anything was answered says nothing.
    """
    last = [exam for exam in exams if len(exam.unanswered) < len(exam.numbers)][-_EXAMS:]
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    met = 0
    for exam in last:
        for number in exam.numbers:
            asked = exam.question(number)
            if asked.seen:
                met += 1
                continue
            total[asked.question.section] += 1
            right[asked.question.section] += exam.is_right(number)
    weights = {s.id: s.weight for s in last[-1].form.sections} if last else {}
    parts = [(weight, right[name], total[name]) for name, weight in weights.items()]
    if not weights:  # without a blueprint every question counts alike
        parts = [(1.0, right.total(), total.total())]
    share, n = weighted(parts)
    low, high = wilson(share, n)
    missing = tuple(name for name in weights if not total[name])
    standing = _standing(low, high, target) if n else "no evidence"
    ready = Readiness(
        standing,
        share if n else None,
        low,
        high,
        target,
        len(last),
        total.total(),
        met,
        missing,
        "",
    )
    return _with_text(ready)


def _standing(low: float, high: float, target: float | None) -> Standing:
    if target is None:
        return "no target"
    if low >= target:
        return "above"
    return "below" if high < target else "undecided"


def _with_text(ready: Readiness) -> Readiness:
    """The same, said in words."""
    exams = "the last exam" if ready.exams == 1 else f"the last {ready.exams} exams"
    if ready.share is None:
        said = f"Every question of {exams} had been met before, so nothing can be said of new ones."
        return replace(
            ready,
            text=said if ready.exams else "No exam in which you answered anything has ended yet.",
        )
    said = (
        f"On new questions you would get between {ready.low:.0%} and {ready.high:.0%} right "
        f"(95 % interval). This rests on {ready.answers} questions of {exams} that were new to you"
    )
    said += f"; {ready.met_before} met before were left out." if ready.met_before else "."
    if ready.sections_missing:
        said += f" Nothing is known of section {', '.join(ready.sections_missing)}."
    return replace(ready, text=f"{said} {_against(ready)}".strip())


def _against(ready: Readiness) -> str:
    """The interval beside the learner's own target."""
    if ready.target is None:
        return "You have set no target of your own to compare it with."
    goal = f"your own target of {ready.target:.0%}"
    return {
        "above": f"All of it reaches {goal}.",
        "below": f"All of it lies below {goal}.",
    }.get(ready.standing, f"It holds {goal}: the answers so far cannot tell on which side you are.")
