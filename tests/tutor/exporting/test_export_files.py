"""CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from exported_questions import PLAIN_RECEIPT, export_set, several, single
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.questions import Option, Question, read_questions
from tutor.exporting.question_file import json_bytes
from tutor.exporting.spreadsheet import csv_bytes, safe_cell
from tutor.quizzing.question_sets import read_question_set

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=8, max_size=60).filter(
    lambda text: len(text.strip()) >= 8
)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_row_for_each_question() -> None:
    first, second = rows(csv_bytes(export_set()))
    assert first["id"] == "q-1"
    assert first["key"] == "A"
    assert first["option B"] == "<script>alert(1)</script>"
    assert first["why A"] == "It minimises the `loss`."
    assert first["option E"] == first["why F"] == ""
    assert first["source"] == "tuning.md › What fmin returns"
    assert first["passage"] == PLAIN_RECEIPT.quote
    assert second["key"] == "B, E"
    assert second["option F"] == "line 5"
    assert second["source"] == "notes/api.md"
    assert "    if x < 2" in second["stem"]


def test_excel_knows_the_encoding() -> None:
    assert csv_bytes(export_set()).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\uff1d1", "\uff201"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["a=1", "0.5", "`-x`", "", "“=”"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_every_cell_of_any_text_is_safe(text: str) -> None:
    options = (Option(text=text, correct=True), Option(text=f"{text}."))
    question = single(stem=text, options=options, takeaway=text)
    for row in rows(csv_bytes(export_set(question))):
        for cell in row.values():
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_json_is_a_bank_again(tmp_path: Path) -> None:
    chosen = export_set()
    (tmp_path / "bank.json").write_bytes(json_bytes(chosen))
    assert read_questions(tmp_path) == list(chosen.questions)


def test_health_reads_the_json() -> None:
    chosen = export_set()
    assert read_question_set(json_bytes(chosen).decode()) == list(chosen.questions)


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_question_comes_back_equal(stem: str, text: str) -> None:
    options = tuple(Option(text=f"{text}{n}", correct=n in (0, 2), why=text) for n in range(4))
    question = several(stem=stem, options=options)
    (entry,) = json.loads(json_bytes(export_set(question)))
    assert Question.model_validate(entry) == question
    assert read_question_set(json_bytes(export_set(question)).decode()) == [question]
