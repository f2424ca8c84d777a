"""The Notes tab: what is indexed, adding and removing notes, courses of one's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import Dependency

from index.ingest import IngestReport
from tutor.ui import ask_page, texts
from tutor.ui.border import NotYet
from tutor.ui.markup import escape, read_command
from tutor.ui.render_notes import files_html, report_html
from tutor.ui.session import Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import ONE, Components, Updates, connect, reporter

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor


def listed(tutor: StudyTutor, *, session: Session) -> Updates:
    """What is indexed now, and the questions that could be asked of it."""
    return {
        "files": files_html(tutor.indexed_files(session.course)),
        "examples": ask_page.offered(tutor, session),
    }


def add_files(
    tutor: StudyTutor,
    startup: Startup,
    *,
    session: Session,
    uploads: list[str] | None,
    progress: gr.Progress,
) -> Updates:
    """Copy uploaded files into the course and index them."""
    if not uploads:
        raise NotYet("No file is chosen", "Choose at least one")
    startup.wait(session.course)  # which may be indexing what the course had already
    report = tutor.add_notes(
        session.course, [Path(name) for name in uploads], progress=reporter(progress)
    )
    return {**_after(tutor, startup, session, report), "uploads": None}


def add_folder(
    tutor: StudyTutor, startup: Startup, *, session: Session, path: str, progress: gr.Progress
) -> Updates:
    """Index a file or folder where it lies."""
    if not path.strip():
        raise NotYet("No path is given", "Type the path of a file or folder of this machine")
    folder = Path(path.strip()).expanduser()
    startup.wait(session.course)
    report = tutor.ingest(session.course, [folder], progress=reporter(progress))
    return {**_after(tutor, startup, session, report), "path": ""}


def reindex(
    tutor: StudyTutor, startup: Startup, *, session: Session, progress: gr.Progress
) -> Updates:
    """Make the index equal the notes as they are now."""
    startup.wait(session.course)
    report = tutor.ingest(session.course, progress=reporter(progress))
    return _after(tutor, startup, session, report)


def rebuild(
    tutor: StudyTutor, startup: Startup, *, session: Session, progress: gr.Progress
) -> Updates:
    """Index every note anew."""
    startup.wait(session.course)
    report = tutor.ingest(session.course, rebuild=True, progress=reporter(progress))
    return _after(tutor, startup, session, report)


def ask_to_remove(*, link: str) -> Updates:
    """Ask whether a note is to be removed."""
    source = read_command(link)[1]
    question = escape(texts.REMOVE_QUESTION.format(source=source))
    return {
        "removing": gr.update(visible=True),
        "remove_question": f'<p class="st-remove" role="alert">{question}</p>',
        "doomed": source,
    }


def remove(tutor: StudyTutor, startup: Startup, *, session: Session, doomed: str) -> Updates:
    """Take the note out of the course."""
    if not doomed:
        raise NotYet("No note is chosen", "Press Remove beside one")
    startup.wait(session.course)
    report = tutor.remove_notes(session.course, doomed)
    return {**_after(tutor, startup, session, report), **keep()}


def keep() -> Updates:
    """Remove nothing."""
    return {"removing": gr.update(visible=False), "doomed": ""}


def _after(tutor: StudyTutor, startup: Startup, session: Session, report: IngestReport) -> Updates:
    startup.begin(session.course)  # a course that had nothing to load has something now
    return {"receipt": report_html(report), **listed(tutor, session=session)}


def build() -> dict[str, Any]:
    """Lay the tab out; returns its components by name."""
    parts: dict[str, Any] = {}
    with gr.Row(elem_classes="st-adding"):
        with gr.Column(min_width=280):
            parts["uploads"] = gr.File(
                file_count="multiple",
                label=texts.ADD_FILES,
                height=150,
            )
            gr.HTML(texts.ADD_FILES_HELP, elem_classes="st-intro")
            parts["add_files"] = gr.Button(texts.ADD, variant="primary", size="md")
        with gr.Column(min_width=280):
            parts["path"] = gr.Textbox(label=texts.ADD_FOLDER, placeholder=texts.FOLDER_PLACEHOLDER)
            parts["add_folder"] = gr.Button(texts.ADD, variant="primary", size="md")
            with gr.Row(elem_classes="st-buttons"):
                parts["reindex"] = gr.Button(texts.REINDEX, size="md")
                parts["rebuild"] = gr.Button(texts.REBUILD, size="md")
    parts["receipt"] = gr.HTML("", elem_classes="st-receipt-box")
    with gr.Column(visible=False, elem_classes="st-removing") as parts["removing"]:
        parts["remove_question"] = gr.HTML("")
        with gr.Row(elem_classes="st-buttons"):
            parts["remove"] = gr.Button(texts.REMOVE, variant="stop", size="md")
            parts["keep"] = gr.Button(texts.KEEP, size="md")
    parts["doomed"] = gr.State("")
    gr.Markdown(f"### {texts.INDEXED}", elem_classes="st-heading")
    parts["files"] = gr.HTML("", elem_classes="st-files-box")
    with gr.Accordion(texts.NEW_COURSE, open=False):
        parts["course_name"] = gr.Textbox(
            label=texts.NEW_COURSE, placeholder=texts.NEW_COURSE_PLACEHOLDER, show_label=False
        )
        parts["create"] = gr.Button(texts.CREATE, size="md")
    return parts


def wire(
    tutor: StudyTutor,
    startup: Startup,
    session: gr.State,
    parts: Components,
    remove_links: gr.HTML,
) -> None:
    """Connect the tab's events."""
    told = {name: parts[name] for name in ("receipt", "files", "examples")}
    removing = {name: parts[name] for name in ("removing", "remove_question", "doomed")}

    def on(
        trigger: Callable[..., Dependency],
        handler: Any,
        *names: str,
        more: Components | None = None,
    ) -> None:
        connect(
            trigger,
            partial(handler, tutor, startup),
            inputs={"session": session, **{name: parts[name] for name in names}},
            outputs={**told, **{name: parts[name] for name in names}, **(more or {})},
            concurrency_limit=ONE,
            progress_on=None if handler is remove else parts["receipt"],
        )

    on(parts["add_files"].click, add_files, "uploads")
    on(parts["add_folder"].click, add_folder, "path")
    on(parts["path"].submit, add_folder, "path")
    on(parts["reindex"].click, reindex)
    on(parts["rebuild"].click, rebuild)
    on(parts["remove"].click, remove, "doomed", more=removing)
    connect(remove_links.input, ask_to_remove, inputs={"link": remove_links}, outputs=removing)
    connect(parts["keep"].click, keep, inputs={}, outputs=removing)
