"""The conflicts of one version of the notes, kept in that version's folder.

A version never changes, so they are found once; they go when the version goes.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

from index.chunking import Chunk
from index.retriever import NotesIndex
from tutor.answering.conflicts import ConflictKind
from tutor.answering.conflicts_search import NotesConflict, NotesConflicts, find_conflicts
from tutor.citations import Citation, cite

JUDGED_BY = "conflicts-2"  # renewed whenever the same notes would be judged otherwise
_FILE = "conflicts.json"


def conflicts_of(index: NotesIndex) -> NotesConflicts:
    """The conflicts of an open version: read, or found now and kept."""
    known = known_conflicts(index)
    if known is None:
        known = find_conflicts(index)
        _write(index.version, known)
    return known


def ensure_conflicts(version: Path | None, open_index: Callable[[], NotesIndex]) -> float:
    """See that the conflicts of the current version are found; returns the seconds it took.

    The index is opened only where they were not looked for yet.
    """
    started = time.perf_counter()
    if version is not None and _kept(version) is None:
        conflicts_of(open_index())
    return time.perf_counter() - started


def known_conflicts(index: NotesIndex) -> NotesConflicts | None:
    """The conflicts of an open version; None where they were not looked for yet."""
    kept = _kept(index.version)
    if kept is None:
        return None
    try:
        sources = {side[0] for line in kept["conflicts"] for side in line["sides"]}
        chunks = [chunk for chunk in index.chunks if chunk.source in sources]
        found = tuple(_conflict(line, chunks) for line in kept["conflicts"])
        return NotesConflicts(found, int(kept["pairs"]))
    except (ValueError, KeyError, TypeError, IndexError):
        return None  # broken: they are found anew


def _kept(version: Path) -> dict[str, Any] | None:
    try:
        kept = json.loads((version / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    known = isinstance(kept, dict) and kept.get("judged_by") == JUDGED_BY
    return kept if known else None


def _conflict(line: dict[str, Any], chunks: Sequence[Chunk]) -> NotesConflict:
    if line["kind"] not in get_args(ConflictKind):
        raise ValueError(line["kind"])
    first, second = (_side(n, side, chunks) for n, side in enumerate(line["sides"], 1))
    return NotesConflict(line["kind"], (first, second))


def _side(n: int, side: list[Any], chunks: Sequence[Chunk]) -> Citation:
    source, start, end = side
    for chunk in chunks:
        if chunk.source == source and chunk.char_start <= start < end <= chunk.char_end:
            return cite(n, chunk, start, end)
    raise ValueError(f"no passage of {source} holds {start} to {end}")


def _write(version: Path, found: NotesConflicts) -> None:
    kept = {
        "judged_by": JUDGED_BY,
        "pairs": found.pairs,
        "conflicts": [
            {"kind": c.kind, "sides": [[s.source, s.char_start, s.char_end] for s in c.sides]}
            for c in found.conflicts
        ],
    }
    staged = version / f"{_FILE}.{os.getpid()}.new"
    try:
        staged.write_text(json.dumps(kept), "utf-8")
        os.replace(staged, version / _FILE)
    except OSError:
        # The version is gone, or the disk is full or read-only: they are found anew next time.
        staged.unlink(missing_ok=True)
