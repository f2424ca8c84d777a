"""Run the Python blocks of the bundled notes: ``python -m tests.notes_blocks [NOTE …]``.

All blocks of a note run from top to bottom in one fresh process, in a temporary folder, with
MLflow's store in a temporary SQLite file. Blocks that begin with ``# databricks only`` are left
out. The notes need libraries that the tutor does not (notes-requirements.txt); ``--python`` names
the interpreter that has them. Exit 1 when a note fails.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from corpus.course import bundled_courses

LEFT_OUT_MARK = "# databricks only"
_PROCESS = Path(__file__).with_name("notes_process.py")
_OWN_ENVIRONMENT = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SPARK_HOME")


@dataclass(frozen=True)
class CodeBlock:
    """A fenced block: ``first`` is the number of its first line of code in the note."""

    first: int
    code: str

    @property
    def last(self) -> int:
        """The number of its last line."""
        return self.first + len(self.code.splitlines()) - 1

    @property
    def left_out(self) -> bool:
        """Whether the block says that it needs a Databricks workspace."""
        return self.code.lstrip().startswith(LEFT_OUT_MARK)


@dataclass(frozen=True)
class Failure:
    """Why a note failed; ``line`` counts in the note and is None where no line is to blame."""

    line: int | None
    error: str


@dataclass(frozen=True)
class NoteResult:
    """What became of one note's blocks. ``failed`` is 0 or 1: the first failure ends a note."""

    ran: int
    left_out: int
    failed: int
    not_reached: int
    failure: Failure | None
    output: str

    def summary(self) -> str:
        """One line of counts, and one for the failure."""
        counts = f"{self.ran} ran, {self.left_out} left out, {self.failed} failed"
        if self.not_reached:
            counts += f", {self.not_reached} not reached"
        if self.failure:
            where = f"line {self.failure.line}" if self.failure.line else "no line"
            counts += f"\n  {where}: {self.failure.error}"
        return counts


def python_blocks(markdown: str) -> list[CodeBlock]:
    """Return the blocks fenced as ``python``, in order."""
    return [
        CodeBlock(token.map[0] + 2, token.content)
        for token in MarkdownIt().parse(markdown)
        if token.type == "fence" and token.map and token.info.split()[:1] == ["python"]
    ]


def run_note(note: Path, python: str, timeout: float) -> NoteResult:
    """Run one note's blocks; ``timeout`` is in seconds."""
    blocks = python_blocks(note.read_text("utf-8"))
    to_run = [block for block in blocks if not block.left_out]
    left_out = len(blocks) - len(to_run)
    if not to_run:
        return NoteResult(0, left_out, 0, 0, None, "")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        failure, output = _run(Path(folder), note.stem, _script(to_run), python, timeout)
    if failure is None:
        return NoteResult(len(to_run), left_out, 0, 0, None, output)
    ran = sum(block.last < failure.line for block in to_run) if failure.line else 0
    return NoteResult(ran, left_out, 1, len(to_run) - ran - 1, failure, output)


def _script(blocks: Sequence[CodeBlock]) -> str:
    """One program in which every line keeps the number that it has in the note."""
    lines: list[str] = []
    for block in blocks:
        lines += [""] * (block.first - 1 - len(lines)) + block.code.splitlines()
    return "\n".join(lines) + "\n"


def _run(
    folder: Path, name: str, script: str, python: str, timeout: float
) -> tuple[Failure | None, str]:
    program, report = folder / f"{name}.py", folder / "report.json"
    program.write_text(script, "utf-8")
    process = subprocess.Popen(
        [python, "-P", str(_PROCESS), str(program), str(report)],
        cwd=folder,
        env=_environment(folder, python),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,  # Spark's Java process must end with it
    )
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        return Failure(None, f"not done after {timeout:g} seconds"), output
    if not report.is_file():
        return Failure(None, f"ended early, with exit code {process.returncode}"), output
    failure = json.loads(report.read_text("utf-8"))
    return Failure(**failure) if failure else None, output


def _environment(folder: Path, python: str) -> dict[str, str]:
    inherited = {key: value for key, value in os.environ.items() if key not in _OWN_ENVIRONMENT}
    return inherited | {
        "MLFLOW_TRACKING_URI": f"sqlite:///{folder}/mlflow.db",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MPLBACKEND": "Agg",
        "PYSPARK_PYTHON": python,
        "PYSPARK_DRIVER_PYTHON": python,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "TMPDIR": str(folder),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the notes that are named, or all; print a line for each."""
    parser = argparse.ArgumentParser(prog="python -m tests.notes_blocks")
    parser.add_argument("notes", nargs="*", type=Path, help="notes to run; all of the bundled ones")
    parser.add_argument("--python", default=sys.executable, help="the interpreter to run them with")
    parser.add_argument("--timeout", type=float, default=600, help="seconds a note may take")
    parser.add_argument("--output", action="store_true", help="show what the blocks print")
    options = parser.parse_args(arguments)
    results = []
    for note in options.notes or _bundled_notes():
        # No symbolic link is resolved: a virtual environment is one.
        results.append(run_note(note, os.path.abspath(options.python), options.timeout))
        sys.stdout.write(f"{note.parent.name}/{note.name}: {results[-1].summary()}\n")
        if options.output or results[-1].failed:
            sys.stdout.write(results[-1].output)
        sys.stdout.flush()
    ran, failed = sum(r.ran for r in results), sum(r.failed for r in results)
    left_out = sum(r.left_out for r in results)
    sys.stdout.write(f"{len(results)} notes: {ran} ran, {left_out} left out, {failed} failed\n")
    return 1 if failed else 0


def _bundled_notes() -> list[Path]:
    """The notes that have Python blocks."""
    notes = [n for course in bundled_courses().values() for n in course.notes_folder.rglob("*.md")]
    return [note for note in sorted(notes) if python_blocks(note.read_text("utf-8"))]


if __name__ == "__main__":
    sys.exit(main())
