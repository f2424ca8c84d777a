"""Questions as CSV, a row each, for spreadsheet programs. Pure."""

from __future__ import annotations

import csv
import io

from corpus.questions import LABELS, Question
from tutor.exporting.markup import printable
from tutor.exporting.models import ExportSet
from tutor.exporting.wording import key_letters

# A cell that begins so is run as a formula (https://owasp.org/www-community/attacks/CSV_Injection);
# the last four are the full-width forms, which some programs take for the same.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_bytes(chosen: ExportSet) -> bytes:
    """UTF-8 with the mark that Excel knows it by; every cell quoted, none of them a formula."""
    most = max((len(question.options) for question in chosen.questions), default=0)
    letters = LABELS[:most]
    header = ["id", "kind", "stem", *(f"option {letter}" for letter in letters), "key"]
    header += [f"why {letter}" for letter in letters]
    header += ["takeaway", "passage", "source", "section", "objective", "difficulty", "origin"]
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    for question in chosen.questions:
        writer.writerow([safe_cell(cell) for cell in _row(question, most, chosen)])
    return text.getvalue().encode("utf-8-sig")


def safe_cell(text: str) -> str:
    """The text; with an apostrophe before it, which means text, where it would be a formula."""
    shown = printable(text)
    return f"'{shown}" if shown.lstrip(" ").startswith(_STARTS_A_FORMULA) else shown


def _row(question: Question, most: int, chosen: ExportSet) -> list[str]:
    blank = [""] * (most - len(question.options))
    return [
        question.id,
        question.kind,
        question.stem,
        *(option.text for option in question.options),
        *blank,
        key_letters(question),
        *(option.why for option in question.options),
        *blank,
        question.takeaway,
        question.receipt.quote,
        chosen.place(question.receipt),
        question.section,
        question.objective,
        question.difficulty,
        question.origin,
    ]
