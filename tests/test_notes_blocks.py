"""The runner of the notes' Python blocks, tried on small notes with this interpreter."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from corpus.course import bundled_courses
from tests.notes_blocks import main, python_blocks, run_note

NOTES = [n for c in bundled_courses().values() for n in sorted(c.notes_folder.rglob("*.md"))]


def note_of(folder: Path, *blocks: str) -> Path:
    note = folder / "note.md"
    fenced = [f"```python\n{block}\n```" for block in blocks]
    note.write_text("# A note\n\n" + "\n\nSome prose.\n\n".join(fenced) + "\n", "utf-8")
    return note


def line_of(note: Path, text: str) -> int:
    return note.read_text("utf-8").splitlines().index(text) + 1


def test_blocks_of_other_languages_are_no_blocks() -> None:
    text = "```sql\nSELECT 1\n```\n\n    indented()\n\n- item\n\n  ```python\n  x = 1\n  ```\n"
    assert [(b.first, b.code) for b in python_blocks(text)] == [(10, "x = 1\n")]


def test_blocks_share_one_process_from_top_to_bottom(tmp_path: Path) -> None:
    note = note_of(tmp_path, "x = 20", "# databricks only\nx = dbutils.x", "print(x + 22)")
    result = run_note(note, sys.executable, timeout=60)
    assert (result.ran, result.left_out, result.failed, result.failure) == (2, 1, 0, None)
    assert result.output == "42\n"


def test_two_notes_share_nothing(tmp_path: Path) -> None:
    note = note_of(tmp_path, "import os\nopen('left', 'x').close()\nprint(sorted(os.listdir()))")
    first, second = (run_note(note, sys.executable, timeout=60) for _ in range(2))
    assert first.output == second.output
    assert "'left'" in first.output
    assert not list(Path.cwd().glob("left"))


@pytest.mark.parametrize(
    ("failing", "line"),
    [
        ("def f():\n    return 1 / 0\n\n\nf()", "    return 1 / 0"),
        ("import json\njson.loads('{')", "json.loads('{')"),
        ("y = = 2", "y = = 2"),
    ],
    ids=["in a function", "in a library", "syntax"],
)
def test_the_line_of_a_failure_is_the_notes_line(tmp_path: Path, failing: str, line: str) -> None:
    note = note_of(tmp_path, "x = 1", failing, "print('never')")
    result = run_note(note, sys.executable, timeout=60)
    assert result.failure is not None
    assert result.failure.line == line_of(note, line)
    assert (result.ran, result.failed, result.not_reached) == (1, 1, 1)
    assert "never\n" not in result.output


def test_a_note_that_leaves_early_has_failed(tmp_path: Path) -> None:
    result = run_note(note_of(tmp_path, "raise SystemExit(0)"), sys.executable, timeout=60)
    assert result.failure is not None
    assert "exit code 0" in result.failure.error


def test_a_note_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    # A child that lived on would hold the output open, and run_note would not return.
    sleeps = "[sys.executable, '-c', 'import time; time.sleep(600)']"
    waits = f"import subprocess, sys\nsubprocess.run({sleeps})"
    result = run_note(note_of(tmp_path, waits), sys.executable, timeout=1)
    assert result.failure is not None
    assert result.failure.error == "not done after 1 seconds"


def test_what_a_note_finds_around_itself(tmp_path: Path) -> None:
    code = "import os, sys\nfor key in sorted(os.environ): print(key, os.environ[key])"
    output = run_note(note_of(tmp_path, code), sys.executable, timeout=60).output
    environment = dict(line.split(" ", 1) for line in output.splitlines() if " " in line)
    assert environment["PYSPARK_PYTHON"] == sys.executable
    assert environment["MLFLOW_TRACKING_URI"].startswith("sqlite:////")
    folder = Path(environment["TMPDIR"])
    assert not folder.is_relative_to(Path.cwd())
    assert not folder.exists(), "the folder ends with the note"


def test_the_exit_code_and_the_lines_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = note_of(tmp_path, "x = 1", "undefined")
    assert main([str(note)]) == 1
    said = capsys.readouterr().out
    assert "note.md: 1 ran, 0 left out, 1 failed\n  line 10: NameError" in said
    assert said.endswith("1 notes: 1 ran, 0 left out, 1 failed\n")
    assert main([str(note_of(tmp_path, "x = 1"))]) == 0


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
def test_every_block_of_the_bundled_notes_is_python(note: Path) -> None:
    for block in python_blocks(note.read_text("utf-8")):
        ast.parse(block.code)
