"""``tutor export`` on a real course, from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdf
import pytest
from cli_runs import Tutor

from corpus.questions import read_questions
from tutor.settings import Settings
from tutor.study_tutor import StudyTutor


@pytest.fixture
def own_data(
    tutor: Tutor, water_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The course in a data folder of this test's own, so that learning stays in it."""
    own = tmp_path / "own"
    shutil.copytree(water_data, own)
    monkeypatch.setenv("TUTOR_DATA_DIR", str(own))
    return own


def test_every_format_is_written_and_told(tutor: Tutor, tmp_path: Path) -> None:
    for form, name in (("anki", "a.apkg"), ("csv", "a.csv"), ("json", "a.json")):
        done = tutor("export", form, name)
        assert (done.code, done.err) == (0, "")
        assert done.out.strip() == f"1 question of water: {name}"
        assert (tmp_path / name).stat().st_size > 100
    assert tutor("export", "print", "e.pdf", "--json").json == {
        "course": "water",
        "format": "print",
        "questions": 1,
        "files": ["e.pdf", "e-key.pdf"],
        "warning": "There are only 1 questions to ask, not 20.",
    }


def test_the_json_is_the_bank(tutor: Tutor, water_data: Path, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    assert tutor("export", "json", "again/bank.json").code == 0
    (question,) = read_questions(tmp_path / "again")
    (own,) = StudyTutor(Settings(data_dir=water_data)).bank("water")
    same = question.model_copy(update={"receipt": own.receipt})  # sources are those of the index
    assert same == own
    assert tutor("health", "--file", "again/bank.json", "--json").json["overall"]["questions"] == 1


def test_the_passage_is_named_by_its_place_in_the_notes(tutor: Tutor, tmp_path: Path) -> None:
    assert tutor("export", "csv", "a.csv").code == 0
    assert "water.md › Phases of water › Boiling" in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_a_seed_gives_the_same_form(tutor: Tutor, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        assert tutor("export", "print", name, "--seed", "5").code == 0
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert "form 5" in (tmp_path / "a-key.html").read_text("utf-8")


def test_a_pdf_is_a_pdf(tutor: Tutor, tmp_path: Path) -> None:
    assert tutor("export", "print", "e.pdf").code == 0
    (page,) = pypdf.PdfReader(tmp_path / "e.pdf").pages
    assert "At which temperature does water boil" in page.extract_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("csv", "a.csv", "--section", "9"), "No question fits section 9"),
        (("csv", "no/a.csv"), "There is no folder no"),
        (("anki", "a.zip"), "does not end in .apkg"),
        (("json", "a.json", "--course", "nowhere"), "no course named nowhere"),
        (("csv", "a.csv", "--missed", "--learner", "ada"), "ada has missed no question"),
    ],
)
def test_errors_are_one_line(tutor: Tutor, arguments: tuple[str, ...], told: str) -> None:
    failed = tutor("export", *arguments)
    failed.assert_one_line()
    assert told in failed.err


def test_a_file_is_overwritten_only_by_force(tutor: Tutor) -> None:
    assert tutor("export", "csv", "a.csv").code == 0
    tutor("export", "csv", "a.csv").assert_one_line()
    assert tutor("export", "csv", "a.csv", "--force").code == 0


def test_an_unknown_format_is_a_mistake_of_usage(tutor: Tutor) -> None:
    assert tutor("export", "docx", "a.docx").code == 2


def test_missed_ones_are_those_last_answered_wrong(
    tutor: Tutor, own_data: Path, tmp_path: Path
) -> None:
    study = StudyTutor(Settings(data_dir=own_data))
    (question,) = study.bank("water")
    study.learning.record_practice("ada", "water", question, ["A"])
    study.learning.record_practice("bob", "water", question, ["B"])
    done = tutor("export", "csv", "a.csv", "--missed", "--learner", "ada")
    assert done.out.startswith("1 question of water")
    tutor("export", "csv", "b.csv", "--missed", "--learner", "bob").assert_one_line()
    study.learning.record_practice("ada", "water", question, ["B"])
    tutor("export", "csv", "c.csv", "--missed", "--learner", "ada").assert_one_line()
    assert not (tmp_path / "c.csv").exists()
