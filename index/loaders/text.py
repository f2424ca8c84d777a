"""Plain text notes: structure is inferred, the text stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.document import Document, Heading
from index.loaders import html, markdown
from index.loaders import line_shapes as shapes
from index.loaders.decoding import decode
from index.loaders.structure import LineSpan, Outline, blocks_of, line_starts, whole_document
from index.loaders.text_headings import (
    Candidate,
    closes_before_heading,
    crowds,
    heading_at,
    levels_of,
    reads_as_title,
)

_HTML = re.compile(r"\s*(?:<!doctype html|<html\b)", re.IGNORECASE)
_ATX = re.compile(r"#{1,6} \S")
_LONG_LINE = 140
_TITLE_WITHIN = 12  # filled lines from the top in which a document names itself


def load(data: bytes, source: str, max_characters: int) -> Document:
    """Read plain text; raises ``LoadError`` or ``SkippedFile``.

    Text that is really HTML or Markdown is read as such.
    """
    text, notes = decode(data, max_characters)
    if _HTML.match(text):
        return html.from_markup(text, source, notes, max_characters)
    if is_markdown(text):
        found = markdown.outline(text)
        if found.headings:
            return whole_document(source, text, found, notes)
    return whole_document(source, text, outline(text), notes)


def is_markdown(text: str) -> bool:
    """Return whether the text carries Markdown's own marks: fences, or headings with ``#``.

    A ``#`` above a line of code is a comment.
    """
    lines = text.split("\n")
    if any(line.startswith("```") for line in lines):
        return True
    marks = [at for at, line in enumerate(lines) if _ATX.match(line)]
    sound = [
        at
        for at in marks
        if shapes.is_blank(lines, at - 1)
        and (shapes.is_blank(lines, at + 1) or not shapes.is_code(lines, at + 1))
    ]
    deep = any(lines[at].startswith("##") for at in sound)
    first = next((at for at, line in enumerate(lines) if line.strip()), -1)
    return bool(sound) and (deep or first in sound) and len(sound) >= 0.6 * len(marks)


def outline(text: str) -> Outline:
    """Infer headings, lists, code and tables. ``text`` has ``\\n`` line ends only."""
    lines = text.split("\n")
    spans: list[LineSpan] = []
    candidates: list[Candidate] = []
    at = 0
    body_since = True
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        after_block = bool(spans) and spans[-1].end == at and spans[-1].kind != "paragraph"
        found = heading_at(lines, at, after_block=after_block)
        if found:
            candidates.append(found._replace(direct=not body_since))
            at, body_since = found.end, False
            continue
        span = _claimed(lines, at, spans) or _paragraph(lines, at)
        spans.append(span)
        at, body_since = span.end, True
    return _with_levels(lines, spans, candidates, ends_in_body=body_since)


def _claimed(lines: Sequence[str], at: int, spans: Sequence[LineSpan]) -> LineSpan | None:
    """Return the code, table or list item that begins at line ``at``."""
    for follow in (shapes.fence_end, shapes.code_end, shapes.indented_code_end):
        in_list = bool(spans) and spans[-1].kind == "list_item"
        if follow is shapes.indented_code_end and in_list:
            continue  # after a list, what is set in belongs to the item
        if follow(lines, at) > at:
            return LineSpan("code", at, follow(lines, at))
    for follow in (shapes.pipe_table_end, shapes.aligned_table_end):
        if follow(lines, at) > at:
            return LineSpan("table", at, follow(lines, at))
    if shapes.LIST_ITEM.match(lines[at]):
        return LineSpan("list_item", at, _item_end(lines, at))
    if _is_counted(lines, at, spans):
        return LineSpan("list_item", at, at + 1)
    end = shapes.flattened_table_end(lines, at)
    return LineSpan("table", at, end) if end > at else None


def _item_end(lines: Sequence[str], at: int) -> int:
    """Follow an item over the lines it wraps on to: set in, or going on in lower case."""
    margin = shapes.indent_of(lines[at])
    end = at + 1
    while not shapes.is_blank(lines, end) and not shapes.starts_other(lines, end):
        set_in = shapes.indent_of(lines[end]) > margin
        goes_on = lines[end].lstrip()[0].islower() and len(lines[end - 1]) < _LONG_LINE
        if not (set_in or goes_on):
            break
        end += 1
    return end


def _is_counted(lines: Sequence[str], at: int, spans: Sequence[LineSpan]) -> bool:
    """Return whether the line is "1Foo" before "2Bar", or goes on with such a count."""
    if shapes.counted_line(lines[at], 1):
        return not shapes.is_blank(lines, at + 1) and shapes.counted_line(lines[at + 1], 2)
    number = re.match(r"\s*(\d{1,2})[^\W\d]", lines[at])
    if not number or not spans or spans[-1] != LineSpan("list_item", at - 1, at):
        return False
    return shapes.counted_line(lines[at - 1], int(number.group(1)) - 1)


def _paragraph(lines: Sequence[str], at: int) -> LineSpan:
    """Follow wrapped lines; one that is too long to be wrapped by hand is a paragraph itself."""
    end = at + 1
    while not shapes.is_blank(lines, end) and len(lines[end - 1]) <= _LONG_LINE:
        if shapes.starts_other(lines, end) or closes_before_heading(lines, end):
            break
        end += 1
    return LineSpan("paragraph", at, end)


def _with_levels(
    lines: Sequence[str],
    spans: list[LineSpan],
    candidates: list[Candidate],
    *,
    ends_in_body: bool,
) -> Outline:
    if not ends_in_body and candidates[-1].family == "alone":
        candidates = candidates[:-1]  # a last short line heads nothing
    title_at = _title_at(lines, candidates)
    crowded = crowds(candidates)
    kept = [
        at
        for at, candidate in enumerate(candidates)
        if candidate.family != "alone"
        or at == title_at
        or (at >= (title_at or 0) and at not in crowded)
    ]
    title_at = kept.index(title_at) if title_at is not None else None
    headings = [candidates[at] for at in kept]
    starts = line_starts(lines)
    found = tuple(
        Heading(level, " ".join(c.title.split()), starts[c.title_line])
        for c, level in zip(headings, levels_of(headings, title_at), strict=True)
    )
    spans = spans + [LineSpan("heading", c.line, c.end) for c in headings]
    if title_at is not None:
        title: str | None = found[title_at].title
    else:
        first = next((line.strip() for line in lines if line.strip()), "")
        title = first if len(first.split()) > 2 and reads_as_title(first) else None
    return Outline(title, found, blocks_of(lines, spans))


def _title_at(lines: Sequence[str], candidates: Sequence[Candidate]) -> int | None:
    """Return which candidate names the document: the longest one above the first paragraph."""
    filled = [at for at, line in enumerate(lines) if line.strip()][:_TITLE_WITHIN]
    prose = [at for at in filled if len(lines[at]) > 100 or lines[at].rstrip().endswith(".")]
    top = prose[0] if prose else (filled[-1] + 1 if filled else 0)
    counted = (c.line for c in candidates if c.family in ("keyword", "numbered"))
    top = min([top, *counted])
    above = [
        at for at, c in enumerate(candidates) if c.line < top and c.family in ("alone", "marked")
    ]
    return max(above, key=lambda at: len(candidates[at].title), default=None)
