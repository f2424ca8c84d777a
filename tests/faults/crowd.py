"""Four processes index the same course and others at once, while readers ask; then all is looked at.

Each writer adds a note of its own to the shared course and ingests until it is in; when another
is at it, it must be told so at once and tries again. Between that it ingests a course of its own.
Readers search all the time. At the end every note and every vector must be there, and no reader
may have met an error.

    python -m tests.faults.crowd [--writers 4] [--readers 2] [--notes 5] [--write]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

from index.errors import IndexBusy, StudyError
from tests.faults import forked
from tests.faults.fault_table import Row, told
from tests.faults.sound_course import faults_of, make, note, opened
from tests.small_course import SmallCourse

_LONGEST_WAIT = 600.0


def write(folder: Path, writer: int, notes: int) -> dict[str, int]:
    """Add notes to the shared course and to an own one; counts how often it had to wait."""
    own = SmallCourse.make(folder, {}, course=f"own-{writer}")
    waits = 0
    for number in range(notes):
        topic = f"subject{writer}x{number}"
        own.write(f"{topic}.md", note(topic, 1, 3))
        own.ingest()
        shared = opened(folder)
        shared.write(f"{topic}.md", note(topic, 1, 3))
        until = time.monotonic() + _LONGEST_WAIT
        while time.monotonic() < until:
            try:
                shared.ingest()
                break
            except IndexBusy:
                waits += 1
                time.sleep(0.02 * (1 + writer))
    return {
        "waits": waits,
        "missing": notes - len(opened(folder, own.home.course).index().manifest.files),
    }


def read(folder: Path, over: Path) -> dict[str, Any]:
    """Search until the file ``over`` is there."""
    searches, errors = 0, []
    retriever = opened(folder).retriever()
    while not over.exists():
        try:
            searches += bool(retriever.search("days of drying").hits)
        except StudyError as error:
            errors.append(str(error))
    return {"searches": searches, "errors": errors}


def run(writers: int, readers: int, notes: int) -> tuple[list[str], dict[str, int]]:
    """What was lost, and what was counted."""
    lost: list[str] = []
    counted = {"waits": 0, "searches": 0}
    with tempfile.TemporaryDirectory() as scratch:
        folder, over = Path(scratch), Path(scratch) / "over"
        forked.run(lambda: bool(make(folder, 1)))
        before = len(list(opened(folder).notes.glob("*.md")))
        reading = [forked.start(partial(read, folder, over)) for _ in range(readers)]
        writing = [forked.start(partial(write, folder, n, notes)) for n in range(writers)]
        for ended in [forked.finish(*each) for each in writing]:
            value = ended.value or {"waits": 0, "missing": notes}
            counted["waits"] += value["waits"]
            if ended.code or value["missing"]:
                lost.append(f"a writer ended with {ended.code}, {value}")
        over.touch()
        for ended in [forked.finish(*each) for each in reading]:
            value = ended.value or {"searches": 0, "errors": [f"exit code {ended.code}"]}
            counted["searches"] += value["searches"]
            lost += [f"a reader met: {error}" for error in value["errors"]]
        lost += forked.run(partial(_left, folder, before + writers * notes)).value or []
        for n in range(writers):
            lost += forked.run(lambda n=n: faults_of(opened(folder, f"own-{n}"))).value or []  # type: ignore[misc]
    return lost, counted


def _left(folder: Path, notes: int) -> list[str]:
    course = opened(folder)
    report = course.ingest()
    wrong = faults_of(course)
    if len(course.index().manifest.files) != notes or report.count("unchanged") != notes:
        wrong.append(f"{len(course.index().manifest.files)} of {notes} notes are there")
    return wrong


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--notes", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="renew docs/faults.md")
    given = parser.parse_args()
    lost, counted = run(given.writers, given.readers, given.notes)
    sys.stderr.writelines(f"{each}\n" for each in lost)
    seen = ", ".join(f"{n:,} {what}" for what, n in counted.items())
    fault = (
        f"{given.writers} processes indexing the same and other courses, {given.readers} reading"
    )
    rows = [Row(fault, 2 * given.writers * given.notes, len(lost), seen)]
    return told(rows, f"python -m tests.faults.crowd --notes {given.notes}", write=given.write)


if __name__ == "__main__":
    sys.exit(main())
