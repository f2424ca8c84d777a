"""The command line's border: exit codes, one line for every error, commands of other packages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cli_runs import Ran, Tutor

from tutor import cli
from tutor.settings import PREFIX, Settings

HOUSE = Path(__file__).parents[2]

# -- usage


def test_help_lists_every_command(tutor: Tutor) -> None:
    ran = tutor("--help")
    assert ran.code == 0
    listed = {line.split()[0] for line in ran.out.partition("Commands:")[2].splitlines() if line}
    assert listed >= set(cli.COMMANDS)


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
    ran.assert_one_line()
    assert ran.out == ""


def test_without_an_index_the_way_to_one_is_told(tutor: Tutor) -> None:
    assert "tutor ingest" in tutor("ask", "x", "--course", "databricks-ml-associate").err


def test_what_nobody_foresaw_is_one_line_and_its_traceback_goes_to_the_log(
    water_data: Path, tmp_path: Path
) -> None:
    offer(tmp_path, "breaks = offered:breaks", "def breaks():\n    raise KeyError('unforeseen')\n")
    script = "import sys; from tutor.cli import main; sys.exit(main(sys.argv[1:]))"
    for options in ([], ["--log", str(tmp_path / "tutor.log")]):
        ran = subprocess.run(
            [sys.executable, "-c", script, *options, "breaks"],
            capture_output=True,
            text=True,
            check=False,
            env={"TUTOR_DATA_DIR": str(water_data), "PYTHONPATH": f"{HOUSE}:{tmp_path}"},
            cwd=tmp_path,
        )
        Ran(ran.returncode, ran.stdout, ran.stderr).assert_one_line()
        assert "--log" in ran.stderr
    assert "Traceback" in (tmp_path / "tutor.log").read_text("utf-8")


def test_a_reader_that_leaves_is_no_error(water_data: Path) -> None:
    script = "import sys; from tutor.cli import main; sys.exit(main(['config']))"
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"TUTOR_DATA_DIR": str(water_data), "PATH": ""},
        cwd=HOUSE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


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
    ran.assert_one_line()
    assert "TUTOR_PORT" in ran.out


# -- commands of other packages


def test_a_package_adds_a_command_and_a_broken_one_hides_no_other(
    tutor: Tutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = "hail = offered:hail\ngone = nowhere_at_all:f"
    offer(tmp_path, points, 'def hail():\n    """Hail."""\n    print("hail")\n')
    monkeypatch.syspath_prepend(str(tmp_path))
    ran = tutor("hail")
    assert (ran.code, ran.out) == (0, "hail\n")
    assert "gone" in ran.err


def offer(folder: Path, points: str, code: str) -> None:
    """Put a package into ``folder`` that offers commands."""
    (folder / "offered.py").write_text(code, "utf-8")
    made = folder / "offered-1.dist-info"
    made.mkdir()
    (made / "METADATA").write_text("Metadata-Version: 2.1\nName: offered\nVersion: 1\n", "utf-8")
    (made / "entry_points.txt").write_text(f"[{cli.COMMAND_GROUP}]\n{points}\n", "utf-8")
