"""The Notes tab's handlers and those of the page around the tabs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import gradio as gr
import pytest
from scripted_ui_tutor import ANSWER, COURSE, SOURCE, ScriptedTutor

from index.errors import SourceMissing
from tutor.ui import notes_tab, page, texts
from tutor.ui.border import NotYet
from tutor.ui.markup import command
from tutor.ui.session import Exchange, Session
from tutor.ui.startup import Startup


class Bar:
    """Notes what a progress bar is told."""

    def __init__(self) -> None:
        self.told: list[tuple[object, object]] = []

    def __call__(self, done: object, *, desc: str, unit: str) -> None:
        self.told.append((done, desc))


@pytest.fixture
def bar() -> Bar:
    return Bar()


def link(verb: str, subject: str) -> str:
    return command(verb, subject, "", "x").partition('href="')[2].partition('"')[0]


def progress(bar: Bar) -> gr.Progress:
    return cast(gr.Progress, bar)


def test_uploads_are_added_with_progress_and_a_receipt(
    tutor: ScriptedTutor, startup: Startup, session: Session, bar: Bar
) -> None:
    updates = notes_tab.add_files(
        tutor, startup, session=session, uploads=["/tmp/x/a.md"], progress=progress(bar)
    )
    assert tutor.calls == [("ingest", (COURSE, (Path("/tmp/x/a.md"),), False))]
    assert bar.told == [((1, 2), "Reading"), ((2, 2), "Embedding")]
    assert "a.md" in updates["receipt"]
    assert SOURCE in updates["files"]
    assert updates["uploads"] is None


def test_a_folder_is_indexed_where_it_lies(
    tutor: ScriptedTutor, startup: Startup, session: Session, bar: Bar
) -> None:
    updates = notes_tab.add_folder(
        tutor, startup, session=session, path=" ~/notes ", progress=progress(bar)
    )
    assert tutor.calls == [("ingest", (COURSE, (Path.home() / "notes",), False))]
    assert updates["path"] == ""


@pytest.mark.parametrize("nothing", [None, []])
def test_nothing_given_is_nothing_done(
    tutor: ScriptedTutor, startup: Startup, session: Session, bar: Bar, nothing: Any
) -> None:
    with pytest.raises(NotYet):
        notes_tab.add_files(
            tutor, startup, session=session, uploads=nothing, progress=progress(bar)
        )
    with pytest.raises(NotYet):
        notes_tab.add_folder(tutor, startup, session=session, path=" ", progress=progress(bar))
    with pytest.raises(NotYet):
        notes_tab.remove(tutor, startup, session=session, doomed="")
    assert tutor.calls == []


def test_looking_for_changes_and_indexing_anew(
    tutor: ScriptedTutor, startup: Startup, session: Session, bar: Bar
) -> None:
    updates = notes_tab.reindex(tutor, startup, session=session, progress=progress(bar))
    notes_tab.rebuild(tutor, startup, session=session, progress=progress(bar))
    assert [call[1] for call in tutor.calls] == [(COURSE, (), False), (COURSE, (), True)]
    assert texts.NOTHING_CHANGED in updates["receipt"]


def test_a_note_is_removed_after_a_second_yes(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    asked = notes_tab.ask_to_remove(link=link("remove", SOURCE))
    assert SOURCE in asked["remove_question"]
    assert SOURCE in tutor.files
    assert notes_tab.keep()["doomed"] == ""
    updates = notes_tab.remove(tutor, startup, session=session, doomed=asked["doomed"])
    assert tutor.files == {}
    assert texts.NOTHING_INDEXED in updates["files"]
    assert updates["removing"]["visible"] is False


def test_a_file_name_is_escaped_in_the_question() -> None:
    asked = notes_tab.ask_to_remove(link=link("remove", "<img src=x>.md"))
    assert "<img" not in asked["remove_question"]
    assert asked["doomed"] == "<img src=x>.md"


def test_a_chip_opens_its_passage_in_the_note(tutor: ScriptedTutor, session: Session) -> None:
    session.exchanges = [Exchange("why?", ANSWER, finished=True)]
    updates = page.open_link(tutor, session=session, link=link("passage", "a0-1"))
    assert updates["panel"]["visible"] is True
    assert "<mark" in updates["passage"]
    with pytest.raises(NotYet):
        page.open_link(tutor, session=session, link=link("passage", "a5-1"))
    assert page.close_panel()["panel"]["visible"] is False


def test_a_note_is_previewed_and_one_that_is_gone_says_so(
    tutor: ScriptedTutor, session: Session
) -> None:
    updates = page.open_link(tutor, session=session, link=link("preview", f"0 {SOURCE}"))
    assert "With 5 folds" in updates["passage"]
    with pytest.raises(SourceMissing):
        page.open_link(tutor, session=session, link=link("preview", "0 ../../etc/passwd"))


def test_a_new_course_is_entered(tutor: ScriptedTutor, startup: Startup, session: Session) -> None:
    session.exchanges = [Exchange("why?", ANSWER, finished=True)]
    updates = page.create_course(tutor, startup, session=session, course_name=" Physics ")
    assert session == Session("physics")
    assert updates["course"]["choices"] == [("Small course", COURSE), ("Physics", "physics")]
    assert updates["course"]["value"] == "physics"
    assert updates["section"]["visible"] is False
    assert updates["chat"] == []
    assert startup.wait("physics", 10).name == "ready"
    with pytest.raises(NotYet):
        page.create_course(tutor, startup, session=session, course_name=" ")


def test_the_page_is_filled_when_it_opens(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    session.exchanges = [Exchange("why?", ANSWER, finished=True)]
    updates = page.opened(tutor, startup, session=session)
    assert updates["course"]["value"] == COURSE
    assert len(updates["chat"]) == 2, "a conversation survives its page being filled again"
    assert updates["examples"]["visible"] is False
    chosen = page.choose_course(tutor, startup, session=session, course=COURSE)
    assert chosen["chat"] == []
    assert "Tuning" in chosen["examples"]["value"]


def test_the_page_looks_until_the_course_is_ready(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    ready = page.watch(tutor, startup, session=session)
    assert ready["timer"]["active"] is False
    assert ready["stage"] == ""
    assert SOURCE in ready["files"]
    waiting = page.watch(tutor, Startup(tutor), session=session)
    assert set(waiting) == {"stage"}
    assert texts.STAGE_waiting in waiting["stage"]
