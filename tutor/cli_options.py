"""Options that many commands of ``tutor`` share, and opening the tutor they are about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

CourseOption = Annotated[
    str | None, typer.Option("--course", metavar="ID", help="The course; default: the settings'.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
BatchOption = Annotated[
    Path | None,
    typer.Option("--batch", metavar="FILE|-", help="JSON lines in, JSON lines out, in order."),
]
LlmOption = Annotated[
    str | None,
    typer.Option("--llm", metavar="MODEL", help="Language model as provider:model, or none."),
]


def open_tutor(course: str | None, llm: str | None = None) -> tuple[StudyTutor, str]:
    """The tutor of the settings, and the course in use."""
    from corpus.course import course_id
    from tutor.settings import load_settings
    from tutor.study_tutor import StudyTutor

    settings = load_settings(llm=llm)
    return StudyTutor(settings), course_id(course or settings.course)
