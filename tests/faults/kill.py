"""Kills processes that ingest, practise and review, at random moments, and looks for what is lost.

Ingestion: a process changes a note, says so, and ingests; it is killed somewhere in that, often
around the swap. Then the index must hold the edition before or the new one, whole; and the next
ingestion must bring the new one. Practice and review: a process answers and says each answer that
was acknowledged; every one of them must be stored, and at most one that was not.

    python -m tests.faults.kill --rounds 100 [--write]

Answers within an exam: ``python tests/tutor/learning/exam_kill.py --rounds 50``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults import forked
from tests.faults.fault_table import Row, told
from tests.faults.sound_course import TOPICS, faults_of, make, note, opened
from tests.tutor.learning.exam_course import make_bank, make_course_of_exam
from tutor.learning.learning import Learning

LEARNER, COURSE = "ada", "exam-course"


@dataclass
class Tally:
    """What the rounds have shown."""

    kills: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)


def killed(work: Callable[[], Any], wait: Callable[[], Any]) -> bool:
    """Run ``work`` in a fork that is killed after ``wait``; whether that came before its end."""
    process, reading = forked.start(work)
    wait()
    os.kill(process, signal.SIGKILL)
    return forked.finish(process, reading).code == -signal.SIGKILL


def ingest_rounds(rounds: int, seed: int = 0) -> Tally:
    """Kill that many ingestions of one course."""
    dice, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        forked.run(lambda: bool(make(folder)))
        began = time.monotonic()
        forked.run(lambda: bool(opened(folder).ingest(rebuild=True)))
        usual = time.monotonic() - began
        for edition in range(3, rounds + 3):
            topic = dice.choice(TOPICS)
            course = opened(folder)
            (course.notes / f"{topic}.md").write_text(note(topic, edition), "utf-8")
            # Beside even chances, some in the last part, where versions are swapped.
            share = dice.uniform(0, 1.2) if dice.random() < 0.6 else dice.uniform(0.6, 1.0)
            whole = not killed(
                lambda: opened(folder).ingest().chunks, partial(time.sleep, usual * share)
            )
            tally.kills += not whole
            tally.ends["ended before the kill" if whole else "killed"] += 1
            seen = forked.run(partial(_after, folder, topic, edition))
            tally.lost += seen.value if seen.value is not None else [f"crash: {seen.code}"]
    return tally


def _after(folder: Path, topic: str, edition: int) -> list[str]:
    """What is wrong after a kill, and after the ingestion that follows it."""
    lost = [f"round {edition}, at once: {fault}" for fault in faults_of(opened(folder))]
    report = opened(folder).ingest()
    course = opened(folder)
    lost += [f"round {edition}, mended: {fault}" for fault in faults_of(course)]
    if f"edition {edition}:" not in course.index().document(f"{topic}.md").text:
        lost.append(f"round {edition}: the new note is not there")
    if len(course.index().manifest.files) != len(TOPICS):
        lost.append(f"round {edition}: a note is missing")
    if report.mended:
        lost.append(f"round {edition}: {report.mended}")
    if len(list(course.version().parent.iterdir())) > 2:
        lost.append(f"round {edition}: versions are left lying")
    return lost


def study(place: str, seed: int, said: int) -> None:
    """The process that is killed: reviews and practises, and says what was acknowledged."""
    dice, learning = random.Random(seed), open_learning(place)
    bank = make_bank(make_course_of_exam(), 2)
    while True:
        shown = learning.review_next(LEARNER, COURSE) if dice.random() < 0.5 else None
        question = shown.due.card.question if shown else dice.choice(bank)
        assert question is not None
        chosen = sorted(dice.sample("ABCD", len(question.key)))
        if shown:
            kept = learning.answer_card(LEARNER, COURSE, question.id, chosen=chosen)
        else:
            kept = learning.record_practice(LEARNER, COURSE, question, chosen)
        os.write(said, json.dumps([kept.card, list(kept.chosen)]).encode() + b"\n")


def open_learning(place: str) -> Learning:
    """The store, as another process finds it."""
    course = make_course_of_exam()
    bank = make_bank(course, 2)
    return Learning(place, lambda _: course, lambda _: bank)


def study_rounds(rounds: int, seed: int = 0) -> Tally:
    """Kill that many processes in which the same learner practises and reviews."""
    dice, tally = random.Random(seed), Tally()
    told_so_far: list[Any] = []
    with tempfile.TemporaryDirectory() as scratch:
        place = str(Path(scratch) / "learning.db")
        for number in range(rounds):
            heard = _until_killed(place, number, dice)
            tally.kills += 1
            tally.ends["acknowledged"] += len(heard)
            told_so_far += heard
            stored = forked.run(partial(_stored, place)).value or []
            extra = stored[len(told_so_far) :]
            if stored[: len(told_so_far)] != told_so_far or len(extra) > 1:
                tally.lost.append(f"round {number}: {len(told_so_far)} said, {len(stored)} stored")
            tally.ends["stored before it could be said"] += len(extra)
            told_so_far = stored
    return tally


def _until_killed(place: str, seed: int, dice: random.Random) -> list[Any]:
    """What one process acknowledges before it is killed."""
    hearing, saying = os.pipe()
    heard: list[str] = []
    with os.fdopen(hearing) as lines:

        def wait() -> None:
            os.close(saying)
            if dice.random() < 0.2:  # somewhere in opening and migrating, or early on
                time.sleep(dice.uniform(0.05, 2))
            else:
                heard.extend(lines.readline() for _ in range(dice.randrange(1, 30)))
                time.sleep(dice.uniform(0, 0.05))

        killed(partial(study, place, seed, saying), wait)
        heard.extend(lines)
    return [json.loads(line) for line in heard if line.endswith("\n")]


def _stored(place: str) -> list[Any]:
    learning = open_learning(place)
    events = learning.store.events(LEARNER, COURSE, kinds=("answered",))
    learning.store.close()
    return [[event.card, list(event.chosen)] for event in events]


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="renew docs/faults.md")
    given = parser.parse_args()
    rows = []
    for fault, rounds in (
        ("kill -9 while ingesting and swapping", ingest_rounds),
        ("kill -9 while practising and reviewing", study_rounds),
    ):
        tally = rounds(given.rounds, given.seed)
        sys.stderr.writelines(f"{each}\n" for each in tally.lost)
        seen = ", ".join(f"{n:,} {what}" for what, n in tally.ends.items())
        rows.append(Row(fault, given.rounds, len(tally.lost), seen))
    return told(rows, f"python -m tests.faults.kill --rounds {given.rounds}", write=given.write)


if __name__ == "__main__":
    sys.exit(main())
