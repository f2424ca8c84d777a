"""Course folders: the bundled blueprint, bare folders, and what is wrong with a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from corpus.course import BUNDLED_COURSE, bundled_courses, course_id, read_course
from corpus.errors import CourseError

WHOLE = """
id = "pottery"
title = "Pottery"
[exam]
questions = 10
minutes = 20
as_of = 2025-01-31
source = "the guild's leaflet"
[[section]]
id = "1"
title = "Clay"
weight = 60
objectives = [{ id = "1.01", title = "Wedge clay" }, { id = "1.02", title = "Throw a bowl" }]
[[section]]
id = "2"
title = "Kilns"
weight = 40
objectives = [{ id = "2.01", title = "Fire a kiln" }]
"""


def course_file(tmp_path: Path, text: str) -> Path:
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_bundled_course_is_the_guides() -> None:
    course = bundled_courses()[BUNDLED_COURSE]
    assert course.id == BUNDLED_COURSE
    assert [len(section.objectives) for section in course.sections] == [18, 9, 15, 6]
    assert [section.weight for section in course.sections] == [38, 19, 31, 12]
    assert course.exam is not None
    assert (course.exam.questions, course.exam.minutes) == (48, 90)
    assert course.exam.passing_score is None
    assert course.exam.passing_score_note
    assert len(course.objectives) == 48


def test_every_objective_of_the_bundled_course_has_its_note() -> None:
    course = bundled_courses()[BUNDLED_COURSE]
    notes = [path.name for path in course.notes_folder.rglob("*.md")]
    missing = [o for o in course.objectives if not any(n.startswith(f"{o}-") for n in notes)]
    assert missing == []


def test_a_whole_course_is_read(tmp_path: Path) -> None:
    course = read_course(course_file(tmp_path, WHOLE))
    assert list(course.objectives) == ["1.01", "1.02", "2.01"]
    section = course.section_of("2.01")
    assert section is not None
    assert section.title == "Kilns"
    assert course.section_of("3.01") is None
    assert course.notes_folder == tmp_path
    (tmp_path / "notes").mkdir()
    assert course.notes_folder == tmp_path / "notes"
    assert course.questions_folder == tmp_path / "questions"


def test_a_course_cannot_be_changed(tmp_path: Path) -> None:
    course = read_course(course_file(tmp_path, WHOLE))
    with pytest.raises(ValidationError, match="frozen"):
        course.title = "Weaving"


def test_a_bare_folder_of_notes_is_a_course(tmp_path: Path) -> None:
    folder = tmp_path / "My Köln Notes (2)"
    folder.mkdir()
    course = read_course(folder)
    assert (course.id, course.title) == ("my-k-ln-notes-2", "My Köln Notes (2)")
    assert (course.exam, course.sections) == (None, ())


def test_the_present_folder_is_named_after_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "algebra"
    folder.mkdir()
    monkeypatch.chdir(folder)
    course = read_course(Path())
    assert (course.id, course.title) == ("algebra", "algebra")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Algebra I", "algebra-i"),
        ("  --C++--  ", "c"),
        ("線形代数", "notes"),
        ("", "notes"),
        ("x" * 62 + " y", "x" * 62),
    ],
)
def test_course_ids(words: str, expected: str) -> None:
    assert course_id(words) == expected


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('title = "Pottery"', "title = Pottery", "not valid TOML"),
        ('title = "Pottery"', 'titel = "Pottery"', "title: Field required"),
        ('title = "Pottery"', 'title = "Pottery"\ncolour = "red"', "colour: Extra inputs"),
        ('title = "Pottery"', 'title = "Pottery"\nfolder = "elsewhere"', "folder: no such entry"),
        ("[[section]]", "[[sections]]", "sections: no such entry"),
        ('id = "pottery"', 'id = "Pottery!"', "id: String should match"),
        ("weight = 60", "weight = 50", "weights do not add up to 100"),
        ('"1.02"', '"1.01"', "objective id stands twice"),
        ('"2.01"', '"3.01"', "do not belong to section 2"),
        ('"2.01"', '"2.1"', "section.1.objectives.0.id"),
        ("minutes = 20", "minutes = 0", "exam.minutes"),
        ("as_of = 2025-01-31", "as_of = 2025-02-31", "not valid TOML"),
    ],
)
def test_a_broken_course_says_where_and_what_to_do(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    folder = course_file(tmp_path, WHOLE.replace(old, new))
    with pytest.raises(CourseError) as caught:
        read_course(folder)
    error = caught.value
    assert says.replace("section.1", "sections.1") in error.what
    assert "course.toml" in error.what
    assert error.todo
    assert str(error) == f"{error.what}. {error.todo}."


def test_a_course_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_bytes('title = "Töpfern"'.encode("latin-1"))
    with pytest.raises(CourseError, match="not valid TOML"):
        read_course(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        read_course(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in caught.value.what
    assert "Check the path" in caught.value.todo
