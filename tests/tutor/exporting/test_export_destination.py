"""Where exports go, and what is said when they cannot go there."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from exported_questions import export_set

from tutor.errors import ExportError
from tutor.exporting.destination import write_all
from tutor.exporting.export import export
from tutor.exporting.models import Exported, ExportRequest, Format

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FILES: list[tuple[Format, str]] = [
    ("anki", "a.apkg"),
    ("csv", "a.csv"),
    ("json", "a.json"),
    ("print", "a.html"),
    ("print", "a.pdf"),
]


def write(form: Format, path: Path, *, force: bool = False) -> Exported:
    return export(export_set(), ExportRequest(form, path, force=force), NOW)


@pytest.mark.parametrize(("form", "name"), FILES)
def test_every_format_is_written(form: Format, name: str, tmp_path: Path) -> None:
    exported = write(form, tmp_path / name)
    assert exported.questions == 2
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in exported.files}
    assert all(path.stat().st_size > 500 for path in exported.files)


@pytest.mark.parametrize(("form", "name"), FILES)
def test_a_file_is_overwritten_only_by_force(form: Format, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("mine")
    with pytest.raises(ExportError, match="--force"):
        write(form, path)
    assert path.read_text() == "mine"
    exported = write(form, path, force=True)
    assert all(p.read_bytes() != b"mine" for p in exported.files)


def test_an_old_key_is_not_overwritten_either(tmp_path: Path) -> None:
    (tmp_path / "exam-key.html").write_text("mine")
    with pytest.raises(ExportError, match=r"exam-key\.html is there already"):
        write("print", tmp_path / "exam.html")
    assert not (tmp_path / "exam.html").exists()


@pytest.mark.parametrize(
    ("form", "name", "told"),
    [
        ("anki", "deck.zip", "such as .*deck.apkg"),
        ("print", "exam.docx", "such as .*exam.html"),
        ("csv", "no/folder/a.csv", "There is no folder"),
        ("json", ".", "is a folder"),
    ],
)
def test_places_that_will_not_do(form: Format, name: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=told):
        write(form, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_full_or_closed_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "missing" / "bad.csv"
    with pytest.raises(ExportError, match=r"bad\.csv cannot be written"):
        write_all({good: b"1", bad: b"2"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_folder_that_is_closed_to_the_learner(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ExportError, match="permission denied"):
            write("csv", tmp_path / "a.csv")
    finally:
        tmp_path.chmod(0o700)
