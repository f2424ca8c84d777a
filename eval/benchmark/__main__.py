"""``python -m eval.benchmark``: measure, print the table, write table and picture to ``docs/``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from corpus.course import BUNDLED_COURSE, bundled_courses
from eval.benchmark.findings import as_markdown, rows
from eval.benchmark.measure import Measured, measured
from eval.benchmark.picture import draw

_IN_TURNS = ("ingest-plain", "ingest-ours-without-sentences", "ingest-ours")


def main() -> None:
    """Measure what was asked for."""
    given = _arguments()
    notes = bundled_courses()[BUNDLED_COURSE].notes_folder
    courses = {"bundled": [notes], **({"more": given.notes} if given.notes else {})}
    runs: defaultdict[str, list[Measured]] = defaultdict(list)
    for number in range(given.repeat):
        for course, paths in courses.items():
            for name in _IN_TURNS:
                _measure(runs, f"{course} {name}", name, paths, number)
        for name in ("ingest-again", "embedding-rate"):
            _measure(runs, name, name, [notes], number)
    for size in given.sizes:
        _measure(runs, f"search-{size}", f"search-{size}", [notes], 0)
    _measure(runs, "search-plain", "search-plain", [notes], 0)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("help", "app", "streams"):
            for number in range(given.repeat):
                _measure(runs, name, name, [Path(folder)], number)
    _write(runs, given.out)


def _measure(
    runs: defaultdict[str, list[Measured]],
    key: str,
    name: str,
    paths: Sequence[Path],
    number: int,
) -> None:
    sys.stderr.write(f"{key}, run {number + 1} …\n")
    runs[key].append(measured(name, paths))


def _write(runs: dict[str, list[Measured]], out: Path) -> None:
    amx = any(run["bf16"] for run in runs["embedding-rate"])
    table = as_markdown(rows(runs, amx=amx), _machine(amx))
    (out / "benchmarks.md").write_text(table, "utf-8")
    (out / "benchmarks.json").write_text(json.dumps(runs, indent=1), "utf-8")
    draw(runs, out / "benchmarks.png")
    sys.stdout.write(table)


def _machine(amx: bool) -> str:
    kind = "with AMX (bf16)" if amx else "without AMX (fp32)"
    cores = f"{os.cpu_count()} cores of {platform.machine()}"
    return f"{cores}, {kind}, Python {platform.python_version()}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure speed beside the plain stack.")
    parser.add_argument("--notes", nargs="*", type=Path, help="further notes to compare on")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--out", type=Path, default=Path("docs"))
    return parser.parse_args()


if __name__ == "__main__":
    main()
