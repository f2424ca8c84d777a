"""Lead-ins: the line that a list or a code block hangs on ("A trial can be started by:").

A list item such as "a schedule" makes sense only below its lead-in, so both are embedded and
quoted together. Pure.
"""

from __future__ import annotations

from index.document import Document
from index.sentences import Span, prose_spans

_MOST_CHARACTERS = 200  # a longer "lead-in" is a paragraph that happens to end in a colon


def lead_ins(document: Document) -> dict[int, Span]:
    """Span of the lead-in by the start of each block that hangs on one."""
    found: dict[int, Span] = {}
    open_items: list[tuple[int, Span]] = []  # indentation and span of items that end in a colon
    paragraph: Span | None = None
    for block in document.blocks:
        if block.kind in ("heading", "paragraph", "table"):
            open_items = []
            paragraph = _lead_in(document.text, block.char_start, block.char_end)
            if block.kind != "paragraph":
                paragraph = None
            continue
        indent = _indentation(document.text, block.char_start)
        while open_items and open_items[-1][0] >= indent:
            open_items.pop()
        lead = open_items[-1][1] if open_items else paragraph
        if lead:
            found[block.char_start] = lead
        own = _lead_in(document.text, block.char_start, block.char_end)
        if block.kind == "list_item" and own:
            open_items.append((indent, own))
    return found


def _lead_in(text: str, start: int, end: int) -> Span | None:
    """The last sentence of a block, if it ends in a colon."""
    if not text[start:end].rstrip().rstrip("*_").endswith((":", "：")):
        return None
    spans = prose_spans(text, start, end)
    return spans[-1] if spans and spans[-1][1] - spans[-1][0] <= _MOST_CHARACTERS else None


def _indentation(text: str, start: int) -> int:
    line = text[text.rfind("\n", 0, start) + 1 :]
    return len(line) - len(line.lstrip())
