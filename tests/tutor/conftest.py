"""A small course, and the command line to run on it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from cli_runs import BANK, NOTES, Ran, Tutor

from tutor import cli
from tutor.settings import PREFIX, Settings


@pytest.fixture(scope="session")
def water_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one indexed course, ``water``."""
    folder = tmp_path_factory.mktemp("cli")
    course = folder / "water"
    (course / "notes").mkdir(parents=True)
    (course / "questions").mkdir()
    (course / "notes" / "water.md").write_text(NOTES, "utf-8")
    (course / "questions" / "bank.yaml").write_text(BANK, "utf-8")
    (course / "course.toml").write_text('id = "water"\ntitle = "Water"\n', "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TUTOR_DATA_DIR", str(folder / "data"))
        assert cli.main(["ingest", str(course), "--course", "water"]) == 0
    return folder / "data"


@pytest.fixture
def tutor(
    water_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Tutor:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.setenv("TUTOR_DATA_DIR", str(water_data))
    monkeypatch.setenv("TUTOR_COURSE", "water")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli.main(arguments)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
