"""The printed exam as PDF, read back; fonts, and what no font can draw."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from exported_questions import export_set, several, single
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from corpus.questions import Option
from tutor.exporting.export import export
from tutor.exporting.models import ExportRequest
from tutor.exporting.pdf import exam_pdf, key_pdf
from tutor.exporting.pdf_fonts import Fonts, NoFont, own_folder

LATIN = {"stem": "Which value does `fmin` look for, ä « é?"}
HEBREW = "מה הערך?"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_the_exam_shows_questions_and_nothing_of_the_key() -> None:
    text = " ".join(pages(exam_pdf(export_set(single(**LATIN), several()))))
    for shown in ("Small course", "form 7", "Which value does", "line 5", "Choose two.", "1 / 1"):
        assert shown in text
    assert "if x < 2 and x > 0:" in text.replace("\u00a0", " ")
    for hidden in ("minimises", "To keep", "q-1", "tuning.md", "Because of"):
        assert hidden not in text


def test_the_key_gives_letters_reasons_passages_and_places() -> None:
    text = " ".join(pages(key_pdf(export_set(single(**LATIN), several()))))
    for shown in ("Key: Small course", "B, E", "It minimises the", "To keep:", "tpe.suggest"):
        assert shown in text
    assert "tuning.md" in text


def test_no_question_is_split_between_pages() -> None:
    questions = [
        single(f"q-{n}", stem=f"begin{n}x " + "and on it goes " * (n % 7 * 12) + f"stem{n}x?")
        for n in range(24)
    ]
    printed = pages(exam_pdf(export_set(*questions)))
    assert len(printed) > 3
    assert f"{len(printed)} / {len(printed)}" in printed[-1]
    for n in range(24):
        assert any(f"begin{n}x" in text and f"stem{n}x" in text for text in printed), n


def test_a_question_longer_than_a_page_is_printed_all_the_same() -> None:
    long = single(stem="\n\n".join(f"paragraph{n}x of many words" for n in range(90)))
    text = " ".join(pages(exam_pdf(export_set(long))))
    assert "paragraph0x" in text
    assert "paragraph89x" in text


def test_lists_tables_and_long_code_lines_are_set() -> None:
    stem = (
        "Given:\n\n- one\n- two\n\n1. first\n\n| a | b |\n|---|---|\n| 1 | `two` |\n| 3 |\n\n"
        "```python\n" + "call_" * 80 + "()\n```"
    )
    text = " ".join(pages(exam_pdf(export_set(single(stem=stem)))))
    assert "• one" in text
    assert "1. first" in text
    assert text.replace("\n", "").count("call_") == 80


def test_what_no_font_here_draws_is_refused_and_named() -> None:
    with pytest.raises(NoFont, match="α"):
        Fonts("value α", (own_folder(),))
    with pytest.raises(NoFont, match="ה"):
        Fonts(HEBREW)


@given(st.text(st.characters(codec="latin-1", exclude_categories=("Cc",))))
@settings(max_examples=50, deadline=None)
def test_every_character_has_a_font_that_draws_it(text: str) -> None:
    fonts = Fonts(text, (own_folder(),))
    pieces = list(fonts.runs(text, fonts.body))
    assert "".join(piece for piece, _ in pieces) == text
    for piece, name in pieces:
        drawn = pdfmetrics.getFont(name).face.charToGlyph
        assert all(ord(c) in drawn for c in piece if not c.isspace() and ord(c) != 0xAD)


def test_an_exam_that_no_font_draws_becomes_html_and_says_so(tmp_path: Path) -> None:
    options = (Option(text=HEBREW, correct=True), Option(text="other"))
    request = ExportRequest("print", tmp_path / "exam.pdf")
    exported = export(export_set(single(options=options)), request, NOW)
    assert exported.files == (tmp_path / "exam.html", tmp_path / "exam-key.html")
    assert "No font here draws" in exported.warning
    assert "HTML" in exported.warning
    assert HEBREW in exported.files[0].read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exam-key.html", "exam.html"]


def test_the_same_exam_gives_the_same_bytes() -> None:
    assert exam_pdf(export_set(single(**LATIN))) == exam_pdf(export_set(single(**LATIN)))
