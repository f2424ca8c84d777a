"""The Settings tab: model, goal, theme, data folder, backup and export."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast, get_args

import gradio as gr
from gradio.events import Dependency

from corpus.errors import StudyError
from tutor.exporting.models import ExportRequest, Format
from tutor.learning.events import Goal
from tutor.ui import texts
from tutor.ui.border import not_yet
from tutor.ui.markup import escape, tag
from tutor.ui.practice_page import named
from tutor.ui.render_settings import (
    backed_up,
    done,
    exported,
    folder_html,
    model_checked,
    model_html,
    restored,
    theme_html,
)
from tutor.ui.session import Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import EVERYBODY, ONE, Components, Updates, asset, connect

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_MOST_MINUTES = 1_440
_FILLED = (
    *(
        "model",
        "test_model",
        "model_told",
        "exam_date",
        "target",
        "minutes",
        "theme",
        "folder",
        "format",
        "goal_told",
    ),
    *("backup_told", "export_told", "backup_file", "export_files", "save", "export", "missed"),
)
_ENDING: dict[Format, str] = {"anki": "apkg", "csv": "csv", "json": "json", "print": "pdf"}


def entered(tutor: StudyTutor, *, session: Session) -> Updates:
    """The tab as it is opened.

    Fields come to life when they are filled. The goal is filled again only where it has changed
    elsewhere: what was typed and not saved yet stays.
    """
    return {
        **_goal(tutor, session),
        "model": model_html(tutor.settings),
        "test_model": gr.update(visible=tutor.settings.llm != "none"),
        "theme": theme_html(),
        # A learner who logs in from elsewhere has no use for a path of this machine.
        "folder": "" if _has_logins(tutor) else folder_html(tutor.settings),
        "format": gr.update(choices=named("EXPORT", get_args(Format)), interactive=True),
        **{name: gr.update(interactive=True) for name in ("export", "missed")},
        **dict.fromkeys(("goal_told", "model_told", "backup_told", "export_told"), ""),
        **{name: gr.update(visible=False) for name in ("backup_file", "export_files")},
        "session": session,
    }


def _goal(tutor: StudyTutor, session: Session) -> Updates:
    """The fields of the goal, unless they show it already."""
    goal = tutor.learning.goal(session.learner, session.course)
    if session.goal_shown == (session.course, goal):
        return {}
    session.goal_shown = (session.course, goal)
    shown = {
        "exam_date": goal.exam_date.isoformat() if goal.exam_date else None,
        "target": round(100 * goal.target) if goal.target is not None else None,
        "minutes": goal.minutes_a_day,
    }
    fields = {name: gr.update(value=value, interactive=True) for name, value in shown.items()}
    return {**fields, "save": gr.update(interactive=True)}


def save_goal(
    tutor: StudyTutor,
    *,
    session: Session,
    exam_date: str | None,
    target: float | None,
    minutes: float | None,
) -> Updates:
    """Keep exam date, own target and minutes a day; what is empty is not set.

    Fields that do not show the goal of this course yet are no goal for it.
    """
    if session.goal_shown is None or session.goal_shown[0] != session.course:
        raise not_yet("goal_not_shown")
    if target is not None and not 0 < target <= 100:
        raise not_yet("target")
    if minutes is not None and not 1 <= minutes <= _MOST_MINUTES:
        raise not_yet("minutes")
    goal = Goal(
        _date(exam_date),
        target / 100 if target is not None else None,
        int(minutes) if minutes is not None else None,
    )
    tutor.learning.set_goal(session.learner, session.course, goal)
    session.goal_shown = (session.course, goal)
    return {"goal_told": done(texts.SETTINGS_GOAL_KEPT), "session": session}


def test_model(tutor: StudyTutor, *, session: Session) -> Iterator[Updates]:
    """Ask the model one easy question and say how it went."""
    yield {"model_told": _working()}
    yield {"model_told": model_checked(tutor.test_model())}


def back_up(tutor: StudyTutor, *, session: Session) -> Iterator[Updates]:
    """Write a backup and offer it for download."""
    yield {"backup_told": _working()}
    with TemporaryDirectory() as folder:
        day = tutor.learning.now().date().isoformat()
        file = Path(folder) / f"study-tutor-{day}.zip"
        try:
            report = tutor.backups.write(session.learner, file)
        except StudyError:
            yield {"backup_told": ""}
            raise
        yield {
            "backup_told": backed_up(report),
            "backup_file": gr.update(value=str(file), visible=True),
        }


def restore(
    tutor: StudyTutor, startup: Startup, *, session: Session, restore_from: str | None
) -> Updates:
    """Add what a backup holds. Where people log in, only one's own is taken."""
    if not restore_from:
        raise not_yet("no_backup")
    only = session.learner if _has_logins(tutor) else None
    report = tutor.backups.read(Path(restore_from), only)
    for course in report.courses:
        startup.begin(course)
    listed = [(course.title, course.id) for course in tutor.courses()]
    return {"backup_told": restored(report), "course": gr.update(choices=listed)}


def export(
    tutor: StudyTutor, startup: Startup, *, session: Session, format: str, missed: bool
) -> Iterator[Updates]:
    """Write the course's questions and offer the files for download."""
    yield {"export_told": _working()}
    startup.wait(session.course)
    chosen = cast(Format, format)
    with TemporaryDirectory() as folder:
        out = Path(folder) / f"{session.course}.{_ENDING[chosen]}"
        try:
            request = ExportRequest(chosen, out, missed=missed)
            result = tutor.export(session.course, request, session.learner)
        except StudyError:
            yield {"export_told": ""}
            raise
        files = [str(file) for file in result.files]
        yield {
            "export_told": exported(result),
            "export_files": gr.update(value=files, visible=True),
        }


def _working() -> str:
    return tag("p", escape(texts.SETTINGS_WORKING), "st-status st-working", role="status")


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text and text.strip() else None
    except ValueError as error:
        raise not_yet("no_date", text=str(text)) from error


def _has_logins(tutor: StudyTutor) -> bool:
    return bool(tutor.settings.auth_file or tutor.settings.trusted_proxy_header)


def build() -> dict[str, Any]:
    """Lay the tab out; returns its components by name."""
    parts: dict[str, Any] = {}
    with _group(texts.SETTINGS_GOAL):
        with gr.Row(elem_classes="st-adding"):
            parts["exam_date"] = gr.DateTime(
                label=texts.SETTINGS_EXAM_DATE,
                include_time=False,
                type="string",
                min_width=200,
                interactive=False,
            )
            for name in ("target", "minutes"):
                label = texts.of("SETTINGS", name.upper())
                parts[name] = gr.Number(
                    label=label, value=None, precision=0, min_width=160, interactive=False
                )
        with gr.Row(elem_classes="st-buttons"):
            parts["save"] = gr.Button(
                texts.SETTINGS_SAVE, variant="primary", size="md", interactive=False
            )
        parts["goal_told"] = gr.HTML("", elem_classes="st-slot")
    with _group(texts.SETTINGS_MODEL):
        parts["model"] = gr.HTML("")
        with gr.Row(elem_classes="st-buttons"):
            parts["test_model"] = gr.Button(texts.SETTINGS_TEST_MODEL, size="md", visible=False)
        parts["model_told"] = gr.HTML("", elem_classes="st-slot")
    with _group(texts.SETTINGS_THEME):
        parts["theme"] = gr.HTML("", js_on_load=asset("theme.js"))
    with _group(texts.SETTINGS_BACKUP):
        _build_backup(parts)
    with _group(texts.SETTINGS_EXPORT):
        _build_export(parts)
    return parts


def _group(title: str) -> gr.Column:
    group = gr.Column(elem_classes="st-group")
    with group:
        gr.Markdown(f"## {title}", elem_classes="st-heading")
    return group


def _build_backup(parts: dict[str, Any]) -> None:
    parts["folder"] = gr.HTML("")
    with gr.Row(elem_classes="st-buttons"):
        parts["back_up"] = gr.Button(texts.SETTINGS_BACK_UP, size="md")
        parts["restore_from"] = gr.UploadButton(
            texts.SETTINGS_RESTORE, file_types=[".zip"], size="md"
        )
    parts["backup_told"] = gr.HTML("", elem_classes="st-slot")
    parts["backup_file"] = gr.File(label=texts.SETTINGS_BACKUP, visible=False, interactive=False)


def _build_export(parts: dict[str, Any]) -> None:
    first = get_args(Format)[0]
    parts["format"] = gr.Radio([], value=first, label=texts.SETTINGS_FORMAT, interactive=False)
    parts["missed"] = gr.Checkbox(label=texts.SETTINGS_ONLY_MISSED, value=False, interactive=False)
    with gr.Row(elem_classes="st-buttons"):
        parts["export"] = gr.Button(texts.SETTINGS_DO_EXPORT, size="md", interactive=False)
    parts["export_told"] = gr.HTML("", elem_classes="st-slot")
    parts["export_files"] = gr.File(
        label=texts.SETTINGS_EXPORT, file_count="multiple", visible=False, interactive=False
    )


def wire(
    tutor: StudyTutor, startup: Startup, session: gr.State, parts: Components, frame: Components
) -> None:
    """Connect the tab's events; ``frame`` holds the tab and the choice of course."""
    both = (tutor, startup)
    everything = {**parts, "course": frame["course"], "session": session}

    def on(
        trigger: Callable[..., Dependency],
        handler: Any,
        given: tuple[str, ...],
        shown: tuple[str, ...],
        limit: int = EVERYBODY,
    ) -> None:
        connect(
            trigger,
            handler,
            inputs={"session": session, **{name: everything[name] for name in given}},
            outputs={name: everything[name] for name in shown},
            concurrency_limit=limit,
        )

    on(frame["settings_tab"].select, partial(entered, tutor), (), (*_FILLED, "session"))
    goal, file = ("exam_date", "target", "minutes"), ("restore_from",)
    on(parts["save"].click, partial(save_goal, tutor), goal, ("goal_told", "session"))
    on(parts["test_model"].click, partial(test_model, tutor), (), ("model_told",))
    on(parts["back_up"].click, partial(back_up, tutor), (), ("backup_told", "backup_file"))
    restoring = ("backup_told", "course")
    on(parts["restore_from"].upload, partial(restore, *both), file, restoring, ONE)
    exporting = ("export_told", "export_files")
    on(parts["export"].click, partial(export, *both), ("format", "missed"), exporting)
