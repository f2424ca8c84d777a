"""Writes questions in the format that was asked for. The libraries of a format load with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from tutor.exporting.destination import check_destinations, destinations, key_beside, write_all
from tutor.exporting.models import Exported, ExportRequest, ExportSet


def prepare(request: ExportRequest) -> None:
    """Find out before any question is drawn whether the files can be written.

    Raises:
        ExportError: they cannot.
    """
    check_destinations(destinations(request.format, request.out), force=request.force)


def export(chosen: ExportSet, request: ExportRequest, now: datetime) -> Exported:
    """Write the files. A PDF that this machine has no fonts for becomes HTML, and says so.

    Raises:
        ExportError: a file cannot be written.
    """
    prepare(request)
    files, warning = _contents(chosen, request, now)
    write_all(files)
    said = " ".join(part for part in (chosen.notice, warning) if part)
    return Exported(chosen.course, request.format, len(chosen.questions), tuple(files), said)


def _contents(
    chosen: ExportSet, request: ExportRequest, now: datetime
) -> tuple[Mapping[Path, bytes], str]:
    """The files' contents by path, and what has to be said of them."""
    if request.format == "print":
        return _printed(chosen, request)
    if request.format == "anki":
        from tutor.exporting.anki import anki_package

        return {request.out: anki_package(chosen, now)}, ""
    if request.format == "csv":
        from tutor.exporting.spreadsheet import csv_bytes

        return {request.out: csv_bytes(chosen)}, ""
    from tutor.exporting.question_file import json_bytes

    return {request.out: json_bytes(chosen)}, ""


def _printed(exam: ExportSet, request: ExportRequest) -> tuple[Mapping[Path, bytes], str]:
    from tutor.exporting.pdf import exam_pdf, key_pdf
    from tutor.exporting.pdf_fonts import NoFont
    from tutor.exporting.printable import exam_html, key_html

    out, warning = request.out, ""
    if out.suffix.lower() == ".pdf":
        try:
            return {out: exam_pdf(exam), key_beside(out): key_pdf(exam)}, ""
        except NoFont as error:
            out = out.with_suffix(".html")
            check_destinations(destinations("print", out), force=request.force)
            warning = str(error)
    pages = {out: exam_html(exam), key_beside(out): key_html(exam)}
    return {path: page.encode() for path, page in pages.items()}, warning
