"""What a learner did. Events are only ever added; everything else is derived from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

EventKind = Literal[
    "shown",
    "answered",
    "flagged",
    "unflagged",
    "recalled",
    "disputed",
    "exam_started",
    "form_drawn",
    "exam_submitted",
    "goal_set",
    "practice_started",
    "practice_ended",
]
"""``answered`` is a choice of options; ``recalled`` a card that the learner graded.

``shown`` with an exam's id is where the learner moved to in that exam. ``form_drawn`` holds an
exam's questions as they were then, so that a changed bank changes no exam. Answers of an exam have
no ``correct`` while it is open; when it ends, each answer that stands is added once more, judged
(``detail["graded"]``). ``goal_set`` holds a :class:`Goal` in its detail. ``practice_started`` holds
a practice set's questions as they were drawn; its answers name the set (``detail["set"]``).
"""

Confidence = Literal["guess", "unsure", "sure"]
Grade = Literal["again", "hard", "good", "easy"]


@dataclass(frozen=True)
class Event:
    """One thing a learner did. ``seq`` is given by the store and grows with every event.

    ``at`` is UTC. ``card`` is a question's id or a key fact's id. ``chosen`` holds option labels
    as the bank has them, never as shuffled on the page. ``correct`` is all-or-nothing and judged
    when the answer was given: history is not re-graded. ``seconds`` is the time the learner took.
    ``detail`` holds what only one kind needs (an exam's form, a dispute's reason).
    """

    learner: str
    course: str
    kind: EventKind
    at: datetime
    card: str = ""
    exam: str = ""
    chosen: tuple[str, ...] = ()
    correct: bool | None = None
    confidence: Confidence | None = None
    grade: Grade | None = None
    seconds: float | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    seq: int = 0


@dataclass(frozen=True)
class Goal:
    """What a learner wants of a course; all of it is the learner's own choice.

    ``target`` is a share of right answers, 0 to 1. There is no pass mark in it: where the vendor
    publishes none, none is invented.
    """

    exam_date: date | None = None
    target: float | None = None
    minutes_a_day: int | None = None
