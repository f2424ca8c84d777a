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
                ListFlowable([ListItem(Paragraph("nested", body))], bulletType="bullet"),
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
    assert headings(document) == [(1, "Exam Notes"), (2, "Section 1: Metrics")]
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


def word_by_word(path: Path) -> Path:
    """A PDF as word processors in browsers write it: upside down, each word on its own."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    pdfmetrics.registerFont(TTFont("VeraBd", "VeraBd.ttf"))
    rows = [
        ("VeraBd", 20, 0, 60, "Certi\ufb01ed Associate"),
        ("Vera", 14, 0, 110, "Exam Outline"),
        ("VeraBd", 10, 0, 140, "Section 1: Features"),
        (
            "Vera",
            10,
            30,
            160,
            "\u2022\u200b Bene\ufb01ts of feature tables at the level of the account",
        ),
        ("Vera", 10, 45, 175, "in the catalog"),
        ("Vera", 10, 60, 190, "\u00b7\u200b Work\ufb02ow tables"),
        ("Vera", 10, 30, 205, "\u2022\u200b Tags of a model"),
    ]
    canvas = Canvas(str(path), pagesize=(612, 792))
    canvas.transform(0.8, 0, 0, -0.8, 54, 756)
    for font, size, margin, y, line in rows:
        x = float(margin)
        for word in line.replace(" ", "\n \n").split("\n"):
            text = canvas.beginText()
            text.setFont(font, size)
            text.setTextTransform(1, 0, 0, -1, x, y)
            text.textOut(word)
            canvas.drawText(text)
            x += pdfmetrics.stringWidth(word.replace("\u200b", ""), font, size)
    canvas.save()
    return path


def test_words_placed_one_by_one_come_together(tmp_path: Path) -> None:
    document = load(word_by_word(tmp_path / "guide.pdf"))
    assert document.text == (
        "Certified Associate\n\nExam Outline\n\nSection 1: Features\n\n"
        "- Benefits of feature tables at the level of the account in the catalog\n"
        "  - Workflow tables\n- Tags of a model"
    )
    assert document.heading_path(document.text.index("Workflow")) == (
        "Certified Associate",
        "Exam Outline",
        "Section 1: Features",
    )
