"""The courses of one installation: the bundled ones, and those that a learner makes.

<data>/courses/<id>.json      what a learner added: title, folders and files, removed sources
<data>/documents/<id>/        uploaded notes
<data>/restored/<id>/         notes of a backup that lay elsewhere
<data>/index/<id>/            the index (see index.versions)
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.course import Course, bundled_courses, course_id, read_course
from corpus.errors import CourseError
from index.discovery import Root, root_of
from index.disk import disk_errors, locked, private_folder, sync
from tutor.errors import CourseUnknown, Stopped

_SECONDS_TO_WAIT = 10.0  # for another process that changes the same record


class CourseRecord(BaseModel):
    """What a learner added to a course."""

    model_config = ConfigDict(extra="forbid")
    title: str
    roots: list[Path] = []
    removed: list[str] = []


class CourseShelf:
    """Knows every course and where its notes lie. Paths are kept absolute."""

    def __init__(self, data: Path) -> None:
        self._records = data / "courses"
        self._documents = data / "documents"

    def ids(self) -> list[str]:
        """Ids of all courses: bundled ones first, then the learner's."""
        own = [name for name in self.own_ids() if name not in bundled_courses()]
        return [*bundled_courses(), *own]

    def get(self, name: str) -> Course:
        """A course by id.

        Raises:
            CourseUnknown: there is none.
            CourseError: its folder or record is broken.
        """
        if name in bundled_courses():
            return bundled_courses()[name]
        if name != course_id(name) or not self._path(name).is_file():
            raise CourseUnknown(
                f"There is no course named {name}",
                f"Make it with `tutor ingest FOLDER --course {name}`, "
                "or see `tutor courses` for those that are there",
            )
        record = self._read(name)
        folder = next((r for r in record.roots if (r / "course.toml").is_file()), None)
        if folder:
            return read_course(folder).model_copy(update={"id": name})
        return Course(id=name, title=record.title, folder=self._documents / name)

    def own_ids(self) -> list[str]:
        """Ids of the courses that a learner made or added notes to."""
        return sorted(p.stem for p in self._records.glob("*.json"))

    def record(self, name: str) -> CourseRecord:
        """What a learner added to a course; empty for an untouched one."""
        return self._read(name)

    def put(self, name: str, record: CourseRecord) -> None:
        """Make a course of that record, or replace its record."""
        self._write(name, record)

    def uploads(self, name: str) -> Path:
        """Where a course's uploaded notes lie; the folder may be missing."""
        return self._documents / name

    def restored(self, name: str) -> Path:
        """Where notes of a backup are put that lay outside the data folder."""
        return self._documents.parent / "restored" / name

    def create(self, title: str) -> str:
        """Make a course, or find the one of that name; returns its id."""
        name = course_id(title)
        with self._changing(name):
            if name not in self.ids():
                self._write(name, CourseRecord(title=title.strip() or name))
        return name

    def add_paths(self, name: str, paths: Sequence[Path]) -> None:
        """Remember folders and files as notes of a course; makes the course if need be.

        Raises:
            CourseError: a path is not there.
        """
        missing = [path for path in paths if not path.exists()]
        if missing:
            raise CourseError(f"There is nothing at {missing[0]}", "Check the path")
        self.create(name)
        with self._changing(name):
            record = self._read(name)
            for path in paths:
                absolute = Path(os.path.abspath(path))
                if absolute not in record.roots:
                    record.roots.append(absolute)
                if absolute.name in record.removed:
                    record.removed.remove(absolute.name)
            self._write(name, record)

    def add_uploads(self, name: str, files: Sequence[Path]) -> None:
        """Copy files into the course's own folder; one of the same name is replaced.

        Raises:
            StorageError: the disk is full or cannot be written; a file that was not copied to its
                end leaves the one before it in place.
        """
        folder = private_folder(self._documents / name)
        with self._changing(name):
            record = self._read(name)
            for file in files:
                _copy(file, folder / file.name)
                if file.name in record.removed:
                    record.removed.remove(file.name)
            self._write(name, record)

    @contextmanager
    def taken_back_when_stopped(self, name: str) -> Iterator[None]:
        """Paths and files that are added inside are taken out again when the work is stopped."""
        record, uploads = self._read(name), set(self.uploads(name).glob("*"))
        try:
            yield
        except Stopped:
            self._write(name, record)
            for file in set(self.uploads(name).glob("*")) - uploads:
                file.unlink()
            raise

    def remove_source(self, name: str, source: str) -> None:
        """Take a note out of a course. An uploaded copy is deleted, a learner's own file is not."""
        upload = self._documents / name / source
        if upload.is_file() and upload.resolve().is_relative_to(self._documents.resolve()):
            upload.unlink()
            return
        with self._changing(name):
            record = self._read(name)
            record.removed.append(source)
            self._write(name, record)

    def removed(self, name: str) -> frozenset[str]:
        """Sources that a learner took out."""
        return frozenset(self._read(name).removed)

    def roots(self, name: str) -> list[Root]:
        """Where the notes of a course lie. Folders that have vanished are left out."""
        roots = []
        if name in bundled_courses():
            course = bundled_courses()[name]
            roots.append(Root(course.notes_folder, course.folder))
        for path in self._read(name).roots:
            notes = path / "notes"
            if (path / "course.toml").is_file() and notes.is_dir():
                roots.append(Root(notes, path))
            elif path.exists():
                roots.append(root_of(path))
        uploads = self._documents / name
        if uploads.is_dir():
            roots.append(Root(uploads, uploads))
        return roots

    def vanished(self, name: str) -> list[Path]:
        """Remembered paths at which nothing is any more."""
        return [path for path in self._read(name).roots if not path.exists()]

    def _path(self, name: str) -> Path:
        return self._records / f"{course_id(name)}.json"

    def _read(self, name: str) -> CourseRecord:
        path = self._path(name)
        if not path.is_file():
            return CourseRecord(title=name)
        try:
            return CourseRecord.model_validate_json(path.read_text("utf-8"))
        except (ValidationError, UnicodeDecodeError) as error:
            raise CourseError(
                f"The record of the course {name} is damaged ({path})",
                "Remove that file and add the course's notes again",
            ) from error

    @contextmanager
    def _changing(self, name: str) -> Iterator[None]:
        """Hold a course's record, so that two who change it at once do not lose one change."""
        busy = CourseError(f"The course {name} is being changed elsewhere", "Try again")
        lock = self._records / f".{course_id(name)}.lock"
        with locked(lock, busy, _SECONDS_TO_WAIT), disk_errors(self._records):
            yield

    def _write(self, name: str, record: CourseRecord) -> None:
        private_folder(self._records)
        staged = self._path(name).with_suffix(".new")
        with disk_errors(self._records):
            staged.write_text(record.model_dump_json(indent=1), "utf-8")
            sync(staged)
            os.replace(staged, self._path(name))


def _copy(file: Path, target: Path) -> None:
    """Copy a file as a whole or not at all."""
    staged = target.with_name(f".{target.name}.new")  # hidden, so never taken for a note
    try:
        shutil.copyfile(file, staged)
        os.replace(staged, target)
    finally:
        staged.unlink(missing_ok=True)
