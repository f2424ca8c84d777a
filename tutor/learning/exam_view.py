"""What the page of an open exam gets to know. No type here has a key, a reason or a receipt."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tutor.learning.events import Confidence
from tutor.learning.exam import Exam

WARNING_SECONDS = 300.0


@dataclass(frozen=True)
class QuestionView:
    """One question as it is asked. ``chosen`` are labels of this page.

    ``choose`` is how many options are right, as the real exam says too.
    """

    number: int
    kind: str
    choose: int
    stem: str
    options: dict[str, str]
    chosen: tuple[str, ...]
    confidence: Confidence | None
    flagged: bool


@dataclass(frozen=True)
class ExamView:
    """An exam while it is open, or the bare fact that it has ended (then without questions).

    ``remaining_seconds`` is by the server's clock; a page counts down from it. ``warning`` is on
    for the last five minutes.
    """

    exam: str
    course: str
    title: str
    started: datetime
    deadline: datetime
    minutes: int
    remaining_seconds: float
    warning: bool
    ended: bool
    ended_by: str | None
    position: int
    total: int
    unanswered: tuple[int, ...]
    flagged: tuple[int, ...]
    questions: tuple[QuestionView, ...]
    notice: str = ""

    def to_json(self) -> dict[str, Any]:
        """For the command line and other programs."""
        times = {"started": self.started.isoformat(), "deadline": self.deadline.isoformat()}
        return {**asdict(self), **times, "remaining_seconds": round(self.remaining_seconds, 1)}


def view_of(exam: Exam, now: datetime) -> ExamView:
    """The exam at this time."""
    left = max(0.0, (exam.deadline - exam.time(now)).total_seconds())
    is_open = exam.ended is None and left > 0
    return ExamView(
        exam=exam.id,
        course=exam.course,
        title=exam.form.title,
        started=exam.started,
        deadline=exam.deadline,
        minutes=exam.form.minutes,
        remaining_seconds=left if is_open else 0.0,
        warning=is_open and left <= WARNING_SECONDS,
        ended=not is_open,
        ended_by=exam.ended_by,
        position=exam.position,
        total=len(exam.marks),
        unanswered=tuple(exam.unanswered),
        flagged=tuple(n for n in exam.numbers if exam.marks[n - 1].flagged),
        questions=tuple(_question(exam, n) for n in exam.numbers) if is_open else (),
        notice=_notice(exam, now),
    )


def _question(exam: Exam, number: int) -> QuestionView:
    of_form, mark = exam.question(number), exam.marks[number - 1]
    shown = of_form.shown
    return QuestionView(
        number=number,
        kind=shown.kind,
        choose=len(shown.key),
        stem=shown.stem,
        options={label: option.text for label, option in shown.labelled().items()},
        chosen=of_form.page_labels(mark.chosen),
        confidence=mark.confidence,
        flagged=mark.flagged,
    )


def _notice(exam: Exam, now: datetime) -> str:
    """What the form lacks, and whether the clock was set back while the exam ran."""
    back = (exam.last - now).total_seconds()
    said = [exam.form.notice]
    if exam.ended is None and back > 1:
        said.append(
            f"The clock of this machine was set back by about {back / 60:.0f} minutes; "
            "the exam keeps the time it had."
        )
    return " ".join(text for text in said if text)
