"""Untrusted text stays text."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.ui.markup import block, command, escape, flat, inline, items, prose, read_command, tag

HARMLESS = {
    *("p", "code", "pre", "em", "strong", "ul", "ol", "li", "br", "hr", "blockquote"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTACKS = [
    "<script>alert(1)</script>",
    '<img src="http://evil.example/x.png" onerror="alert(1)">',
    "![x](http://evil.example/x.png)",
    "[x](javascript:alert(1))",
    "<http://evil.example>",
    "[x]: http://evil.example\n\n[x]",
    "<div>\n\n<iframe src=x></iframe>",
    "```html\n</code></pre><script>1</script>\n```",
    "`</code><b onclick=x>`",
    "| a |\n|---|\n| <svg onload=x> |",
]


class Tags(HTMLParser):
    """Collects every tag and attribute that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    handle_startendtag = handle_starttag


def assert_harmless(html: str) -> None:
    for name, attributes in Tags(html).found:
        assert name in HARMLESS, f"<{name}> from a note"
        assert {key for key, _ in attributes} <= {"class", "start", "style"}, attributes
        assert all("url" not in (value or "") for _, value in attributes)


@pytest.mark.parametrize("text", ATTACKS)
@pytest.mark.parametrize("render", [inline, block, prose])
def test_markup_of_a_note_cannot_act(render: object, text: str) -> None:
    assert_harmless(render(text))  # type: ignore[operator]


@given(st.text(alphabet=st.sampled_from("<>&\"'`*_[]()!|#-~:/ \nax1"), max_size=80))
def test_no_text_becomes_an_element_that_acts(text: str) -> None:
    for render in (inline, block, prose):
        assert_harmless(render(text))
    assert unescape(escape(text)) == text
    assert "<" not in escape(text)


@given(st.sampled_from(["passage", "preview", "remove", "ask"]), st.text(max_size=60))
def test_a_command_is_read_back_as_it_was_written(verb: str, subject: str) -> None:
    html = command(verb, subject, "open", "st-tool", title='a "title" <b>')
    ((name, attributes),) = Tags(html).found
    given_back = dict(attributes)
    assert name == "a"
    assert read_command(given_back["href"] or "") == (verb, subject)
    assert given_back["title"] == 'a "title" <b>'


def test_flat_html_is_one_line_and_says_the_same() -> None:
    html = flat(block("```python\na = 1\n\nb = 2\n```"))
    assert "\n" not in html
    assert re.sub("<[^>]+>", "", unescape(html)) == "a = 1\n\nb = 2\n"


def test_code_and_emphasis_are_shown() -> None:
    assert inline("`fmin` **minimises**") == "<code>fmin</code> <strong>minimises</strong>"
    assert prose("one line") == "<p>one line</p>"
    assert "<li>a</li>" in prose("- a\n- b")


def test_an_empty_list_is_nothing() -> None:
    assert items("ul", []) == ""
    assert tag("td", "x", data_name='"') == '<td data-name="&quot;">x</td>'
