"""The conflicts that an answer rests on, shown with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from index.retriever import NotesIndex
from index.sentences import without_marker
from tutor.answering.answer import Answer, Claim, Conflict
from tutor.answering.conflicts_search import NotesConflict
from tutor.answering.conflicts_store import known_conflicts
from tutor.citations import Citation

_MOST_SHOWN = 3


def with_conflicts(answer: Answer, index: NotesIndex) -> Answer:
    """The answer with the conflicts of the notes that it rests on, where they are known."""
    known = known_conflicts(index)
    return beside(answer, known.conflicts) if known else answer


def beside(answer: Answer, known: Iterable[NotesConflict]) -> Answer:
    """The answer with the conflicts that one of its citations is a side of. Pure.

    Both sides are cited: what the answer does not cite yet is added behind its citations. A
    refusal proves nothing and stays as it is.
    """
    if answer.refused or not answer.citations:
        return answer
    citations = list(answer.citations)
    shown: list[Conflict] = []
    for conflict in known:
        cited = [_cited(side, answer.citations) for side in conflict.sides]
        if not any(cited) or len(shown) == _MOST_SHOWN:
            continue
        sides = sorted(conflict.sides, key=lambda side: _cited(side, answer.citations) is None)
        shown.append(Conflict(tuple(_claim(side, citations) for side in sides)))
    return replace(answer, citations=tuple(citations), conflicts=tuple(shown))


def _claim(side: Citation, citations: list[Citation]) -> Claim:
    """One side, by the number of its citation, which is added where there is none."""
    there = _cited(side, citations)
    if there is None:
        there = replace(side, n=max(c.n for c in citations) + 1)
        citations.append(there)
    return Claim(claim_text(side), there.n)


def _cited(side: Citation, citations: Iterable[Citation]) -> Citation | None:
    """The citation that holds the side's quote, or at least most of it."""
    for citation in citations:
        common = min(side.char_end, citation.char_end) - max(side.char_start, citation.char_start)
        if citation.source == side.source and 2 * common > side.char_end - side.char_start:
            return citation
    return None


def claim_text(side: Citation) -> str:
    """A side as it is shown: on one line, without its bullet; a table row as its cells."""
    text = " ".join(without_marker(side.quote).split())
    if text.startswith("|") and text.endswith("|"):
        text = " · ".join(cell.strip() for cell in text.strip("|").split("|"))
    return text
