"""Many learners at once on one tutor: they ask, practise and sit an exam, for a minute.

Looked for are errors, answers that are not those to the question, events of one learner among
another's, and memory that grows. Reported is what 95 of 100 actions of each kind took at most.

    python -m tests.faults.load [--learners 25 100] [--seconds 60] [--data FOLDER] [--write]

Without ``--data`` the bundled course is indexed in a folder of its own first, which takes minutes.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread

import numpy as np

from corpus.course import BUNDLED_COURSE
from corpus.errors import StudyError
from tests.faults.fault_table import PAGE, replace_rows
from tutor.answering.answer import Answer
from tutor.quizzing.models import QuizRequest
from tutor.settings import Settings
from tutor.study_tutor import StudyTutor

HEAD = "| learners | actions | errors | mixed up | p95 ask | p95 practise | p95 exam | memory | of the time |"
_QUESTIONS = 60


@dataclass
class Seen:
    """What all learners have seen together."""

    took: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def took_so_long(self, kind: str, seconds: float) -> None:
        """Note how long one action took."""
        with self.lock:
            self.took.setdefault(kind, []).append(seconds)

    def same_answer(self, question: str, answer: Answer) -> None:
        """The same question has the same answer, whoever asks and whatever else is going on."""
        said = f"{answer.question} {answer.text} {[c.quote for c in answer.citations]}"
        with self.lock:
            if self.answers.setdefault(question, said) != said or question not in said:
                self.mixed.append(f"{question}: {said[:200]}")


class Learner(Thread):
    """One learner, who does what learners do until the time is over."""

    def __init__(self, number: int, tutor: StudyTutor, questions: list[str], seen: Seen) -> None:
        super().__init__(name=f"learner-{number}", daemon=True)
        self.learner = f"learner-{number}"
        self.told: Counter[str] = Counter()  # cards answered, as acknowledged
        self._tutor = tutor
        self._questions = questions
        self._seen = seen
        self._dice = random.Random(number)
        self.until = 0.0

    def run(self) -> None:
        """Act until the time is over."""
        while time.monotonic() < self.until:
            kind, act = self._dice.choice(
                (("ask", self.ask), ("practise", self.practise), ("exam", self.exam))
            )
            began = time.monotonic()
            try:
                act()
            except Exception as error:  # noqa: BLE001  # whatever goes wrong is what this counts
                with self._seen.lock:
                    self._seen.errors.append(f"{kind}: {type(error).__name__}: {error}")
            self._seen.took_so_long(kind, time.monotonic() - began)

    def ask(self) -> None:
        """Ask one of the questions that all ask."""
        question = self._dice.choice(self._questions)
        self._seen.same_answer(question, self._tutor.ask(BUNDLED_COURSE, question))

    def practise(self) -> None:
        """Answer one question of the bank."""
        request = QuizRequest(n=1, origin="bank", seed=self._dice.randrange(10**6))
        for item in self._tutor.quiz(BUNDLED_COURSE, request, self.learner).questions:
            chosen = self._dice.choice(sorted(item.labelled()))
            event = self._tutor.learning.record_practice(self.learner, BUNDLED_COURSE, item, chosen)
            self.told[event.card] += 1

    def exam(self) -> None:
        """Answer a question of the exam that is open; start one first, submit it now and then."""
        learning = self._tutor.learning
        if not learning.withheld(self.learner, BUNDLED_COURSE):
            learning.start_exam(self.learner, BUNDLED_COURSE, minutes=600)
        exam = learning.latest_exam(self.learner, BUNDLED_COURSE)
        view = learning.exam_view(self.learner, exam)
        question = self._dice.choice(view.questions)
        learning.answer(self.learner, exam, question.number, self._dice.choice("ABCD"))
        if self._dice.random() < 0.05:
            learning.submit(self.learner, exam)


def strangers(tutor: StudyTutor, learners: list[Learner]) -> list[str]:
    """Practice answers that are stored for a learner but were not acknowledged to that learner."""
    wrong = []
    for each in learners:
        events = tutor.learning.store.events(each.learner, BUNDLED_COURSE, kinds=("answered",))
        stored = Counter(event.card for event in events if not event.exam)
        if stored != each.told:
            wrong.append(
                f"{each.learner}: {sum(stored.values())} stored, {sum(each.told.values())} told"
            )
    return wrong


def megabytes() -> int:
    """What this process holds in memory now; 0 where the system does not say."""
    try:
        told = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text("utf-8"))
    except OSError:
        return 0
    return int(told[1]) // 1024 if told else 0


def run(tutor: StudyTutor, number: int, seconds: float) -> str:
    """Let so many learners act; returns the row of the table."""
    chunks = tutor.index(BUNDLED_COURSE).chunks
    titles = list(dict.fromkeys(c.heading[-1] for c in chunks if c.heading))
    seen, questions = (
        Seen(),
        [f"{title}?" for title in titles[:: max(1, len(titles) // _QUESTIONS)]],
    )
    tutor.ask(BUNDLED_COURSE, questions[0])
    learners = [Learner(n + 1000 * number, tutor, questions, seen) for n in range(number)]
    for each in learners:
        each.until = time.monotonic() + seconds
        each.start()
    time.sleep(seconds / 3)
    early = megabytes()
    for each in learners:
        each.join()
    late = megabytes()
    seen.mixed += strangers(tutor, learners)
    sys.stderr.writelines(f"{each}\n" for each in [*seen.errors[:20], *seen.mixed[:20]])
    p95 = {kind: f"{np.percentile(took, 95):.2f} s" for kind, took in seen.took.items()}
    return (
        f"| {number} | {sum(map(len, seen.took.values())):,} | {len(seen.errors)} | {len(seen.mixed)} "
        f"| {p95.get('ask')} | {p95.get('practise')} | {p95.get('exam')} "
        f"| {early:,} → {late:,} MB | {seconds:g} s |"
    )


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, nargs="+", default=[25, 100])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--data", type=Path, help="a data folder with the bundled course indexed")
    parser.add_argument("--write", action="store_true", help="renew docs/faults.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if given.data:
            shutil.copytree(
                given.data / "index" / BUNDLED_COURSE, Path(scratch, "index", BUNDLED_COURSE)
            )
        tutor = StudyTutor(Settings(data_dir=Path(scratch)))
        try:
            tutor.ingest(BUNDLED_COURSE)
        except StudyError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        rows = [run(tutor, number, given.seconds) for number in given.learners]
    sys.stdout.write("\n".join([HEAD, *rows]) + "\n")
    if given.write:
        replace_rows(PAGE, HEAD, rows)
    return int(any(row.split("|")[3:5] != [" 0 ", " 0 "] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
