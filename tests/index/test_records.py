"""Documents and chunks are read as they were written."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from note_strategies import NOTES, loaded
from small_course import HashEmbedder

from index.chunking import chunk_document
from index.errors import IndexDamaged
from index.records import Records, StoredDocument, StoredPage, embedded_key


def records_of(notes: dict[str, str]) -> Records:
    records = Records()
    for source, note in notes.items():
        document = loaded(note, as_markdown=True)
        pages = tuple(StoredPage(p.number, p.char_start) for p in document.pages)
        records.documents["note.md"] = StoredDocument(
            "note.md", document.title, document.text, pages
        )
        records.chunks = chunk_document(document, source, HashEmbedder().count_tokens, 256)
    return records


@settings(max_examples=80, deadline=None)
@given(note=NOTES)
def test_what_is_written_is_read(note: str) -> None:
    records = records_of({"course": note})
    with tempfile.TemporaryDirectory() as folder:
        records.write(Path(folder))
        read = Records.read(Path(folder))
    assert read == records


@settings(max_examples=60, deadline=None)
@given(title=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_every_title_survives(title: str) -> None:
    records = Records({"a\u2028b.md": StoredDocument("a\u2028b.md", title, "text", ())})
    with tempfile.TemporaryDirectory() as folder:
        records.write(Path(folder))
        assert Records.read(Path(folder)) == records


@pytest.mark.parametrize("name", ["documents.jsonl", "chunks.jsonl"])
@pytest.mark.parametrize("damage", ["missing", "cut", "other", "bytes", "no object"])
def test_damage_is_named(tmp_path: Path, name: str, damage: str) -> None:
    records_of({"course": "# Clay\n\nWedging drives the air out."}).write(tmp_path)
    path = tmp_path / name
    content = path.read_bytes()
    path.unlink()
    if damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "other":
        path.write_text('{"something": "else"}\n', "utf-8")
    elif damage == "bytes":
        path.write_bytes(b"\xff\xfe\x00")
    elif damage == "no object":
        path.write_text("[1]\n", "utf-8")
    with pytest.raises(IndexDamaged) as caught:
        Records.read(tmp_path)
    assert "tutor ingest" in caught.value.todo


def test_a_chunk_of_an_unknown_document_is_damage(tmp_path: Path) -> None:
    records_of({"course": "Wedging drives the air out."}).write(tmp_path)
    (tmp_path / "documents.jsonl").write_text("", "utf-8")
    with pytest.raises(IndexDamaged):
        Records.read(tmp_path)


def test_a_document_knows_its_pages() -> None:
    document = StoredDocument("a.pdf", "A", "one two", (StoredPage(1, 0), StoredPage(2, 4)))
    assert [document.page_at(n) for n in (0, 3, 4, 6)] == [1, 1, 2, 2]
    assert StoredDocument("a.md", "A", "one").page_at(0) is None


def test_keys_name_texts() -> None:
    assert embedded_key("clay") == embedded_key("clay") != embedded_key("Clay")
