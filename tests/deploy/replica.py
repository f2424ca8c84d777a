"""One replica without its page: a process with a tutor of its own, asked line by line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tutor.settings import load_settings
from tutor.study_tutor import StudyTutor


def main() -> None:
    tutor = StudyTutor(load_settings())
    learning = tutor.learning

    def ask(course: str, question: str) -> dict[str, Any]:
        answer = tutor.ask(course, question)
        return {"text": answer.text, "refused": answer.refused}

    def start(learner: str, course: str) -> str:
        return learning.start_exam(learner, course, n=3, minutes=30, seed=5).exam

    def choose(learner: str, exam: str, number: int, chosen: str) -> str:
        learning.answer(learner, exam, number, [chosen])
        return exam

    def seen(learner: str, exam: str) -> list[list[str]]:
        return [sorted(q.chosen) for q in learning.exam_view(learner, exam).questions]

    def ingest(course: str, path: str) -> int:
        return tutor.ingest(course, [Path(path)]).chunks

    does: dict[str, Callable[..., object]] = {
        "ask": ask, "start": start, "choose": choose, "seen": seen, "ingest": ingest
    }  # fmt: skip
    for line in sys.stdin:
        command = json.loads(line)
        sys.stdout.write(json.dumps(does[command.pop("do")](**command)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
