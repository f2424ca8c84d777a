"""Jupyter notebooks: what was written, in order; what was printed is left out."""

from __future__ import annotations

import json
import re
from typing import Any

from index.document import Document
from index.errors import LoadError, SkippedFile
from index.loaders import markdown
from index.loaders.decoding import check_length, clean, decode
from index.loaders.structure import TextBuilder

# Databricks keeps prose in code cells that begin with this magic.
_MARKDOWN_MAGIC = re.compile(r"\s*%md(?:-sandbox)?[ \t]*\n?")
_BACKTICKS = re.compile(r"`{3,}")


def load(data: bytes, source: str, max_characters: int) -> Document:
    """Read a notebook of any version; raises ``LoadError`` or ``SkippedFile``.

    Code cells become fenced blocks. Outputs count towards no limit but the file's size.
    """
    raw, notes = decode(data, max(max_characters, len(data)))
    builder = TextBuilder()
    title: str | None = None
    for kind, text in _cells(raw):
        prose = _MARKDOWN_MAGIC.match(text) if kind == "code" else None
        if kind == "markdown" or prose:
            words = text[prose.end() :] if prose else text
            outline = markdown.outline(words)
            builder.add_outline(words, outline)
            title = title or outline.title
        elif kind == "code" and text.strip():
            longest = max(map(len, _BACKTICKS.findall(text)), default=2)
            fence = "`" * (longest + 1)
            builder.add("code", f"{fence}python\n{text.rstrip()}\n{fence}")
    document = builder.document(source, notes, title)
    check_length(document.text, max_characters)
    if not document.text.strip():
        raise SkippedFile("This notebook is empty", "Write your notes into it, or remove it")
    return document


def _cells(raw: str) -> list[tuple[str, str]]:
    """Return (cell type, source) of each cell, in the terms of notebook format 4."""
    import nbformat

    library: Any = nbformat  # half of its functions are untyped
    try:
        # Its own reader refuses notebooks for fields that hold no text, so it only upgrades.
        notebook = json.loads(raw)
        version = notebook.get("nbformat", 4)
        if version < 4:
            notebook = library.convert(library.reader.reads(raw), 4)
        elif version > 4:
            raise ValueError(f"notebook format {version}")
        return [
            (str(cell["cell_type"]), clean("".join(cell.get("source", ""))).strip("\n"))
            for cell in notebook["cells"]
        ]
    except (
        ValueError,  # not JSON, or of a version that nobody knows
        nbformat.ValidationError,
        KeyError,
        AttributeError,
        TypeError,
        NameError,  # nbformat 5.10 forgets a variable where a notebook of format 1 has no cells
        RecursionError,
    ) as error:
        raise LoadError(
            "This notebook is broken: it is not in Jupyter's format",
            "Open it in Jupyter, save it again, and import it once more",
        ) from error
