"""The app's error border: the one place where an error becomes a text on the page."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from corpus.errors import StudyError
from tutor.ui import texts


class NotYet(StudyError):
    """The learner has to do something else on the page first."""


def not_yet(name: str, **values: str) -> NotYet:
    """What the learner has to do first, by its name among the texts NOT_YET_…"""
    what = texts.of("NOT_YET", name).format(**values)
    return NotYet(what, texts.of("NOT_YET", f"{name}_todo"))


@dataclass(frozen=True)
class Failure:
    """What happened and what to do about it; phrases without a final full stop."""

    what: str
    todo: str

    @property
    def told(self) -> str:
        """Both as sentences of the language spoken."""
        return texts.FAILURE.format(what=self.what, todo=self.todo)


@dataclass
class Outcome:
    """Whether a piece of work failed."""

    failure: Failure | None = None


@contextmanager
def caught() -> Iterator[Outcome]:
    """Run a block; an error ends it and becomes the outcome's failure.

    A :class:`StudyError` says itself what to do. Anything else is a defect: its traceback goes
    to stderr, and the learner gets a general text.
    """
    outcome = Outcome()
    try:
        yield outcome
    except StudyError as error:
        outcome.failure = Failure(error.what, error.todo)
    except Exception as error:  # noqa: BLE001 - the border
        traceback.print_exception(error, file=sys.stderr)
        outcome.failure = Failure(texts.UNEXPECTED, texts.UNEXPECTED_TODO)
