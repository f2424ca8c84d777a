"""Word and PowerPoint files, through markitdown (the optional extra ``office``)."""

from __future__ import annotations

import io
import re
import zipfile

from index.document import Document
from index.errors import LoadError, SkippedFile
from index.loaders import markdown
from index.loaders.decoding import check_length, clean, signature_of
from index.loaders.structure import TextBuilder, whole_document

_SLIDE = re.compile(r"<!-- Slide number: (\d+) -->\n?")
_NOTES = re.compile(r"^### Notes:$", re.MULTILINE)
_PICTURE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_MARKED_LINE = re.compile(r"[#|\-*>]|\d+\.\s")
# A document of a thousand pages unpacks to about 50 MB of XML; a zip bomb knows no such limit.
_MOST_UNPACKED_BYTES = 400 * 2**20


def load(data: bytes, source: str, max_characters: int) -> Document:
    """Read .docx or .pptx; slides become pages.

    Raises ``LoadError`` (also where the extra is missing) or ``SkippedFile``.
    """
    suffix = _checked_suffix(data)
    text = clean(_PICTURE.sub(r"\1", _converted(data, suffix)))
    check_length(text, max_characters)
    if not _SLIDE.sub("", text).strip():
        raise SkippedFile(
            "This file has no text",
            "If it holds pictures of text, run text recognition (OCR) on it",
        )
    if _SLIDE.search(text):
        return _slides(text, source)
    return whole_document(source, text, markdown.outline(text), [])


def _checked_suffix(data: bytes) -> str:
    """Return which of the two formats the archive holds, whatever its name says."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise LoadError(
            "This file is protected by a password, or in the Office format of before 2007",
            "Save it without a password as .docx or .pptx",
        )
    if not data.startswith(b"PK"):
        found = signature_of(data) or "something else"
        raise LoadError(f"This file's name says Office, but it is {found}", "Export it again")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:  # of broken fields
        raise _broken() from error
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _MOST_UNPACKED_BYTES:
        raise LoadError(
            f"This file unpacks to {unpacked / 2**20:,.0f} MB, over the limit of "
            f"{_MOST_UNPACKED_BYTES / 2**20:,.0f} MB",
            "Split it, or take large media out of it",
        )
    for folder, suffix in (("word/", ".docx"), ("ppt/", ".pptx")):
        if any(entry.filename.startswith(folder) for entry in entries):
            return suffix
    raise LoadError(
        "This file's name says Word or PowerPoint, but it is another archive",
        "Export it as .docx, .pptx or PDF",
    )


def _converted(data: bytes, suffix: str) -> str:
    try:
        from markitdown import MarkItDown, MarkItDownException, MissingDependencyException
    except ImportError as error:
        raise _missing() from error
    try:
        stream = io.BytesIO(data)
        return str(MarkItDown(enable_plugins=False).convert_stream(stream, file_extension=suffix))
    except MissingDependencyException as error:
        raise _missing() from error
    except MarkItDownException as error:  # markitdown wraps whatever its converters raise
        raise _broken() from error


def _missing() -> LoadError:
    return LoadError(
        "Word and PowerPoint files need an extra that is not installed",
        "Run: pip install 'study-tutor[office]'",
    )


def _broken() -> LoadError:
    return LoadError(
        "This Office file is broken", "Open it in its program, save it again, and import that"
    )


def _slides(text: str, source: str) -> Document:
    builder = TextBuilder()
    _, *parts = _SLIDE.split(text)
    for number, body in zip(parts[::2], parts[1::2], strict=True):
        builder.start_page(int(number))
        slide = "\n\n".join(map(_with_bullets, _NOTES.sub("Notes:", body).strip().split("\n\n")))
        builder.add_outline(slide, markdown.outline(slide))
    return builder.document(source, [])


def _with_bullets(paragraph: str) -> str:
    """Mark the lines of a text box as the list they are on the slide."""
    lines = paragraph.split("\n")
    plain = [bool(line.strip()) and not _MARKED_LINE.match(line) for line in lines]
    if sum(plain) < 2:
        return paragraph
    return "\n".join(f"- {x}" if is_plain else x for x, is_plain in zip(lines, plain, strict=True))
