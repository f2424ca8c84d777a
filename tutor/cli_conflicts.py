"""``tutor conflicts``: passages of the notes that contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from tutor.cli_options import CourseOption, JsonOption, open_tutor
from tutor.cli_output import indented, print_json

if TYPE_CHECKING:
    from tutor.answering.conflicts_search import NotesConflict, NotesConflicts


def conflicts(course: CourseOption = None, as_json: JsonOption = False) -> None:
    """List passages of the notes that contradict each other."""
    tutor, name = open_tutor(course)
    found = tutor.conflicts(name)
    if as_json:
        print_json(conflicts_json(name, found))
    else:
        typer.echo(conflicts_text(found))


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("conflicts")(conflicts)


def conflicts_json(course: str, found: NotesConflicts) -> dict[str, Any]:
    """Every conflict with both sides; ``pairs`` of sentences were compared."""
    from tutor.answering.conflicts_shown import claim_text

    listed = [
        {
            "kind": conflict.kind,
            "claims": [{"text": claim_text(s), "citation": s.to_json()} for s in conflict.sides],
        }
        for conflict in found.conflicts
    ]
    return {"course": course, "pairs": found.pairs, "conflicts": listed}


def conflicts_text(found: NotesConflicts) -> str:
    """Every conflict for a reader: both sides, each with where it stands."""
    if not found.conflicts:
        return "No two passages of the notes were found to contradict each other."
    return "\n\n".join(_text(n, conflict) for n, conflict in enumerate(found.conflicts, 1))


def _text(n: int, conflict: NotesConflict) -> str:
    from tutor.answering.conflicts_shown import claim_text

    sides = (f"{claim_text(side)}\n({side.place})" for side in conflict.sides)
    return "\n".join([f"{n}. Different in: {conflict.kind}", *(indented(side) for side in sides)])
