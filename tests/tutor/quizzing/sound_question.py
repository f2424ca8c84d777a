"""A question without a flaw, and variations of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.questions import Option, Question, Receipt
from tutor.quizzing.flaw import NotesContext

NOTE = (
    "# Tuning\n\n`fmin` minimises the loss that the objective returns. "
    "`space_eval` turns indexes of the result into values.\n"
)
CONTEXT = NotesContext({"tuning.md": NOTE})
QUOTE = "`fmin` minimises the loss that the objective returns."
OPTIONS = (
    "minimises the loss that the objective returns",
    "maximises the score that the search reports",
    "averages the results that the workers send",
    "normalises the values that the space holds",
)


def question(
    options: Sequence[str] = OPTIONS, keys: Sequence[int] = (0,), **changes: Any
) -> Question:
    """The sound question with other options, other keys or other fields."""
    fields: dict[str, Any] = {
        "id": "n-1",
        "kind": "multiple" if len(keys) > 1 else "single",
        "stem": "What does `fmin` do during a Hyperopt search?",
        "receipt": Receipt(source="tuning.md", quote=QUOTE),
        "origin": "notes",
        "options": tuple(
            Option(text=text, correct=n in keys, why="Because.") for n, text in enumerate(options)
        ),
    }
    return Question(**{**fields, **changes})
