"""Untrusted text to safe HTML. Everything that renders goes through here. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape as _escape
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt

# Images and links of a note could make the browser call another machine; they stay plain text.
_LEFT_AS_TEXT = ["image", "link", "autolink", "reference"]


def escape(text: object) -> str:
    """Text for an element or an attribute in double quotes."""
    return _escape(str(text), quote=True)


def inline(text: str) -> str:
    """Emphasis and code of one line; anything else of Markdown or HTML stays text."""
    return str(_markdown().renderInline(text)).strip()


def block(text: str) -> str:
    """Paragraphs, lists, tables and code; raw HTML, images and links stay text."""
    return str(_markdown().render(text)).strip()


def prose(text: str) -> str:
    """A paragraph where it is one line, else blocks."""
    return block(text) if "\n" in text.strip() else f"<p>{inline(text.strip())}</p>"


def flat(html: str) -> str:
    """The same HTML without a line break, so that a Markdown renderer passes it as one block."""
    return html.replace("\r", "").replace("\n", "&#10;")


def tag(name: str, inner: str, classes: str = "", **attributes: str) -> str:
    """An element around safe ``inner``; attribute values are escaped."""
    given = {"class": classes, **attributes} if classes else attributes
    listed = "".join(f' {key.replace("_", "-")}="{escape(v)}"' for key, v in given.items())
    return f"<{name}{listed}>{inner}</{name}>"


def items(name: str, rows: Iterable[str], classes: str = "") -> str:
    """A list element around safe rows; nothing where there are none."""
    inner = "".join(f"<li>{row}</li>" for row in rows)
    return tag(name, inner, classes) if inner else ""


def command(verb: str, subject: str, inner: str, classes: str, title: str = "") -> str:
    """A link that the page hands to a handler: see ``links.js``.

    A fragment is the one thing that survives the chat's sanitiser on every element.
    """
    attributes = {"href": f"#{verb}/{quote(subject, safe='')}"}
    if title:
        attributes["title"] = title
    return tag("a", inner, classes, **attributes)


def read_command(fragment: str) -> tuple[str, str]:
    """Verb and subject of what :func:`command` wrote."""
    verb, _, subject = fragment.removeprefix("#").partition("/")
    return verb, unquote(subject)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    rules = {"html": False, "linkify": False, "breaks": True}
    return MarkdownIt("commonmark", rules).enable("table").disable(_LEFT_AS_TEXT)
