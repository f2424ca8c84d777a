"""Ingests a course and kills its own process, as a power cut would, at a named moment.

    python interrupted_ingest.py FOLDER MOMENT

A moment is a phase of the progress ("embedding", "storing"), "adding" (a little after storing
began, in the middle of the vector store's work), or what Python reports to audit hooks: the name
of a file that is opened, "os.rename" (the swap) or "shutil.rmtree" (older versions go).
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from threading import Timer

from small_course import HashEmbedder, SmallCourse

from index.discovery import root_of
from index.home import IndexHome
from index.ingest import ingest
from index.vector_store import EmbeddedStores
from index.versions import Versions


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path, moment: str) -> None:
    course = SmallCourse(
        folder / "small" / "notes",
        IndexHome("small", Versions(folder / "index", "small"), EmbeddedStores(), HashEmbedder()),
    )

    def on_event(event: str, arguments: tuple[object, ...]) -> None:
        under = any(str(folder) in str(argument) for argument in arguments)
        opened = event == "open" and Path(str(arguments[0])).name == moment and "r" != arguments[1]
        if under and (opened or event == moment):
            die()

    def on_progress(phase: str, done: int, total: int) -> None:
        if phase == moment and done > total // 2:
            die()
        if phase == "storing" and moment == "adding" and not done:
            Timer(0.01, die).start()

    sys.addaudithook(on_event)
    ingest(course.home, [root_of(course.notes)], progress=on_progress)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
