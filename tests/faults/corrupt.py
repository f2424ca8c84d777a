"""Damages every file of an index, one after the other, and sees whether anybody notices.

For each file: bytes flipped at places drawn by lot, the file cut in half, the file gone; and each
folder gone. Then a reader opens the index, and a plain ``ingest`` runs. Lost is a try after which
a search finds other passages than before, or a process crashes twice.

    python -m tests.faults.corrupt [--flips 3] [--write]
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from index.errors import StudyError
from tests.faults import forked
from tests.faults.fault_table import Row, told
from tests.faults.sound_course import answers, faults_of, make, opened

_RUN = 16  # bytes flipped side by side: what a bad sector or a stray write leaves, made small
Damage = Callable[[Path], None]


def flip(file: Path, at: int) -> None:
    """Flip every bit of some bytes."""
    content = bytearray(file.read_bytes())
    content[at : at + _RUN] = bytes(byte ^ 0xFF for byte in content[at : at + _RUN])
    file.write_bytes(content)


def cut(file: Path) -> None:
    """Leave half of a file."""
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def empty(file: Path) -> None:
    """Empty a file."""
    file.write_bytes(b"")


def damages(version: Path, flips: int, dice: random.Random) -> Iterator[tuple[str, str, Damage]]:
    """Every damage that is done to a version: its kind, the file below the version, the deed."""
    for path in sorted(version.rglob("*")):
        name = path.relative_to(version).as_posix()
        if path.is_dir():
            yield "folder gone", name, shutil.rmtree
            continue
        size = path.stat().st_size
        for _ in range(flips if size else 0):
            yield "bytes flipped", name, partial(flip, at=dice.randrange(size))
        if size > 1:
            yield "file cut in half", name, cut
            yield "file emptied", name, empty
        yield "file gone", name, Path.unlink


def read(folder: Path) -> Any:
    """What a reader of the index gets: passages, or the words of the error."""
    try:
        return answers(opened(folder))
    except StudyError as error:
        return str(error)


def mend(folder: Path) -> list[str]:
    """Ingest; returns what it says it has mended."""
    return list(opened(folder).ingest().mended)


def attempt(whole: Path, damage: Damage, name: str, right: Any) -> str:
    """Damage a copy; returns what became of it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(shutil.copytree(whole, Path(scratch) / "course"))
        version = opened(folder).version()
        damage(version / name)
        before = forked.run(partial(read, folder))
        mended = forked.run(partial(mend, folder))
        if mended.code:
            return f"lost: ingest ended with {mended.code}"
        after = forked.run(partial(read, folder))
        wrong = forked.run(lambda: faults_of(opened(folder)))
        if after.value != right or wrong.value:
            return f"lost: {after.value if after.value != right else wrong.value}"
        if mended.value:
            noticed = "a reader" if before.value != right else "the next ingestion"
            return f"noticed by {noticed}"
        return "harmless" if before.value == right else f"lost: not noticed ({before.value})"


def run(flips: int, seed: int = 0, only: str = "") -> dict[str, Counter[str]]:
    """Do every damage; counts of what became of each kind. Losses go to standard error."""
    found: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole"
        forked.run(lambda: bool(make(whole)))
        right = forked.run(partial(read, whole)).value
        version = opened(whole).version()
        for kind, name, damage in damages(version, flips, random.Random(seed)):
            if only and only not in name:
                continue
            became = attempt(whole, damage, name, right)
            found.setdefault(kind, Counter())[became.partition(":")[0]] += 1
            if became.startswith("lost"):
                sys.stderr.write(f"{kind}, {name}: {became}\n")
    return found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=3, help="places in each file")
    parser.add_argument("--only", default="", help="files whose path holds these words")
    parser.add_argument("--write", action="store_true", help="renew docs/faults.md")
    given = parser.parse_args()
    rows = []
    for kind, became in run(given.flips, only=given.only).items():
        seen = ", ".join(f"{n} {what}" for what, n in became.most_common())
        rows.append(Row(f"index: {kind}", became.total(), became["lost"], seen))
    return told(rows, f"python -m tests.faults.corrupt --flips {given.flips}", write=given.write)


if __name__ == "__main__":
    sys.exit(main())
