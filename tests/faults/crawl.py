"""Reads about two hundred bad files as an ingestion would, each within limits of time and memory.

Lost is a file that gives neither its text nor an error that says what happened and what to do.

    python -m tests.faults.crawl [--seconds 60] [--only WORDS] [--write]
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import StudyError
from index.loaders.isolated import IsolatedLoader
from tests.faults.bad_files import MEGABYTE, make
from tests.faults.fault_table import Row, told
from tests.index.loader_files import assert_sound

_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


@dataclass
class Crawled:
    """What became of the files."""

    became: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    megabytes: int = 0  # the most that the reading process has held; 0 where it is not known


def crawl(folder: Path, seconds: float, only: str = "") -> Crawled:
    """Read every file of a folder."""
    found = Crawled()
    with IsolatedLoader(50 * MEGABYTE, 10_000_000, seconds) as loader:
        for path in sorted(folder.iterdir()):
            if only and not re.search(only, path.name):
                continue
            began = time.monotonic()
            found.became[_read(loader, path, found.lost)] += 1
            found.slowest = max(found.slowest, (time.monotonic() - began, path.name))
            found.megabytes = max(found.megabytes, _peak(loader))
    return found


def _read(loader: IsolatedLoader, path: Path, lost: list[str]) -> str:
    try:
        document = loader.load(path, path.name)
        assert_sound(document)
    except StudyError as error:
        useful = error.what and error.todo and not error.what.endswith(".")
        if not useful:
            lost.append(f"{path.name}: {error}")
        if "took longer" in error.what:
            sys.stderr.write(f"  {path.name}: {error.what}\n")
            return "over the limit of time"
        return "refused with a reason"
    except Exception as error:  # noqa: BLE001  # whatever else comes is what this looks for
        lost.append(f"{path.name}: {type(error).__name__}: {error}")
        return "lost"
    return "read"


def _peak(loader: IsolatedLoader) -> int:
    try:
        assert loader._worker is not None
        told_by_system = Path(f"/proc/{loader._worker.pid}/status").read_text("utf-8")
    except (AssertionError, OSError):
        return 0
    peak = _PEAK.search(told_by_system)
    return int(peak[1]) // 1024 if peak else 0


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="the limit for each file")
    parser.add_argument("--only", default="", help="files whose names match this expression")
    parser.add_argument("--write", action="store_true", help="renew docs/faults.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        make(Path(scratch))
        found = crawl(Path(scratch), given.seconds, given.only)
    sys.stderr.writelines(f"{each}\n" for each in found.lost)
    seen = ", ".join(f"{n} {what}" for what, n in found.became.most_common())
    seconds, slowest = found.slowest
    seen += f"; slowest {seconds:.0f} s ({slowest}), most memory {found.megabytes:,} MB"
    rows = [Row("bad files read", found.became.total(), len(found.lost), seen)]
    return told(
        rows, f"python -m tests.faults.crawl --seconds {given.seconds:g}", write=given.write
    )


if __name__ == "__main__":
    sys.exit(main())
