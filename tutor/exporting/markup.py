"""Text of questions and notes as safe HTML for cards and paper. Pure.

Nothing in it can load anything: raw HTML, images and links stay the text they are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape as _escape

from markdown_it import MarkdownIt

_LEFT_AS_TEXT = ["image", "link", "autolink", "reference"]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^[\s|:-]+$")
_CELL_END = re.compile(r"(?<!\\)\|")


def printable(text: str) -> str:
    """Without control characters, which HTML, XML and paper have no use for; ``\\n`` line ends."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: object) -> str:
    """Text for an element or an attribute in double quotes."""
    return _escape(printable(str(text)), quote=True)


def inline(text: str) -> str:
    """Emphasis and code of one line; anything else stays text."""
    return str(markdown().renderInline(printable(text).strip())).strip()


def block(text: str) -> str:
    """Paragraphs, lists, tables and code blocks."""
    return str(markdown().render(printable(text))).strip()


def option(text: str) -> str:
    """An option: one line, or code where it has several."""
    if "\n" in text.strip() and "```" not in text:
        return f"<pre><code>{escape(text.strip())}</code></pre>"
    return block(text) if "\n" in text.strip() else inline(text)


def passage(quote: str) -> str:
    """A quote of the notes. Rows cut out of a table become a table again."""
    rows = table_rows(quote)
    if rows:
        body = "".join(
            "<tr>" + "".join(f"<td>{inline(cell)}</td>" for cell in row) + "</tr>" for row in rows
        )
        return f"<table>{body}</table>"
    return block(quote)


def table_rows(quote: str) -> list[list[str]]:
    """The cells of a quote that is nothing but Markdown table rows; else an empty list."""
    lines = [line for line in printable(quote).splitlines() if line.strip()]
    if not lines or not all(_ROW.match(line) for line in lines):
        return []
    cells = [_CELL_END.split(line.strip()[1:-1]) for line in lines if not _RULE.match(line)]
    return [[cell.replace("\\|", "|").strip() for cell in row] for row in cells]


@lru_cache(maxsize=1)
def markdown() -> MarkdownIt:
    """The parser that every format reads texts with."""
    rules = {"html": False, "linkify": False, "breaks": True}
    return MarkdownIt("commonmark", rules).enable("table").disable(_LEFT_AS_TEXT)
