"""The one error tree: everything a learner can meet says what happened and what to do."""

from __future__ import annotations


class StudyError(Exception):
    """Base of every error shown to a learner.

    ``what`` says what happened, ``todo`` what to do about it. Both are full phrases without a
    final full stop; ``str(error)`` joins them. The command line and the app are the two borders
    that catch this class and show it; nothing else turns errors into text.
    """

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(f"{what}. {todo}.")
        self.what = what
        self.todo = todo


class CourseError(StudyError):
    """A course folder or its ``course.toml`` cannot be used."""


class QuestionError(StudyError):
    """A question file or a pasted question cannot be used."""
