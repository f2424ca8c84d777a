"""What cards and paper say of a question beside its own text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.questions import Question
from tutor.exporting.models import ExportSet

_SAYS_HOW_MANY = re.compile(r"\b(choose|select|pick|which) (two|three|four|five|\d|all)\b", re.I)
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def how_many(question: Question) -> str:
    """``Choose two.`` where several are right and the stem does not say so itself; else empty."""
    if question.kind == "single" or _SAYS_HOW_MANY.search(question.stem):
        return ""
    right = len(question.key)
    return f"Choose {_NUMBERS[right] if right < len(_NUMBERS) else right}."


def key_letters(question: Question) -> str:
    """``B`` or ``A, D``."""
    return ", ".join(sorted(question.key))


def subject(question: Question) -> str:
    """Section, objective and difficulty, as far as they are known."""
    named = [
        f"section {question.section}" if question.section else "",
        f"objective {question.objective}" if question.objective else "",
        question.difficulty,
    ]
    return " · ".join(part for part in named if part)


def exam_facts(exam: ExportSet) -> str:
    """How many questions, how long, which form."""
    minutes = f"{exam.minutes} minutes" if exam.minutes else ""
    facts = (_counted(exam), minutes, f"form {exam.form}")
    return " · ".join(fact for fact in facts if fact)


def key_facts(exam: ExportSet) -> str:
    """Which form the key belongs to."""
    return f"{_counted(exam)} · form {exam.form} · not for the exam room"


def _counted(exam: ExportSet) -> str:
    number = len(exam.questions)
    return f"{number} question{'' if number == 1 else 's'}"


def numbered(exam: ExportSet) -> Iterator[tuple[int, Question]]:
    """The questions as paper counts them."""
    return enumerate(exam.questions, 1)


def texts_of(exam: ExportSet) -> str:
    """Every text that paper shows, for choosing fonts."""
    return "\n".join(
        text
        for question in exam.questions
        for text in (
            exam.title,
            question.stem,
            *(option.text for option in question.options),
            *(option.why for option in question.options),
            question.takeaway,
            question.receipt.quote,
            exam.place(question.receipt),
            "•–·",
        )
    )
