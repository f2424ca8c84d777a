"""Build the course's PDF handout: ``python -m corpus.databricks_ml_associate.handouts.build``.

The handout makes the bundled course hold a PDF, so that its path is used in earnest. The same
Markdown gives the same bytes: no time stamps, no compression, no embedded fonts.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

HEADER = "Machine Learning Associate: last-minute sheet"
SOURCE = Path(__file__).with_name("last-minute.md")
TARGET = Path(__file__).parents[1] / "notes" / "last-minute.pdf"
_MARGIN = 62.0  # points
_TAGS = {
    "strong_open": "<b>",
    "strong_close": "</b>",
    "em_open": "<i>",
    "em_close": "</i>",
    "softbreak": " ",
}


def build(markdown: str) -> bytes:
    """Return the PDF of a Markdown text of headings, paragraphs and flat bullet lists.

    Raises:
        ValueError: the text holds other Markdown, or characters the PDF's own fonts lack.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    markdown.encode("cp1252")  # the fonts every PDF reader has know no more characters
    tokens = MarkdownIt().parse(markdown)
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=next(token.content for token in tokens if token.type == "inline"),
        author="Study Tutor",
        invariant=1,
        pageCompression=0,  # zlib's output differs between its versions
    )
    document.build(list(_flowables(tokens)), onFirstPage=_frame, onLaterPages=_frame)
    return buffer.getvalue()


def _flowables(tokens: Iterable[Token]) -> Iterator[Any]:
    from reportlab.platypus import Paragraph

    styles = _styles()
    style = "body"
    for token in tokens:
        match token.type:
            case "heading_open":
                style = token.tag
            case "list_item_open":
                style = "item"
            case "inline":
                bullet = "\u2022" if style == "item" else None
                yield Paragraph(_markup(token.children or ()), styles[style], bulletText=bullet)
            case "heading_close" | "list_item_close":
                style = "body"
            case "paragraph_open" | "paragraph_close" | "bullet_list_open" | "bullet_list_close":
                pass
            case other:
                raise ValueError(f"The handout cannot show {other}; use headings, text and bullets")


def _markup(children: Iterable[Token]) -> str:
    """The inline Markdown as the small XML that paragraphs are made from."""
    parts = []
    for child in children:
        match child.type:
            case "text":
                parts.append(escape(child.content))
            case "code_inline":
                parts.append(f'<font face="Courier">{escape(child.content)}</font>')
            case kind if kind in _TAGS:
                parts.append(_TAGS[kind])
            case other:
                raise ValueError(f"The handout cannot show {other}; use text, bold and code")
    return "".join(parts)


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    body = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13.5, spaceAfter=5)
    item = ParagraphStyle("item", body, leftIndent=14, bulletIndent=3, spaceAfter=2.5)
    headings = {
        f"h{level}": ParagraphStyle(
            f"h{level}",
            fontName="Helvetica-Bold",
            fontSize=size,
            leading=1.25 * size,
            spaceBefore=0.6 * size,
            spaceAfter=0.35 * size,
            keepWithNext=1,
        )
        for level, size in ((1, 20), (2, 15), (3, 12))
    }
    return {"body": body, "item": item, **headings}


def _frame(canvas: Any, document: Any) -> None:
    """The running header and the page number."""
    width, height = document.pagesize
    canvas.saveState()
    canvas.setFont("Helvetica", 8)
    canvas.drawString(_MARGIN, height - 0.6 * _MARGIN, HEADER)
    canvas.drawCentredString(width / 2, 0.55 * _MARGIN, f"Page {document.page}")
    canvas.restoreState()


if __name__ == "__main__":
    TARGET.write_bytes(build(SOURCE.read_text("utf-8")))
