"""``tutor review``, ``progress``, ``plan`` and ``dispute`` as a learner types them."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
import yaml
from cli_runs import Tutor

from tutor import cli_review


@pytest.fixture(autouse=True)
def learner(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, tutor: Tutor) -> None:
    """Everyone of these tests is a learner of their own in one store."""
    monkeypatch.setenv("TUTOR_LEARNER", request.node.name)


def test_review_lists_what_is_due_without_telling_the_key(tutor: Tutor) -> None:
    empty = tutor("review", "--json").json
    assert (empty["waiting"], empty["due"]) == (0, [])
    assert empty["next"]["card"] == "q-1"
    wrong = tutor("review", "--card", "q-1", "--chosen", "A", "--confidence", "sure", "--json").json
    assert wrong["correct"] is False
    due = tutor("review", "--json").json["due"]
    assert due[0]["why"] == "wrong last time, though you were sure"
    assert {o["label"] for o in due[0]["options"]} == {"A", "B"}
    assert all(o.keys() == {"label", "text"} for o in due[0]["options"])
    assert "q-1" in tutor("review").out
    right = tutor("review", "--card", "q-1", "--chosen", "B")
    assert right.out.startswith("Right. It comes back ")
    assert "Nothing waits" in tutor("review").out


def test_progress_gives_evidence_beside_every_figure(tutor: Tutor) -> None:
    tutor("review", "--card", "q-1", "--grade", "good")
    found = tutor("progress", "--json").json
    assert found["overall"]["seen"] == found["overall"]["cards"] == 1
    assert found["overall"]["low"] < found["overall"]["estimate"] == found["overall"]["high"]
    assert "1 of 1 cards seen, known now 21% to 100%" in tutor("progress").out


def test_the_plan_remembers_its_options_and_says_what_suffices(tutor: Tutor) -> None:
    assert "No exam date" in tutor("plan").out
    made = tutor("plan", "--exam-date", "2999-01-01", "--minutes", "15", "--json").json
    assert made["enough"] is True
    again = tutor("plan", "--json").json
    assert (again["exam_date"], again["minutes_a_day"]) == ("2999-01-01", 15)
    assert again["today"] == ["q-1"]
    assert "every card is seen" in tutor("plan").out
    assert tutor("plan", "--exam-date", "soon").code == 2
    assert tutor("plan", "--minutes", "0").code == 2


def test_a_dispute_is_checked_kept_and_exported(tutor: Tutor, tmp_path: Path) -> None:
    checked = tutor("dispute", "q-1", "--reason", "at sea level only", "--json").json
    assert checked["proof_stands"] is True
    assert tutor("review", "--json").json["next"] is None
    cases = tmp_path / "cases.yaml"
    assert "1 disputed, written to" in tutor("dispute", "--cases", str(cases)).out
    assert yaml.safe_load(cases.read_text("utf-8"))[0]["id"] == "d-q-1"
    assert tutor("dispute", "--json").json["disputes"][0]["reason"] == "at sea level only"
    tutor("dispute", "q-1").assert_one_line()
    tutor("dispute", "--cases", str(tmp_path / "no" / "cases.yaml")).assert_one_line()


def test_what_cannot_be_answered_is_one_line(tutor: Tutor) -> None:
    tutor("review", "--card", "nothing", "--grade", "good").assert_one_line()
    tutor("review", "--card", "q-1", "--chosen", "Z").assert_one_line()
    assert tutor("review", "--card", "q-1").code == 2
    assert tutor("review", "--chosen", "A").code == 2
    assert tutor("review", "--course", "missing").code == 1


def test_a_sitting_takes_choice_and_confidence_and_gives_feedback(
    tutor: Tutor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["Z", "A", "9", "3", "q"])

    def prompt(*_: object, **__: object) -> str:
        return next(typed)

    monkeypatch.setattr(typer, "prompt", prompt)
    from tutor.cli_learning import _student

    student = _student(None)
    cli_review.sitting(student, 5)
    student.learning.store.close()
    said = capsys.readouterr().out
    assert "Z is none of the options" in said
    assert "ight.\n" in said
    assert "The note says so." in said
    assert "cards done; all answers are kept." in said
    assert tutor("progress", "--json").json["overall"]["reviews"] >= 1
