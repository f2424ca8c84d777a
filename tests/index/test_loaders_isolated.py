"""Files are read in a process of their own, which has limits and no network."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.errors import LoadError, SkippedFile
from index.loaders.isolated import IsolatedLoader
from tests.index.loader_files import docx, pdf_of_lines


def loader(seconds: float = 60.0) -> IsolatedLoader:
    return IsolatedLoader(10 * 2**20, 1_000_000, seconds)


def test_documents_and_errors_come_through_as_they_are(tmp_path: Path) -> None:
    first = pdf_of_lines(tmp_path / "a.pdf", [[(72, 700, "The first line")]])
    broken, empty = tmp_path / "b.pdf", tmp_path / "c.html"
    broken.write_bytes(b"%PDF-1.7 and no more")
    empty.write_text("<nav>Home</nav>")
    with loader() as reading:
        assert reading.load(first, "deep/a.pdf").source == "deep/a.pdf"
        with pytest.raises(LoadError, match="broken"):
            reading.load(broken, "b.pdf")
        with pytest.raises(SkippedFile):
            reading.load(empty, "c.html")
        assert (
            "Clay" in reading.load(docx(tmp_path / "d.docx", [("Normal", "Clay dries")]), "d").text
        )
        process = reading._worker
        assert process is not None
    assert process.returncode is not None, "the process ends with the context"


def test_a_file_that_takes_too_long_fails_and_the_next_is_read(tmp_path: Path) -> None:
    path = pdf_of_lines(tmp_path / "a.pdf", [[(72, 700, "The first line")]])
    with loader() as reading:
        reading._max_seconds = 0.001  # even starting takes longer
        with pytest.raises(LoadError, match=r"longer than 0\.001 s") as caught:
            reading.load(path, "a.pdf")
        assert "TUTOR_MAX_FILE_SECONDS" in caught.value.todo
        reading._max_seconds = 60.0
        assert "first line" in reading.load(path, "a.pdf").text


def test_a_process_that_dies_is_replaced(tmp_path: Path) -> None:
    path = pdf_of_lines(tmp_path / "a.pdf", [[(72, 700, "The first line")]])
    with loader() as reading:
        reading.load(path, "a.pdf")
        assert reading._worker is not None
        reading._worker.kill()
        reading._worker.wait()
        with pytest.raises(LoadError, match="stopped at this file"):
            reading.load(path, "a.pdf")
        assert "first line" in reading.load(path, "a.pdf").text


def test_a_missing_file_and_a_small_text_need_no_process(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# Clay\n\nIt dries.\n")
    with loader() as reading:
        assert reading.load(tmp_path / "note.md", "note.md").title == "Clay"
        with pytest.raises(LoadError, match="cannot be opened"):
            reading.load(tmp_path / "gone.pdf", "gone.pdf")
        assert reading._worker is None


def test_the_process_can_open_no_connection() -> None:
    code = (
        "import socket\n"
        "from index.loaders.worker import forbid_connections\n"
        "forbid_connections()\n"
        "for attempt in (lambda: socket.create_connection(('127.0.0.1', 9)),\n"
        "                lambda: socket.getaddrinfo('localhost', 80)):\n"
        "    try:\n"
        "        attempt()\n"
        "    except PermissionError:\n"
        "        continue\n"
        "    raise SystemExit(1)\n"
    )
    import subprocess
    import sys

    house = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", code], cwd=house, env=os.environ, check=False)
    assert ran.returncode == 0
