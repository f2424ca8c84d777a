"""PDF files, the only importer of pypdf.

Words and their places come from pypdf's layout mode, which knows the widths of characters;
its plain mode breaks lines at every word of PDFs that place words one by one. Font sizes and
weights come from a second pass and are matched to the lines by their letters.
"""

from __future__ import annotations

import io
import logging
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index.document import Document
from index.errors import LoadError, SkippedFile
from index.loaders.decoding import over_length
from index.loaders.pdf_lines import PdfLine, Style, key_of, lines_of_page, without_running_lines
from index.loaders.pdf_paragraphs import write_pages

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MONOSPACED = ("courier", "mono", "consol", "menlo", "typewriter", "cmtt", "code")
_BOLD = ("bold", "black", "heavy", "semibold", "demi")
# What pypdf lets through from broken files besides its own errors ("broken PDF files might
# cause other Exceptions", says its errors.py); found by flipping bytes of real files.
_BUILTIN_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def load(data: bytes, source: str, max_characters: int) -> Document:
    """Read a PDF page by page; raises ``LoadError``, or ``SkippedFile`` where it has no text."""
    if b"%PDF-" not in data[:1024]:
        raise LoadError(
            "This file's name says PDF, but it is none",
            "Give it its right suffix, or export it as PDF again",
        )
    with _quiet():
        pages, unread, title = _read(data, max_characters)
    if not any(pages):
        raise SkippedFile(
            "This PDF has no text; it looks scanned",
            "Run text recognition (OCR) on it, for example with ocrmypdf, and import the result",
        )
    notes = _page_notes(pages, unread)
    pages, removed = without_running_lines(pages)
    if removed:
        notes.append(f"{removed} repeated page header and footer lines removed")
    document = write_pages(pages).document(source, notes)
    return document if document.headings or not title else replace(document, title=title)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pypdf's remarks on a file's small faults from the learner, who cannot mend them."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _read(data: bytes, max_characters: int) -> tuple[list[list[PdfLine]], list[int], str | None]:
    """Return the lines of each page, the pages that could not be read, and the stated title."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    errors = (PyPdfError, DependencyError, *_BUILTIN_ERRORS)
    try:
        reader = PdfReader(io.BytesIO(data))
        _unlock(reader)
        count = len(reader.pages)
    except errors as error:
        raise _broken() from error
    pages: list[list[PdfLine]] = []
    unread: list[int] = []
    room = max_characters
    for at in range(count):
        try:
            extracted = _extracted(reader.pages[at])
        except errors:
            extracted = "", {}
            unread.append(at + 1)
        pages.append(lines_of_page(*extracted))
        room -= sum(len(line.text) for line in pages[-1])
        if room < 0:
            raise over_length(max_characters)
    if count == len(unread):
        raise _broken()
    return pages, unread, _stated_title(reader, errors)


def _unlock(reader: PdfReader) -> None:
    """Open a PDF whose password is empty; many are only protected against printing."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise LoadError(
            "This PDF is protected by a password",
            "Save a copy without the password and import that",
        )


def _broken() -> LoadError:
    return LoadError(
        "This PDF is broken and cannot be read",
        "Open it in a viewer, print or export it as PDF again, and import that",
    )


def _stated_title(reader: PdfReader, errors: tuple[type[Exception], ...]) -> str | None:
    try:
        title = (reader.metadata.title or "").strip() if reader.metadata else ""
    except errors:
        return None
    # Programs fill the field with file names and their own defaults.
    usable = len(title.split()) > 1 and not title.lower().startswith(("microsoft", "untitled"))
    return title if usable else None


def _extracted(page: PageObject) -> tuple[str, dict[str, Style]]:
    """Return the page in layout mode and the styles of its lines, under their letters."""
    styles: dict[str, Style] = {}
    pieces: list[str] = []
    current: list[tuple[Style, int]] = []
    baseline = math.inf

    def close_line() -> None:
        if pieces:
            styles.setdefault(key_of("".join(pieces)), _style_of(current))
        pieces.clear()
        current.clear()

    def visit(text: str, user: Any, matrix: Any, font: Any, size: float) -> None:
        nonlocal baseline
        if not text.strip():
            return
        height = user[1] * matrix[4] + user[3] * matrix[5] + user[5]
        scale = math.sqrt(abs(_area(user) * _area(matrix)))
        if abs(height - baseline) > 0.4 * size * scale:
            close_line()
            baseline = height
        name = str(font.get("/BaseFont", "")).lower() if font else ""
        style = Style(
            round(size * scale, 1),
            any(word in name for word in _BOLD),
            any(word in name for word in _MONOSPACED),
        )
        pieces.append(text)
        current.append((style, len(text.strip())))

    page.extract_text(visitor_text=visit)
    close_line()
    return page.extract_text(extraction_mode="layout"), styles


def _area(matrix: Any) -> float:
    """Return by how much the matrix scales areas; its root is the factor for font sizes."""
    return float(matrix[0] * matrix[3] - matrix[1] * matrix[2])


def _style_of(pieces: list[tuple[Style, int]]) -> Style:
    """Return the style of a line: the most written size; bold and monospaced if most of it is."""
    total = sum(length for _, length in pieces)
    sizes: dict[float, int] = {}
    for style, length in pieces:
        sizes[style.size] = sizes.get(style.size, 0) + length
    bold = sum(length for style, length in pieces if style.bold)
    monospaced = sum(length for style, length in pieces if style.monospaced)
    return Style(max(sizes, key=lambda s: sizes[s]), bold > 0.9 * total, monospaced > 0.9 * total)


def _page_notes(pages: list[list[PdfLine]], unread: list[int]) -> list[str]:
    empty = [at for at, lines in enumerate(pages, 1) if not lines and at not in unread]
    notes = []
    if empty:
        notes.append(f"{_listed(empty)} no text; if scanned, run text recognition (OCR)")
    if unread:
        notes.append(f"{_listed(unread)} been left out: broken")
    return notes


def _listed(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"page {numbers[0]} has"
    shown = [str(number) for number in numbers[:10]]
    if len(numbers) > 10:
        return f"pages {', '.join(shown)} and {len(numbers) - 10} more have"
    return f"pages {', '.join(shown[:-1])} and {shown[-1]} have"
