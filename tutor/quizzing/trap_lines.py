"""Pairs of lines that begin "Trap …" and "Reality …", also where a table lost its cell borders.

Extracted pages run label and text together ("TrapF1 is a good metric"). Pure; spans are offsets into
the note and leave the label out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.sentences import Span

_PAIR = re.compile(
    r"^[ \t•*-]*(?:Trap|Myth|Misconception|Mistake)[:.]?[ \t]*(?P<wrong>\S.*)\n+"
    r"[ \t•*-]*(?:Reality|Truth|Fact)[:.]?[ \t]*(?P<true>\S.*)$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class TrapLines:
    """What the notes call wrong, and what they say is true instead; ``start`` is the label's."""

    start: int
    wrong: Span
    true: Span


@lru_cache(maxsize=256)
def trap_lines(text: str) -> tuple[TrapLines, ...]:
    """Every such pair of a note, in order."""
    return tuple(
        TrapLines(m.start(), m.span("wrong"), _trimmed(text, *m.span("true")))
        for m in _PAIR.finditer(text)
    )


def pair_at(text: str, start: int) -> TrapLines | None:
    """The pair that holds an offset; None where none does."""
    held = (pair for pair in trap_lines(text) if pair.start <= start < pair.true[1])
    return next(held, None)


def unlabelled(text: str, start: int) -> int:
    """Where a sentence that begins at ``start`` begins without its label."""
    pair = pair_at(text, start)
    if pair is None:
        return start
    if start <= pair.wrong[0]:
        return pair.wrong[0]
    return pair.true[0] if pair.wrong[1] <= start <= pair.true[0] else start


def _trimmed(text: str, start: int, end: int) -> Span:
    return start, start + len(text[start:end].rstrip())
