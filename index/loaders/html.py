"""Web pages saved as HTML: the main text as Markdown-like text; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.document import BlockKind, Document
from index.errors import LoadError, SkippedFile
from index.loaders.decoding import check_length, clean, decode
from index.loaders.structure import TextBuilder

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_NEVER_TEXT = re.compile(
    "title|script|style|noscript|template|svg|iframe|object|button|select|textarea|dialog|nav|footer"
)
_FURNITURE = ("header", "aside", "form")
_HEADING = re.compile(r"h([1-6])")
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|center|dd|details|div|dl|dt|fieldset|figcaption|figure"
    "|form|header|hr|html|li|main|ol|p|section|summary|ul"
)
_PERMALINK = re.compile(r"\s*[¶§#🔗]$")
_XML_PROLOGUE = re.compile(r"\s*<\?xml[^>]*\?>")
_DECLARATION = re.compile(r"<!(?!--)[^>]*>")
_DECLARED = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
_LEAST_MAIN_SHARE = 0.25


def load(data: bytes, source: str, max_characters: int) -> Document:
    """Read HTML; raises ``LoadError`` or ``SkippedFile``."""
    data, declared = _as_declared(data)
    # Markup outweighs text, so the limit is applied to the text that is left.
    markup, notes = decode(data, max(max_characters, len(data)))
    return from_markup(markup, source, declared or notes, max_characters)


def from_markup(markup: str, source: str, notes: list[str], max_characters: int) -> Document:
    """Turn markup into a document; raises as ``load`` does."""
    soup = _parsed(_XML_PROLOGUE.sub("", markup, count=1))
    title = _title(soup)
    page = _Page(_main_part(soup))
    page.write()
    document = page.text.document(source, notes, title)
    check_length(document.text, max_characters)
    if not document.text.strip():
        raise SkippedFile(
            "This page has no text of its own",
            "Open it in a browser, save it complete or print it as PDF, and import that",
        )
    return document


def _parsed(markup: str) -> BeautifulSoup:
    """The tree of a page; declarations that the parser rejects are left out, as browsers do."""
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    # Without a tag, the parser warns about a page that is nothing but a file name or an address.
    for text in (markup, _DECLARATION.sub("", markup), markup.replace("<!", "&lt;!")):
        try:
            return BeautifulSoup(f"<html>{text}", "html.parser")
        except ParserRejectedMarkup:
            continue
    raise LoadError("This page cannot be read as HTML", "Open it in a browser and save it again")


def _as_declared(data: bytes) -> tuple[bytes, list[str]]:
    """Decode by the page's own ``charset`` where it is not UTF-8 and fits; else leave it."""
    declared = _DECLARED.search(data[:4096])
    name = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    if name in ("utf-8", "utf8"):
        return data, []
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(name).encode("utf-8"), [f"decoded from {name}"]
        except (LookupError, UnicodeError):
            return data, []
    return data, []


def _title(soup: BeautifulSoup) -> str | None:
    for tag in (soup.find("h1"), soup.find("title")):
        title = _PERMALINK.sub("", _squeezed(tag.get_text())) if tag else ""
        if title:
            return title
    return None


def _main_part(soup: BeautifulSoup) -> Tag:
    """Return the tag that holds the text, without the furniture around it."""
    for tag in soup.find_all(True):
        if _NEVER_TEXT.fullmatch(tag.name) or tag.get("aria-hidden") == "true":
            tag.extract()
    everything = len(soup.get_text())
    for tag in soup.find_all(_FURNITURE):
        # Some sites wrap the whole page in a form, and an article's header holds its title.
        holds_page = len(tag.get_text()) > everything / 2
        if not holds_page and not (tag.name == "header" and tag.find("h1")):
            tag.extract()
    left = len(soup.get_text(strip=True))
    for found in (soup.find("main"), soup.find(role="main"), soup.find("article")):
        if found and len(found.get_text(strip=True)) >= _LEAST_MAIN_SHARE * left:
            return found
    return soup.body or soup


class _Page:
    """Walks a tree without recursion (real pages nest deeper than Python's stack allows)."""

    def __init__(self, root: Tag) -> None:
        self.text = TextBuilder()
        self._root = root
        self._inline: list[str] = []
        self._lists: list[int | None] = []  # next number of each open list; None: not numbered
        self._kind: BlockKind = "paragraph"
        self._mark = ""

    def write(self) -> None:
        """Write every block below the root."""
        for tag, opens in _events(self._root):
            if isinstance(tag, str):
                self._inline.append(tag)
            elif opens:
                self._open(tag)
            else:
                self._close(tag)
        self._flush()

    def _open(self, tag: Tag) -> None:
        heading = _HEADING.fullmatch(tag.name)
        if heading:
            self._flush()
            title = _PERMALINK.sub("", _squeezed(tag.get_text()))
            level = int(heading.group(1))
            self.text.add(
                "heading", f"{'#' * level} {title}" if title else "", level=level, title=title
            )
        elif tag.name == "pre":
            self._flush()
            for line_break in tag.find_all("br"):
                line_break.replace_with("\n")
            code = clean(tag.get_text()).strip("\n")
            self.text.add("code", f"```\n{code}\n```" if code.strip() else "")
        elif tag.name == "table":
            self._flush()
            self.text.add("table", _pipe_table(tag))
        elif tag.name == "br":
            self._inline.append("\n")
        elif _BLOCKS.fullmatch(tag.name):
            self._flush()
            self._enter(tag)
        elif tag.name == "code":
            self._inline.append("`")
        elif tag.name == "sup" and tag.get_text(strip=True).isalnum():
            self._inline.append("^")  # 10<sup>6</sup> is not 106

    def _enter(self, tag: Tag) -> None:
        if tag.name in ("ul", "ol"):
            start = str(tag.get("start", "1"))
            first = int(start) if start.isdecimal() else 1
            self._lists.append(first if tag.name == "ol" else None)
        elif tag.name == "li":
            number = self._lists[-1] if self._lists else None
            self._mark = "- " if number is None else f"{number}. "
            if number is not None:
                self._lists[-1] = number + 1
            self._kind = "list_item"

    def _close(self, tag: Tag) -> None:
        if tag.name == "code":
            self._inline.append("`")
        elif _BLOCKS.fullmatch(tag.name):
            self._flush()
            if tag.name in ("ul", "ol"):
                self._lists.pop()
            if tag.name in ("ul", "ol", "li"):
                self._kind = "list_item" if self._lists else "paragraph"
                self._mark = ""

    def _flush(self) -> None:
        """Write the inline text gathered since the last block."""
        words = clean("".join(self._inline))
        self._inline.clear()
        lines = [_squeezed(line) for line in words.split("\n")]
        text = "\n".join(line for line in lines if line)
        if not text:
            return
        if self._kind == "list_item":
            margin = "  " * max(0, len(self._lists) - 1)
            hang = margin + " " * (len(self._mark) or 2)
            text = (margin + self._mark if self._mark else hang) + text.replace("\n", "\n" + hang)
            self._mark = ""
        self.text.add(self._kind, text)


def _events(root: Tag) -> Iterator[tuple[Tag | str, bool]]:
    """Yield tags as they open (True) and close (False), and texts, in document order."""
    from bs4.element import NavigableString, PreformattedString, Tag

    stack: list[tuple[object, bool]] = [(root, True)]
    while stack:
        node, opens = stack.pop()
        if isinstance(node, Tag):
            yield node, opens
            whole = node.name in ("pre", "table") or _HEADING.fullmatch(node.name)
            if opens:
                stack.append((node, False))
                if not whole:
                    stack += [(child, True) for child in reversed(node.contents)]
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            yield str(node).replace("\n", " "), True


def _pipe_table(table: Tag) -> str:
    """Return the table as a pipe table; nested tables become words of their cell."""
    rows = []
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            cells = row.find_all(["td", "th"])
            own = [cell for cell in cells if cell.find_parent("tr") is row]
            rows.append([_squeezed(cell.get_text(" ")).replace("|", r"\|") for cell in own])
    rows = [row for row in rows if any(row)]
    if not rows:
        return _squeezed(table.get_text(" "))
    width = max(map(len, rows))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _squeezed(text: str) -> str:
    return " ".join(clean(text).split())
