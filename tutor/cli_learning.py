"""``tutor review``, ``progress``, ``plan``, ``dispute``: what to study, and what came of it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

from tutor.cli_options import CourseOption, JsonOption, open_tutor
from tutor.cli_output import print_json

if TYPE_CHECKING:
    from tutor.learning.learning import Learning
    from tutor.study_tutor import StudyTutor

_Confidence = Literal["guess", "unsure", "sure"]
_Grade = Literal["again", "hard", "good", "easy"]


class Student(NamedTuple):
    """Who studies which course."""

    tutor: StudyTutor
    learning: Learning
    learner: str
    course: str


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    for command in (review, progress, plan, dispute):
        app.command(command.__name__)(command)


def review(  # noqa: PLR0913, PLR0917  # typer reads the options off the signature
    n: Annotated[int, typer.Option("-n", min=1, max=500, help="Cards at most.")] = 20,
    card: Annotated[
        str | None, typer.Option("--card", metavar="ID", help="Answer this card, then stop.")
    ] = None,
    chosen: Annotated[
        list[str] | None, typer.Option(help="With --card: labels as --json gives them.")
    ] = None,
    typed: Annotated[str | None, typer.Option(help="With --card: the answer in words.")] = None,
    grade: Annotated[_Grade | None, typer.Option(help="With --card: your own grade.")] = None,
    confidence: Annotated[_Confidence | None, typer.Option(help="How sure you are.")] = None,
    seconds: Annotated[float | None, typer.Option(min=0, help="Time it took.")] = None,
    course: CourseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Go through what you are about to forget, one card at a time."""
    given = [bool(chosen), typed is not None, grade is not None]
    if sum(given) != (1 if card else 0):
        raise typer.BadParameter("With --card give one of --chosen, --typed and --grade")
    student = _student(course)
    if card:
        labels = [label for part in chosen or () for label in part.replace(",", " ").split()]
        answer = {"chosen": labels, "typed": typed or "", "confidence": confidence}
        _answer_one(student, card, grade, {**answer, "seconds": seconds}, as_json)
    elif not as_json and sys.stdin.isatty():
        from tutor.cli_review import sitting

        sitting(student, n)
    else:
        _list_due(student, n, as_json)


def progress(course: CourseOption = None, as_json: JsonOption = False) -> None:
    """Show what you know of each objective, and how much evidence there is for it."""
    from tutor.cli_learning_text import progress_text

    student = _student(course)
    found = student.learning.progress(student.learner, student.course)
    if as_json:
        print_json(found.to_json())
    else:
        typer.echo(progress_text(found))


def plan(
    exam_date: Annotated[
        datetime | None,
        typer.Option("--exam-date", formats=["%Y-%m-%d"], help="The day of your exam."),
    ] = None,
    minutes: Annotated[int | None, typer.Option(min=1, max=1_440, help="Minutes a day.")] = None,
    target: Annotated[
        float | None, typer.Option(min=0, max=1, help="Your own target, such as 0.8.")
    ] = None,
    course: CourseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what to do each day until the exam; the options are remembered."""
    from dataclasses import replace

    from tutor.cli_learning_text import plan_text

    student = _student(course)
    given = {
        "exam_date": exam_date.date() if exam_date else None,
        "minutes_a_day": minutes,
        "target": target,
    }
    wanted: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if wanted:
        goal = replace(student.learning.goal(student.learner, student.course), **wanted)
        student.learning.set_goal(student.learner, student.course, goal)
    made = student.learning.plan(student.learner, student.course)
    if as_json:
        print_json(made.to_json())
    else:
        typer.echo(plan_text(made))


def dispute(
    card: Annotated[
        str | None, typer.Argument(metavar="[CARD]", help="A question's or key fact's id.")
    ] = None,
    reason: Annotated[str, typer.Option(help="What is wrong with it.")] = "",
    cases: Annotated[
        Path | None, typer.Option(metavar="FILE.yaml", help="Write disputed questions as cases.")
    ] = None,
    course: CourseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a wrong card out of your reviews and exams; without one, list what you disputed."""
    student = _student(course)
    if card:
        check = student.learning.dispute(student.learner, student.course, card, reason)
        if as_json:
            print_json({"card": card, **check.to_json()})
        else:
            typer.echo(f"{check.text} {card} is out of your reviews and exams.")
        return
    found = student.learning.disputes(student.learner, student.course)
    if cases:
        _write_cases(cases, found, student.course)
    if as_json:
        print_json({"course": student.course, "disputes": [one.to_json() for one in found]})
        return
    for one in found:
        typer.echo(f"{one.at:%Y-%m-%d}  {one.card}  {one.reason or 'no reason given'}")
    typer.echo(f"{len(found)} disputed" + (f", written to {cases}" if cases else ""))


def _student(course: str | None) -> Student:
    tutor, name = open_tutor(course)
    return Student(tutor, tutor.learning, tutor.settings.learner, name)


def _answer_one(
    student: Student, card: str, grade: _Grade | None, answer: dict[str, Any], as_json: bool
) -> None:
    from tutor.cli_learning_text import due_date

    learning, learner, course = student.learning, student.learner, student.course
    if grade:
        event = learning.grade_card(learner, course, card, grade, seconds=answer["seconds"])
    else:
        event = learning.answer_card(learner, course, card, **answer)
    memory = learning.card(learner, course, card).due.memory
    assert memory is not None
    if as_json:
        print_json(
            {
                "card": card,
                "correct": event.correct,
                "due": memory.due.isoformat(),
                "stability_days": round(memory.stability, 3),
            }
        )
    else:
        said = "Right" if event.correct else "Not right"
        typer.echo(f"{said}. It comes back {due_date(memory, learning.now())}.")


def _list_due(student: Student, n: int, as_json: bool) -> None:
    from tutor.cli_learning_text import due_text, shown_json
    from tutor.learning.review import show

    due = student.learning.due(student.learner, student.course)
    following = student.learning.review_next(student.learner, student.course)
    if as_json:
        print_json(
            {
                "course": student.course,
                "waiting": len(due),
                "due": [shown_json(show(one)) for one in due[:n]],
                "next": shown_json(following) if following else None,
            }
        )
    else:
        typer.echo(due_text(due[:n], len(due)))


def _write_cases(file: Path, disputes: Any, course: str) -> None:
    from corpus.errors import QuestionError
    from tutor.learning.dispute import as_cases

    try:
        file.write_text(as_cases(disputes, course), "utf-8")
    except OSError as error:
        raise QuestionError(
            f"{file} cannot be written: {error.strerror}", "Name another file"
        ) from error
