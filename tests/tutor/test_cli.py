"""The command line's contract: fields, order, exit codes, and one line for every error."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tutor import cli
from tutor.settings import PREFIX, Settings

NOTES = """# Phases of water

## Boiling

Water boils at 100 degrees Celsius at sea level.
Evaporation is the change of a liquid into a gas below its boiling point.

## Freezing

Water freezes at 0 degrees Celsius at sea level.
Ice floats because it is less dense than liquid water.
"""
RESULT = "rank score chunk_id source page heading text char_start char_end".split()
ANSWER = (
    "id question text refused reason sentences citations nearest conflicts mode seconds".split()
)
CITATION = "n source page heading quote char_start char_end".split()
BANK = """- id: q-1
  stem: At which temperature does water boil at sea level?
  options:
    - {text: "0 degrees", why: "Water freezes there."}
    - {text: "100 degrees", correct: true, why: "The note says so."}
  receipt: {source: notes/water.md, quote: "Water boils at 100 degrees Celsius at sea level."}
"""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        lines = self.out.splitlines()
        assert len(lines) == 1, self
        return json.loads(lines[0])

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Tutor = Callable[..., Ran]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
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
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Tutor:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    monkeypatch.setenv("TUTOR_DATA_DIR", str(data))
    monkeypatch.setenv("TUTOR_COURSE", "water")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli.main(arguments)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


def assert_one_line(ran: Ran) -> None:
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert "Traceback" not in ran.err


# -- usage


def test_help_lists_every_command(tutor: Tutor) -> None:
    ran = tutor("--help")
    assert ran.code == 0
    listed = {line.split()[0] for line in ran.out.partition("Commands:")[2].splitlines() if line}
    assert listed >= set("ingest search ask source quiz explain health courses config app".split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("bogus",),
        ("search",),
        ("search", "x", "--batch", "-"),
        ("search", "x", "-k", "0"),
        ("quiz", "--kind", "essay"),
        ("explain", "--id", "q-1", "--batch", "-"),
        ("app", "--port", "70000"),
    ],
)
def test_mistakes_of_usage_exit_2(tutor: Tutor, arguments: tuple[str, ...]) -> None:
    ran = tutor(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: tutor" in ran.err


def test_version(tutor: Tutor) -> None:
    assert tutor("--version").out.strip()[0].isdigit()


# -- errors


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "water", "--course", "nowhere"),
        ("search", "water", "--course", "databricks-ml-associate"),
        ("ask", "   "),
        ("ask", "x" * 100_000),
        ("source", "missing.md"),
        ("ingest", "/nowhere/at/all", "--course", "water"),
        ("quiz", "--section", "9", "--from", "bank"),
        ("explain", "--id", "q-404"),
        ("explain", "--id", "q-1", "--chosen", "Z"),
        ("explain", "missing.txt"),
        ("search", "--batch", "missing.jsonl"),
    ],
)
def test_an_error_is_one_line_and_exit_1(tutor: Tutor, arguments: tuple[str, ...]) -> None:
    ran = tutor(*arguments)
    assert_one_line(ran)
    assert ran.out == ""


def test_without_an_index_the_way_to_one_is_told(tutor: Tutor) -> None:
    assert "tutor ingest" in tutor("ask", "x", "--course", "databricks-ml-associate").err


def test_what_nobody_foresaw_is_one_line_and_its_traceback_goes_to_the_log(
    tutor: Tutor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def breaks(text: str, **how: object) -> None:
        raise KeyError("unforeseen")

    monkeypatch.setattr(
        "typer.echo",
        lambda text="", err=False, nl=True: sys.stderr.write(f"{text}\n") if err else breaks(text),
    )
    log = tmp_path / "tutor.log"
    ran = tutor("--log", str(log), "config")
    assert_one_line(ran)
    assert "--log" in ran.err
    assert "Traceback" in log.read_text("utf-8")


def test_a_reader_that_leaves_is_no_error(data: Path) -> None:
    script = "import sys; from tutor.cli import main; sys.exit(main(['config']))"
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"TUTOR_DATA_DIR": str(data), "PATH": ""},
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


# -- ingest


def test_ingest_json_has_the_fields_of_the_contract(tutor: Tutor, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(NOTES, "utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    ran = tutor("ingest", "a.md", "broken.pdf", "--course", "mixed", "--json")
    assert ran.code == 0
    report = ran.json
    fields = "course added changed unchanged removed failed chunks embedded seconds files"
    assert list(report) == fields.split()
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
    assert_one_line(ran)
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
    fields = "id kind stem options objective section difficulty origin receipt"
    assert list(printed) == fields.split()
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


# -- courses and config


def test_courses_are_listed_with_their_notes(tutor: Tutor) -> None:
    listed = {row["id"]: row for row in tutor("courses", "--json").json["courses"]}
    assert listed["water"]["indexed"] is True
    assert listed["water"]["questions"] == 1
    notes = tutor("courses", "water", "--json").json["notes"]
    assert [note["source"] for note in notes] == ["notes/water.md"]
    assert "notes/water.md" in tutor("courses", "water").out


def test_config_lists_every_setting_and_no_secret(
    tutor: Tutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_LLM_API_KEY", "sk-secret")
    monkeypatch.setenv("TUTOR_CHROMA_URL", "http://me:secret@127.0.0.1:8000")
    for ran in (tutor("config"), tutor("config", "--json")):
        assert ran.code == 0
        assert "secret" not in ran.out
    rows = tutor("config", "--json").json["settings"]
    assert [row["name"] for row in rows] == [PREFIX + n.upper() for n in Settings.model_fields]


def test_config_helps_also_when_a_setting_is_wrong(
    tutor: Tutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_PROT", "1")
    ran = tutor("config")
    assert_one_line(ran)
    assert "TUTOR_PORT" in ran.out


# -- commands of other packages


def test_a_package_adds_a_command_and_a_broken_one_hides_no_other(
    tutor: Tutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "greeting.py").write_text('def hail():\n    """Hail."""\n    print("hail")\n')
    made = tmp_path / "greeting-1.dist-info"
    made.mkdir()
    (made / "METADATA").write_text("Metadata-Version: 2.1\nName: greeting\nVersion: 1\n")
    (made / "entry_points.txt").write_text(
        f"[{cli.COMMAND_GROUP}]\nhail = greeting:hail\ngone = nowhere_at_all:f\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    ran = tutor("hail")
    assert (ran.code, ran.out) == (0, "hail\n")
    assert "gone" in ran.err
