"""Markdown notes: the text stays as it is; markdown-it-py says where its structure lies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from index.document import Document, Heading
from index.loaders.decoding import decode
from index.loaders.structure import (
    LineSpan,
    Outline,
    blocks_of,
    line_starts,
    title_from,
    whole_document,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?:(?:[\w-]+:|[ \t#-]).*\n|\n)*(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_FRONT_TITLE = re.compile(r"^title:[ \t]*(?P<quote>[\"']?)(.+?)(?P=quote)[ \t]*$", re.MULTILINE)
_ANCHOR = re.compile(r"\s*\{#[^}]*\}\s*$")
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^>]*>(.*?)</h\1>\s*", re.IGNORECASE | re.DOTALL)
_HTML_TAG = re.compile(r"<[^>]*>")
_TYPED_BULLET = re.compile(r"\s*[•●○◦▪■‣·]\s*\S")
# Longer than this, or closed by a full stop, a line over "---" is a sentence over a rule.
_LONGEST_UNDERLINED = 120


def load(data: bytes, source: str, max_characters: int) -> Document:
    """Read Markdown; raises ``LoadError`` or ``SkippedFile``."""
    text, notes = decode(data, max_characters)
    return whole_document(source, text, outline(text), notes)


def outline(text: str) -> Outline:
    """Return headings and blocks. ``text`` has ``\\n`` line ends only.

    Front matter and comments hold no headings. An item of a list is a block without the items
    nested in it, which are blocks of their own.
    """
    front = _FRONT_MATTER.match(text)
    masked = text
    if front:
        masked = "\n" * front.group().count("\n") + text[front.end() :]
    parser = _parser()
    lines = text.split("\n")
    spans: list[LineSpan] = []
    headings: list[Heading] = []
    starts = line_starts(lines)
    for span, level, words in _leaves(parser.parse(masked), lines, parser):
        spans.append(span)
        if span.kind == "heading":
            headings.append(Heading(level, words, starts[span.first]))
    title_line = _FRONT_TITLE.search(front.group()) if front else None
    if title_line:
        title: str | None = title_line.group(2).strip()
    else:
        title = title_from("", headings) if headings else None
    return Outline(title, tuple(headings), blocks_of(lines, spans))


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    # Only headings need their inline marks resolved; the rest of the text is kept raw.
    parser.core.ruler.disable("inline")
    return parser


def _leaves(
    tokens: list[Token], lines: list[str], parser: MarkdownIt
) -> Iterator[tuple[LineSpan, int, str]]:
    """Yield (lines, heading level or 0, heading title) of each block that holds no other."""
    items = 0
    for at, token in enumerate(tokens):
        items += (token.type == "list_item_open") - (token.type == "list_item_close")
        if token.map is None:
            continue
        first, end = token.map
        if token.type in ("fence", "code_block"):
            yield LineSpan("code", first, end), 0, ""
        elif token.type == "table_open":
            yield LineSpan("table", first, end), 0, ""
        elif token.type == "heading_open" and token.level == 0:
            yield _heading(token, tokens[at + 1], LineSpan("heading", first, end), parser)
        elif token.type == "html_block" and not items:
            yield _html(lines, first, end)
        elif token.type in ("paragraph_open", "heading_open", "html_block", "hr"):
            for span in _prose(lines, LineSpan("list_item" if items else "paragraph", first, end)):
                yield span, 0, ""


def _heading(
    token: Token, inline: Token, span: LineSpan, parser: MarkdownIt
) -> tuple[LineSpan, int, str]:
    title = _ANCHOR.sub("", _plain(inline.content, parser))
    underlined = token.markup in ("-", "=")
    if not title or (underlined and (len(title) > _LONGEST_UNDERLINED or title.endswith("."))):
        return span._replace(kind="paragraph"), 0, ""
    return span, int(token.tag[1]), title


def _plain(content: str, parser: MarkdownIt) -> str:
    """Return inline Markdown without its marks."""
    children: list[Token] = []
    parser.inline.parse(content, parser, {}, children)
    kept = ("text", "code_inline", "image", "text_special")
    words = [
        " " if c.type.endswith("break") else c.content
        for c in children
        if c.type in kept or c.type.endswith("break")
    ]
    return " ".join("".join(words).split())


def _html(lines: list[str], first: int, end: int) -> tuple[LineSpan, int, str]:
    markup = "\n".join(lines[first:end])
    heading = _HTML_HEADING.fullmatch(markup)
    title = " ".join(_HTML_TAG.sub("", heading.group(2)).split()) if heading else ""
    if heading and title:
        return LineSpan("heading", first, end), int(heading.group(1)), title
    is_table = markup.lstrip().lower().startswith("<table")
    return LineSpan("table" if is_table else "paragraph", first, end), 0, ""


def _prose(lines: list[str], span: LineSpan) -> Iterable[LineSpan]:
    """Split a paragraph at bullets that Markdown does not know, such as "•"."""
    begin, kind = span.first, span.kind
    for at in range(span.first, span.end):
        if _TYPED_BULLET.match(lines[at]):
            if at > begin:
                yield LineSpan(kind, begin, at)
            begin, kind = at, "list_item"
    yield LineSpan(kind, begin, span.end)
