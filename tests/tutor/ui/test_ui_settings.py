"""The Settings tab: goal, backup and restore, export, and what is shown to whom."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from scripted_ui_tutor import COURSE, ScriptedTutor

from tutor.errors import StoreError
from tutor.exporting.models import Exported, ExportRequest
from tutor.learning.events import Goal
from tutor.model_check import ModelCheck
from tutor.settings import Settings
from tutor.ui import settings_tab, texts
from tutor.ui.border import NotYet
from tutor.ui.render_settings import exported, model_checked, model_html
from tutor.ui.session import Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import Updates


def save(tutor: ScriptedTutor, session: Session, **given: Any) -> Updates:
    settings_tab.entered(tutor, session=session)
    nothing: dict[str, Any] = {"exam_date": None, "target": None, "minutes": None}
    return settings_tab.save_goal(tutor, session=session, **{**nothing, **given})


def goal_in(shown: Updates) -> tuple[Any, ...]:
    fields = [shown[name] for name in ("exam_date", "target", "minutes")]
    assert all(field["interactive"] for field in (*fields, shown["save"]))
    return tuple(field["value"] for field in fields)


def with_logins(tutor: ScriptedTutor) -> None:
    given = {"course": COURSE, "data_dir": tutor.settings.data_dir, "auth_file": Path("users")}
    tutor.settings = Settings(**given)  # type: ignore[arg-type]


def test_a_goal_is_kept_and_shown_again(tutor: ScriptedTutor, session: Session) -> None:
    told = save(tutor, session, exam_date=" 2026-05-04 ", target=80, minutes=45)
    assert texts.SETTINGS_GOAL_KEPT in told["goal_told"]
    assert tutor.learning.goal(session.learner, COURSE) == Goal(date(2026, 5, 4), 0.8, 45)
    shown = settings_tab.entered(tutor, session=Session(COURSE))
    assert goal_in(shown) == ("2026-05-04", 80, 45)
    save(tutor, session, exam_date="")
    assert tutor.learning.goal(session.learner, COURSE) == Goal()
    shown = settings_tab.entered(tutor, session=Session(COURSE))
    assert goal_in(shown) == (None, None, None)


def test_fields_come_to_life_when_they_are_filled(tutor: ScriptedTutor, session: Session) -> None:
    with gr.Blocks():
        built = settings_tab.build()
    fields = ("exam_date", "target", "minutes", "save", "format", "missed", "export")
    assert [name for name in fields if built[name].interactive] == []
    shown = settings_tab.entered(tutor, session=session)
    assert all(shown[name]["interactive"] for name in fields)


def test_a_goal_that_was_not_shown_is_not_overwritten(
    tutor: ScriptedTutor, session: Session
) -> None:
    save(tutor, session, minutes=45)
    nothing: dict[str, Any] = {"exam_date": None, "target": None, "minutes": None}
    with pytest.raises(NotYet):
        settings_tab.save_goal(tutor, session=Session(COURSE), **nothing)
    session.enter("other")  # the fields still show the goal of the course before
    with pytest.raises(NotYet):
        settings_tab.save_goal(tutor, session=session, **nothing)
    assert tutor.learning.goal(session.learner, COURSE).minutes_a_day == 45


def test_what_was_typed_stays_until_the_goal_changes_elsewhere(
    tutor: ScriptedTutor, session: Session
) -> None:
    save(tutor, session, minutes=45)
    assert "minutes" not in settings_tab.entered(tutor, session=session)
    second_tab = Session(COURSE)
    save(tutor, second_tab, minutes=60)
    assert goal_in(settings_tab.entered(tutor, session=session)) == (None, None, 60)


@pytest.mark.parametrize(
    "wrong",
    [{"exam_date": "4th of May"}, {"target": 0}, {"target": 101}, {"minutes": 0}, {"minutes": 2e3}],
)
def test_what_cannot_be_is_refused_and_nothing_kept(
    tutor: ScriptedTutor, session: Session, wrong: dict[str, Any]
) -> None:
    with pytest.raises(NotYet):
        save(tutor, session, **wrong)
    assert tutor.learning.goal(session.learner, COURSE) == Goal()


def test_goals_are_each_learners_own(tutor: ScriptedTutor, session: Session) -> None:
    save(tutor, session, minutes=45)
    shown = settings_tab.entered(tutor, session=Session(COURSE, learner="eve"))
    assert goal_in(shown) == (None, None, None)


def test_the_data_folder_is_shown_where_nobody_logs_in(
    tutor: ScriptedTutor, session: Session
) -> None:
    assert str(tutor.settings.data_dir) in settings_tab.entered(tutor, session=session)["folder"]
    with_logins(tutor)
    assert settings_tab.entered(tutor, session=session)["folder"] == ""


def test_the_model_is_named(tutor: ScriptedTutor) -> None:
    assert texts.SETTINGS_NO_MODEL in model_html(tutor.settings)
    settings = Settings(llm="ollama:<b>", llm_base_url="http://127.0.0.1:1")
    assert "<code>ollama:&lt;b&gt; · http://127.0.0.1:1</code>" in model_html(settings)


def test_the_model_is_tried_and_what_is_wrong_is_said(
    tutor: ScriptedTutor, session: Session
) -> None:
    assert settings_tab.entered(tutor, session=session)["test_model"]["visible"] is False
    given = {"course": COURSE, "data_dir": tutor.settings.data_dir}
    tutor.settings = Settings(llm="abacus:9", **given)  # type: ignore[arg-type]
    assert settings_tab.entered(tutor, session=session)["test_model"]["visible"] is True
    working, told = settings_tab.test_model(tutor, session=session)
    assert texts.SETTINGS_WORKING in working["model_told"]
    assert "abacus:9" in told["model_told"]
    assert 'role="alert"' in told["model_told"]
    check = ModelCheck("a:b", True, "works", seconds=1.25, sample="A <card>.")
    assert texts.SETTINGS_MODEL_WORKS.format(llm="a:b", seconds=1.25) in model_checked(check)
    assert "A &lt;card&gt;." in model_checked(check)


def backup(tutor: ScriptedTutor, session: Session, to: Path) -> Path:
    """The backup as the page hands it over: the file is there while it is shown."""
    steps = settings_tab.back_up(tutor, session=session)
    assert texts.SETTINGS_WORKING in next(steps)["backup_told"]
    told = next(steps)
    file = Path(told["backup_file"]["value"])
    kept = to / file.name
    kept.write_bytes(file.read_bytes())
    assert next(steps, None) is None
    assert not file.exists()
    return kept


def test_a_backup_is_restored_where_it_is_needed(
    tutor: ScriptedTutor, startup: Startup, session: Session, tmp_path: Path
) -> None:
    save(tutor, session, minutes=45)
    kept = backup(tutor, session, tmp_path)
    assert zipfile.is_zipfile(kept)
    other = ScriptedTutor()
    told = settings_tab.restore(other, startup, session=session, restore_from=str(kept))
    assert texts.SETTINGS_RESTORED.format(events=1, courses=0) in told["backup_told"]
    assert other.learning.goal(session.learner, COURSE).minutes_a_day == 45
    again = settings_tab.restore(other, startup, session=session, restore_from=str(kept))
    assert texts.SETTINGS_RESTORED.format(events=0, courses=0) in again["backup_told"]


def test_where_people_log_in_only_ones_own_backup_is_taken(
    tutor: ScriptedTutor, startup: Startup, session: Session, tmp_path: Path
) -> None:
    save(tutor, session, minutes=45)
    kept = backup(tutor, session, tmp_path)
    with_logins(tutor)
    eve = Session(COURSE, learner="eve")
    with pytest.raises(StoreError, match="not of eve"):
        settings_tab.restore(tutor, startup, session=eve, restore_from=str(kept))
    settings_tab.restore(tutor, startup, session=session, restore_from=str(kept))


def test_what_is_no_backup_is_refused(
    tutor: ScriptedTutor, startup: Startup, session: Session, tmp_path: Path
) -> None:
    with pytest.raises(NotYet):
        settings_tab.restore(tutor, startup, session=session, restore_from=None)
    stray = tmp_path / "notes.zip"
    stray.write_bytes(b"PK no")
    with pytest.raises(StoreError):
        settings_tab.restore(tutor, startup, session=session, restore_from=str(stray))


class WritingTutor(ScriptedTutor):
    """Writes what was asked for into the file."""

    def export(
        self, course_id: str, request: ExportRequest, learner: str | None = None
    ) -> Exported:
        if self.fails:
            raise self.fails
        request.out.write_text(f"{course_id} {request.missed} {learner}")
        return Exported(course_id, request.format, 2, (request.out,), "<one> was left out.")


def test_an_export_hands_over_its_files(startup: Startup, session: Session) -> None:
    tutor = WritingTutor()
    steps: Iterator[Updates] = settings_tab.export(
        tutor, startup, session=session, format="csv", missed=True
    )
    assert texts.SETTINGS_WORKING in next(steps)["export_told"]
    told = next(steps)
    (file,) = told["export_files"]["value"]
    assert Path(file).name == "small.csv"
    assert Path(file).read_text() == f"{COURSE} True {session.learner}"
    assert texts.counted("SETTINGS_EXPORTED", 2) in told["export_told"]
    assert "&lt;one&gt; was left out." in told["export_told"]
    assert next(steps, None) is None
    assert "st-status" in exported(Exported(COURSE, "csv", 1, ()))


def test_a_failed_export_leaves_no_working_message(startup: Startup, session: Session) -> None:
    tutor = WritingTutor()
    tutor.fails = StoreError("x", "y")
    steps = settings_tab.export(tutor, startup, session=session, format="json", missed=False)
    next(steps)
    assert next(steps) == {"export_told": ""}
    with pytest.raises(StoreError):
        next(steps)
