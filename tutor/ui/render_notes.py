"""Documents, passages, receipts and the list of notes as HTML. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import get_args

from index.ingest import FileReceipt, IngestReport, Status
from index.records import StoredDocument
from index.versions import FileRecord
from tutor.citations import Citation
from tutor.ui import texts
from tutor.ui.long_work import Step
from tutor.ui.marked_note import blocks, marked
from tutor.ui.markup import command, escape, inline, items, tag
from tutor.ui.startup import Stage

AROUND = 1_200  # characters of the note shown on either side of a quote
PREVIEW = 12_000  # characters of a note shown at first
_LONG_BLOCK = 4_800  # characters of it before the window; a longer one is shown in part, as text
_WITHOUT_MARKUP = {".txt", ".pdf"}  # every other format is read into Markdown


def passage_html(document: StoredDocument, citation: Citation) -> str:
    """The document's text around a quote, the quote marked, with its page and heading."""
    start = max(0, min(citation.char_start, len(document.text)))
    end = max(start, min(citation.char_end, len(document.text)))
    return _document(document, (start, end), citation.heading)


def document_html(document: StoredDocument, shown: int = PREVIEW) -> str:
    """The beginning of a document's text."""
    return _document(document, None, (), min(shown, len(document.text)))


def _document(
    document: StoredDocument,
    quote: tuple[int, int] | None,
    heading: tuple[str, ...],
    shown: int = 0,
) -> str:
    """The text around the quote; without one, the first ``shown`` characters."""
    text = document.text
    first, last = _window(text, *quote, AROUND) if quote else (0, shown)
    first, body = _rendered(document, quote, (first, last)) or (
        first,
        tag("div", _plain(text, quote, (first, last)), "st-text"),
    )
    above = tag("div", escape(texts.CUT_ABOVE), "st-cut") if first else ""
    below = _below(document, last) if last < len(text) else ""
    head = _head(document, quote[0] if quote else first, heading)
    return tag("article", head + above + body + below, "st-document")


def _rendered(
    document: StoredDocument, quote: tuple[int, int] | None, window: tuple[int, int]
) -> tuple[int, str] | None:
    """The window as the Markdown it is, begun where a block begins, and where that is.

    None for text that has no markup, and where only the plain text shows the quote as it stands.
    """
    if PurePath(document.source).suffix.lower() in _WITHOUT_MARKUP:
        return None
    first, last = window
    first = max((place for place in blocks(document.text) if place <= first), default=0)
    if window[0] - first > _LONG_BLOCK:
        return None
    part = document.text[first:last]
    html = marked(part, (quote[0] - first, quote[1] - first) if quote else None)
    return None if html is None else (first, tag("div", html, "st-note"))


def _plain(text: str, quote: tuple[int, int] | None, window: tuple[int, int]) -> str:
    first, last = window
    if not quote:
        return escape(text[first:last])
    a, b = quote
    mark = tag("mark", escape(text[a:b]), id="st-quote")
    return escape(text[first:a].lstrip("\n")) + mark + escape(text[b:last])


def _head(document: StoredDocument, offset: int, heading: tuple[str, ...]) -> str:
    page = document.page_at(offset)
    where = [*heading, f"{texts.PAGE} {page}"] if page else list(heading)
    crumbs = tag("div", " › ".join(inline(part) for part in where), "st-crumbs") if where else ""
    title = tag("h3", escape(document.title or document.source))
    return tag("header", title + tag("div", escape(document.source), "st-file") + crumbs)


def _below(document: StoredDocument, last: int) -> str:
    left = texts.CUT_BELOW.format(n=len(document.text) - last)
    more = command("preview", f"{last + PREVIEW} {document.source}", texts.SHOW_MORE, "st-tool")
    return tag("div", f"{escape(left)} {more}", "st-cut")


def _window(text: str, start: int, end: int, around: int) -> tuple[int, int]:
    """The quote with its surroundings, begun and ended at a line or a word."""
    first, last = max(0, start - around), min(len(text), end + around)
    if first:
        cut = max(text.find("\n", first, start), text.find(" ", first, start) if start else -1)
        line = text.find("\n", first, start)
        first = (line if line >= 0 else cut) + 1 or first
    if last < len(text):
        line = text.rfind("\n", end, last)
        word = text.rfind(" ", end, last)
        last = line if line >= 0 else (word if word >= 0 else last)
    return first, last


def files_html(files: Mapping[str, FileRecord]) -> str:
    """The table of what is indexed; each row opens or removes its note."""
    if not files:
        return tag("p", escape(texts.NOTHING_INDEXED), "st-empty")
    remarked = any(record.notes for record in files.values())
    names = [texts.FILE, texts.PAGES, texts.CHUNKS, *([texts.REMARKS] if remarked else []), ""]
    head = "".join(tag("th", escape(n), scope="col") if n else "<td></td>" for n in names)
    rows = "".join(_file_row(source, files[source], names) for source in sorted(files))
    return tag("table", f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>", "st-files")


def _file_row(source: str, record: FileRecord, names: Sequence[str]) -> str:
    tools = command("preview", f"0 {source}", escape(texts.PREVIEW), "st-tool") + command(
        "remove", source, escape(texts.REMOVE), "st-tool"
    )
    cells = {
        texts.FILE: tag("span", escape(source), "st-path"),
        texts.PAGES: f"{record.pages:,}",
        texts.CHUNKS: f"{record.chunks:,}",
        texts.REMARKS: "<br>".join(escape(note) for note in record.notes),
        "": tag("span", tools, "st-row-tools"),
    }
    return tag("tr", "".join(f'<td data-name="{escape(n)}">{cells[n]}</td>' for n in names))


def report_html(report: IngestReport) -> str:
    """The receipt of an ingestion: what became of each file that was not left as it was."""
    told = [file for file in report.files if file.status != "unchanged"]
    unchanged = report.count("unchanged")
    counts = ", ".join(
        f"{report.count(status)} {texts.of('STATUS', status)}"
        for status in get_args(Status)
        if any(file.status == status for file in report.files)
    )
    line = f"{counts or texts.NOTHING_CHANGED} · {report.seconds:.1f} s"
    if not told and unchanged:
        line = f"{texts.NOTHING_CHANGED} ({counts})"
    head = tag("strong", escape(texts.RECEIPT)) + tag("p", escape(line), "st-status")
    head += items("ul", [escape(what) for what in report.mended], "st-remarks")
    return tag("div", head + items("ul", map(_receipt, told), "st-list"), "st-receipt")


def _receipt(file: FileReceipt) -> str:
    mark = tag("span", escape(texts.of("STATUS", file.status)), f"st-badge st-{file.status}")
    name = tag("span", escape(file.source), "st-path")
    size = ""
    if file.status in ("added", "changed"):
        pages = f"{file.pages:,} {texts.PAGE if file.pages == 1 else texts.PAGES.lower()}"
        chunks = f"{file.chunks:,} {texts.CHUNK if file.chunks == 1 else texts.CHUNKS.lower()}"
        size = tag("span", escape(f"{pages}, {chunks}"), "st-size")
    remarks = items("ul", [escape(note) for note in file.notes], "st-remarks")
    error = tag("p", escape(file.error), "st-error") if file.error else ""
    return tag("div", mark + name + size, "st-receipt-head") + error + remarks


def step_html(step: Step) -> str:
    """How far files are in being added: a bar, and each file that was read."""
    text = escape(texts.of("PHASE", step.phase) if step.total else texts.WORK_BEGINS)
    bar = "<progress></progress>"
    if step.total:
        text += f" · {step.done:,} / {step.total:,}"
        bar = tag("progress", "", value=str(step.done), max=str(step.total))
    line = tag("div", f"{bar}<span>{text}</span>", "st-stage", role="status")
    return tag("div", line + items("ul", map(_receipt, step.files), "st-list"), "st-receipt")


def stage_html(stage: Stage) -> str:
    """How far a course is in getting ready; nothing once it is."""
    if stage.name == "ready":
        return ""
    if stage.failure:
        text = stage.failure.told
        return tag("div", f"{escape(texts.STAGE_failed)}: {escape(text)}", "st-stage st-failed")
    text = escape(texts.of("STAGE", stage.name))
    if stage.total:
        text += f" · {stage.done:,} / {stage.total:,}"
    bar = (
        tag("progress", "", value=str(stage.done), max=str(stage.total))
        if stage.total
        else "<progress></progress>"
    )
    return tag("div", f"{bar}<span>{text}</span>", "st-stage", role="status")
