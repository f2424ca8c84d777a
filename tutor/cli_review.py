"""A sitting of ``tutor review`` at a terminal: show a card, take the answer, say what was right."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

import typer

from corpus.errors import QuestionError
from tutor.cli_learning_text import due_date
from tutor.cli_output import one_line

if TYPE_CHECKING:
    from tutor.cli_learning import Student
    from tutor.learning.events import Confidence, Event, Grade
    from tutor.learning.review import Shown

_CONFIDENCES: dict[str, Confidence] = {"1": "guess", "2": "unsure", "3": "sure"}
_GRADES: dict[str, Grade] = {"1": "again", "2": "hard", "3": "good", "4": "easy"}
_QUIT = "q"
_T = TypeVar("_T")


class _Stop(Exception):
    """The learner has had enough."""


def sitting(student: Student, n: int) -> None:
    """Up to ``n`` cards, one after the other; ``q`` ends it, and nothing answered is lost."""
    done = 0
    try:
        while done < n:
            shown = student.learning.review_next(student.learner, student.course)
            if shown is None:
                typer.echo("Nothing is due, and today's plan is done.")
                break
            _one(student, shown)
            done += 1
    except (_Stop, typer.Abort, EOFError):
        typer.echo("")
    typer.echo(f"{done} cards done; all answers are kept.")


def _one(student: Student, shown: Shown) -> None:
    typer.echo(f"\n{shown.due.card.objective or shown.due.card.kind} · {shown.due.why}")
    typer.echo(f"{shown.prompt}\n")
    event = _question(student, shown) if shown.options else _fact(student, shown)
    card = student.learning.card(student.learner, student.course, shown.due.card.id)
    memory = card.due.memory
    if memory:
        typer.echo(f"It comes back {due_date(memory, student.learning.now())}. ({event.card})")


def _question(student: Student, shown: Shown) -> Event:
    from tutor.learning.review import labels_of

    question = shown.due.card.question
    assert question is not None
    for place, (_, option) in enumerate(shown.options):
        typer.echo(f"  {chr(ord('A') + place)}. {option.text}")
    wanted = "Your choice" if question.kind == "single" else f"Your {len(question.key)} choices"
    started = time.monotonic()
    while True:
        said = _asked(wanted)
        try:
            chosen = labels_of(shown, said.replace(",", " ").split())
            break
        except QuestionError as error:
            typer.echo(str(error))
    seconds = time.monotonic() - started
    confidence = _one_of("1 guessed  2 unsure  3 sure", _CONFIDENCES)
    event = student.learning.answer_card(
        student.learner,
        student.course,
        shown.due.card.id,
        chosen=chosen,
        confidence=confidence,
        seconds=seconds,
    )
    typer.echo("\nRight." if event.correct else "\nNot right.")
    for place, (label, option) in enumerate(shown.options):
        mark = "✓" if option.correct else "✗" if label in chosen else " "
        why = f" — {one_line(option.why)}" if option.why else ""
        typer.echo(f"  {mark} {chr(ord('A') + place)}. {option.text}{why}")
    typer.echo(f"  {question.receipt.source}: “{one_line(question.receipt.quote)}”")
    return event


def _fact(student: Student, shown: Shown) -> Event:
    fact = shown.due.card.fact
    assert fact is not None
    started = time.monotonic()
    if fact.typed:
        typed = _asked("Fill the gap")
        event = student.learning.answer_card(
            student.learner,
            student.course,
            fact.id,
            typed=typed,
            seconds=time.monotonic() - started,
        )
        typer.echo("Right." if event.correct else f"Not right: {fact.answer}")
        typer.echo(f"  {fact.source}: “{one_line(fact.quote)}”")
        return event
    _asked("Say it to yourself, then press Enter", empty=True)
    seconds = time.monotonic() - started
    typer.echo(f"  {fact.source}: “{one_line(fact.quote)}”")
    grade = _one_of("1 did not know  2 with effort  3 knew it  4 at once", _GRADES)
    return student.learning.grade_card(
        student.learner, student.course, fact.id, grade, seconds=seconds
    )


def _one_of(text: str, choices: dict[str, _T]) -> _T:
    while True:
        said = _asked(text)
        if said in choices:
            return choices[said]
        typer.echo(f"Type one of {', '.join(choices)}, or {_QUIT} to stop.")


def _asked(text: str, *, empty: bool = False) -> str:
    """What was typed. Raises :class:`_Stop` for ``q``."""
    while True:
        said: str = typer.prompt(f"{text} ({_QUIT} stops)", default="", show_default=False)
        if said.strip().casefold() == _QUIT:
            raise _Stop
        if said.strip() or empty:
            return said.strip()
