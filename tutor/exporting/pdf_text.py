"""Markdown of questions and notes as reportlab paragraphs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape

from markdown_it.token import Token
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Table, TableStyle

from tutor.exporting.markup import markdown, printable, table_rows
from tutor.exporting.pdf_fonts import Fonts

_SOFT = "#55606f"
INK, SOFT, LINE, TINT, GREEN = map(
    colors.HexColor, ("#16202c", _SOFT, "#c9d0da", "#f2f5f9", "#14663a")
)
_FIRST_CJK = "\u2e80"
_NBSP = "\u00a0"
_PADDING = 7.0  # points, inside a box


@dataclass(frozen=True)
class Look:
    """How a text is set. ``indent`` and ``bullet_at`` in points; ``width`` of the whole column."""

    size: float = 10
    indent: float = 0
    bullet_at: float = 0
    bold: bool = False
    ink: Any = INK
    after: float = 3


class Typesetter:
    """Makes paragraphs. Flowables are untyped, since reportlab is."""

    def __init__(self, fonts: Fonts, width: float) -> None:
        self._fonts = fonts
        self._width = width

    def line(self, text: str, look: Look, bullet: str = "") -> Any:
        """A paragraph of plain text."""
        return self._paragraph(self._run(text, self._font(look)), look, bullet)

    def one(self, text: str, look: Look, bullet: str = "", why: str = "") -> Any:
        """One line of Markdown, and a softer remark behind it."""
        xml = self._inline(markdown().parseInline(printable(text).strip()), look)
        if why:
            told = self._run("– ", self._fonts.body)
            told += self._inline(markdown().parseInline(printable(why).strip()), Look(look.size))
            xml += f' <font color="{_SOFT}">{told}</font>'
        return self._paragraph(xml, look, bullet)

    def blocks(self, text: str, look: Look, bullet: str = "") -> list[Any]:
        """Markdown with paragraphs, lists, tables and code; the bullet stands at the first."""
        made: list[Any] = []
        marker = ""
        cell = look
        rows: list[list[str]] = []
        for token in markdown().parse(printable(text)):
            if token.type == "list_item_open":
                marker = f"{token.info}. " if token.info else "• "
            elif token.type == "tr_open":
                rows.append([])
            elif token.type == "table_close":
                made.append(self._table(rows, look))
                rows = []
            elif token.type in ("thead_open", "tbody_open"):
                cell = replace(look, bold=token.type == "thead_open")
            elif token.type == "inline" and rows:
                rows[-1].append(self._inline([token], cell))
            elif token.type in ("fence", "code_block"):
                made.append(self.code(token.content, look, "" if made else bullet))
            elif token.type == "inline":
                xml = self._run(marker, self._font(look)) + self._inline([token], look)
                made.append(self._paragraph(xml, look, "" if made else bullet))
                marker = ""
        return made

    def code(self, text: str, look: Look, bullet: str = "") -> Any:
        """Lines as they stand, on a tinted ground; a line that is too long goes on below."""
        lines = [_kept(line) for line in printable(text).rstrip("\n").expandtabs(4).split("\n")]
        xml = "<br/>".join(self._run(line, self._fonts.mono) for line in lines)
        small = replace(look, size=look.size - 1.5, after=look.after + 4)
        return self._paragraph(xml, small, bullet, backColor=TINT, borderPadding=(2, 3, 3, 3))

    def passage(self, quote: str, look: Look) -> list[Any]:
        """A quote of the notes; rows cut out of a table become a table again."""
        cut = table_rows(quote)
        if not cut:
            return self.blocks(quote, look)
        read = markdown().parseInline
        return [self._table([[self._inline(read(c), look) for c in row] for row in cut], look)]

    def boxed_passage(self, quote: str, look: Look) -> Any:
        """A quote on a tinted ground with a bar at its left."""
        inner = Typesetter(self._fonts, self._width - look.indent - 2 * _PADDING)
        inside = inner.passage(quote, replace(look, indent=0, after=0))
        style = [
            ("BACKGROUND", (0, 0), (-1, -1), TINT),
            ("LINEBEFORE", (0, 0), (0, -1), 2.5, LINE),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
        return self._indented([[[part]] for part in inside], [self._width - look.indent], style)

    def _indented(self, cells: Any, widths: Any, style: list[Any]) -> Any:
        table = Table(cells, colWidths=widths, hAlign="RIGHT", spaceBefore=2, spaceAfter=3)
        table.setStyle(TableStyle([*style, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        return table

    def _table(self, rows: list[list[str]], look: Look) -> Any:
        columns = max(map(len, rows))
        plain = Look(look.size - 0.5, after=0)
        cells = [
            [self._paragraph(xml, plain) for xml in (*row, *[""] * (columns - len(row)))]
            for row in rows
        ]
        width = (self._width - look.indent) / columns
        return self._indented(cells, [width] * columns, [("GRID", (0, 0), (-1, -1), 0.4, LINE)])

    def _inline(self, tokens: Iterable[Token], look: Look) -> str:
        xml, bold = "", 0
        for token in (child for parent in tokens for child in parent.children or ()):
            if token.type in ("strong_open", "strong_close"):
                bold += 1 if token.nesting > 0 else -1
            elif token.type == "code_inline":
                code = self._run(token.content, self._fonts.mono)
                xml += f'<font size="{look.size - 0.8:g}">{code}</font>'
            elif token.type in ("softbreak", "hardbreak"):
                xml += "<br/>"
            elif token.content:
                xml += self._run(token.content, self._fonts.bold if bold else self._font(look))
        return xml

    def _font(self, look: Look) -> str:
        return self._fonts.bold if look.bold else self._fonts.body

    def _run(self, text: str, font: str) -> str:
        return "".join(
            f'<font name="{name}">{escape(piece)}</font>'
            for piece, name in self._fonts.runs(text, font)
        )

    def _paragraph(self, xml: str, look: Look, bullet: str = "", **more: Any) -> Any:
        style = ParagraphStyle(
            "exam",
            fontName=self._font(look),
            fontSize=look.size,
            leading=look.size * 1.35,
            textColor=look.ink,
            bulletColor=look.ink,
            leftIndent=look.indent,
            bulletIndent=look.bullet_at,
            bulletFontName=self._fonts.bold,
            bulletFontSize=look.size,
            spaceAfter=look.after,
            wordWrap="CJK" if any(c >= _FIRST_CJK for c in xml) else None,
            **more,
        )
        return Paragraph(xml, style, bulletText=bullet or None)


def _kept(line: str) -> str:
    """A line of code whose indentation and gaps survive the setting of paragraphs."""
    bare = line.lstrip(" ")
    return _NBSP * (len(line) - len(bare)) + bare.replace("  ", _NBSP * 2)
