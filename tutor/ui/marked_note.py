"""A part of a note as HTML, rendered as the Markdown that it is, with a quote marked. Pure.

Marks are put into the parsed note, never into its text: a mark that stood before ``- `` or ``|``
would make another list or table of it. What is marked is found again by walking through the text
beside the tokens, since Markdown's parser tells lines but no columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tutor.ui.markup import escape, tag

# No address of a note may become one that the browser fetches or opens; these stay plain text.
_LEFT_AS_TEXT = ["autolink", "reference"]
_HEADINGS_BELOW = 3  # the panel's own title
_FIRST, _FURTHER, _END = '<mark id="st-quote">', "<mark>", "</mark>"


def marked(text: str, quote: tuple[int, int] | None = None) -> str | None:
    """The note as HTML, ``quote`` (offsets of its first character and past its last) marked.

    None where nothing of the quote is to be seen, such as one of a table's ruling line.
    """
    walk = _Walk(text.replace("\r", " "), quote or (0, 0))
    html = walk.html()
    return html if walk.marks or quote is None else None


def blocks(text: str) -> list[int]:
    """Offsets at which a block or an item of a list begins; a note can be cut there."""
    lines = _lines(text)
    return sorted({
        lines[token.map[0]]
        for token in _outliner().parse(text.replace("\r", " "))
        if token.map and (token.level == 0 or (token.level, token.type) == (1, "list_item_open"))
    })  # fmt: skip


def _lines(text: str) -> list[int]:
    """Offset of each line's beginning, and of the text's end."""
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))]


class _Walk:
    """One pass through a note's tokens, ``at`` the place in its text that was reached."""

    def __init__(self, text: str, quote: tuple[int, int]) -> None:
        self._text = text
        self._quote = quote
        self._lines = _lines(text)
        self._at = 0
        self._end = 0
        self.marks = 0

    def html(self) -> str:
        parser = _parser()
        tokens = [self._block(token) for token in parser.parse(self._text)]
        return str(parser.renderer.render(tokens, parser.options, {})).strip()

    def _block(self, token: Token) -> Token:
        if token.map:
            first, last = token.map
            self._at = max(self._at, self._lines[first + (token.type == "fence")])
            self._end = self._lines[min(last, len(self._lines) - 1)]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + _HEADINGS_BELOW)}"
        elif token.type in ("fence", "code_block"):
            return _raw(tag("pre", tag("code", self._code(token.content))), "html_block")
        elif token.type == "inline":
            children = token.children or []
            token.children = [part for child in children for part in self._inline(child)]
        return token

    def _code(self, content: str) -> str:
        lines = content.splitlines(keepends=True)
        return self._with_mark(content, [place for line in lines for place in self._places(line)])

    def _inline(self, token: Token) -> list[Token]:
        if token.type == "link_open":
            return [_raw(f'<span class="st-link" title="{escape(token.attrs["href"])}">')]
        if token.type == "link_close":
            return [_raw("</span>")]
        if token.type == "image":
            shown = token.content or str(token.attrs["src"])
            return [_raw(tag("em", self._with_mark(shown, self._places(shown))))]
        if token.type in ("text", "code_inline"):
            html = self._with_mark(token.content, self._places(token.content))
            return [_raw(tag("code", html) if token.type == "code_inline" else html)]
        return [token]

    def _places(self, content: str) -> Sequence[int]:
        """Offset of each character of ``content`` in the text, which may write it with escapes."""
        found = self._text.find(content, self._at, self._end)
        if found >= 0:
            self._at = found + len(content)
            return range(found, self._at)
        places = []
        for character in content:
            found = self._text.find(character, self._at, self._end)
            self._at = found + 1 if found >= 0 else self._at
            places.append(found)
        return places

    def _with_mark(self, shown: str, places: Sequence[int]) -> str:
        first, last = self._quote
        inside = [n for n, place in enumerate(places) if first <= place < last]
        if not inside or not shown[inside[0] : inside[-1] + 1].strip():
            return escape(shown)
        a, b = inside[0], inside[-1] + 1
        self.marks += 1
        begin = _FIRST if self.marks == 1 else _FURTHER
        return escape(shown[:a]) + begin + escape(shown[a:b]) + _END + escape(shown[b:])


def _raw(html: str, kind: str = "html_inline") -> Token:
    """HTML of our own; the parser makes no such token of a note."""
    return Token(kind, "", 0, content=html)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    rules = {"html": False, "linkify": False, "breaks": True}
    return MarkdownIt("commonmark", rules).enable("table").disable(_LEFT_AS_TEXT)


@lru_cache(maxsize=1)
def _outliner() -> MarkdownIt:
    """Blocks only: what stands in them takes most of the time."""
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("inline")
