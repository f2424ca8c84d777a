"""``tutor exam``, ``tutor backup`` and ``tutor restore`` on a real, small course."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

PASTED = "At which temperature does water boil at sea level?\nA. 0 degrees\nB. 100 degrees\n"


@pytest.fixture
def exam(tutor: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The command line of a learner whom nobody else is."""
    monkeypatch.setenv("TUTOR_LEARNER", uuid4().hex)
    return tutor


def label_of(view: dict[str, Any], text: str) -> str:
    [question] = view["questions"]
    return next(label for label, said in question["options"].items() if said == text)


def test_an_exam_from_start_to_report(exam: Callable[..., Any]) -> None:
    started = exam("exam", "start", "-n", "1", "--seed", "3", "--json").json
    assert (started["total"], started["minutes"], started["unanswered"]) == (1, 2, [1])
    assert started["notice"] == ""
    right = label_of(started, "100 degrees")
    wrong = label_of(started, "0 degrees")
    answered = exam("exam", "answer", "1", right, "--confidence", "unsure", "--json").json
    assert answered["questions"][0]["chosen"] == [right]
    exam("exam", "answer", "1", wrong, "--confidence", "sure", "--seconds", "30")
    exam("exam", "flag", "1")
    seen = exam("exam", "status", "--question", "1", "--json").json
    assert (seen["unanswered"], seen["flagged"]) == ([], [1])
    assert seen["remaining_seconds"] <= 120
    report = exam("exam", "submit", "--json").json
    assert report["score"]["right"] == 0
    assert report["score"]["high"] == pytest.approx(0.7935, abs=1e-4)
    assert report["changes"]["right_to_wrong"] == report["confident_errors"] == [1]
    assert report["seconds"] == [{"number": 1, "seconds": 30.0, "right": False}]
    assert report["missed"] == ["q-1"]
    assert report["passing"] == "There is no official exam on these notes, and so no pass mark."
    again = exam("exam", "report", started["exam"], "--review", "flagged", "--json").json
    [item] = again["review"]
    assert (item["key"], item["chosen"]) == ([right], [wrong])
    assert item["options"][wrong]["why"] == "Water freezes there."


def test_for_a_reader(exam: Callable[..., Any]) -> None:
    started = exam("exam", "start", "-n", "3")
    assert started.code == 0, started.err
    assert "There are only 1 questions to ask, not 3." in started.out
    assert "unanswered 1" in started.out
    assert "1. At which temperature does water boil at sea level?" in started.out
    assert exam("exam", "flag", "1").out.count("[flagged]") == 1
    ended = exam("exam", "submit")  # standard input is no terminal: nobody to ask
    assert "Score 0 of 1, 0% (95 % interval 0% to 79%) · 1 unanswered" in ended.out
    assert "no pass mark" in ended.out
    reviewed = exam("exam", "report", "--review", "wrong").out
    assert "✓" in reviewed
    assert "“Water boils at 100 degrees Celsius at sea level.”" in reviewed
    assert "`tutor exam report`" in exam("exam", "status").out
    assert exam("exam", "report", "--review", "guessed").out.endswith("No question of this kind.\n")


def test_other_commands_are_no_oracle(exam: Callable[..., Any]) -> None:
    exam("exam", "start", "-n", "1")
    for run in (
        exam("explain", "--id", "q-1", "--json"),
        exam("explain", "-", "--json", stdin=PASTED.encode()),
        exam("quiz", "--from", "bank", "--json"),
        exam("exam", "report", "--json"),
        exam("exam", "report", "--review", "all"),
    ):
        run.assert_one_line()
        assert run.out == ""
    line = json.dumps({"id": 1, "question": PASTED, "options": {"A": "0 degrees"}}) + "\n"
    batch = exam("explain", "--batch", "-", stdin=line.encode())
    assert "key" not in batch.lines[0]
    exam("exam", "submit")
    assert exam("explain", "--id", "q-1", "--json").json["key"] == ["B"]
    assert exam("quiz", "--from", "bank", "--json").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("exam", "status"),
        ("exam", "answer", "1", "A"),
        ("exam", "submit", "--json"),
        ("exam", "report", "no-such-exam"),
        ("exam", "start", "--course", "no-such-course"),
        ("exam", "start", "-n", "9999"),
        ("restore", "nowhere.zip"),
        ("backup", "nowhere/ada.zip"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    exam: Callable[..., Any], arguments: tuple[str, ...]
) -> None:
    run = exam(*arguments)
    run.assert_one_line()
    assert run.out == ""


@pytest.mark.parametrize(
    "arguments",
    [("exam",), ("exam", "answer", "1"), ("exam", "answer", "1", "A", "--clear"),
     ("exam", "answer", "x", "A"), ("exam", "start", "-n", "0"), ("exam", "cheat")],
)  # fmt: skip
def test_wrong_usage(exam: Callable[..., Any], arguments: tuple[str, ...]) -> None:
    assert exam(*arguments).code == 2


def test_a_damaged_database_is_said_to_be_one(
    exam: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_DATA_DIR", str(tmp_path))
    (tmp_path / "learning.db").write_bytes(b"no database" * 1000)
    run = exam("exam", "status")
    run.assert_one_line()
    assert "is damaged" in run.err


def test_a_password_is_never_printed(
    exam: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_DATABASE_URL", "postgresql://ada:secret@127.0.0.1:9/learning")
    for run in (exam("exam", "status"), exam("config"), exam("config", "--json")):
        assert "secret" not in run.out + run.err


def test_backup_and_restore(
    exam: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exam("exam", "start", "-n", "1")
    exam("exam", "submit")
    report = exam("exam", "report", "--json").json
    file = str(tmp_path / "all.zip")
    written = exam("backup", file, "--json").json
    assert (written["events"], written["courses"]) == (3, ["water"])
    monkeypatch.setenv("TUTOR_DATA_DIR", str(tmp_path / "other"))
    read = exam("restore", file, "--json").json
    assert (read["events"], read["courses"], read["to_index"]) == (3, ["water"], True)
    assert exam("exam", "report", "--json").json == report
    assert "was there already" in exam("restore", file).out
