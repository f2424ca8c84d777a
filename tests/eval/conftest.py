"""The scripted tutor over three small notes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from scripted_tutor import NOTES, SCRIPT, MakeTutor, ScriptedTutor
from small_course import SmallCourse


@pytest.fixture
def make_tutor(make_course: Callable[..., SmallCourse]) -> MakeTutor:
    small = make_course(NOTES)
    small.ingest()

    def make(
        kind: type[ScriptedTutor] = ScriptedTutor, **changed: list[str] | None
    ) -> ScriptedTutor:
        script = SCRIPT | {question.replace("_", " "): to for question, to in changed.items()}
        return kind(small, {question: to for question, to in script.items() if to is not None})

    return make
