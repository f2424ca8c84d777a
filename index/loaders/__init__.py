"""Files in, documents out: one module per format, chosen by the file's suffix."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from index.document import Document
from index.errors import LoadError, SkippedFile
from index.loaders import html, markdown, notebook, office, pdf, text

Load = Callable[[bytes, str, int], Document]

_BY_SUFFIX: dict[str, Load] = {
    ".md": markdown.load,
    ".markdown": markdown.load,
    ".txt": text.load,
    ".html": html.load,
    ".htm": html.load,
    ".pdf": pdf.load,
    ".ipynb": notebook.load,
    ".docx": office.load,
    ".pptx": office.load,
}
SUPPORTED: frozenset[str] = frozenset(_BY_SUFFIX)


def load_document(path: Path, source: str, *, max_bytes: int, max_characters: int) -> Document:
    """Read one file of notes; ``source`` is the name it has in the index.

    Raises ``SkippedFile`` for an empty, unsupported or scanned file and ``LoadError`` for one
    that is broken, encrypted, mislabelled, or over a limit. Nothing is fetched from a network.
    """
    load = _BY_SUFFIX.get(path.suffix.lower())
    if load is None:
        raise SkippedFile(
            f"Files of type {path.suffix or '(no suffix)'} are not read",
            "Save it as one of " + ", ".join(sorted(SUPPORTED)),
        )
    data = _read(path, max_bytes)
    if not data.strip():
        raise SkippedFile("This file is empty", "Write your notes into it, or remove it")
    return load(data, source, max_characters)


def _read(path: Path, max_bytes: int) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device might never end
            raise LoadError("This is not a regular file", "Replace it with a file of notes")
        if status.st_size > max_bytes:
            raise LoadError(
                f"This file is {status.st_size / 2**20:,.1f} MB, over the limit of "
                f"{max_bytes / 2**20:,.6g} MB",
                "Split it into smaller files, or raise TUTOR_MAX_FILE_MB",
            )
        return path.read_bytes()
    except OSError as error:
        raise LoadError(
            f"This file cannot be opened: {error.strerror or error}",
            "Check that it still exists and that you may read it",
        ) from error
