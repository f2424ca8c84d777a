"""Questions with everything in them that a format could trip over."""

from __future__ import annotations

from typing import Any

from corpus.questions import Option, Question, Receipt
from tutor.exporting.models import ExportSet

CODE = "for x in range(3):\n    if x < 2 and x > 0:\n        print('a  b')"
PLAIN_RECEIPT = Receipt(source="notes/tuning.md", quote="`fmin` minimises the **loss**.")
ROW_RECEIPT = Receipt(source="notes/api.md", quote="| `algo` | `tpe.suggest` or `rand.suggest` |")


def single(name: str = "q-1", **changes: Any) -> Question:
    fields: dict[str, Any] = {
        "id": name,
        "stem": "Which <b>value</b> does `fmin` look for, if α ≥ 0 → β?",
        "options": (
            Option(text="the *smallest* loss", correct=True, why="It minimises the `loss`."),
            Option(text="<script>alert(1)</script>", why="No [sound:x.mp3] & no markup."),
            Option(text='=HYPERLINK("http://x")', why="That is a spreadsheet's."),
            Option(text="x ** 2\n  + 1", why="Code of two lines."),
        ),
        "receipt": PLAIN_RECEIPT,
        "objective": "3.05",
        "section": "3",
        "takeaway": "Smaller is better.",
    }
    return Question(**{**fields, **changes})


def several(name: str = "q-2", **changes: Any) -> Question:
    fields: dict[str, Any] = {
        "id": name,
        "kind": "multiple",
        "stem": f"What does this print?\n\n```python\n{CODE}\n```",
        "options": tuple(
            Option(text=f"line {n}", correct=n in (1, 4), why=f"Because of {n}.") for n in range(6)
        ),
        "receipt": ROW_RECEIPT,
        "difficulty": "hard",
        "origin": "notes",
    }
    return Question(**{**fields, **changes})


def export_set(*questions: Question, **changes: Any) -> ExportSet:
    fields: dict[str, Any] = {
        "course": "small",
        "title": "Small course",
        "questions": questions or (single(), several()),
        "places": {PLAIN_RECEIPT: "tuning.md › What fmin returns"},
        "form": 7,
    }
    return ExportSet(**{**fields, **changes})
