"""Fills the disk, reaches a quota and locks the data folder while an index is made.

Full: a small memory file system, which needs root on Linux; its size grows in steps, so that the
disk is full at many places of the work. Quota: no file may grow beyond a limit. Locked: a user
who may only read. Each time the error must be one that a learner can act on, the index must be as
it was before, and once there is room again the ingestion must succeed.

    python -m tests.faults.disk [--steps 12] [--write]
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from index.errors import StudyError
from tests.faults import forked
from tests.faults.fault_table import Row, told
from tests.faults.sound_course import answers, faults_of, make, note, opened

_NOBODY = 65_534
_LARGE = 200  # facts of the note that is added: its index needs some megabytes


def grow(folder: Path) -> None:
    """Add a note that needs room."""
    (opened(folder).notes / "large.md").write_text(note("ovens", 9, _LARGE), "utf-8")


def attempt(folder: Path, hindered: Callable[[Callable[[], Any]], Any]) -> str:
    """Ingest while something hinders it; returns what was lost, or the error's class."""
    right = forked.run(lambda: answers(opened(folder))).value
    became = forked.run(lambda: hindered(partial(_ingest, folder)))
    if became.code:
        return f"lost: no error that a learner can act on (exit code {became.code})"
    if became.value == "none":
        return "enough room"
    if wrong := forked.run(lambda: faults_of(opened(folder))).value:
        return f"lost: {wrong}"
    if forked.run(lambda: answers(opened(folder))).value != right:
        return "lost: other answers than before"
    if left := [p.name for p in opened(folder).home.versions.leftovers()]:
        return f"lost: left lying: {left}"
    return str(became.value)


def read(folder: Path) -> str:
    """Search; the first error's class."""
    try:
        answers(opened(folder))
    except StudyError as error:
        sys.stderr.write(f"  {type(error).__name__}: {error}\n")
        return type(error).__name__
    return "none"


def _ingest(folder: Path) -> str:
    try:
        opened(folder).ingest()
    except StudyError as error:
        sys.stderr.write(f"  {type(error).__name__}: {error}\n")
        return type(error).__name__
    return "none"


@contextmanager
def small_disk(kilobytes: int) -> Iterator[Path]:
    """A file system of that size."""
    with tempfile.TemporaryDirectory() as place:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", place]
        subprocess.run(mount, check=True)
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", place], check=True)


def can_mount() -> bool:
    """Whether this user may mount a memory file system."""
    try:
        with small_disk(64):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


def full(whole: Path, room: int) -> str:
    """The disk has ``room`` kilobytes more than the course needs."""
    used = sum(p.stat().st_size for p in whole.rglob("*") if p.is_file()) // 1024
    used += 5 * sum(1 for _ in whole.rglob("*"))  # blocks that are not filled
    with small_disk(used + room) as disk:
        folder = Path(shutil.copytree(whole, disk / "course"))
        return attempt(folder, lambda work: work())


def quota(whole: Path, limit: int) -> str:
    """No file may grow beyond ``limit`` kilobytes."""

    def limited(work: Callable[[], Any]) -> Any:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit * 1024, before[1]))
        value = work()
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return value

    return _on_a_copy(whole, limited)


def read_only(whole: Path, part: str) -> str:
    """A part of the data folder may not be written by the user who runs the tutor."""

    def locked(folder: Path, work: Callable[[], Any]) -> Any:
        root = os.geteuid() == 0
        for path in [folder, *folder.rglob("*")]:
            if root:
                os.chown(path, _NOBODY, _NOBODY)
            if path.is_relative_to(folder / part):
                path.chmod(0o555 if path.is_dir() else 0o444)
        folder.parent.chmod(0o755)
        if root:
            os.seteuid(_NOBODY)
        return work()

    return _on_a_copy(whole, locked, give_folder=True)


def _on_a_copy(whole: Path, how: Callable[..., Any], *, give_folder: bool = False) -> str:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(whole, Path(scratch) / "course"))
        return attempt(folder, partial(how, folder) if give_folder else how)


def run(steps: int) -> dict[str, Counter[str]]:
    """Every hindrance; counts of what became of it."""
    found: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole"
        forked.run(lambda: bool(make(whole)))
        grow(whole)
        tries: dict[str, list[Callable[[], str]]] = {
            "quota of the disk reached": [
                partial(quota, whole, 2 + 1400 * n // steps) for n in range(steps)
            ],
            "data folder read-only": [
                partial(read_only, whole, part)
                for part in ("index", "index/small", "index/small/versions")
            ],
        }
        if can_mount():
            tries["disk full"] = [partial(full, whole, 8 + 1600 * n // steps) for n in range(steps)]
        for kind, each in tries.items():
            became = [one() for one in each]
            sys.stderr.writelines(f"{kind}: {what}\n" for what in became)
            found[kind] = Counter(what.partition(":")[0] for what in became)
    return found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--write", action="store_true", help="renew docs/faults.md")
    given = parser.parse_args()
    rows = []
    for kind, became in run(given.steps).items():
        seen = ", ".join(f"{n} {what}" for what, n in became.most_common())
        rows.append(Row(kind, became.total(), became["lost"], seen))
    return told(rows, f"python -m tests.faults.disk --steps {given.steps}", write=given.write)


if __name__ == "__main__":
    sys.exit(main())
