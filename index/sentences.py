"""Where sentences, table rows and code lines begin and end.

Pure; spans are offsets into the text.
"""

from __future__ import annotations

import re

Span = tuple[int, int]

# A sentence ends at . ! ? (perhaps with a closing quote or bracket) before white space and
# something that can begin a sentence. Full-width stops need no white space.
_END = re.compile(
    r"""(?:[.!?…]+["'”’)\]*_`]*(?=\s+["'“‘(\[*_`]*[A-Z0-9`]|\s*$)|[。！？]+[」』]?)""", re.VERBOSE
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|resp|incl|no|fig|eq|sec|ch|dr|mr|ms|prof|st|al|[A-Za-z])"
    r"|^\s*(?:[-*•○●]\s*)?\(?\d{1,3})\.$",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"\s*(?:[-*+](?=\s)\s*|[•○●▪–]\s*|\(?\d{1,3}[.)](?=\D)\s*|[A-Za-z][.)]\s+|#{1,6}\s+|>\s*)*"
)


# A question, perhaps bold, or any bold sentence.
_OPENING = re.compile(r"\s*(?:\*\*.+[.?!]\*\*|__.+[.?!]__|.+[?？])\s*", re.DOTALL)


def opening(text: str, start: int, end: int) -> Span | None:
    """The question or bold sentence that opens the paragraph ``text[start:end]`` which answers it.

    None where a paragraph opens otherwise or nothing follows.
    """
    first, *rest = prose_spans(text, start, end) or [(start, start)]
    return first if rest and _OPENING.fullmatch(text, *first) else None


def prose_spans(text: str, start: int, end: int) -> list[Span]:
    """Sentences of ``text[start:end]``: in order, trimmed, together all that is not white space."""
    spans: list[Span] = []
    begin = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        head = text[begin:stop]
        if _ABBREVIATION.search(head.rstrip("\"'”’)]*_`")) or head.count("`") % 2:
            continue  # "e.g." ends no sentence, nor does a full stop inside `code`
        spans.append((begin, stop))
        begin = stop
    spans.append((begin, end))
    return [span for a, b in spans if (span := trimmed(text, a, b))]


def row_spans(text: str, start: int, end: int) -> list[Span]:
    """The lines of ``text[start:end]`` that are not blank, each trimmed at its end."""
    spans: list[Span] = []
    at = start
    for line in text[start:end].splitlines(keepends=True):
        kept = line.rstrip()
        if kept.strip():
            spans.append((at, at + len(kept)))
        at += len(line)
    return spans


def table_header(table: str) -> list[str]:
    """Column names of a pipe table that has a rule below its first row; else an empty list."""
    lines = [line for line in table.splitlines() if line.strip()]
    if len(lines) < 2 or not re.fullmatch(r"\s*\|?[\s|:\-]*-[\s|:\-]*", lines[1]):
        return []
    return [cell.strip() for cell in lines[0].strip().strip("|").split("|")]


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends; None when nothing is left."""
    part = text[start:end]
    left = start + len(part) - len(part.lstrip())
    right = end - (len(part) - len(part.rstrip()))
    return (left, right) if left < right else None


def without_marker(sentence: str) -> str:
    """A sentence or list item without its bullet, number or quote mark."""
    return sentence[_MARKER.match(sentence).end() :]  # type: ignore[union-attr]  # may match ""
