"""Builds the real files, good and bad, that the loaders are tested on."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.document import Block, Document
from index.loaders import load_document

MEGABYTE = 2**20


def load(
    path: Path, *, max_bytes: int = 20 * MEGABYTE, max_characters: int = 5_000_000
) -> Document:
    document = load_document(path, path.name, max_bytes=max_bytes, max_characters=max_characters)
    assert_sound(document)
    return document


def load_text(tmp_path: Path, name: str, text: str) -> Document:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return load(path)


def assert_sound(document: Document) -> None:
    """What holds for every document, whatever it was read from."""
    text = document.text
    uncovered = list(text)
    end = 0
    for block in document.blocks:
        assert end <= block.char_start < block.char_end <= len(text)
        uncovered[block.char_start : block.char_end] = " " * (block.char_end - block.char_start)
        end = block.char_end
    assert not "".join(uncovered).strip()
    heading_blocks = [b for b in document.blocks if b.kind == "heading"]
    assert len(heading_blocks) == len(document.headings)
    for heading, block in zip(document.headings, heading_blocks, strict=True):
        assert 1 <= heading.level <= 6
        assert heading.title.strip()
        assert heading.char_start == 0 or text[heading.char_start - 1] == "\n"
        assert block.char_start <= heading.char_start < block.char_end
    start = 0
    for page in document.pages:
        assert page.char_start == start
        assert text[start : start + len(page.text)] == page.text
        start += len(page.text)
    assert start == len(text)
    assert document.title


def shape(document: Document) -> list[tuple[str, str]]:
    """The blocks as (kind, text); a heading's kind carries its level."""
    levels = {}
    for heading in document.headings:
        levels[_holder(document, heading.char_start)] = heading.level
    return [
        (b.kind + str(levels.get(b, "")), document.text[b.char_start : b.char_end])
        for b in document.blocks
    ]


def _holder(document: Document, offset: int) -> Block:
    return next(b for b in document.blocks if b.char_start <= offset < b.char_end)


def headings(document: Document) -> list[tuple[int, str]]:
    return [(heading.level, heading.title) for heading in document.headings]


def pdf_of_lines(
    path: Path, pages: Sequence[Sequence[tuple[float, float, str]]], **font: Any
) -> Path:
    """A PDF with each line at (x, y) points from the lower left corner, in one font."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    for lines in pages:
        canvas.setFont(font.get("name", "Helvetica"), font.get("size", 11))
        for x, y, text in lines:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return path


def scanned_pdf(path: Path) -> Path:
    """A PDF of one page that holds only a picture."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 50, 50)
    canvas.showPage()
    canvas.save()
    return path


def encrypted_pdf(path: Path, password: str) -> Path:
    from pypdf import PdfReader, PdfWriter

    plain = pdf_of_lines(path.with_suffix(".plain"), [[(72, 700, "The notes behind the lock.")]])
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    writer.write(path)
    return path


def docx(path: Path, paragraphs: Sequence[tuple[str, str]]) -> Path:
    """A Word file of (style name, text), with no more parts than Word needs to open it."""
    names = sorted({style for style, _ in paragraphs if style})
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        for style, text in paragraphs
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{n.replace(" ", "")}">'
        f'<w:name w:val="{n}"/></w:style>'
        for n in names
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/styles" Target="styles.xml"/></Relationships>',
        "word/document.xml": f"<w:document {word}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {word}>{styles}</w:styles>",
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + content)
    return path


def pptx(path: Path, slides: Sequence[tuple[str, str]]) -> Path:
    """A PowerPoint file of (title, body) slides."""
    from pptx import Presentation

    presentation = Presentation()
    for title, body in slides:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = body
    stream = io.BytesIO()
    presentation.save(stream)
    path.write_bytes(stream.getvalue())
    return path


def notebook(path: Path, cells: Sequence[tuple[str, str]], **top: Any) -> Path:
    """A notebook of (cell type, source); each code cell has printed "42"."""
    written = [
        {
            "cell_type": kind,
            "metadata": {},
            "source": source.splitlines(keepends=True),
            **(
                {
                    "execution_count": 1,
                    "outputs": [{"output_type": "stream", "name": "stdout", "text": ["42\n"]}],
                }
                if kind == "code"
                else {}
            ),
        }
        for kind, source in cells
    ]
    top = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": written} | top
    path.write_text(json.dumps(top), encoding="utf-8")
    return path
