"""docs/course.md says what the bundled course holds."""

from __future__ import annotations

from pathlib import Path

from corpus.course import bundled_courses, read_course
from corpus.questions import Receipt
from eval.cases import Fact
from eval.course_table import PAGE, bundled_page, course_page

BLUEPRINT = """
id = "small"
title = "Small"
[exam]
questions = 1
minutes = 1
as_of = 2025-03-01
source = "none"
[[section]]
id = "1"
title = "First"
weight = 100
objectives = [{ id = "1.01", title = "Count rows" }, { id = "1.02", title = "Count columns" }]
"""


def test_the_page_is_current() -> None:
    assert PAGE.read_text("utf-8") == bundled_page(), "run: python -m eval.course_table"


def test_every_marked_claim_is_listed() -> None:
    folders = [course.notes_folder for course in bundled_courses().values()]
    notes = [path.read_text("utf-8") for folder in folders for path in folder.rglob("*.md")]
    marked = sum(note.count("(unverified)") for note in notes)
    assert bundled_page().count("(unverified)") == marked > 0


def test_a_small_course_is_counted(tmp_path: Path) -> None:
    (tmp_path / "course.toml").write_text(BLUEPRINT)
    notes = tmp_path / "notes" / "1-first"
    notes.mkdir(parents=True)
    (notes / "1.01-rows.md").write_text("# Rows\n\nRows are many. Columns are few (unverified).\n")
    (notes / "lab-02-rows.md").write_text("LAB 2 practises objectives 1.01 and 1.02. It ends.\n")
    evidence = Receipt(source="notes/1-first/1.01-rows.md", quote="Rows are many.")
    fact = Fact(
        id="f", question="rows?", answer="many", must=("many",), objective="1.01", evidence=evidence
    )
    page = course_page(read_course(tmp_path), [fact])
    assert "| **1 First** (100 % of the exam) | 1 | | 0 | 1 |" in page
    assert "| 1.01 Count rows | 1 | 2 | 0 | 1 |" in page
    assert "| 1.02 Count columns | 0 | 2 | 0 | 0 |" in page
    assert "| `notes/1-first` | 2 | 1 |" in page
    assert page.endswith("- `1-first/1.01-rows.md`: Columns are few (unverified).\n")
