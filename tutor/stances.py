"""Whether a sentence of the notes states what holds, or names an error as such. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from index.chunking import Sentence
from index.lexical import terms_of

Stance = Literal["for", "against", "none"]
"""A sentence states what holds, names an error as such, or states nothing (a question, a label)."""

_QUIZ_ITEM = re.compile(r"\n\s*\(?[a-eA-E][.)]\s.*\n\s*\(?[b-eB-E][.)]\s", re.DOTALL)
_WARNING_LABEL = re.compile(
    r"^\W*(?:distractors?(?: to avoid)?|(?:common )?(?:mistakes?|traps?|myths?|misconceptions?|"
    r"pitfalls?|wrong answers?))\W*$",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(
    r"^\W*(?:(?:correct |right )?answers?|solution|reality|truth|facts?|what is true|tips?|"
    r"if the question asks about|scenario)\W*$",
    re.IGNORECASE,
)
# "Trap: …", and "TrapAn Estimator …" where an extracted table lost its cell borders.
_WARNING = re.compile(
    r"^\W*(?:(?:Trap|Myth|Misconception|Distractor|Mistake)(?:\s*[:—–-]|\s+\d|(?=[A-Z`]))"
    r"|\*\*Commonly said, but wrong)|\b(?:is|are)(?: both| also)? (?:wrong|incorrect|false)\b"
    r"|\bcommon (?:mistake|error|wrong answer)\b|\bwrong approach\b",
)
_WARNING_COLUMN = re.compile(r"^(?:Trap|Myth|Mistake|Misconception|Wrong): ")


def is_label(text: str) -> bool:
    """Whether a line only says what the next ones are ("Answer:", "Distractor to avoid:")."""
    return bool(_WARNING_LABEL.match(text.strip()) or _OTHER_LABEL.match(text.strip()))


def stances(sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, Stance]]:
    """The stance of each of consecutive sentences.

    A label on a line of its own ("Distractor to avoid:") holds until the next one.
    """
    state: Stance = "for"
    for sentence in sentences:
        text = sentence.text.strip()
        if is_label(text):
            state = "against" if _WARNING_LABEL.match(text) else "for"
            yield sentence, "none"
        elif (
            text.rstrip("*_ ").endswith(("?", ":")) or _QUIZ_ITEM.search(text) or not terms_of(text)
        ):
            yield sentence, "none"
        elif sentence.kind != "row" and _WARNING.search(text):
            yield sentence, "against"
        else:
            yield sentence, state


def warning_cells(sentence: Sentence) -> tuple[str, str] | None:
    """Both cells of a table row whose first column names an error and whose second mends it."""
    cells = sentence.text.strip().strip("|").split("|")
    columns = sentence.embedded.rpartition("\n")[2]
    if sentence.kind != "row" or len(cells) != 2 or not _WARNING_COLUMN.match(columns):
        return None
    return cells[0].strip(), cells[1].strip()
