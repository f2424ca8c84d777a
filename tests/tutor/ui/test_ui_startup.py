"""Getting ready behind the page."""

from __future__ import annotations

import threading

import pytest
from scripted_ui_tutor import COURSE, ScriptedTutor

from index.errors import EmbeddingError, IndexDamaged, IndexNewer
from index.retriever import Found
from tutor.ui import texts
from tutor.ui.border import Failure
from tutor.ui.startup import Stage, Startup


def test_an_indexed_course_is_only_warmed(tutor: ScriptedTutor, startup: Startup) -> None:
    assert startup.stage(COURSE) == Stage("ready")
    assert tutor.calls == []


def test_a_course_without_an_index_is_indexed_with_progress() -> None:
    tutor = ScriptedTutor()
    tutor.create_course("New")
    startup = Startup(tutor)
    seen: list[Stage] = []
    ingest = tutor.ingest

    def watched(course_id: str, *, progress: object) -> object:
        seen.append(startup.stage(course_id))
        report = ingest(course_id, progress=progress)  # type: ignore[arg-type]
        seen.append(startup.stage(course_id))
        return report

    tutor.ingest = watched  # type: ignore[assignment,method-assign]
    assert startup.stage("new") == Stage("waiting")
    startup.begin("new")
    assert startup.wait("new", 10) == Stage("ready")
    assert seen == [Stage("waiting"), Stage("embedding", 2, 2)]


@pytest.mark.parametrize(("error", "ends"), [(IndexDamaged, "ready"), (IndexNewer, "failed")])
def test_a_damaged_index_is_mended_and_a_newer_one_left_alone(
    error: type[IndexDamaged], ends: str
) -> None:
    tutor = ScriptedTutor()
    found = [error("The index is damaged", "Run `tutor ingest`")]

    def search(course_id: str, query: str, k: int = 10) -> Found:
        if found:
            raise found[0]
        return ScriptedTutor.search(tutor, course_id, query, k)

    def ingest(course_id: str, *, progress: object) -> None:
        found.clear()

    tutor.search = search  # type: ignore[method-assign]
    tutor.ingest = ingest  # type: ignore[assignment,method-assign]
    startup = Startup(tutor)
    startup.begin(COURSE)
    assert startup.wait(COURSE, 10).name == ends


def test_it_runs_once_while_it_is_under_way() -> None:
    tutor = ScriptedTutor()
    searches: list[str] = []
    go = threading.Event()

    def search(course_id: str, query: str, k: int = 10) -> Found:
        searches.append(course_id)
        go.wait(10)
        return ScriptedTutor.search(tutor, course_id, query, k)

    tutor.search = search  # type: ignore[method-assign]
    startup = Startup(tutor)
    for _ in range(3):
        startup.begin(COURSE)
    assert not startup.wait(COURSE, 0.05).over
    go.set()
    assert startup.wait(COURSE, 10).name == "ready"
    startup.begin(COURSE)
    assert searches == [COURSE]


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (EmbeddingError("No weights", "Name a folder"), Failure("No weights", "Name a folder")),
        (RuntimeError("boom"), Failure(texts.UNEXPECTED, texts.UNEXPECTED_TODO)),
    ],
)
def test_a_failure_is_told_and_can_be_tried_again(
    error: Exception, failure: Failure, capsys: pytest.CaptureFixture[str]
) -> None:
    tutor = ScriptedTutor()
    tutor.create_course("New")
    tutor.fails = error
    startup = Startup(tutor)
    startup.begin("new")
    assert startup.wait("new", 10) == Stage("failed", failure=failure)
    assert ("boom" in capsys.readouterr().err) is isinstance(error, RuntimeError)
    tutor.fails = None
    startup.begin("new")
    assert startup.wait("new", 10) == Stage("ready")
