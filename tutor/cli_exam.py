"""``tutor exam …``, ``tutor backup`` and ``tutor restore``: the same exams as the app's."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from tutor.cli_options import CourseOption, JsonOption, open_tutor
from tutor.cli_output import print_json

if TYPE_CHECKING:
    from tutor.backup import BackupReport
    from tutor.learning.exam_view import ExamView
    from tutor.learning.learning import Learning

_Exam = Annotated[
    str | None, typer.Option("--exam", metavar="ID", help="An exam; default: the latest one.")
]
_Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The question's number.", min=1)]
_Review = Literal["all", "wrong", "flagged", "guessed"]


class _Seat(NamedTuple):
    """Who sits in which exam."""

    learning: Learning
    learner: str
    exam: str


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    exam = typer.Typer(no_args_is_help=True, help="Mock exams with a clock, as in the real one.")
    commands: dict[str, Callable[..., None]] = {
        "start": start,
        "status": status,
        "answer": answer,
        "flag": flag,
        "submit": submit,
        "report": report,
    }
    for name, command in commands.items():
        exam.command(name)(command)
    app.add_typer(exam, name="exam")
    app.command("backup")(backup)
    app.command("restore")(restore)


def start(
    n: Annotated[
        int | None, typer.Option("-n", min=1, help="Questions; default: as many as the exam has.")
    ] = None,
    minutes: Annotated[
        int | None, typer.Option(min=1, help="Time; default: the exam's, in proportion.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="The same seed draws the same form from what is unseen.")
    ] = None,
    course: CourseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Start an exam: a new form, questions you have not met first."""
    tutor, name = open_tutor(course)
    learner = tutor.settings.learner
    view = tutor.learning.start_exam(learner, name, n=n, minutes=minutes, seed=seed)
    _print_view(view, as_json)


def status(
    question: Annotated[
        int | None, typer.Option("--question", min=1, help="Turn to this question.")
    ] = None,
    exam: _Exam = None,
    course: CourseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show time left, what is unanswered or flagged, and the question you are at."""
    seat = _seat(course, exam)
    if question is None:
        view = seat.learning.exam_view(seat.learner, seat.exam)
    else:
        view = seat.learning.move(seat.learner, seat.exam, question)
    _print_view(view, as_json)


def answer(  # noqa: PLR0913, PLR0917  # typer reads the options off the signature
    number: _Number,
    labels: Annotated[
        list[str] | None, typer.Argument(metavar="[LABEL]...", help="Such as B, or B D.")
    ] = None,
    confidence: Annotated[
        Literal["guess", "unsure", "sure"] | None, typer.Option(help="How sure you are.")
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0, help="Time it took, if you measured it.")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Take the answer back.")] = False,
    exam: _Exam = None,
    course: CourseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question, or change the answer. Nothing is judged before the end."""
    chosen = [label for part in labels or () for label in part.replace(",", " ").split()]
    if bool(chosen) == clear:
        raise typer.BadParameter("Give either labels or --clear")
    seat = _seat(course, exam)
    view = seat.learning.answer(
        seat.learner, seat.exam, number, chosen, confidence=confidence, seconds=seconds
    )
    _print_view(view, as_json)


def flag(
    number: _Number,
    off: Annotated[bool, typer.Option("--off", help="Take the flag off.")] = False,
    exam: _Exam = None,
    course: CourseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Flag a question to come back to."""
    seat = _seat(course, exam)
    _print_view(seat.learning.flag(seat.learner, seat.exam, number, not off), as_json)


def submit(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask about what is open.")] = False,
    exam: _Exam = None,
    course: CourseOption = None,
    as_json: JsonOption = False,
) -> None:
    """End the exam and see the report. Unanswered questions count as wrong."""
    seat = _seat(course, exam)
    open_ones = seat.learning.exam_view(seat.learner, seat.exam).unanswered
    if open_ones and not (yes or as_json) and sys.stdin.isatty():
        listed = ", ".join(map(str, open_ones))
        typer.confirm(f"{len(open_ones)} unanswered ({listed}). Submit?", abort=True, err=True)
    seat.learning.submit(seat.learner, seat.exam)
    _print_report(seat, None, as_json)


def report(
    exam: Annotated[
        str | None, typer.Argument(metavar="[EXAM]", help="Default: the latest.")
    ] = None,
    review: Annotated[
        _Review | None, typer.Option(help="Go through questions with their keys.")
    ] = None,
    course: CourseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what an ended exam says of you, and what it does not."""
    _print_report(_seat(course, exam), review, as_json)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; replaced if there.")],
    as_json: JsonOption = False,
) -> None:
    """Put all you did, and your own courses with their notes, into one file."""
    tutor, _ = open_tutor(None)
    _print_backup(tutor.backups.write(tutor.settings.learner, file), f"written to {file}", as_json)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of `tutor backup`.")],
    as_json: JsonOption = False,
) -> None:
    """Add what a backup holds; what is there already stays as it is."""
    tutor, _ = open_tutor(None)
    _print_backup(tutor.backups.read(file), f"added from {file}", as_json)


def _seat(course: str | None, exam: str | None) -> _Seat:
    """The exam that was named, else the latest of the course."""
    tutor, name = open_tutor(course)
    learning, learner = tutor.learning, tutor.settings.learner
    return _Seat(learning, learner, exam or learning.latest_exam(learner, name))


def _print_view(view: ExamView, as_json: bool) -> None:
    from tutor.cli_exam_text import view_text

    if as_json:
        print_json(view.to_json())
    else:
        typer.echo(view_text(view))


def _print_report(seat: _Seat, review: _Review | None, as_json: bool) -> None:
    from tutor.cli_exam_text import report_text, review_text

    found = seat.learning.report(seat.learner, seat.exam)
    missed = seat.learning.missed(seat.learner, seat.exam)
    items = seat.learning.review(seat.learner, seat.exam, review) if review else None
    if as_json:
        shown = {} if items is None else {"review": [item.to_json() for item in items]}
        print_json({**found.to_json(), "missed": list(missed), **shown})
        return
    typer.echo(report_text(found))
    if items is not None:
        typer.echo("\n" + review_text(items))


def _print_backup(done: BackupReport, what: str, as_json: bool) -> None:
    if as_json:
        print_json(done.to_json())
        return
    typer.echo(f"{done.events} events of {done.learner} {what}.")
    for name in done.courses:
        typer.echo(f"course {name}: notes and record {what}")
    for name in done.kept:
        typer.echo(f"course {name}: was there already and stays as it is")
    for path in done.missing:
        typer.echo(f"{path}: could not be read", err=True)
    if done.to_index:
        typer.echo("Run `tutor ingest --course ID` for each course that was added.")
