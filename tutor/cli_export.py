"""``tutor export``: questions for Anki, spreadsheets, other banks and paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tutor.cli import complain
from tutor.cli_options import CourseOption, JsonOption, LlmOption, open_tutor
from tutor.cli_output import print_json

if TYPE_CHECKING:
    from tutor.exporting.models import Exported


_Form = Annotated[
    Literal["anki", "csv", "json", "print"], typer.Argument(metavar="anki|csv|json|print")
]
_Out = Annotated[
    Path, typer.Argument(metavar="OUT", help="The file: .apkg, .csv, .json, .html or .pdf.")
]
_Number = Annotated[
    int | None, typer.Option("-n", min=1, max=10_000, help="How many; default: all, or an exam.")
]
_Topic = Annotated[str, typer.Option(help="What the questions are to be about.")]
_Section = Annotated[str, typer.Option(help="A section of the blueprint, such as 3.")]
_Objective = Annotated[str, typer.Option(help="An objective, such as 3.05.")]
_Kind = Annotated[
    Literal["single", "multiple"] | None, typer.Option(help="One right option, or several.")
]
_Difficulty = Annotated[Literal["easy", "medium", "hard"] | None, typer.Option(help="How hard.")]
_From = Annotated[
    Literal["bank", "notes", "model", "any"] | None,
    typer.Option("--from", help="Default: the bank; the notes where there is none."),
]
_Seed = Annotated[int | None, typer.Option(help="The same seed gives the same form.")]
_Missed = Annotated[bool, typer.Option("--missed", help="Only what you last answered wrong.")]
_Learner = Annotated[
    str | None, typer.Option(metavar="NAME", help="Who missed it; default: the settings'.")
]
_Force = Annotated[bool, typer.Option("--force", help="Overwrite a file.")]


def export(  # noqa: PLR0913, PLR0917  # typer reads the options off the signature
    form: _Form,
    out: _Out,
    course: CourseOption = None,
    n: _Number = None,
    topic: _Topic = "",
    section: _Section = "",
    objective: _Objective = "",
    kind: _Kind = None,
    difficulty: _Difficulty = None,
    origin: _From = None,
    seed: _Seed = None,
    missed: _Missed = False,
    learner: _Learner = None,
    force: _Force = False,
    llm: LlmOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take questions elsewhere. A printed exam gets its key in a file of its own."""
    from tutor.exporting.models import ExportRequest

    tutor, name = open_tutor(course, llm)
    request = ExportRequest(
        form, out, n=n, topic=topic, section=section, objective=objective, kind=kind,
        difficulty=difficulty, origin=origin, seed=seed, missed=missed, force=force,
    )  # fmt: skip
    exported = tutor.export(name, request, learner)
    if exported.warning:
        complain(exported.warning)
    if as_json:
        print_json(exported_json(exported))
    else:
        typer.echo(exported_text(exported))


def exported_json(exported: Exported) -> dict[str, Any]:
    """What was written."""
    return {
        "course": exported.course,
        "format": exported.format,
        "questions": exported.questions,
        "files": [str(path) for path in exported.files],
        "warning": exported.warning or None,
    }


def exported_text(exported: Exported) -> str:
    """What was written, for a reader."""
    number = exported.questions
    written = " and ".join(str(path) for path in exported.files)
    return f"{number} question{'' if number == 1 else 's'} of {exported.course}: {written}"


def add_to(app: typer.Typer) -> None:
    """Offer the command."""
    app.command("export")(export)
