"""Adding notes for real: told file by file, and taken back when it is stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from api_course import COURSE, SmallTutor, make_tutor

from tutor.errors import Stopped
from tutor.ui.long_work import LongWork, Step


@pytest.fixture
def small(tmp_path: Path) -> SmallTutor:
    return make_tutor(tmp_path)


@pytest.fixture
def uploads(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "uploads"
    folder.mkdir()
    for name in ("first.md", "second.md"):
        (folder / name).write_text(f"# {name}\n\nThe file {name} tells of glaciers.\n", "utf-8")
    return sorted(folder.iterdir())


def adding(small: SmallTutor, files: list[Path], stop_after: int | None = None) -> LongWork:
    """Adds files; asked whether to stop, it says so after that many times."""
    asked = 0

    def stopping() -> bool:
        nonlocal asked
        asked += 1
        return stop_after is not None and asked > stop_after

    return LongWork(
        lambda progress, on_file: small.add_notes(
            COURSE, files, progress=progress, on_file=on_file
        ),
        stopping,
        seconds=0.001,
    )


def test_files_are_told_as_they_are_read(small: SmallTutor, uploads: list[Path]) -> None:
    work = adding(small, uploads)
    told: list[Step] = list(work)
    assert work.report is not None
    assert [f.source for f in work.report.files if f.status == "added"] == ["first.md", "second.md"]
    counts = [len(step.files) for step in told]
    assert counts == sorted(counts)
    assert {f.source for step in told for f in step.files} <= {"first.md", "second.md"}


@pytest.mark.parametrize("stop_after", [0, 2, 3, 4])
def test_what_is_stopped_leaves_everything_as_it_was(
    small: SmallTutor, uploads: list[Path], stop_after: int
) -> None:
    before = small.indexed_files(COURSE), small.shelf.record(COURSE)
    with pytest.raises(Stopped):
        list(adding(small, uploads, stop_after))
    assert (small.indexed_files(COURSE), small.shelf.record(COURSE)) == before
    assert not any(small.shelf.uploads(COURSE).glob("*"))
    again = adding(small, uploads)
    list(again)
    assert again.report
    assert again.report.count("added") == 2


def test_a_folder_that_was_stopped_is_not_remembered(
    small: SmallTutor, uploads: list[Path]
) -> None:
    before = small.shelf.record(COURSE)
    work = LongWork(
        lambda progress, on_file: small.ingest(
            COURSE, [uploads[0].parent], progress=progress, on_file=on_file
        ),
        lambda: True,
    )
    with pytest.raises(Stopped):
        list(work)
    assert small.shelf.record(COURSE) == before
