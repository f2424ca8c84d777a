"""The fault table of ``docs/faults.md``: each script puts its own rows into it, in place."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
_HEAD = "| fault | tries | lost | what was seen | command |"


@dataclass(frozen=True)
class Row:
    """One fault: how often it was caused, what was lost by it, and what else was seen."""

    fault: str
    tries: int
    lost: int
    seen: str = ""


def told(rows: Sequence[Row], command: str, *, write: bool) -> int:
    """Print the rows and, if asked, put them into the page; returns 1 when anything was lost."""
    lines = [f"| {r.fault} | {r.tries:,} | {r.lost} | {r.seen} | `{command}` |" for r in rows]
    sys.stdout.write("\n".join(lines) + "\n")
    if write:
        replace_rows(PAGE, _HEAD, lines)
    return int(any(row.lost for row in rows))


def replace_rows(page: Path, head: str, rows: Sequence[str]) -> None:
    """Put rows into the table below ``head``; a row with the same first cell goes."""
    lines = page.read_text("utf-8").splitlines()
    start = lines.index(head) + 2
    end = next((n for n in range(start, len(lines)) if not lines[n].startswith("|")), len(lines))
    table = {line.split("|")[1]: line for line in lines[start:end]}
    table |= {row.split("|")[1]: row for row in rows}
    page.write_text("\n".join([*lines[:start], *table.values(), *lines[end:]]) + "\n", "utf-8")
