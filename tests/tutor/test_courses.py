"""The shelf of courses: what a learner adds is remembered, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.course import BUNDLED_COURSE
from corpus.errors import CourseError
from tutor.courses import CourseShelf
from tutor.errors import CourseUnknown


@pytest.fixture
def shelf(tmp_path: Path) -> CourseShelf:
    return CourseShelf(tmp_path / "data")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "my notes"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nWater boils at 100 degrees.\n", "utf-8")
    return folder


def test_a_new_installation_has_the_bundled_course_and_writes_nothing(
    shelf: CourseShelf, tmp_path: Path
) -> None:
    assert shelf.ids() == [BUNDLED_COURSE]
    assert shelf.get(BUNDLED_COURSE).sections
    assert shelf.roots(BUNDLED_COURSE)
    assert not (tmp_path / "data").exists()


def test_an_unknown_course_is_refused_with_the_way_to_make_it(shelf: CourseShelf) -> None:
    with pytest.raises(CourseUnknown, match="tutor ingest FOLDER --course physics"):
        shelf.get("physics")


def test_a_course_is_made_by_adding_a_folder(shelf: CourseShelf, notes: Path) -> None:
    shelf.add_paths("physics", [notes])
    assert shelf.ids() == [BUNDLED_COURSE, "physics"]
    assert shelf.get("physics").title == "physics"
    assert [root.path for root in shelf.roots("physics")] == [notes]


def test_paths_are_remembered_absolute_and_once(
    shelf: CourseShelf, notes: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(notes)
    shelf.add_paths("physics", [Path(".")])
    monkeypatch.chdir(tmp_path)
    shelf.add_paths("physics", [notes])
    assert [root.path for root in shelf.roots("physics")] == [notes]


def test_a_missing_path_is_refused_before_a_course_is_made(
    shelf: CourseShelf, tmp_path: Path
) -> None:
    with pytest.raises(CourseError, match="nothing at"):
        shelf.add_paths("physics", [tmp_path / "nowhere"])
    assert shelf.ids() == [BUNDLED_COURSE]


def test_a_course_folder_brings_its_blueprint(shelf: CourseShelf, notes: Path) -> None:
    (notes / "course.toml").write_text('id = "other"\ntitle = "Thermodynamics"\n', "utf-8")
    shelf.add_paths("physics", [notes])
    course = shelf.get("physics")
    assert (course.id, course.title) == ("physics", "Thermodynamics")


def test_a_folder_that_vanished_is_told_and_left_out(shelf: CourseShelf, notes: Path) -> None:
    shelf.add_paths("physics", [notes])
    notes.rename(notes.with_name("elsewhere"))
    assert shelf.vanished("physics") == [notes]
    assert shelf.roots("physics") == []


def test_an_upload_is_copied_and_its_copy_alone_is_deleted(
    shelf: CourseShelf, notes: Path, tmp_path: Path
) -> None:
    name = shelf.create("My Physics")
    shelf.add_uploads(name, [notes / "a.md"])
    copy = tmp_path / "data" / "documents" / name / "a.md"
    assert copy.read_text("utf-8") == (notes / "a.md").read_text("utf-8")
    shelf.remove_source(name, "a.md")
    assert not copy.exists()
    assert (notes / "a.md").exists()
    assert shelf.removed(name) == frozenset()


def test_a_learners_own_file_is_only_left_out_until_it_is_added_again(
    shelf: CourseShelf, notes: Path
) -> None:
    shelf.add_paths("physics", [notes])
    shelf.remove_source("physics", "a.md")
    assert shelf.removed("physics") == {"a.md"}
    assert (notes / "a.md").exists()
    shelf.add_paths("physics", [notes / "a.md"])
    assert shelf.removed("physics") == frozenset()


def test_a_source_cannot_name_a_file_outside_the_uploads(
    shelf: CourseShelf, notes: Path, tmp_path: Path
) -> None:
    shelf.add_uploads(shelf.create("physics"), [notes / "a.md"])
    outside = tmp_path / "data" / "precious.txt"
    outside.write_text("keep", "utf-8")
    shelf.remove_source("physics", "../../precious.txt")
    assert outside.read_text("utf-8") == "keep"


def test_courses_share_nothing(shelf: CourseShelf, notes: Path) -> None:
    shelf.add_paths("physics", [notes])
    shelf.create("chemistry")
    assert shelf.roots("chemistry") == []


def test_making_a_course_again_keeps_what_it_holds(shelf: CourseShelf, notes: Path) -> None:
    shelf.add_paths("physics", [notes])
    assert shelf.create("Physics") == "physics"
    assert shelf.roots("physics")


def test_the_title_a_learner_gave_is_kept(shelf: CourseShelf) -> None:
    assert shelf.get(shelf.create("Organic Chemistry II")).title == "Organic Chemistry II"


@pytest.mark.parametrize("damage", [b"{", b'{"title": 3}', b"\xff\xfe"])
def test_a_damaged_record_says_which_file_it_is(
    damage: bytes, shelf: CourseShelf, tmp_path: Path
) -> None:
    shelf.create("physics")
    record = tmp_path / "data" / "courses" / "physics.json"
    record.write_bytes(damage)
    with pytest.raises(CourseError, match=r"physics\.json"):
        shelf.get("physics")
