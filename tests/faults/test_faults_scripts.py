"""Each fault a few times; the same commands cause it a hundred times (``make faults``)."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.disk import private_folder
from index.errors import StorageError
from tests.faults import fault_table
from tutor.courses import CourseShelf

HOUSE = Path(__file__).parents[2]
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs fork, SIGKILL and limits")


@needs_posix
@pytest.mark.parametrize(
    "command",
    [
        "kill --rounds 3 --seed 1",
        "crowd --writers 4 --readers 1 --notes 1",
        "corrupt --flips 1 --only chroma.sqlite3",
        "disk --steps 2",
    ],
)
def test_nothing_is_lost(command: str) -> None:
    """In a process of its own: this one has threads by now, with which it must not fork."""
    name, *options = command.split()
    ran = subprocess.run(
        [sys.executable, "-m", f"tests.faults.{name}", *options],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    tries, lost = zip(*(row.split(" | ")[1:3] for row in ran.stdout.splitlines()), strict=True)
    assert set(lost) == {"0"}
    assert all(int(each) > 0 for each in tries)


def test_paths_added_at_once_are_all_kept(tmp_path: Path) -> None:
    folders = [tmp_path / f"notes-{n}" for n in range(6)]

    def add(folder: Path) -> None:
        folder.mkdir()
        CourseShelf(tmp_path / "data").add_paths("shared", [folder])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, folders))
    assert set(CourseShelf(tmp_path / "data").record("shared").roots) == set(folders)


@needs_posix
def test_an_upload_that_does_not_fit_leaves_the_one_before(tmp_path: Path) -> None:
    import resource

    shelf, note = CourseShelf(tmp_path / "data"), tmp_path / "note.md"
    shelf.create("water")
    note.write_text("old")
    shelf.add_uploads("water", [note])
    note.write_text("new" * 100_000)

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limit[1]))
    try:
        with pytest.raises(StorageError, match="is full"):
            shelf.add_uploads("water", [note])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert [p.name for p in shelf.uploads("water").iterdir()] == ["note.md"]
    assert (shelf.uploads("water") / "note.md").read_text() == "old"


@needs_posix
def test_folders_that_we_make_are_private_and_those_that_are_there_stay(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    made = private_folder(shared / "data" / "index")
    modes = [oct(os.stat(p).st_mode & 0o777) for p in (shared, made.parent, made)]
    assert modes == ["0o755", "0o700", "0o700"]


def test_a_row_of_the_fault_table_replaces_the_one_before(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A\n\n| fault | n |\n| --- | --- |\n| fire | 1 |\n| flood | 2 |\n\nEnd.\n")
    fault_table.replace_rows(page, "| fault | n |", ["| fire | 7 |", "| frost | 3 |"])
    assert page.read_text().splitlines()[2:] == [
        "| fault | n |", "| --- | --- |", "| fire | 7 |", "| flood | 2 |", "| frost | 3 |", "", "End.",
    ]  # fmt: skip
