"""Conflicts of a course: kept with its version, listed, and shown with the answers they concern."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tutor import cli
from tutor.answering.answer import Answer, AnswerSentence
from tutor.answering.conflicts_search import NotesConflict
from tutor.answering.conflicts_shown import beside, claim_text
from tutor.answering.conflicts_store import conflicts_of, ensure_conflicts, known_conflicts
from tutor.citations import Citation
from tutor.cli_output import answer_text
from tutor.settings import Settings
from tutor.study_tutor import StudyTutor

ONE = "# Boiling\n\nWater boils at 100 degrees Celsius at sea level.\n"
OTHER = "# Boiling points\n\nAt sea level, water boils at 90 degrees Celsius.\n"
AGREES = "# Boiling points\n\nAt sea level, water boils at 100 degrees Celsius.\n"


def side(n: int, source: str, quote: str, start: int = 10) -> Citation:
    return Citation(n, source, None, (), quote, start, start + len(quote))


A, B = side(1, "a.md", "The fee is 200 dollars."), side(2, "b.md", "- The fee is 300 dollars.")
KNOWN = (NotesConflict("number", (A, B)),)
ANSWER = Answer("fee?", "200", (AnswerSentence("200", (1,), supported=True),), (A,))


def test_an_answer_shows_both_sides_of_its_conflicts() -> None:
    shown = beside(ANSWER, KNOWN)
    assert [c.quote for c in shown.citations] == [A.quote, B.quote]
    [conflict] = shown.conflicts
    assert [(c.text, c.citation) for c in conflict.claims] == [
        ("The fee is 200 dollars.", 1),
        ("The fee is 300 dollars.", 2),
    ]
    assert "Your notes disagree:\n    The fee is 200 dollars. [1]" in answer_text(shown)


def test_what_the_answer_cites_comes_first_and_nothing_is_cited_twice() -> None:
    shown = beside(replace(ANSWER, citations=(replace(B, n=7),)), KNOWN)
    assert [c.n for c in shown.citations] == [7, 8]
    assert [claim.citation for claim in shown.conflicts[0].claims] == [7, 8]
    both = beside(replace(ANSWER, citations=(A, B)), KNOWN)
    assert both.citations == (A, B)


def test_other_answers_and_refusals_show_none() -> None:
    elsewhere = replace(ANSWER, citations=(side(1, "a.md", "Something else.", 500),))
    assert beside(elsewhere, KNOWN) == elsewhere
    refusal = replace(ANSWER, refused=True, citations=(), nearest=(A,))
    assert beside(refusal, KNOWN) == refusal


def test_a_row_is_shown_as_its_cells() -> None:
    assert claim_text(side(1, "a.md", "| `numFolds` | 3 |")) == "`numFolds` · 3"


@pytest.fixture
def course(tmp_path: Path) -> tuple[StudyTutor, Path]:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "one.md").write_text(ONE, "utf-8")
    (notes / "other.md").write_text(OTHER, "utf-8")
    tutor = StudyTutor(Settings(data_dir=tmp_path / "data"))
    tutor.ingest("water", [notes])
    return tutor, notes


def test_conflicts_follow_the_notes(course: tuple[StudyTutor, Path]) -> None:
    tutor, notes = course
    kept = known_conflicts(tutor.index("water"))
    assert kept is not None, "an ingestion looks for them"
    assert kept == conflicts_of(tutor.index("water")) == tutor.conflicts("water")
    assert [c.kind for c in kept.conflicts] == ["number"]
    answer = tutor.ask("water", "At which temperature does water boil at sea level?")
    assert {c.text for c in answer.conflicts[0].claims} == {
        "Water boils at 100 degrees Celsius at sea level.",
        "At sea level, water boils at 90 degrees Celsius.",
    }
    numbers = {c.n for c in answer.citations}
    assert {claim.citation for claim in answer.conflicts[0].claims} <= numbers
    (notes / "other.md").write_text(AGREES, "utf-8")
    tutor.ingest("water")
    assert tutor.conflicts("water").conflicts == ()


def test_they_are_found_once_a_version(course: tuple[StudyTutor, Path]) -> None:
    tutor, _ = course
    index = tutor.index("water")
    file = index.version / "conflicts.json"

    def not_needed() -> None:
        raise AssertionError("the index need not be opened")

    ensure_conflicts(index.version, not_needed)  # type: ignore[arg-type]
    ensure_conflicts(None, not_needed)  # type: ignore[arg-type]
    before = file.read_text("utf-8")
    for broken in ("", "[]", '{"judged_by": "older"}', before.replace("one.md", "gone.md")):
        file.write_text(broken, "utf-8")
        assert len(tutor.conflicts("water").conflicts) == 1
        assert file.read_text("utf-8") == before


def test_the_command_lists_them(
    course: tuple[StudyTutor, Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TUTOR_DATA_DIR", str(course[0].settings.data_dir))
    assert cli.main(["conflicts", "--course", "water", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    [conflict] = listed["conflicts"]
    assert listed["course"] == "water"
    assert conflict["kind"] == "number"
    assert [c["citation"]["source"] for c in conflict["claims"]] == ["one.md", "other.md"]
    assert cli.main(["conflicts", "--course", "water"]) == 0
    assert "90 degrees" in capsys.readouterr().out
