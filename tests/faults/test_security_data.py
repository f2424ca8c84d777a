"""Threats to what lies on disk: paths that lead elsewhere, prying eyes, secrets in logs."""

from __future__ import annotations

import logging
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from corpus.course import course_id
from index.discovery import find_files, root_of
from index.loaders.isolated import IsolatedLoader
from index.versions import Versions
from tests.index.loader_files import docx, load, notebook
from tests.small_course import SmallCourse
from tutor import cli
from tutor.courses import CourseShelf
from tutor.errors import CourseUnknown
from tutor.learning.learning import Learning
from tutor.settings import Settings
from tutor.study_tutor import StudyTutor

ELSEWHERE = ["../evil", "/etc/passwd", "..", "a/../../b", "water/../../evil", "..\\evil", "Wa ter!"]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_course_id_cannot_name_another_folder(tmp_path: Path, name: str) -> None:
    shelf = CourseShelf(tmp_path / "data")
    shelf.create(course_id(name))  # a record of the harmless form of that name is there
    with pytest.raises(CourseUnknown):
        shelf.get(name)
    with pytest.raises(CourseUnknown):
        StudyTutor(Settings(data_dir=tmp_path / "data")).index(name)


@given(st.text(max_size=80))
def test_every_course_id_is_one_plain_folder_name(name: str) -> None:
    made = course_id(name)
    assert Path(made).name == made
    assert made.isascii()
    assert not made.startswith((".", "-"))


def test_an_upload_s_name_cannot_lead_out_of_the_uploads(tmp_path: Path) -> None:
    shelf = CourseShelf(tmp_path / "data")
    shelf.create("water")
    (tmp_path / "note.md").write_text("x")
    (tmp_path / "sub").mkdir()
    shelf.add_uploads("water", [tmp_path / "sub" / ".." / ".." / tmp_path.name / "note.md"])
    assert [p.name for p in shelf.uploads("water").iterdir()] == ["note.md"]


def test_a_link_out_of_the_notes_is_not_followed(tmp_path: Path) -> None:
    secret, notes = tmp_path / "secret.md", tmp_path / "notes"
    secret.write_text("password")
    notes.mkdir()
    (notes / "link.md").symlink_to(secret)
    (found,) = find_files([root_of(notes)])
    assert found.refused is not None
    assert "leads out" in found.refused.what


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_what_is_made_in_the_data_folder_is_its_owner_s_alone(tmp_path: Path) -> None:
    data = tmp_path / "home" / "data"
    course = SmallCourse.make(tmp_path, {"a.md": "# Clay\n\nClay dries for a week.\n"})
    with Versions(data / "index", "small").writing():
        pass
    shelf = CourseShelf(data)
    shelf.create("water")
    shelf.add_uploads("water", [course.notes / "a.md"])
    Learning(data / "learning.db", shelf.get, lambda _: []).store.close()
    for folder in (
        data,
        data / "index",
        data / "index" / "small",
        data / "courses",
        data / "documents",
    ):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    assert stat.S_IMODE((data / "learning.db").stat().st_mode) == 0o600


URL = "http://127.0.0.1:9/secret"
FETCHERS = f"""<!DOCTYPE html [<!ENTITY x SYSTEM "{URL}">]>
<link rel="stylesheet" href="{URL}"><script src="{URL}"></script><img src="{URL}">
<iframe src="{URL}"></iframe><object data="{URL}"></object><base href="{URL}">
<meta http-equiv="refresh" content="0; url={URL}"><svg><image href="{URL}"/></svg>
<p>Clay dries for a week. &x; <a href="{URL}">More</a></p>"""


def test_nothing_that_a_note_names_is_fetched(tmp_path: Path) -> None:
    """A connection would end in an audit event; the hook cannot be taken out, so it only counts."""
    tried: list[object] = []
    active = True

    def on_event(event: str, arguments: tuple[object, ...]) -> None:
        if active and event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
            tried.append(arguments)

    sys.addaudithook(on_event)
    markdown = f"![x]({URL})\n\n[y]: {URL}\n\n<img src='{URL}'>\n\nClay dries for a week. [y]\n"
    for name, text in (("a.html", FETCHERS), ("b.md", markdown)):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        assert "Clay dries" in load(path).text
    load(notebook(tmp_path / "c.ipynb", [("markdown", markdown)]))
    load(docx(tmp_path / "d.docx", [("Normal", f"Clay dries. {URL}")]))
    active = False
    assert tried == []


def test_the_process_that_reads_files_cannot_reach_a_network(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(FETCHERS, "utf-8")
    with IsolatedLoader(10**6, 10**6, 60) as loader:
        assert "Clay dries" in loader.load(path, "a.html").text


SECRET = "sk-very-secret"


def test_no_secret_reaches_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "tutor.log"
    database = f"postgresql://me:{SECRET}@127.0.0.1:9/none"
    settings = {
        "TUTOR_DATA_DIR": str(tmp_path / "data"),
        "TUTOR_LLM": "openai:gpt-5-mini",
        "TUTOR_LLM_BASE_URL": "http://127.0.0.1:9",
        "TUTOR_LLM_API_KEY": SECRET,
        "TUTOR_DATABASE_URL": database,
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(logging.root, "handlers", [])
    notes = tmp_path / "a.md"
    notes.write_text("# Clay\n\nClay dries for a week before it is fired.\n")
    for command in (
        ["courses"],
        ["progress", "--course", "none"],
        ["ask", "x", "--course", "none"],
        ["config"],
    ):
        cli.main(["--log", str(log), *command])
    for handler in logging.root.handlers:
        handler.close()
    assert SECRET not in log.read_text("utf-8")
    assert SECRET not in repr(
        Settings(llm_api_key=SecretStr(SECRET), database_url=SecretStr(database))
    )
