"""The Settings tab's texts as HTML. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.ui import texts
from tutor.ui.markup import escape, inline, tag

if TYPE_CHECKING:  # a backup imports the store, half a second of the way to the page
    from tutor.backup import BackupReport
    from tutor.exporting.models import Exported
    from tutor.model_check import ModelCheck
from tutor.settings import Settings

_THEMES = ("light", "dark", "system")


def model_html(settings: Settings) -> str:
    """Which model writes the answers, and how to choose another."""
    if settings.llm == "none":
        told = tag("p", escape(texts.SETTINGS_NO_MODEL))
    else:
        at = f" · {settings.llm_base_url}" if settings.llm_base_url else ""
        told = tag("p", tag("code", escape(settings.llm + at)))
    return told + tag("p", inline(texts.SETTINGS_MODEL_TOLD), "st-status")


def model_checked(check: ModelCheck) -> str:
    """How one easy question went: what is wrong and what to do, or what the model said."""
    if not check.works:
        told = tag("strong", escape(f"{check.what}.")) + tag("p", escape(f"{check.todo}."))
        return tag("div", told, "st-failure", role="alert")
    works = texts.SETTINGS_MODEL_WORKS.format(llm=check.llm, seconds=check.seconds)
    said = texts.SETTINGS_MODEL_SAID.format(sample=check.sample)
    return done(works) + tag("p", escape(said), "st-status")


def theme_html() -> str:
    """Three radio buttons; ``theme.js`` marks and hears them."""
    choices = "".join(
        tag(
            "label",
            f'<input type="radio" name="st-theme" value="{name}">'
            + tag("span", escape(texts.of("THEME", name))),
        )
        for name in _THEMES
    )
    legend = tag("legend", escape(texts.SETTINGS_THEME), "st-unseen")
    return tag("fieldset", legend + choices, "st-theme")


def folder_html(settings: Settings) -> str:
    """Where everything is kept."""
    place = tag("code", escape(settings.data_dir), "st-path")
    told = texts.SETTINGS_IN_DATABASE if settings.database_url else texts.SETTINGS_FOLDER_TOLD
    return tag("p", place) + tag("p", escape(told), "st-status")


def done(text: str) -> str:
    """That something was done, read out by screen readers."""
    return tag("p", escape(text), "st-status", role="status")


def backed_up(report: BackupReport) -> str:
    """What is in the backup that was made, and what could not be read."""
    told = texts.SETTINGS_BACKED_UP.format(events=report.events, courses=len(report.courses))
    missing = ""
    if report.missing:
        missing = done(texts.SETTINGS_BACKUP_MISSING.format(files=", ".join(report.missing)))
    return done(told) + missing


def restored(report: BackupReport) -> str:
    """What a backup added."""
    told = texts.SETTINGS_RESTORED.format(events=report.events, courses=len(report.courses))
    if report.kept:
        told += " " + texts.SETTINGS_KEPT.format(courses=", ".join(report.kept))
    return done(told)


def exported(result: Exported) -> str:
    """How many questions were written, and what is other than was asked for."""
    told = texts.counted("SETTINGS_EXPORTED", result.questions)
    warning = tag("p", escape(result.warning), "st-status") if result.warning else ""
    return done(told) + warning
