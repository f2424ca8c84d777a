"""Every bad file ends in an error that says what happened and what to do."""

from __future__ import annotations

import codecs
import os
import sys
import zipfile
from pathlib import Path

import pytest
from loader_files import (
    MEGABYTE,
    docx,
    encrypted_pdf,
    load,
    notebook,
    pdf_of_lines,
    scanned_pdf,
)

from corpus.errors import StudyError
from index.errors import LoadError, SkippedFile
from index.loaders import SUPPORTED, load_document

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def assert_useful(error: StudyError, *said: str) -> None:
    for words in said:
        assert words in str(error)
    assert error.what
    assert error.todo
    assert not error.what.endswith(".")
    assert not error.todo.endswith(".")


@pytest.mark.parametrize("suffix", sorted(SUPPORTED))
@pytest.mark.parametrize("content", [b"", b" \n\t\n"])
def test_empty_files_of_every_format_are_skipped(
    tmp_path: Path, suffix: str, content: bytes
) -> None:
    path = tmp_path / f"notes{suffix}"
    path.write_bytes(content)
    with pytest.raises(SkippedFile) as caught:
        load(path)
    assert_useful(caught.value, "empty")


@pytest.mark.parametrize("content", ["<html><nav>Home</nav></html>", "\ufeff", "\u200b\n\u200b"])
def test_files_without_visible_text_are_skipped(tmp_path: Path, content: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SkippedFile):
        load(path)


def test_an_unsupported_suffix_is_skipped_and_the_supported_ones_are_named(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"x")
    with pytest.raises(SkippedFile) as caught:
        load(path)
    assert_useful(caught.value, ".mp4", ".md", ".pdf")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notes.pdf", b"plain words", "none"),
        ("notes.pdf", os.urandom(4000), "PDF"),
        ("notes.pdf", b"%PDF-1.7\n" + b"\x00\x01garbage" * 50, "broken"),
        ("notes.md", PNG, "PNG"),
        ("notes.txt", b"%PDF-1.7\n...", "PDF"),
        ("notes.txt", b"\x00\x01\x02\x03" * 100, "binary"),
        ("notes.txt", bytes(range(256)) * 8, "binary"),
        ("notes.html", b"PK\x03\x04....", "zip"),
        ("notes.docx", b"plain words", "Office"),
        ("notes.docx", PNG, "PNG"),
        ("notes.docx", b"PK\x03\x04 cut off", "broken"),
        ("notes.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        ("notes.txt", codecs.BOM_UTF16_LE + b"a\x00b", "UTF-16"),
        ("notes.ipynb", b"{", "Jupyter"),
        ("notes.ipynb", b"[]", "Jupyter"),
        ("notes.ipynb", b'{"nbformat": 4, "cells": 3}', "Jupyter"),
        ("notes.ipynb", b'{"nbformat": 99, "cells": []}', "Jupyter"),
        ("notes.ipynb", b"[" * 100_000, "Jupyter"),
        (
            "notes.ipynb",
            b'{"nbformat": 1, "cells": [{"cell_type": "poem", "source": "x"}]}',
            "Jupyter",
        ),
    ],
)
def test_a_file_that_is_not_what_its_name_says(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LoadError) as caught:
        load(path)
    assert_useful(caught.value, said)


def test_a_pdf_with_a_password(tmp_path: Path) -> None:
    with pytest.raises(LoadError) as caught:
        load(encrypted_pdf(tmp_path / "locked.pdf", "secret"))
    assert_useful(caught.value, "password")


def test_a_pdf_locked_with_an_empty_password_opens(tmp_path: Path) -> None:
    document = load(encrypted_pdf(tmp_path / "open.pdf", ""))
    assert document.text == "The notes behind the lock."


def test_a_scanned_pdf_is_skipped_with_advice(tmp_path: Path) -> None:
    with pytest.raises(SkippedFile) as caught:
        load(scanned_pdf(tmp_path / "scan.pdf"))
    assert_useful(caught.value, "scanned", "OCR")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_a_pdf_cut_off_is_read_or_refused_quietly(
    tmp_path: Path, share: float, capfd: pytest.CaptureFixture[str]
) -> None:
    path = pdf_of_lines(tmp_path / "notes.pdf", [[(72, 700, "Some words")]] * 20)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    try:
        load(path)
    except LoadError as error:
        assert_useful(error)
    except SkippedFile as error:
        assert_useful(error)
    assert capfd.readouterr() == ("", "")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(LoadError) as caught:
        load(tmp_path / "gone.md")
    assert_useful(caught.value, "cannot be opened")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(LoadError) as caught:
        load(tmp_path / "folder.md")
    assert_useful(caught.value, "regular file")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(LoadError):
        load(tmp_path / "pipe.txt")


def test_a_file_over_the_size_limit_names_limit_and_setting(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_bytes(b"words " * 400_000)
    with pytest.raises(LoadError) as caught:
        load(path, max_bytes=2 * MEGABYTE)
    assert_useful(caught.value, "2.3 MB", "2 MB", "TUTOR_MAX_FILE_MB")


def test_fifty_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"The quick brown fox jumps.\n" * (MEGABYTE // 27))
        file.write(b"x" * MEGABYTE)
    with pytest.raises(LoadError) as caught:
        load(path)
    assert_useful(caught.value, "MB", "TUTOR_MAX_FILE_MB")
    with pytest.raises(LoadError) as caught:
        load(path, max_bytes=100 * MEGABYTE, max_characters=1_000_000)
    assert_useful(caught.value, "1,000,000 characters")


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html", ".pdf", ".ipynb", ".docx"])
def test_too_much_text_names_the_limit(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"long{suffix}"
    words = "many words in a line " * 4
    if suffix == ".pdf":
        pdf_of_lines(path, [[(72, 700, words)], [(72, 700, words)]])
    elif suffix == ".ipynb":
        notebook(path, [("markdown", words), ("code", "x = 1")])
    elif suffix == ".docx":
        docx(path, [("Normal", words)])
    else:
        path.write_text(words, encoding="utf-8")
    with pytest.raises(LoadError) as caught:
        load(path, max_characters=50)
    assert_useful(caught.value, "50 characters")


def test_office_without_its_extra_names_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # How Python itself marks a module that cannot be imported.
    monkeypatch.setitem(sys.modules, "markitdown", None)
    with pytest.raises(LoadError) as caught:
        load(docx(tmp_path / "notes.docx", [("Normal", "words")]))
    assert_useful(caught.value, "pip install 'study-tutor[office]'")


def test_an_archive_that_is_no_office_file(tmp_path: Path) -> None:
    path = tmp_path / "sheet.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(LoadError) as caught:
        load(path)
    assert_useful(caught.value, "another archive")


def test_an_archive_that_unpacks_beyond_measure(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(5):
            archive.writestr(f"word/{part}.xml", bytes(90 * MEGABYTE))
    with pytest.raises(LoadError) as caught:
        load(path)
    assert_useful(caught.value, "450 MB")


def test_the_suffix_is_read_in_any_case(tmp_path: Path) -> None:
    path = tmp_path / "NOTES.MD"
    path.write_text("# Loss", encoding="utf-8")
    document = load_document(path, "deep/NOTES.MD", max_bytes=100, max_characters=100)
    assert document.source == "deep/NOTES.MD"
