"""A mock exam on paper, and its key, as PDF by reportlab. No question is split between pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import HRFlowable, KeepTogether, SimpleDocTemplate, Spacer, Table

from corpus.questions import Question
from tutor.exporting.models import ExportSet
from tutor.exporting.pdf_fonts import Fonts
from tutor.exporting.pdf_text import GREEN, INK, LINE, SOFT, Look, Typesetter
from tutor.exporting.wording import (
    exam_facts,
    how_many,
    key_facts,
    key_letters,
    numbered,
    subject,
    texts_of,
)

_SIDE, _TOP, _FOOT = 18 * mm, 16 * mm, 20 * mm
_WIDTH = A4[0] - 2 * _SIDE
_FRAME = 6  # points that reportlab's frames keep free at each side
_STEM = Look(10.5, indent=24)
_OPTION = Look(10, indent=44, bullet_at=24)
_SMALL = Look(8.5, indent=24, ink=SOFT, after=1)
_REASON = Look(9.5, indent=44, bullet_at=24)
_RIGHT = Look(9.5, indent=44, bullet_at=24, bold=True, ink=GREEN)
_COLUMNS = 5


def exam_pdf(exam: ExportSet) -> bytes:
    """The questions; nothing of the key.

    Raises:
        NoFont: this machine has no font for some character.
    """
    fonts = Fonts(texts_of(exam))
    setter = Typesetter(fonts, _WIDTH)

    def story() -> Iterator[Any]:
        yield from _head(setter, exam.title, exam_facts(exam))
        blank = Table([["Name", "", "Date"]], colWidths=[_WIDTH - 130, 20, 110])
        blank.setStyle(
            [
                ("LINEBELOW", (0, 0), (0, 0), 0.5, INK),
                ("LINEBELOW", (2, 0), (2, 0), 0.5, INK),
                ("FONT", (0, 0), (-1, -1), fonts.body, 9.5),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ]
        )
        yield blank
        yield Spacer(1, 14)
        for number, question in numbered(exam):
            yield _block(_question(setter, number, question))

    return _document(story, exam.title, fonts, exam)


def key_pdf(exam: ExportSet) -> bytes:
    """The right letters at a glance, then every option's reason with the passage.

    Raises:
        NoFont: this machine has no font for some character.
    """
    fonts = Fonts(texts_of(exam))
    setter = Typesetter(fonts, _WIDTH)
    title = f"Key: {exam.title}"

    def story() -> Iterator[Any]:
        yield from _head(setter, title, key_facts(exam))
        yield _letters(setter, exam)
        yield setter.line("Reasons and passages", Look(13, bold=True, after=8))
        for number, question in numbered(exam):
            yield _block(_reasons(setter, number, question, exam))

    return _document(story, title, fonts, exam)


def _head(setter: Typesetter, title: str, facts: str) -> Iterator[Any]:
    yield setter.line(title, Look(16, bold=True, after=4))
    yield setter.line(facts, Look(9, ink=SOFT, after=10))


def _block(parts: list[Any]) -> Any:
    rule = HRFlowable(width="100%", thickness=0.4, color=LINE, spaceBefore=4, spaceAfter=6)
    return KeepTogether([rule, *parts])


def _question(setter: Typesetter, number: int, question: Question) -> list[Any]:
    parts = setter.blocks(question.stem, _STEM, f"{number}")
    said = how_many(question)
    if said:
        parts.append(setter.line(said, Look(10, indent=24, ink=SOFT)))
    for label, option in question.labelled().items():
        parts += _option(setter, option.text, _OPTION, label)
    return parts


def _option(setter: Typesetter, text: str, look: Look, label: str, why: str = "") -> list[Any]:
    if "\n" not in text.strip():
        return [setter.one(text, look, label, why)]
    several = setter.blocks if "```" in text else lambda *given: [setter.code(*given)]
    told = [setter.one(why, Look(look.size, look.indent, ink=SOFT))] if why else []
    return [*several(text.strip("\n"), look, label), *told]


def _reasons(setter: Typesetter, number: int, question: Question, exam: ExportSet) -> list[Any]:
    verdict = Look(10.5, indent=24, bold=True)
    parts: list[Any] = [setter.line(key_letters(question), verdict, f"{number}")]
    for label, option in question.labelled().items():
        look = _RIGHT if option.correct else _REASON
        parts += _option(setter, option.text, look, label, option.why)
    if question.takeaway:
        parts.append(setter.one(f"**To keep:** {question.takeaway}", Look(9.5, indent=24)))
    parts.append(setter.boxed_passage(question.receipt.quote, Look(9.5, indent=24)))
    parts.append(setter.line(exam.place(question.receipt), _SMALL))
    about = " · ".join(part for part in (subject(question), question.id) if part)
    return [*parts, setter.line(about, _SMALL)]


def _letters(setter: Typesetter, exam: ExportSet) -> Any:
    """The key, column by column."""
    cells = [
        setter.line(key_letters(q), Look(10, 26, bold=True), f"{n}") for n, q in numbered(exam)
    ]
    height = -(-len(cells) // _COLUMNS)
    cells += [setter.line("", Look())] * (height * _COLUMNS - len(cells))
    rows = [cells[row::height] for row in range(height)]
    table = Table(rows, colWidths=[_WIDTH / _COLUMNS] * _COLUMNS, spaceAfter=14)
    table.setStyle(
        [
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    return table


def _document(
    story: Callable[[], Iterator[Any]], title: str, fonts: Fonts, exam: ExportSet
) -> bytes:
    """The pages. They are set twice, since a footer says how many there are."""
    total = 0
    for _ in range(2):
        content = io.BytesIO()
        document = SimpleDocTemplate(
            content, pagesize=A4, title=title, author="Study Tutor", lang="en", invariant=1,
            leftMargin=_SIDE - _FRAME, rightMargin=_SIDE - _FRAME,
            topMargin=_TOP, bottomMargin=_FOOT,
        )  # fmt: skip
        footer = _footer(f"form {exam.form}", total, fonts)
        document.build(list(story()), onFirstPage=footer, onLaterPages=footer)
        total = document.page
    return content.getvalue()


def _footer(said: str, total: int, fonts: Fonts) -> Callable[[Any, Any], None]:
    def paint(canvas: Any, document: Any) -> None:
        canvas.setFont(fonts.body, 8)
        canvas.setFillColor(SOFT)
        canvas.drawString(_SIDE, 10 * mm, said)
        canvas.drawRightString(A4[0] - _SIDE, 10 * mm, f"{document.page} / {total}")

    return paint
