"""Loaders and parsers of questions meet what nobody wrote by hand. More: ``make fuzz``."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.faults.bad_files import files
from tests.faults.fuzz_targets import TARGETS

PIECES = {
    "markdown": [
        "# ",
        "## ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "  ",
        "> ",
        "```",
        "~~~",
        "|",
        "|-|",
        "---",
        "===",
        "[a]",
        "(b)",
        "*",
        "_",
        "`",
        "<p>",
        "&amp;",
        "word",
        "Ünï",
        "漢字",
        "\t",
        "\r",
        "\0",
        "\\",
        "$",
        "![",
        "```python\n",
    ],
    "html": [
        "<p>",
        "</p>",
        "<div>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<ul>",
        "<li>",
        "<pre>",
        "<code>",
        "<h1>",
        "</h1>",
        "<br>",
        "<!--",
        "-->",
        "<script>",
        "<",
        ">",
        "&lt;",
        "&#0;",
        "word ",
        "<sup>",
        "<ol start=x>",
        "<![CDATA[",
    ],
    "pasted": [
        "Which one?",
        "\n",
        "\n\n",
        "A. ",
        "B) ",
        "(C) ",
        "1. ",
        "2) ",
        "- ",
        "[x] ",
        "[ ] ",
        "☑ ",
        "Answer: B",
        "Correct answers: A and C",
        "I chose C",
        "正解: A",
        "```",
        "\t",
        "A",
        "text",
        "Explanation:",
        "**",
        "{",
        '"options"',
        "\u2028",
    ],
}
PIECES["text"] = PIECES["markdown"]
PIECES["key"] = [
    "B",
    "and",
    "A, C",
    "(D)",
    "\n",
    "text",
    "1",
    "2;3",
    "**B**",
    "b",
    "Z",
    "&",
    " ",
    "option ",
    "the",
    "É",
]
PIECES["printed"] = [*PIECES["pasted"], "Q1. ", "1. B", "Answers\n", "✓", "a) ", "b) ", "Key: A"]  # fmt: skip


@pytest.mark.parametrize("target", sorted(PIECES))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_pieces_in_any_order(target: str, data: st.DataObject) -> None:
    written = data.draw(st.lists(st.sampled_from(PIECES[target]), max_size=40))
    TARGETS[target]("".join(written).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("target", sorted(TARGETS))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    content=st.binary(max_size=400)
    | st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace"))
)
def test_any_bytes(target: str, content: bytes) -> None:
    TARGETS[target](content)


SUFFIXES = {
    "markdown": ".md",
    "text": ".txt",
    "html": ".html",
    "notebook": ".ipynb",
    "pdf": ".pdf",
    "docx": ".docx",
}
SMALL = [(name, content) for name, content in files() if len(content) < 30_000]


@pytest.mark.parametrize("target", sorted(SUFFIXES))
def test_small_bad_files_and_what_they_become_when_bytes_change(target: str) -> None:
    dice = random.Random(target)
    chosen = [content for name, content in SMALL if name.endswith(SUFFIXES[target])]
    assert len(chosen) > 10
    for content in chosen:
        TARGETS[target](content)
        torn = bytearray(content)
        for _ in range(8):
            torn[dice.randrange(len(torn))] = dice.randrange(256)
        TARGETS[target](bytes(torn))
