"""Kills a process that sits an exam, at random moments, and looks for answers that were lost.

The process prints a line for each command that was acknowledged. After ``kill -9`` another one
goes on with the same exam. What is stored must be what was acknowledged, in that order, and at
most the one command that was under way when the kill came.

    python tests/tutor/learning/exam_kill.py --rounds 50 [--database URL]
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exam_course import make_bank, make_course_of_exam

from tutor.learning.events import Event
from tutor.learning.exam_view import ExamView
from tutor.learning.learning import Learning

LEARNER, COURSE, QUESTIONS = "ada", "exam-course", 48
_OPTIONS = {"single": ("A", "B", "C", "D"), "multiple": ("AB", "BC", "CD", "AD")}


@dataclass
class Tally:
    """What the rounds have shown."""

    acknowledged: int = 0
    kills: int = 0
    before_first: int = 0  # kills before anything was acknowledged: opening, migrating, starting
    unacknowledged: int = 0  # stored, but killed before it could be said
    lost: list[str] = field(default_factory=list)


def open_learning(place: str) -> Learning:
    course = make_course_of_exam()
    return Learning(place, lambda _: course, lambda _: make_bank(course, 2))


def sit(place: str, seed: int) -> None:
    """The process that is killed: answers, changes, flags and turns pages until it is."""
    dice, learning = random.Random(seed), open_learning(place)
    if not learning.withheld(LEARNER):
        learning.start_exam(LEARNER, COURSE, minutes=1440, seed=1)
    exam = learning.latest_exam(LEARNER, COURSE)
    view = learning.exam_view(LEARNER, exam)
    while True:
        question = dice.choice(view.questions)
        what = dice.choices(("answered", "flagged", "shown"), (8, 1, 1))[0]
        told: dict[str, Any] = {"kind": what, "number": question.number}
        if what == "answered":
            labels = dice.choice(_OPTIONS[question.kind])
            if tuple(labels) == question.chosen:
                continue
            told["chosen"] = list(labels)
            view = learning.answer(LEARNER, exam, question.number, labels)
        elif what == "flagged":
            told["kind"] = "unflagged" if question.flagged else "flagged"
            view = learning.flag(LEARNER, exam, question.number, not question.flagged)
        else:
            if view.position == question.number:
                continue
            view = learning.move(LEARNER, exam, question.number)
        print(json.dumps(told), flush=True)  # noqa: T201


def run_rounds(place: str, rounds: int, seed: int = 0) -> Tally:
    """Kill that many processes; all sit the same exam."""
    dice, tally = random.Random(seed), Tally()
    said: list[dict[str, Any]] = []
    first: ExamView | None = None
    for number in range(rounds):
        heard = list(_until_killed(place, dice, number))
        tally.kills += 1
        tally.before_first += not heard
        said += heard
        tally.acknowledged = len(said)
        if not said:
            continue
        learning = open_learning(place)
        exam = learning.latest_exam(LEARNER, COURSE)
        view = learning.exam_view(LEARNER, exam)
        first = first or view
        _same_exam(first, view, tally)
        extra = _check(learning, exam, said, tally)
        tally.unacknowledged += len(extra)
        said += extra
        learning.store.close()
    return tally


def _until_killed(place: str, dice: random.Random, seed: int) -> Iterator[dict[str, Any]]:
    """What one process acknowledges before it is killed."""
    command = [sys.executable, __file__, "--sit", place, "--seed", str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        if dice.random() < 0.2:  # somewhere in opening, migrating, starting, or early on
            time.sleep(dice.uniform(0.2, 3))
        else:
            for _ in range(dice.randrange(1, 40)):
                yield json.loads(process.stdout.readline())
            time.sleep(dice.uniform(0, 0.03))
        process.send_signal(signal.SIGKILL)
        for line in process.stdout:
            if line.endswith("\n"):
                yield json.loads(line)


def _same_exam(first: ExamView, view: ExamView, tally: Tally) -> None:
    asked = [[(q.stem, q.options) for q in v.questions] for v in (first, view)]
    if asked[0] != asked[1] or (first.exam, first.deadline) != (view.exam, view.deadline):
        tally.lost.append("the form or the deadline")
    if view.remaining_seconds > first.remaining_seconds:
        tally.lost.append("time came back")


def _check(
    learning: Learning, exam: str, said: list[dict[str, Any]], tally: Tally
) -> list[dict[str, Any]]:
    """Compare what is stored with what was said; gives what was stored without being said."""
    events = learning.store.events(LEARNER, exam=exam)
    drawn = next(e for e in events if e.kind == "form_drawn").detail["questions"]
    numbers = {q["question"]["id"]: n for n, q in enumerate(drawn, 1)}
    orders = {q["question"]["id"]: q["order"] for q in drawn}
    kept = [_as_said(e, numbers, orders) for e in events if e.card]
    for n, told in enumerate(said):
        if n >= len(kept) or kept[n] != told:
            tally.lost.append(f"{n}: {told}")
    if len(kept) > len(said) + 1:
        tally.lost.append(f"{len(kept) - len(said)} events that nobody gave")
    return kept[len(said) :]


def _as_said(event: Event, numbers: dict[str, int], orders: dict[str, list[int]]) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": event.kind, "number": numbers[event.card]}
    if event.kind == "answered":
        order = orders[event.card]
        told["chosen"] = sorted("ABCD"[order.index("ABCD".index(c))] for c in event.chosen)
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--database", default="")
    parser.add_argument("--sit", default="")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    if given.sit:
        sit(given.sit, given.seed)
    with tempfile.TemporaryDirectory() as folder:
        place = given.database or str(Path(folder) / "learning.db")
        tally = run_rounds(place, given.rounds, given.seed)
    print(tally)  # noqa: T201
    return bool(tally.lost)


if __name__ == "__main__":
    sys.exit(main())
