"""One measurement in a process of its own: ``python -m eval.benchmark.measure NAME [PATH …]``.

Prints one JSON object. Each stack gets a fresh process, so that none warms another's caches and
torch's number of threads is each one's own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from eval.benchmark import ingesting, retrieving, starting, streaming
from eval.benchmark.embedding_rate import embedding_rate

Measured = dict[str, float]
MEASUREMENTS: dict[str, Callable[[Sequence[Path]], Measured]] = {
    "ingest-plain": ingesting.plain,
    "ingest-ours": ingesting.ours,
    "ingest-ours-without-sentences": ingesting.ours_without_sentences,
    "ingest-again": ingesting.again,
    "embedding-rate": embedding_rate,
    "search-plain": retrieving.plain_scale,
    "search-1000": lambda paths: retrieving.scale(paths, 1_000),
    "search-10000": lambda paths: retrieving.scale(paths, 10_000),
    "search-100000": lambda paths: retrieving.scale(paths, 100_000),
    "help": lambda _: starting.help_page(),
    "app": lambda paths: starting.app_start(paths[0]),
    "streams": lambda paths: streaming.streams(paths[0]),
}


def measured(name: str, paths: Sequence[Path]) -> Measured:
    """Run one measurement in a fresh process.

    Raises:
        subprocess.CalledProcessError: it failed; what it said is on stderr.
    """
    command = [sys.executable, "-m", "eval.benchmark.measure", name, *map(str, paths)]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    found: Measured = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Read the name and the paths off the command line."""
    parser = argparse.ArgumentParser(description="One measurement of the bench.")
    parser.add_argument("name", choices=sorted(MEASUREMENTS))
    parser.add_argument("paths", nargs="*", type=Path)
    given = parser.parse_args()
    sys.stdout.write(json.dumps(MEASUREMENTS[given.name](given.paths)) + "\n")


if __name__ == "__main__":
    main()
