"""The command line's contract: fields, order, ids, and spans that hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli_runs import NOTES, Tutor

RESULT = [
    "rank",
    "score",
    "chunk_id",
    "source",
    "page",
    "heading",
    "text",
    "char_start",
    "char_end",
]
ANSWER = [
    "id",
    "question",
    "text",
    "refused",
    "reason",
    "sentences",
    "citations",
    "nearest",
    "conflicts",
    "mode",
    "seconds",
]
CITATION = ["n", "source", "page", "heading", "quote", "char_start", "char_end"]
REPORT = [
    "course",
    "added",
    "changed",
    "unchanged",
    "removed",
    "failed",
    "chunks",
    "embedded",
    "seconds",
    "files",
]
QUESTION = [
    "id",
    "kind",
    "stem",
    "options",
    "objective",
    "section",
    "difficulty",
    "form",
    "origin",
    "receipt",
    "takeaway",
]


# -- ingest


def test_ingest_json_has_the_fields_of_the_contract(tutor: Tutor, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(NOTES, "utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    ran = tutor("ingest", "a.md", "broken.pdf", "--course", "mixed", "--json")
    assert ran.code == 0
    report = ran.json
    assert list(report) == REPORT
    assert (report["added"], report["failed"]) == (1, 1)
    assert list(report["files"][0]) == [
        "source", "status", "pages", "chunks", "characters", "notes", "error"
    ]  # fmt: skip
    failed = next(file for file in report["files"] if file["status"] == "failed")
    assert failed["source"] == "broken.pdf"
    assert failed["error"]


def test_ingest_exits_1_when_nothing_could_be_indexed(tutor: Tutor, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    ran = tutor("ingest", "broken.pdf", "--course", "broken")
    ran.assert_one_line()
    assert "broken.pdf" in ran.out


def test_ingest_again_embeds_nothing_and_says_so_for_each_file(tutor: Tutor) -> None:
    ran = tutor("ingest")
    assert ran.code == 0
    assert "unchanged" in ran.out
    assert "0 texts embedded" in ran.out


# -- search, ask, source


def test_search_json_quotes_the_text_that_source_prints(tutor: Tutor) -> None:
    found = tutor("search", "boiling point", "-k", "2", "--json").json
    assert list(found) == ["id", "query", "results"]
    assert found["results"]
    text = tutor("source", "notes/water.md").out
    for rank, result in enumerate(found["results"], 1):
        assert list(result) == RESULT
        assert result["rank"] == rank
        assert text[result["char_start"] : result["char_end"]] == result["text"]


def test_ask_json_has_the_fields_of_the_contract(tutor: Tutor) -> None:
    ran = tutor("ask", "At which temperature does water boil?", "--json")
    answer = ran.json
    assert ran.err == ""
    assert list(answer) == ANSWER
    text = tutor("source", "notes/water.md").out
    cited = [*answer["citations"], *answer["nearest"]]
    assert cited
    for citation in cited:
        assert list(citation) == CITATION
        assert text[citation["char_start"] : citation["char_end"]] == citation["quote"]


def test_a_batch_keeps_order_and_ids_and_goes_on_after_broken_lines(tutor: Tutor) -> None:
    lines = [
        b'{"id": 7, "question": "Why does ice float?"}',
        b"{broken",
        b'["no object"]',
        b"\xff\xfe",
        b'{"id": "empty", "question": ""}',
        b'{"id": "none"}',
        b'{"id": {"x": 1}, "question": "And salt water?", '
        b'"previous": [{"question": "Why does ice float?", "answer": "It is less dense."}]}',
    ]
    ran = tutor("ask", "--batch", "-", stdin=b"\n".join(lines))
    assert ran.code == 1
    assert [line["id"] for line in ran.lines] == [7, None, None, None, "empty", "none", {"x": 1}]
    assert ["error" in line for line in ran.lines] == [False, *[True] * 5, False]
    assert list(ran.lines[0]) == ANSWER
    assert len(ran.err.splitlines()) == 1


def test_a_sound_batch_from_a_file_exits_0(tutor: Tutor, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(
        '\ufeff{"id": "a", "query": "ice ❄"}\n\n{"id": "b", "query": "steam"}\n', "utf-8"
    )
    ran = tutor("search", "--batch", "q.jsonl", "-k", "1")
    assert ran.code == 0
    assert [(line["id"], line["query"]) for line in ran.lines] == [("a", "ice ❄"), ("b", "steam")]


def test_half_a_character_comes_back_as_json(tutor: Tutor) -> None:
    ran = tutor("search", "--batch", "-", stdin=b'{"id": "\\ud83d", "query": "ice \\ud83d"}')
    assert ran.json["id"] == "\ud83d"


# -- quiz and explain


@pytest.fixture
def printed(tutor: Tutor) -> dict[str, Any]:
    """A question of the bank as ``tutor quiz --json`` prints it."""
    made = tutor("quiz", "-n", "1", "--from", "bank", "--seed", "3", "--json").json
    assert list(made) == ["questions", "rejected"]
    question: dict[str, Any] = made["questions"][0]
    return question


def test_quiz_json_has_the_fields_of_the_contract(printed: dict[str, Any]) -> None:
    assert list(printed) == QUESTION
    assert [option["label"] for option in printed["options"]] == ["A", "B"]
    assert list(printed["options"][0]) == ["label", "text", "correct", "why", "receipt"]
    assert printed["receipt"]["quote"] in NOTES


def test_a_printed_question_is_explained_from_its_receipt(
    tutor: Tutor, printed: dict[str, Any]
) -> None:
    right = next(o["label"] for o in printed["options"] if o["correct"])
    wrong = next(o["label"] for o in printed["options"] if not o["correct"])
    asked = json.dumps({**printed, "chosen": [wrong]}).encode()
    explained = tutor("explain", "--json", stdin=asked).json
    assert (explained["id"], explained["key"], explained["key_from"]) == ("q-1", [right], "bank")
    assert explained["options"][wrong]["verdict"] == "wrong"
    assert explained["options"][right]["citations"]
    assert f"you chose {wrong}" in explained["text"]


def test_a_question_of_the_bank_is_explained_by_id(tutor: Tutor) -> None:
    by_label = tutor("explain", "--id", "q-1", "--chosen", "A")
    by_text = tutor("explain", "--id", "q-1", "--chosen", "0 degrees")
    assert by_label.code == 0
    assert "you chose A" in by_label.out
    assert by_text.out == by_label.out


def test_a_batch_of_printed_questions_keeps_ids(tutor: Tutor, printed: dict[str, Any]) -> None:
    batch = b"\n".join([json.dumps({**printed, "id": 5}).encode(), b'{"id": 6, "question": "?"}'])
    ran = tutor("explain", "--batch", "-", stdin=batch)
    assert ran.code == 1
    assert [line["id"] for line in ran.lines] == [5, 6]
    assert ran.lines[0]["key"]


def test_the_quiz_for_a_reader_ends_with_its_keys(tutor: Tutor) -> None:
    ran = tutor("quiz", "-n", "1", "--from", "bank", "--seed", "3")
    questions, _, keys = ran.out.partition("Answers\n")
    assert "At which temperature" in questions
    assert "q-1" in keys
