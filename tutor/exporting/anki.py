"""Anki packages by genanki.

Ids depend on the course and the question only. Importing a later export therefore updates what
changed, keeps the schedule and adds nothing twice: Anki matches notes by their GUID and takes the
newer ``mod`` (https://docs.ankiweb.net/importing/packaged-decks.html).
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import sqlite3
import zipfile
from datetime import datetime
from importlib.resources import files

import genanki

from tutor.exporting.card import BACK, FIELDS, FRONT, fields_of, tags_of
from tutor.exporting.models import ExportSet

# Anki keeps two note types of one id apart when their fields differ, so a change of the fields
# needs a new number here, or learners would get every card twice.
NOTE_TYPE_ID = 1_767_225_601


def anki_package(chosen: ExportSet, now: datetime) -> bytes:
    """The ``.apkg`` of a course's questions. ``now`` (with a time zone) dates the notes.

    Anki keeps its own copy of a note that is newer than ``now``.
    """
    deck = genanki.Deck(deck_id(chosen.course), f"Study Tutor::{_one_level(chosen.title)}")
    note_type = _note_type()
    for question in chosen.questions:
        deck.add_note(
            genanki.Note(
                model=note_type,
                fields=list(fields_of(question, chosen).values()),
                tags=tags_of(question, chosen.course),
                guid=genanki.guid_for("study-tutor", chosen.course, question.id),
            )
        )
    return _zipped(_database(genanki.Package(deck), now.timestamp()), now)


def deck_id(course: str) -> int:
    """A number that belongs to the course, in the range that genanki asks for."""
    digest = hashlib.sha256(f"study-tutor deck {course}".encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4]) % (1 << 30)


def _note_type() -> genanki.Model:
    return genanki.Model(
        NOTE_TYPE_ID,
        "Study Tutor question",
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Question", "qfmt": FRONT, "afmt": BACK}],
        css=files("tutor.exporting").joinpath("card.css").read_text("utf-8"),
    )


def _database(package: genanki.Package, timestamp: float) -> bytes:
    """The collection, made in memory: ``Package.write_to_file`` leaves a file behind each time."""
    connection = sqlite3.connect(":memory:")
    try:
        ids = itertools.count(int(timestamp * 1000))
        package.write_to_db(connection.cursor(), timestamp, ids)
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def _zipped(database: bytes, now: datetime) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (("collection.anki2", database), ("media", json.dumps({}).encode())):
            entry = zipfile.ZipInfo(name, (max(now.year, 1980), *now.timetuple()[1:6]))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return packed.getvalue()


def _one_level(title: str) -> str:
    """A title without the sign by which Anki nests decks."""
    return " ".join(title.replace("::", " ").split()) or "Questions"
