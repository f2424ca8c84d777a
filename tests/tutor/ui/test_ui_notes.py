"""The Notes tab's handlers and those of the page around the tabs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from scripted_ui_tutor import ANSWER, COURSE, SOURCE, ScriptedTutor

from index.errors import SourceMissing
from tutor.ui import notes_tab, page, passage_panel, texts
from tutor.ui.border import NotYet
from tutor.ui.markup import command
from tutor.ui.session import Exchange, Session
from tutor.ui.startup import Startup


def link(verb: str, subject: str) -> str:
    return command(verb, subject, "", "x").partition('href="')[2].partition('"')[0]


def test_uploads_are_added_with_progress_and_a_receipt(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    tutor.reading.clear()
    going = notes_tab.add_files(tutor, startup, session=session, uploads=["/tmp/x/a.md"])
    first, second = next(going), next(going)
    assert texts.WORK_BEGINS in first["receipt"]
    assert first["stop_work"]["visible"] is True
    assert "a.md" in second["receipt"], "each file is named as soon as it is read"
    assert f"{texts.PHASE_reading} · 1 / 2" in second["receipt"]
    tutor.reading.set()
    *_, done, last = going
    assert tutor.calls == [("ingest", (COURSE, (Path("/tmp/x/a.md"),), False))]
    assert texts.RECEIPT in done["receipt"]
    assert SOURCE in done["files"]
    assert done["uploads"] is None
    assert done["conflicts_box"]["open"] is False, "what was found before may be found no more"
    assert last == {"stop_work": gr.update(visible=False)}


def test_long_work_is_stopped_and_nothing_changed(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    tutor.reading.clear()
    going = notes_tab.reindex(tutor, startup, session=session)
    next(going)
    next(going)
    notes_tab.stop_work(session=session)
    tutor.reading.set()
    *_, last = going
    assert texts.WORK_STOPPED in last["receipt"]
    assert last["stop_work"]["visible"] is False


def test_a_failure_of_long_work_stands_where_its_receipt_would(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    tutor.fails = SourceMissing("Nothing is there", "Look again")
    *_, last = notes_tab.reindex(tutor, startup, session=session)
    assert "Nothing is there. Look again." in last["receipt"]


def test_a_folder_is_indexed_where_it_lies(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    *_, done, _ = notes_tab.add_folder(tutor, startup, session=session, path=" ~/notes ")
    assert tutor.calls == [("ingest", (COURSE, (Path.home() / "notes",), False))]
    assert done["path"] == ""


@pytest.mark.parametrize("nothing", [None, []])
def test_nothing_given_is_nothing_done(
    tutor: ScriptedTutor, startup: Startup, session: Session, nothing: Any
) -> None:
    with pytest.raises(NotYet):
        next(notes_tab.add_files(tutor, startup, session=session, uploads=nothing))
    with pytest.raises(NotYet):
        next(notes_tab.add_folder(tutor, startup, session=session, path=" "))
    with pytest.raises(NotYet):
        notes_tab.remove(tutor, startup, session=session, doomed="")
    assert tutor.calls == []


def test_looking_for_changes_and_indexing_anew(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    *_, done, _ = notes_tab.reindex(tutor, startup, session=session)
    list(notes_tab.reindex(tutor, startup, session=session, rebuild=True))
    assert [call[1] for call in tutor.calls] == [(COURSE, (), False), (COURSE, (), True)]
    assert texts.NOTHING_CHANGED in done["receipt"]


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
    updates = passage_panel.open_link(tutor, session=session, link=link("passage", "a0-1"))
    assert updates["panel"]["visible"] is True
    assert "<mark" in updates["passage"]
    with pytest.raises(NotYet):
        passage_panel.open_link(tutor, session=session, link=link("passage", "a5-1"))
    assert passage_panel.close_panel()["panel"]["visible"] is False


def test_a_note_is_previewed_and_one_that_is_gone_says_so(
    tutor: ScriptedTutor, session: Session
) -> None:
    updates = passage_panel.open_link(tutor, session=session, link=link("preview", f"0 {SOURCE}"))
    assert "With 5 folds" in updates["passage"]
    with pytest.raises(SourceMissing):
        passage_panel.open_link(tutor, session=session, link=link("preview", "0 ../../etc/passwd"))


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
    updates = page.opened(tutor, startup, session=session, query={})
    assert updates["course"]["value"] == COURSE
    assert len(updates["chat"]) == 2, "a conversation survives its page being filled again"
    assert updates["examples"]["visible"] is False
    chosen = page.choose_course(tutor, startup, session=session, course=COURSE)
    assert chosen["chat"] == []
    assert "Tuning" in chosen["examples"]["value"]


def test_the_page_looks_until_the_course_is_ready(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    first, second = page.watch(tutor, startup, session=session)
    assert first["timer"]["active"] is False
    assert first["stage"] == ""
    assert SOURCE in second["files"]
    (waiting,) = page.watch(tutor, Startup(tutor), session=session)
    assert set(waiting) == {"stage"}
    assert texts.STAGE_waiting in waiting["stage"]
