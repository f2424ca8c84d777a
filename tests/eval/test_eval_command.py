"""``tutor eval`` from the command line to the real tutor, on three small notes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from scripted_tutor import NOTES
from typer.testing import CliRunner

from eval.cases import CaseError
from eval.command import evaluate

CASES = """
- id: f-1
  question: What does fmin minimise?
  answer: The value that the objective returns.
  must: ['minimi[sz]']
  evidence: {source: fmin.md, quote: '`fmin` minimises the value that the objective returns.'}
- id: u-1
  kind: off-topic
  question: How long do I boil an egg?
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of a course that the learner's installation knows, not indexed yet."""
    from tutor.settings import load_settings
    from tutor.study_tutor import StudyTutor

    monkeypatch.setenv("TUTOR_DATA_DIR", str(tmp_path / "data"))
    tutor = StudyTutor(load_settings())
    made = tutor.create_course("Small notes")
    notes = []
    for name, text in NOTES.items():
        notes.append(tmp_path / name)
        notes[-1].write_text(text, encoding="utf-8")
    tutor.shelf.add_uploads(made, notes)
    return made


def test_the_real_tutor_is_indexed_asked_and_judged(course: str, tmp_path: Path) -> None:
    (tmp_path / "cases.yaml").write_text(CASES, encoding="utf-8")
    app = typer.Typer()
    app.command()(evaluate)
    cases, report = tmp_path / "cases.yaml", tmp_path / "report.html"
    options = ["--course", course, "--cases", str(cases), "--json", "--report", str(report)]
    ran = CliRunner().invoke(app, options)
    assert ran.exit_code == 0, ran.output
    assert "is not indexed yet" in ran.stderr
    figures = json.loads(ran.stdout)["figures"]
    assert figures["hit_at_4"]["all"]["value"] == 1
    assert figures["answer_in_context"]["all"]["value"] == 1
    assert figures["citations_sound"]["all"] == {"value": 1.0, "low": 0.3424, "high": 1.0, "n": 2}
    assert report.is_file()


def test_a_wrong_use_is_an_error_a_learner_can_read(course: str) -> None:
    with pytest.raises(CaseError, match="no cases for the course small-notes"):
        evaluate(course=course)
