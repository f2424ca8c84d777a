"""The PDF handout is what its Markdown says, and the PDF loader reads it back."""

from __future__ import annotations

import re

import pytest

from corpus.databricks_ml_associate.handouts.build import HEADER, SOURCE, TARGET, build
from index.document import Document
from index.loaders import load_document

MARKDOWN = SOURCE.read_text("utf-8")


@pytest.fixture(scope="module")
def document() -> Document:
    return load_document(TARGET, "last-minute.pdf", max_bytes=10**7, max_characters=10**6)


def test_the_committed_pdf_is_what_the_script_builds() -> None:
    built = build(MARKDOWN)
    assert built == build(MARKDOWN)
    assert TARGET.read_bytes() == built, (
        "run: python -m corpus.databricks_ml_associate.handouts.build"
    )


def test_every_line_of_the_markdown_is_read_back(document: Document) -> None:
    lines = [line for line in MARKDOWN.splitlines() if line]
    plain = [re.sub(r"^#+ |[`*]", "", line) for line in lines]
    assert document.text.split() == " ".join(plain).split()
    missing = [line for line in plain if line not in document.text.splitlines()]
    assert missing == []


def test_headings_keep_their_levels(document: Document) -> None:
    wanted = [
        (len(marks), title) for marks, title in re.findall(r"^(#+) (.+)$", MARKDOWN, re.MULTILINE)
    ]
    assert [(heading.level, heading.title) for heading in document.headings] == wanted


def test_header_and_page_numbers_are_on_the_pages_and_not_in_the_text(document: Document) -> None:
    pages = len(document.pages)
    assert pages > 2
    raw = TARGET.read_bytes().decode("latin-1")
    assert raw.count(f"({HEADER})") >= pages
    assert all(f"(Page {number})" in raw for number in range(1, pages + 1))
    assert HEADER not in document.text
    assert not re.search(r"^\W*(Page )?\d+\W*$", document.text, re.MULTILINE)


@pytest.mark.parametrize("markdown", ["# A\n\n> quoted\n", "# A\n\n[a](b)\n", "# A\n\n1. one\n"])
def test_markdown_the_sheet_cannot_show_is_refused(markdown: str) -> None:
    with pytest.raises(ValueError, match="The handout cannot show"):
        build(markdown)


def test_characters_the_fonts_lack_are_refused() -> None:
    with pytest.raises(ValueError, match="character"):
        build("# A\n\nx ≥ 1\n")
