from __future__ import annotations

from pathlib import Path

import pytest
from loader_files import headings, load, pdf_of_lines, scanned_pdf, shape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    ListFlowable,
    ListItem,
    PageTemplate,
    Paragraph,
    Preformatted,
    SimpleDocTemplate,
    Table,
)

GUIDE = Path(__file__).parents[2] / "corpus/databricks_ml_associate/exam-guide-2025-03-01.pdf"

PAGES = [
    [
        "Cross-validation splits the rows into folds and trains one model per fold, then av-",
        "erages the metric over them. Cross-validation costs more than one split, and a cross-",
        "validation of many combinations costs most; it is the o\ufb03cial default for all of them",
    ],
    [
        "on page two. Hyperparameters are searched by random or grid search, or with",
        "Bayesian search.",
    ],
    ["A third page has only one line."],
]

TEXT = (
    "Cross-validation splits the rows into folds and trains one model per fold, then averages "
    "the metric over them. Cross-validation costs more than one split, and a cross-validation of "
    "many combinations costs most; it is the official default for all of them on page two. "
    "Hyperparameters are searched by random or grid search, or with Bayesian search.\n\n"
    "A third page has only one line."
)


def running(path: Path, *, number: str) -> Path:
    pages = [
        [(72, 800, "Study notes for the exam"), (400, 800, "Chapter on models")]
        + [(72, 740 - 14 * at, line.replace("\ufb03", "ffi")) for at, line in enumerate(lines)]
        + [(280, 30, number.format(n=n))]
        for n, lines in enumerate(PAGES, 1)
    ]
    return pdf_of_lines(path, pages)


@pytest.mark.parametrize("number", ["{n}", "Page {n} of 3", "- {n} -", "Notes | {n}"])
def test_running_lines_go_and_words_and_paragraphs_are_joined(tmp_path: Path, number: str) -> None:
    document = load(running(tmp_path / "notes.pdf", number=number))
    assert document.text == TEXT
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.pages[1].text.startswith("on page two.")
    assert document.page_at(TEXT.index("costs most")) == 1
    assert document.page_at(TEXT.index("on page two")) == 2
    assert document.page_at(TEXT.index("A third")) == 3
    assert document.notes == ("6 repeated page header and footer lines removed",)
    assert [kind for kind, _ in shape(document)] == ["paragraph", "paragraph"]


def test_numbered_titles_on_top_of_pages_are_no_running_headers(tmp_path: Path) -> None:
    pages = [
        [(72, 800, f"Question {n}"), (72, 740, f"What does model {n} do with its input data?")]
        for n in range(1, 6)
    ]
    text = load(pdf_of_lines(tmp_path / "q.pdf", pages)).text
    assert all(f"Question {n}" in text for n in range(1, 6))


def platypus(path: Path, *, columns: int = 1) -> Path:
    style = getSampleStyleSheet()
    body = style["BodyText"]
    words = "Bagging trains many trees in parallel on boot<b>strap</b> samples and averages them. "
    story = [
        Paragraph("Ensembles", style["Heading1"]),
        Paragraph(words * 8, body),
        Paragraph("Boosting", style["Heading2"]),
        *[Paragraph(words * 9, body) for _ in range(5 * (columns - 1))],
        Paragraph("It is sequential.", body),
        Table([["Name", "Default", "Meaning"], ["numFolds", "3", "folds"], ["seed", "1", "start"]]),
        Preformatted("for i in x:\n    print(i)", style["Code"]),
        ListFlowable(
            [
                ListItem(Paragraph("first item, which is rather long and wraps " * 3, body)),
                ListItem(ListFlowable([ListItem(Paragraph("nested", body))], bulletType="bullet")),
                ListItem(Paragraph("second", body)),
            ],
            bulletType="bullet",
        ),
    ]
    if columns == 1:
        SimpleDocTemplate(str(path)).build(story)
    else:
        frames = [Frame(50, 50, 240, 740), Frame(305, 50, 240, 740)]
        document = BaseDocTemplate(str(path))
        document.addPageTemplates([PageTemplate(frames=frames)])
        document.build(story)
    return path


def test_headings_tables_code_and_lists_by_type_and_place(tmp_path: Path) -> None:
    document = load(platypus(tmp_path / "notes.pdf"))
    blocks = shape(document)
    assert document.title == "Ensembles"
    assert headings(document) == [(1, "Ensembles"), (2, "Boosting")]
    assert blocks[1][0] == "paragraph"
    assert blocks[1][1].count("on bootstrap samples and averages them.") == 8
    assert ("table", "| Name | Default | Meaning |") in [(k, t.split("\n")[0]) for k, t in blocks]
    assert ("code", "for i in x:\n    print(i)") in blocks
    items = [text for kind, text in blocks if kind == "list_item"]
    assert items[0].startswith("- first item, which is rather long and wraps first item")
    assert items[1:] == ["  - nested", "- second"]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    document = load(platypus(tmp_path / "notes.pdf", columns=2))
    assert headings(document) == [(1, "Ensembles"), (2, "Boosting")]
    sentence = "Bagging trains many trees in parallel on bootstrap samples and averages them."
    assert document.text.count(sentence) == 8 + 5 * 9


def test_one_font_throughout_headings_are_told_by_their_words(tmp_path: Path) -> None:
    lines = [
        (72, 740, "Exam Notes"),
        (72, 700, "Section 1: Metrics"),
        (72, 660, "Recall is the share of positives that were found by the model."),
        (72, 620, "\u2022 Use F1 for imbalanced classes, and never accuracy alone, because it is"),
        (84, 606, "high for a model that finds nothing."),
        (72, 592, "\u2022 RMSE is for regression."),
    ]
    document = load(pdf_of_lines(tmp_path / "plain.pdf", [lines]))
    assert headings(document) == [(3, "Exam Notes"), (2, "Section 1: Metrics")]
    assert shape(document)[2:] == [
        ("paragraph", "Recall is the share of positives that were found by the model."),
        (
            "list_item",
            "- Use F1 for imbalanced classes, and never accuracy alone, because it is high for a "
            "model that finds nothing.",
        ),
        ("list_item", "- RMSE is for regression."),
    ]


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    words = pdf_of_lines(tmp_path / "words.pdf", [[(72, 700, "Some words on the first page.")]])
    for part in (words, scanned_pdf(tmp_path / "scan.pdf"), tmp_path / "scan.pdf"):
        writer.append(part)
    writer.write(tmp_path / "mixed.pdf")
    document = load(tmp_path / "mixed.pdf")
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.notes == ("pages 2 and 3 have no text; if scanned, run text recognition (OCR)",)


@pytest.mark.skipif(not GUIDE.exists(), reason="the exam guide is not part of this checkout")
def test_the_real_exam_guide() -> None:
    document = load(GUIDE)
    assert len(document.pages) == 6
    assert "\u200b" not in document.text
    assert "●" not in document.text
    assert headings(document)[:9] == [
        (1, "Databricks Certified Machine Learning Associate"),
        (2, "Purpose of this Exam Guide"),
        (2, "Audience Description"),
        (2, "About the Exam"),
        (2, "Recommended Preparation"),
        (2, "Exam Outline"),
        (3, "Section 1: Databricks Machine Learning"),
        (3, "Section 2: Data Processing"),
        (3, "Section 3: Model Development"),
    ]
    blocks = shape(document)
    assert ("list_item", "  - Machine Learning Model Deployment") in blocks
    objective = (
        "- Identify the number of models being trained in conjunction with a grid-search and "
        "cross-validation process."
    )
    assert ("list_item", objective) in blocks
    where = document.text.index(objective)
    assert document.page_at(where) == 3
    assert document.heading_path(where) == (
        "Databricks Certified Machine Learning Associate",
        "Exam Outline",
        "Section 3: Model Development",
    )
