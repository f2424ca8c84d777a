"""The printed exam as HTML, also as a browser prints it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from bs4 import BeautifulSoup
from exported_questions import CODE, export_set, several, single

from tutor.exporting.models import ExportSet
from tutor.exporting.printable import exam_html, key_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def soup(page: str) -> BeautifulSoup:
    return BeautifulSoup(page, "html.parser")


def long_exam(questions: int = 24) -> ExportSet:
    return export_set(
        *(
            single(f"q-{n}", stem=f"begin{n}x " + "and on it goes " * (n % 7 * 12) + f"stem{n}x?")
            for n in range(questions)
        )
    )


def test_the_exam_shows_questions_and_nothing_of_the_key() -> None:
    page = exam_html(export_set())
    text = soup(page).get_text(" ")
    assert "Small course" in text
    assert "2 questions · form 7" in text
    assert "Choose two." in text
    assert len(soup(page).select(".question")) == 2
    assert [e.get_text() for e in soup(page).select(".question")[1].select(".letter")] == list(
        "ABCDEF"
    )
    for hidden in ("It minimises", "To keep", "q-1", "tuning.md", "✓", "Because of"):
        assert hidden not in text


def test_the_key_gives_letters_reasons_passages_and_places() -> None:
    page = soup(key_html(export_set()))
    assert [e.get_text(" ") for e in page.select(".answers li")] == ["1 A", "2 B, E"]
    text = re.sub(r"\s+", " ", page.get_text(" "))
    assert "form 7" in text
    assert "It minimises the loss ." in text
    assert "To keep: Smaller is better." in text
    assert "tuning.md › What fmin returns" in text
    assert [e.get_text(" ", strip=True) for e in page.select("blockquote td")] == [
        "algo",
        "tpe.suggest or rand.suggest",
    ]
    assert len(page.select(".right")) == 3


@pytest.mark.parametrize("page", [exam_html(export_set()), key_html(export_set())])
def test_nothing_is_loaded_and_nothing_is_run(page: str) -> None:
    found = soup(page)
    assert found.select("script, link, img, iframe, object, a") == []
    assert not re.search(r"url\(|@import|src=|https?://(?!x)", page)
    assert "&lt;script&gt;alert(1)" in page


def test_code_keeps_its_lines() -> None:
    blocks = [e.get_text().rstrip() for e in soup(exam_html(export_set())).select("pre")]
    assert blocks == ["x ** 2\n  + 1", CODE]


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")
def test_a_browser_splits_no_question(tmp_path: Path) -> None:
    page, printed = tmp_path / "exam.html", tmp_path / "exam.pdf"
    page.write_text(exam_html(long_exam()), "utf-8")
    subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu"),
            *(
                f"--user-data-dir={tmp_path / 'profile'}",
                f"--print-to-pdf={printed}",
                page.as_uri(),
            ),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pages = [p.extract_text() for p in pypdf.PdfReader(printed).pages]
    assert len(pages) > 3
    for n in range(24):
        assert any(f"begin{n}x" in text and f"stem{n}x" in text for text in pages), n


def test_a_stem_that_says_how_many_is_not_told_again() -> None:
    said = several(stem="Which lines are printed? (Choose two.)")
    assert exam_html(export_set(said)).count("Choose two.") == 1
