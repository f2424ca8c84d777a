"""What ``tutor courses`` and ``tutor config`` list, as JSON and for a reader."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import StudyError
from tutor.cli_output import table

if TYPE_CHECKING:
    from index.versions import FileRecord
    from tutor.settings import Settings
    from tutor.study_tutor import StudyTutor


def course_json(tutor: StudyTutor, name: str) -> dict[str, Any]:
    """One course; a broken one is listed with its error, so that it hides no other."""
    try:
        course = tutor.course(name)
        bank = len(tutor.bank(name))
        row = {"title": course.title, "questions": bank, "indexed": tutor.is_indexed(name)}
        return {"id": name, **row, "error": None}
    except StudyError as error:
        return {"id": name, "title": "", "questions": 0, "indexed": False, "error": str(error)}


def notes_json(files: Mapping[str, FileRecord]) -> list[dict[str, Any]]:
    """What is indexed: a row for each note."""
    return [
        {"source": source, "pages": f.pages, "chunks": f.chunks, "characters": f.characters}
        for source, f in sorted(files.items())
    ]


def courses_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """The courses as a table; a broken one with its error."""
    cells = [
        (
            row["id"],
            "yes" if row["indexed"] else "no",
            row["questions"],
            row["error"] or row["title"],
        )
        for row in rows
    ]
    listed = table(cells, ("id", "indexed", "questions", "title"))
    return f"{listed}\n\n`tutor courses ID` lists the notes of one."


def notes_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """The notes of a course as a table."""
    if not rows:
        return "No notes are indexed; run `tutor ingest`."
    return table([tuple(row.values()) for row in rows], tuple(rows[0]))


def settings_json(settings: Settings) -> list[dict[str, Any]]:
    """Every setting: the variable that sets it, its value (secrets masked), what it is."""
    from tutor.settings import PREFIX

    return [
        {
            "name": PREFIX + name.upper(),
            "value": _masked(getattr(settings, name)),
            "description": field.description,
        }
        for name, field in type(settings).model_fields.items()
    ]


def _masked(value: object) -> object:
    """A value that may be printed: no secret, no login inside an address."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return re.sub(r"//[^/@\s]+@", "//***@", str(value))


def settings_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Every setting on two lines."""
    return "\n".join(
        f"{row['name']}={'' if row['value'] is None else row['value']}\n    {row['description']}"
        for row in rows
    )
