"""Errors of the tutor room."""

from __future__ import annotations

from corpus.errors import StudyError


class SettingsError(StudyError):
    """A setting is unknown or has a value that cannot be used."""


class CourseUnknown(StudyError):
    """No course of that id is there."""


class ModelError(StudyError):
    """A language model cannot be reached, refused, or answered with something unusable."""


class Stopped(StudyError):
    """The learner has stopped a long piece of work."""


class NoQuestions(StudyError):
    """The notes or the bank hold no question that fits what was asked for."""


class StoreError(StudyError):
    """The database of what was learnt cannot be opened, read or written."""


class ExamError(StudyError):
    """An exam cannot be started, or does not take what was asked of it."""


class ExportError(StudyError):
    """An export cannot be written where it was asked for."""


class UsersError(StudyError):
    """A user cannot be added or removed, or the file of users cannot be used."""


class ConversationUnknown(StudyError):
    """The learner has no conversation of that id."""
