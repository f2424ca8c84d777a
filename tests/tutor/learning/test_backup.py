"""A backup carries all of a learner's data and the courses made here to another machine."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from exam_course import START, HandClock

from tutor.backup import Backups
from tutor.courses import CourseShelf
from tutor.errors import StoreError
from tutor.learning.events import Event, Goal
from tutor.learning.learning import Learning


class Machine:
    """A data folder with a shelf of courses and a store."""

    def __init__(self, folder: Path, place: str | Path | None = None) -> None:
        self.shelf = CourseShelf(folder / "data")
        place = place or folder / "data" / "learning.db"
        self.learning = Learning(place, self.shelf.get, lambda _: [], HandClock())
        self.backups = Backups(self.learning, self.shelf)

    def events(self, learner: str = "ada") -> list[Event]:
        return [replace(e, seq=0) for e in self.learning.store.events(learner)]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A course folder and a single note, somewhere outside the data folder."""
    folder = tmp_path / "mine"
    (folder / "notes" / "deep").mkdir(parents=True)
    (folder / "questions").mkdir()
    (folder / "course.toml").write_text('id = "mine"\ntitle = "My course"\n')
    (folder / "notes" / "deep" / "été.md").write_text("# Été\n\nIl fait chaud.\n")
    (folder / "questions" / "bank.yaml").write_text("[]\n")
    (tmp_path / "single.md").write_text("# Single\n\nOne note.\n")
    return folder


@pytest.fixture
def old(tmp_path: Path, place: str | Path, notes: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path / "old", place)
    machine.shelf.add_paths("mine", [notes, notes.parent / "single.md"])
    machine.shelf.create("Uploads")
    upload = notes.parent / "upload.txt"
    upload.write_text("uploaded")
    machine.shelf.add_uploads("uploads", [upload])
    event = Event("ada", "mine", "answered", START, card="q", chosen=("A",), detail={"ü": "\u2028"})
    machine.learning.store.append([event] * 3 + [replace(event, learner="bob")])
    machine.learning.set_goal("ada", "mine", Goal(target=0.8))
    yield machine
    machine.learning.store.close()


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path / "new")
    yield machine
    machine.learning.store.close()


def test_everything_is_there_on_another_machine(
    old: Machine, new: Machine, notes: Path, tmp_path: Path
) -> None:
    file = tmp_path / "ada.zip"
    written = old.backups.write("ada", file)
    assert (written.events, written.courses, written.missing) == (4, ("mine", "uploads"), ())
    notes.rename(tmp_path / "gone")  # the other machine has no such folder
    (tmp_path / "single.md").unlink()
    read = new.backups.read(file)
    assert (read.learner, read.events, read.courses) == ("ada", 4, ("mine", "uploads"))
    assert new.events() == old.events()
    assert new.events("bob") == []
    assert new.learning.goal("ada", "mine") == Goal(target=0.8)
    course = new.shelf.get("mine")
    assert course.title == "My course"
    assert course.questions_folder.is_dir()
    found = {p.name: p.read_text() for root in new.shelf.roots("mine") for p in _files(root.path)}
    assert found == {
        "été.md": "# Été\n\nIl fait chaud.\n", "single.md": "# Single\n\nOne note.\n"
    }  # fmt: skip
    assert (new.shelf.uploads("uploads") / "upload.txt").read_text() == "uploaded"


def _files(path: Path) -> list[Path]:
    return [p for p in path.rglob("*") if p.is_file()] if path.is_dir() else [path]


def test_conversations_come_along_to_their_own_learner(
    old: Machine, new: Machine, tmp_path: Path
) -> None:
    kept = old.learning.conversations
    mine = kept.begin("ada", "mine", "why?", [{"id": "1", "question": "why?\u2028"}])
    kept.begin("bob", "mine", "his", [{"id": "1", "question": "secret"}])
    file = tmp_path / "ada.zip"
    old.backups.write("ada", file)
    for _ in range(2):
        new.backups.read(file)
    assert new.learning.conversations.get("ada", mine.id) == mine
    assert new.learning.conversations.entries("bob", "mine") == []
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert b"secret" not in parts["conversations.jsonl"]
    before = parts.pop("conversations.jsonl")
    _pack(file, parts)
    new.backups.read(file)  # one that an earlier version wrote
    _pack(file, parts | {"conversations.jsonl": before.replace(b'"ada"', b'"bob"')})
    with pytest.raises(StoreError, match="is not a backup, or is damaged"):
        new.backups.read(file)


def test_restoring_twice_or_at_home_changes_nothing(
    old: Machine, new: Machine, tmp_path: Path
) -> None:
    file = tmp_path / "ada.zip"
    old.backups.write("ada", file)
    new.backups.read(file)
    for machine in (new, old):
        before = machine.events(), machine.shelf.record("mine")
        again = machine.backups.read(file)
        assert (again.events, again.courses, again.kept) == (0, (), ("mine", "uploads"))
        assert (machine.events(), machine.shelf.record("mine")) == before


def test_notes_that_lie_where_they_lay_are_used_there(
    old: Machine, new: Machine, notes: Path, tmp_path: Path
) -> None:
    old.backups.write("ada", tmp_path / "ada.zip")
    new.backups.read(tmp_path / "ada.zip")
    assert new.shelf.record("mine").roots[0] == notes


@pytest.mark.parametrize("broken", ["text", "cut", "no events", "bad event", "another's"])
def test_a_broken_backup_gives_nothing(
    old: Machine, new: Machine, tmp_path: Path, broken: str
) -> None:
    file = tmp_path / "ada.zip"
    old.backups.write("ada", file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if broken == "text":
        file.write_text("not an archive")
    elif broken == "cut":
        file.write_bytes(file.read_bytes()[:-200])
    else:
        lines = [json.loads(line) for line in parts["events.jsonl"].splitlines()]
        if broken == "no events":
            del parts["events.jsonl"]
        else:
            lines[1] |= {"kind": "dreamt"} if broken == "bad event" else {"learner": "bob"}
            parts["events.jsonl"] = "".join(json.dumps(line) + "\n" for line in lines).encode()
        _pack(file, parts)
    with pytest.raises(StoreError, match="is not a backup, or is damaged"):
        new.backups.read(file)
    assert new.events() == []
    assert new.shelf.own_ids() == []


@pytest.mark.parametrize("name", ["files/mine/0/../../../../out.md", "files/mine/0//tmp/out.md"])
def test_no_name_leads_out_of_the_data_folder(
    old: Machine, new: Machine, notes: Path, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "ada.zip"
    old.backups.write("ada", file)
    notes.rename(tmp_path / "gone")
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, "out")
    with pytest.raises(StoreError):
        new.backups.read(file)
    assert not list(tmp_path.rglob("out.md"))


def test_a_newer_backup_says_so(old: Machine, new: Machine, tmp_path: Path) -> None:
    file = tmp_path / "ada.zip"
    old.backups.write("ada", file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["backup.json"] = parts["backup.json"].replace(b'"format": 1', b'"format": 2')
    _pack(file, parts)
    with pytest.raises(StoreError, match=r"newer version.*Update the tutor"):
        new.backups.read(file)


def test_places_that_cannot_be_used(old: Machine, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        old.backups.write("ada", tmp_path / "nowhere" / "ada.zip")
    with pytest.raises(StoreError, match="cannot be read"):
        old.backups.read(tmp_path / "nowhere.zip")


def _pack(file: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
