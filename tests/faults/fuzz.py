"""Fuzzes loaders and parsers of questions with atheris, a fixed number of runs each.

    python -m tests.faults.fuzz [--runs 20000] [--only NAME…] [--write]

Needs the extra ``fuzz``. Each target runs in a process of its own, begun with the small bad files
of :mod:`tests.faults.bad_files`; a crash leaves its input in the folder that is named.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.bad_files import files
from tests.faults.fault_table import Row, told

_SUFFIX = {"markdown": ".md", "text": ".txt", "html": ".html", "notebook": ".ipynb", "pdf": ".pdf",
           "docx": ".docx"}  # fmt: skip
_SEED_BYTES = 20_000
_SECONDS_A_RUN = 120  # what a file may take untraced, twice over
_SLOW = {"pdf": 10}  # a tenth of the runs: each reads a whole PDF, traced line by line
_DONE = re.compile(r"Done (\d+) runs")
_TARGETS = ("markdown", "text", "html", "notebook", "pdf", "docx", "pasted", "key", "printed")
_QUESTION = (
    b"Which clay dries first?\nA. Red\nB. Grey\nC. White\nAnswer: B\nI chose C\n\n1. b) Grey\n"
)


def fuzz(name: str, corpus: str, runs: int) -> None:
    """Run one target; the library ends the process."""
    import atheris

    with atheris.instrument_imports():
        from tests.faults.fuzz_targets import TARGETS
    options = [
        f"-runs={runs}",
        f"-timeout={_SECONDS_A_RUN}",
        "-rss_limit_mb=3000",
        "-max_len=30000",
    ]
    options += [f"-artifact_prefix={corpus}/crash-", "-seed=1", "-verbosity=1", corpus]
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()


def run(name: str, runs: int, keep: Path) -> tuple[int, str]:
    """Fuzz one target in another process; how many runs it made, and what went wrong."""
    corpus = keep / name
    corpus.mkdir()
    (corpus / "question").write_bytes(_QUESTION)
    for number, (file, content) in enumerate(files()):
        if file.endswith(_SUFFIX.get(name, ".txt")) and len(content) <= _SEED_BYTES:
            (corpus / f"seed-{number}").write_bytes(content)
    command = [sys.executable, "-m", "tests.faults.fuzz", "--target", name, "--corpus", str(corpus)]
    ran = subprocess.run(
        [*command, "--runs", str(runs)],
        capture_output=True,
        text=True,
        check=False,
        errors="replace",
    )
    done = _DONE.findall(ran.stderr)
    made = int(done[-1]) if done else 0
    return made, "" if ran.returncode == 0 else ran.stderr[-1500:] or str(ran.returncode)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--only", nargs="*", default=_TARGETS, choices=_TARGETS)
    parser.add_argument("--write", action="store_true", help="renew docs/faults.md")
    parser.add_argument("--target", default="", help=argparse.SUPPRESS)
    parser.add_argument("--corpus", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.target:
        fuzz(given.target, given.corpus, given.runs)
        return 0
    keep = Path(tempfile.mkdtemp(prefix="fuzz-"))
    rows = []
    for name in given.only:
        made, wrong = run(name, given.runs // _SLOW.get(name, 1), keep)
        if wrong:
            sys.stderr.write(f"{name}: see {keep / name}\n{wrong}\n")
        seen = "no crash, no hang" if not wrong else "see the output"
        rows.append(Row(f"fuzzing: {name}", made, int(bool(wrong)), seen))
    return told(rows, f"python -m tests.faults.fuzz --runs {given.runs}", write=given.write)


if __name__ == "__main__":
    sys.exit(main())
