"""What holds for whatever a learner writes: see ``assert_sound``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loader_files import assert_sound, load_text

from index.errors import SkippedFile
from index.loaders import markdown, text
from index.loaders.decoding import clean
from index.loaders.structure import whole_document

# Pieces that notes are made of, in any order: the shapes the loaders look for, whole and broken.
PIECES = st.sampled_from(
    [
        *["# Title", "## Deep  ##", "#", "Title", "=====", "---", "***", "Short Heading Here"],
        *["- item", "  - nested", "• bullet", "1. one", "2Foo", "1Bar", "    indented", "\tx = 1"],
        *["| a | b |", "|---|---|", "a\tb", "col one   col two   col three", "ItemDetails"],
        *["```", "```python", "~~~", "x = f(", ")", "import os", "# comment", "def f():"],
        *["<!-- open", "-->", "<div>", "<h2>Head</h2>", "> quote", "> # quoted", "---", "title: x"],
        *[
            "A sentence ends here.",
            "and goes on",
            "Domain 1: One",
            "Domain 118% of exam",
            "1.02 Foo",
        ],
        *[
            "",
            "",
            " ",
            "\u3000",
            "\x1c",
            "word " * 60,
            "Is it?",
            "Answer: B",
            "[a]: http://x",
            "\\",
        ],
    ]
)
NOTES = st.lists(PIECES | st.text(max_size=20), max_size=25).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(NOTES)
def test_plain_text_keeps_its_words_and_is_covered_by_blocks(raw: str) -> None:
    content = clean(raw)
    if content.strip():
        assert_sound(whole_document("n.txt", content, text.outline(content), []))


@settings(max_examples=300, deadline=None)
@given(NOTES)
def test_markdown_keeps_its_words_and_is_covered_by_blocks(raw: str) -> None:
    content = clean(raw)
    if content.strip():
        assert_sound(whole_document("n.md", content, markdown.outline(content), []))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<ul>",
                "<li>",
                "</ul>",
                "<ol start=x>",
                "<table><tr><td>",
                "</table>",
                "<h1>",
                "</h1>",
                "<h3>",
                "<pre>",
                "</pre>",
                "<code>",
                "<br>",
                "<main>",
                "</main>",
                "word",
                " two\n",
                "# x",
                "<div hidden>",
                "<sup>2</sup>",
                "&lt;",
                "<!-- c -->",
                "<b",
                "\u200b",
                "<nav>",
                "</nav>",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_html_gives_sound_documents(page: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            load_text(Path(folder), "page.html", page)
        except SkippedFile:
            assert True


@pytest.mark.parametrize("raw", ["a", "a\n", "\n\na\n\n", "# a", "\ta", "---\n---\na", "a\n==="])
def test_smallest_notes(tmp_path: Path, raw: str) -> None:
    for name in ("note.md", "note.txt"):
        assert load_text(tmp_path, name, raw).text == raw
