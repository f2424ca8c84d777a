"""Each fault a few times; the scripts that this calls cause it a hundred times."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

import pytest

from index.disk import private_folder
from index.errors import StorageError
from tests.faults import corrupt, crowd, disk, fault_table, forked, kill
from tests.faults.sound_course import make
from tutor.courses import CourseShelf

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork, SIGKILL and limits")


def test_killed_ingestions_lose_nothing() -> None:
    tally = kill.ingest_rounds(3, seed=1)
    assert tally.lost == []


def test_killed_practice_and_review_lose_nothing() -> None:
    tally = kill.study_rounds(3, seed=2)
    assert tally.lost == []
    assert tally.ends["acknowledged"] > 0


def test_four_writers_and_a_reader_lose_nothing() -> None:
    lost, counted = crowd.run(writers=4, readers=1, notes=1)
    assert lost == []
    assert counted["searches"] > 0


def test_damaging_the_store_is_never_lost_on_the_next_ingestion() -> None:
    for became in corrupt.run(flips=1, only="chroma.sqlite3").values():
        assert became["lost"] == 0


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grown") / "course"
    folder.mkdir()
    make(folder)
    disk.grow(folder)
    return folder


@pytest.mark.parametrize("kilobytes", [2, 150])
def test_a_quota_is_a_clear_error_and_loses_nothing(grown: Path, kilobytes: int) -> None:
    assert disk.quota(grown, kilobytes).endswith("Error")


@pytest.mark.parametrize("kilobytes", [16, 400])
@pytest.mark.skipif(not disk.can_mount(), reason="may not mount a small disk")
def test_a_full_disk_is_a_clear_error_and_loses_nothing(grown: Path, kilobytes: int) -> None:
    assert disk.full(grown, kilobytes) == "StorageError"


def test_a_read_only_folder_is_a_clear_error_and_loses_nothing(grown: Path) -> None:
    assert disk.read_only(grown, "index") == "StorageError"


def _add(data: Path, notes: Path) -> None:
    notes.mkdir()
    CourseShelf(data).add_paths("shared", [notes])


def test_paths_added_by_processes_at_once_are_all_kept(tmp_path: Path) -> None:
    folders = [tmp_path / f"notes-{n}" for n in range(6)]
    began = [forked.start(partial(_add, tmp_path / "data", folder)) for folder in folders]
    assert [forked.finish(*each).code for each in began] == [0] * 6
    assert set(CourseShelf(tmp_path / "data").record("shared").roots) == set(folders)


def test_an_upload_that_does_not_fit_leaves_the_one_before(tmp_path: Path) -> None:
    import resource

    shelf, note = CourseShelf(tmp_path / "data"), tmp_path / "note.md"
    shelf.create("water")
    note.write_text("old")
    shelf.add_uploads("water", [note])
    note.write_text("new" * 100_000)

    def upload() -> str:
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limit[1]))
        try:
            shelf.add_uploads("water", [note])
        except StorageError as error:
            return str(error)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        return ""

    assert "is full" in forked.run(upload).value
    assert [p.name for p in shelf.uploads("water").iterdir()] == ["note.md"]
    assert (shelf.uploads("water") / "note.md").read_text() == "old"


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
