"""``tutor eval``: offered to the command line through the group ``study_tutor.commands``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def evaluate(  # noqa: PLR0913, PLR0917  # typer reads the options off the signature
    course: Annotated[str | None, typer.Option(help="The course to score.")] = None,
    cases: Annotated[
        Path | None, typer.Option(help="YAML file or folder of cases in place of the bundled ones.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON value on standard output.")
    ] = False,
    gate: Annotated[
        bool, typer.Option("--gate", help="Fail when a figure falls below the baseline.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write a self-contained HTML report to this file.")
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Accept this run as the new baseline.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Ask only so many cases, spread over all.")
    ] = None,
    llm: Annotated[
        str | None, typer.Option(help="Language model as provider:model, or none.")
    ] = None,
) -> None:
    """Score the tutor on known facts and on questions that the notes cannot answer.

    Prints retrieval, answer and refusal figures with 95 % intervals, beside their goals.
    """
    from eval.run import main
    from tutor.settings import load_settings
    from tutor.study_tutor import StudyTutor

    settings = load_settings(llm=llm)
    code = main(
        StudyTutor(settings),
        course=course or settings.course,
        cases=cases,
        as_json=as_json,
        gate=gate,
        report=report,
        update_baseline=update_baseline,
        limit=limit,
    )
    raise typer.Exit(code)
