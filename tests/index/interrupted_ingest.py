"""Ingests courses, each in a process that kills itself at a named moment, as a power cut would.

    python interrupted_ingest.py FOLDER=MOMENT ...

prints how each process ended, in order.

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

import chromadb  # noqa: F401  # imported once, before the forks
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
        opened = event == "open" and Path(str(arguments[0])).name == moment and arguments[1] != "r"
        if under and (opened or event == moment):
            die()

    def on_progress(phase: str, done: int, total: int) -> None:
        if phase == moment and done > total // 2:
            die()
        if phase == "storing" and moment == "adding" and not done:
            Timer(0.01, die).start()

    sys.addaudithook(on_event)
    ingest(course.home, [root_of(course.notes)], progress=on_progress)


def ended(folder: Path, moment: str) -> int:
    """Run in a fork, which has what takes long to import; returns its exit code."""
    process = os.fork()
    if not process:
        main(folder, moment)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if __name__ == "__main__":
    for job in sys.argv[1:]:
        where, _, when = job.rpartition("=")
        sys.stdout.write(f"{ended(Path(where), when)}\n")
        sys.stdout.flush()
