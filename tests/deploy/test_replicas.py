"""Two replicas, one Chroma server, one PostgreSQL: a learner may land on either.

The pieces of ``deploy/`` as processes of this machine, with the commands that stand there.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from manifests import compose, containers

TESTS = Path(__file__).parents[1]
NOTE = "# Kilns\n\nA kiln is heated by {0} degrees an hour until the clay is dry.\n"


def other_tests(path: str) -> Any:
    """A module of another folder's tests, which is on no path of these."""
    spec = importlib.util.spec_from_file_location(Path(path).stem + "_of_others", TESTS / path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


postgresql = other_tests("tutor/learning/postgresql_server.py")
apps = other_tests("browser/app_process.py")


class Replica:
    """A tutor in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, do: str, **given: object) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": do, **given}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the replica has ended"
        return json.loads(line)


@contextmanager
def replica(settings: dict[str, str]) -> Iterator[Replica]:
    command = [sys.executable, str(Path(__file__).with_name("replica.py"))]
    environment = apps.environment_of(settings)
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Replica(process)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server started by the command of the compose file."""
    port = apps._free_port()
    words = list(compose()["services"]["chroma"]["command"])
    assert words == containers()["chroma"]["command"]
    for option, value in (
        ("--host", "127.0.0.1"),
        ("--port", str(port)),
        ("--path", str(tmp_path_factory.mktemp("vectors"))),
    ):
        words[words.index(option) + 1] = value
    words[0] = str(Path(sys.executable).with_name(words[0]))
    quiet = subprocess.DEVNULL
    with subprocess.Popen(words, stdout=quiet, stderr=quiet) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            answers(url + containers()["chroma"]["readinessProbe"]["httpGet"]["path"], process)
            yield url
        finally:
            process.kill()


def answers(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a probe gets its 200."""
    from time import sleep

    for _ in range(600):
        assert process.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(url) as answer:
                assert answer.status == 200
                return
        except OSError:
            sleep(0.1)
    raise AssertionError(f"{url} does not answer")


@pytest.fixture(scope="module")
def settings(chroma: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    programs = postgresql.server_programs()
    if programs is None:
        pytest.skip("PostgreSQL's server is not installed")
    with postgresql.running_server(programs) as server:
        data = tmp_path_factory.mktemp("shared")
        database = postgresql.new_database(server, "tutor")
        yield {"DATA_DIR": str(data), "CHROMA_URL": chroma, "DATABASE_URL": database, "LLM": "none"}


@pytest.mark.timeout(600)
def test_a_learner_may_land_on_either(settings: dict[str, str], tmp_path: Path) -> None:
    notes = tmp_path / "kilns"
    notes.mkdir()
    (notes / "heat.md").write_text(NOTE.format("sixty"), "utf-8")
    question = "By how many degrees an hour is a kiln heated?"
    with replica(settings) as one, replica(settings) as other:
        assert one("ingest", course="kilns", path=str(notes)) == 1
        for each in (one, other):
            assert "sixty degrees an hour" in each("ask", course="kilns", question=question)["text"]
        (notes / "heat.md").write_text(NOTE.format("eighty"), "utf-8")
        assert other("ingest", course="kilns", path=str(notes)) == 1
        for each in (one, other):
            assert (
                "eighty degrees an hour" in each("ask", course="kilns", question=question)["text"]
            )

        exam = one("start", learner="ann", course="databricks-ml-associate")
        other("choose", learner="ann", exam=exam, number=1, chosen="B")
        one("choose", learner="ann", exam=exam, number=2, chosen="A")
        assert one("seen", learner="ann", exam=exam) == [["B"], ["A"], []]
        assert other("seen", learner="ann", exam=exam) == [["B"], ["A"], []]


@pytest.mark.timeout(600)
def test_the_app_answers_the_probe_with_logins_on(settings: dict[str, str], tmp_path: Path) -> None:
    users = tmp_path / "users"
    tutor = str(Path(sys.executable).with_name("tutor"))
    given = settings | {"AUTH_FILE": str(users), "COURSE": "kilns"}
    subprocess.run(
        [tutor, "user", "add", "ann"], env=apps.environment_of(given), check=True,
        input="a long password\n" * 2, text=True, capture_output=True,
    )  # fmt: skip
    app = apps.AppProcess(Path(given.pop("DATA_DIR")), **given)
    app.start()
    try:
        path = containers()["study-tutor"]["readinessProbe"]["httpGet"]["path"]
        with urllib.request.urlopen(app.url.rstrip("/") + path) as answer:
            assert answer.status == 200
    finally:
        app.kill()
