"""Where an export goes: checked before any work is done, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from tutor.errors import ExportError
from tutor.exporting.models import Format

_ENDINGS: Mapping[Format, tuple[str, ...]] = {
    "anki": (".apkg",),  # Anki opens a package by this ending only
    "csv": (),
    "json": (),
    "print": (".html", ".pdf"),
}


def destinations(form: Format, out: Path) -> tuple[Path, ...]:
    """The files that an export to ``out`` writes; the key of a printed exam lies beside it.

    Raises:
        ExportError: the name has an ending that the format cannot have.
    """
    endings = _ENDINGS[form]
    if endings and out.suffix.lower() not in endings:
        wanted = " or ".join(endings)
        raise ExportError(
            f"{out} does not end in {wanted}", f"Name a file such as {out.with_suffix(endings[0])}"
        )
    return (out, key_beside(out)) if form == "print" else (out,)


def key_beside(exam: Path) -> Path:
    """``mock.pdf`` has its key in ``mock-key.pdf``."""
    return exam.with_name(f"{exam.stem}-key{exam.suffix}")


def check_destinations(paths: tuple[Path, ...], *, force: bool) -> None:
    """Refuse early what would fail later.

    Raises:
        ExportError: a folder is missing or cannot be written, or a file is there already and
            ``force`` is not given.
    """
    for path in paths:
        if path.is_dir():
            raise ExportError(f"{path} is a folder", "Name a file in it")
        if not path.parent.is_dir():
            raise ExportError(f"There is no folder {path.parent}", "Make it, or name another")
        if path.exists() and not force:
            raise ExportError(
                f"{path} is there already", "Name another file, or overwrite it with --force"
            )
        if not os.access(path.parent, os.W_OK):
            raise _unwritable(path, "permission denied")


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place, then move all of them there.

    Raises:
        ExportError: one cannot be written; none of them is left half done.
    """
    staged: dict[Path, Path] = {}
    at = Path()
    try:
        for at, content in files.items():
            staged[at] = _stage(at, content)
        for at, temporary in staged.items():
            os.replace(temporary, at)
    except OSError as error:
        raise _unwritable(at, error.strerror or str(error)) from error
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


def _stage(path: Path, content: bytes) -> Path:
    """The content in a new file of the same folder."""
    temporary = path.with_name(f".{secrets.token_hex(8)}.new")
    try:
        with temporary.open("xb") as file:
            file.write(content)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _unwritable(path: Path, reason: str) -> ExportError:
    return ExportError(f"{path} cannot be written ({reason.lower()})", "Name another file")
