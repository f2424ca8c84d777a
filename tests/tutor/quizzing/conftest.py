"""Notes of a test, read as the makers of questions read them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from small_course import SmallCourse

from tutor.quizzing.statements import Notes


@pytest.fixture
def read(make_course: Callable[..., SmallCourse]) -> Callable[[str], Notes]:
    """Indexes a text as the only note of a course."""
    names = (f"course-{number}" for number in count())

    def notes_of(text: str) -> Notes:
        course = make_course({"note.md": text}, course=next(names))
        course.ingest()
        return Notes(course.index())

    return notes_of
