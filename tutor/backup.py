"""Backups: all that a learner did, and the courses of the learner's own, in one file.

A ZIP archive: ``backup.json`` (what is in it), ``events.jsonl`` (one event a line, each with its
lasting id), ``conversations.jsonl`` (one a line), ``courses/<id>.json`` (title, folders, removed
sources), and below ``files/<id>/`` the notes: ``uploads/…``, and ``<n>/…`` for the n-th folder or
file that the course names.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from corpus.course import course_id
from index.discovery import find_files, root_of
from tutor.courses import CourseRecord, CourseShelf
from tutor.errors import StoreError
from tutor.learning.conversations import Conversation
from tutor.learning.events import Event
from tutor.learning.learning import Learning
from tutor.learning.store import LearningStore

_FORMAT = 1
_EVENT = TypeAdapter(Event)
_CONVERSATION = TypeAdapter(Conversation)
_MANIFEST, _EVENTS, _CONVERSATIONS = "backup.json", "events.jsonl", "conversations.jsonl"


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="ignore")
    format: int
    learner: str
    made: datetime
    events: int
    courses: list[str]


@dataclass(frozen=True)
class BackupReport:
    """What was written or read. ``kept`` are courses that were there already and stay as they are.

    ``missing`` are files that a course names but that could not be read.
    """

    learner: str
    events: int
    courses: tuple[str, ...]
    kept: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    to_index: bool = False

    def to_json(self) -> dict[str, Any]:
        """For the command line; ``to_index``: the courses need `tutor ingest` before use."""
        return asdict(self)


class Backups:
    """Writes and reads backups of one installation."""

    def __init__(self, learning: Learning, shelf: CourseShelf) -> None:
        self._learning = learning
        self._shelf = shelf

    def write(self, learner: str, file: Path) -> BackupReport:
        """See :func:`write_backup`."""
        return write_backup(file, learner, self._learning.store, self._shelf, self._learning.now())

    def read(self, file: Path, learner: str | None = None) -> BackupReport:
        """See :func:`read_backup`."""
        return read_backup(file, self._learning.store, self._shelf, learner)


def write_backup(
    file: Path, learner: str, store: LearningStore, shelf: CourseShelf, now: datetime
) -> BackupReport:
    """Write a backup; an older file of that name is replaced when the new one is whole.

    Raises:
        StoreError: the file cannot be written, or the database cannot be read.
    """
    events = store.dump(learner)
    courses = shelf.own_ids()
    manifest = _Manifest(
        format=_FORMAT, learner=learner, made=now, events=len(events), courses=courses
    )
    missing: list[str] = []
    staged = file.with_name(f"{file.name}.new")
    try:
        with zipfile.ZipFile(staged, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_MANIFEST, manifest.model_dump_json(indent=1))
            archive.writestr(_EVENTS, "".join(_line(uid, event) for uid, event in events))
            said = map(_CONVERSATION.dump_json, store.conversations.dump(learner))
            archive.writestr(_CONVERSATIONS, b"".join(line + b"\n" for line in said))
            for name in courses:
                archive.writestr(f"courses/{name}.json", shelf.record(name).model_dump_json())
                for inside, path in _files(name, shelf):
                    try:
                        archive.write(path, inside)
                    except (OSError, ValueError):  # ValueError: a date before 1980
                        missing.append(str(path))
        os.replace(staged, file)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise StoreError(
            f"The backup {file} cannot be written: {error.strerror}",
            "Name a file in a folder that you may write to and that has room",
        ) from error
    return BackupReport(learner, len(events), tuple(courses), missing=tuple(missing))


def read_backup(
    file: Path, store: LearningStore, shelf: CourseShelf, learner: str | None = None
) -> BackupReport:
    """Add what a backup holds. Doing it twice changes nothing; what is there stays.

    Notes that still lie where the course looks for them are used there; others are put into
    the data folder. With ``learner``, only a backup of that learner is read.

    Raises:
        StoreError: the file cannot be read, is no backup or another learner's, or the database
            cannot be written.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _Manifest.model_validate_json(archive.read(_MANIFEST))
            if manifest.format > _FORMAT:
                raise StoreError(
                    f"{file} was written by a newer version of the tutor", "Update the tutor"
                )
            if learner is not None and manifest.learner != learner:
                raise StoreError(
                    f"This is a backup of {manifest.learner}, not of {learner}",
                    "Choose one of your own",
                )
            events = _events(archive.read(_EVENTS), manifest)
            said = _conversations(archive, manifest)
            records = {
                name: CourseRecord.model_validate_json(archive.read(f"courses/{name}.json"))
                for name in manifest.courses
            }
            if any(name != course_id(name) for name in records):
                raise ValueError("a course has a name that is no id")
            new = [name for name in records if name not in shelf.own_ids()]
            for name in new:
                _restore_course(archive, name, records[name], shelf)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise StoreError(
            f"{file} is not a backup, or is damaged; nothing was taken from it",
            "Name a file that `tutor backup` has written",
        ) from error
    except OSError as error:
        raise StoreError(f"{file} cannot be read: {error.strerror}", "Check the path") from error
    added = store.load(events)
    store.conversations.add(said)
    kept = tuple(name for name in records if name not in new)
    return BackupReport(manifest.learner, added, tuple(new), kept=kept, to_index=bool(new))


def _line(uid: str, event: Event) -> str:
    value = _EVENT.dump_python(replace(event, seq=0), mode="json", exclude_defaults=True)
    return json.dumps({"uid": uid, **value}, ensure_ascii=False) + "\n"


def _events(lines: bytes, manifest: _Manifest) -> list[tuple[str, Event]]:
    """Every event, checked.

    Raises:
        ValueError: a line is no event, one is missing, or one is another learner's.
    """
    values: list[dict[str, Any]] = [json.loads(line) for line in lines.splitlines()]
    events = [(str(value.pop("uid")), _EVENT.validate_python(value)) for value in values]
    if len(events) != manifest.events or {e.learner for _, e in events} - {manifest.learner}:
        raise ValueError("the events are not those that the backup says it holds")
    return events


def _conversations(archive: zipfile.ZipFile, manifest: _Manifest) -> list[Conversation]:
    """Every conversation, checked; backups of before there were any have none.

    Raises:
        ValueError: a line is no conversation, or one is another learner's.
    """
    if _CONVERSATIONS not in archive.namelist():
        return []
    lines = archive.read(_CONVERSATIONS).splitlines()
    found = [_CONVERSATION.validate_json(line) for line in lines]
    if {each.learner for each in found} - {manifest.learner}:
        raise ValueError("a conversation is another learner's")
    return found


def _files(name: str, shelf: CourseShelf) -> Iterator[tuple[str, Path]]:
    """Every file of a course: its name in the archive, and where it lies."""
    uploads = shelf.uploads(name)
    roots = {"uploads": uploads} | dict(enumerate(shelf.record(name).roots))
    for label, path in roots.items():
        if not path.exists():
            continue
        root = root_of(path)
        for found in find_files([root]):
            if found.refused is None:
                inside = found.path.relative_to(root.base).as_posix()
                yield f"files/{name}/{label}/{inside}", found.path


def _restore_course(
    archive: zipfile.ZipFile, name: str, record: CourseRecord, shelf: CourseShelf
) -> None:
    """Put a course's notes in place, and its record last: without one there is no course."""
    roots = []
    for n, path in enumerate(record.roots):
        if path.exists():
            roots.append(path)
            continue
        folder = shelf.restored(name) / str(n)
        files = _extract(archive, f"files/{name}/{n}/", folder)
        # A root that was one file has its name; otherwise the folder stands for the root.
        one_file = [folder / path.name] == files
        roots += ([folder / path.name] if one_file else [folder]) if files else [path]
    _extract(archive, f"files/{name}/uploads/", shelf.uploads(name))
    shelf.put(name, record.model_copy(update={"roots": roots}))


def _extract(archive: zipfile.ZipFile, prefix: str, folder: Path) -> list[Path]:
    """Write the files below ``prefix`` into ``folder``.

    Raises:
        ValueError: a name leads out of the folder.
    """
    written = []
    for name in archive.namelist():
        if not name.startswith(prefix) or name.endswith("/"):
            continue
        target = folder / name.removeprefix(prefix)
        if not Path(os.path.normpath(target)).is_relative_to(folder) or "\\" in name:
            raise ValueError(f"{name} leads out of its folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(name))
        written.append(target)
    return written
