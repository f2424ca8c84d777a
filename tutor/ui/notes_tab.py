"""The Notes tab: what is indexed, adding and removing notes, courses of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import Dependency

from index.ingest import IngestReport
from tutor.ui import ask_page, notes_findings, texts
from tutor.ui.border import caught, not_yet
from tutor.ui.long_work import LongWork, Run, Step
from tutor.ui.markup import escape, read_command
from tutor.ui.render import failure_html
from tutor.ui.render_notes import files_html, report_html, step_html
from tutor.ui.session import Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import ONE, Components, Updates, connect

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor


def listed(tutor: StudyTutor, *, session: Session) -> Updates:
    """What is indexed now, and the questions that could be asked of it."""
    return {
        "files": files_html(tutor.indexed_files(session.course)),
        "examples": ask_page.offered(tutor, session),
    }


def add_files(
    tutor: StudyTutor, startup: Startup, *, session: Session, uploads: list[str] | None
) -> Iterator[Updates]:
    """Copy uploaded files into the course and index them."""
    if not uploads:
        raise not_yet("no_file")
    paths = [Path(name) for name in uploads]
    yield from _working(
        tutor,
        startup,
        session,
        lambda progress, on_file: tutor.add_notes(
            session.course, paths, progress=progress, on_file=on_file
        ),
        uploads=None,
    )


def add_folder(
    tutor: StudyTutor, startup: Startup, *, session: Session, path: str
) -> Iterator[Updates]:
    """Index a file or folder where it lies."""
    if not path.strip():
        raise not_yet("no_path")
    folder = Path(path.strip()).expanduser()
    yield from _working(
        tutor,
        startup,
        session,
        lambda progress, on_file: tutor.ingest(
            session.course, [folder], progress=progress, on_file=on_file
        ),
        path="",
    )


def reindex(
    tutor: StudyTutor, startup: Startup, *, session: Session, rebuild: bool = False
) -> Iterator[Updates]:
    """Make the index equal the notes as they are now; ``rebuild`` indexes every note anew."""
    yield from _working(
        tutor,
        startup,
        session,
        lambda progress, on_file: tutor.ingest(
            session.course, rebuild=rebuild, progress=progress, on_file=on_file
        ),
    )


def _working(
    tutor: StudyTutor, startup: Startup, session: Session, run: Run, **done: Any
) -> Iterator[Updates]:
    """Do long work; yields how far it is, and at its end its receipt and ``done``."""
    session.stopping = False
    yield {"receipt": step_html(Step()), "stop_work": gr.update(visible=True)}
    with caught() as outcome:
        startup.wait(session.course)  # which may be indexing what the course had already
        work = LongWork(run, lambda: session.stopping)
        for step in work:
            yield {"receipt": step_html(step)}
        assert work.report, "there is one at the end of the work"
        yield {**_after(tutor, startup, session, work.report), **done}
    failed = {"receipt": failure_html(outcome.failure)} if outcome.failure else {}
    yield {**failed, "stop_work": gr.update(visible=False)}


def stop_work(*, session: Session) -> Updates:
    """Stop what is under way; the notes and their index stay as they were."""
    session.stopping = True
    return {"stop_work": gr.update(visible=False)}


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
        raise not_yet("no_note")
    startup.wait(session.course)
    report = tutor.remove_notes(session.course, doomed)
    return {**_after(tutor, startup, session, report), **keep()}


def keep() -> Updates:
    """Remove nothing."""
    return {"removing": gr.update(visible=False), "doomed": ""}


def _after(tutor: StudyTutor, startup: Startup, session: Session, report: IngestReport) -> Updates:
    startup.begin(session.course)  # a course that had nothing to load has something now
    return {
        "receipt": report_html(report),
        **listed(tutor, session=session),
        **notes_findings.put_away(),
    }


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
    parts["receipt"] = gr.HTML("", elem_classes="st-slot")
    parts["stop_work"] = gr.Button(texts.WORK_STOP, size="md", visible=False)
    with gr.Column(visible=False, elem_classes="st-removing") as parts["removing"]:
        parts["remove_question"] = gr.HTML("")
        with gr.Row(elem_classes="st-buttons"):
            parts["remove"] = gr.Button(texts.REMOVE, variant="stop", size="md")
            parts["keep"] = gr.Button(texts.KEEP, size="md")
    parts["doomed"] = gr.State("")
    parts |= notes_findings.build()
    gr.Markdown(f"## {texts.INDEXED}", elem_classes="st-heading")
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
    select: Callable[..., Dependency],
) -> None:
    """Connect the tab's events; ``select`` is that of its being turned to."""
    mine = {"session": session}
    told = {name: parts[name] for name in ("receipt", "files", "examples", "stop_work")}
    told |= {name: parts[name] for name in notes_findings.SHOWN}
    removing = {name: parts[name] for name in ("removing", "remove_question", "doomed")}

    def on(trigger: Callable[..., Dependency], handler: Any, *names: str) -> None:
        connect(
            trigger,
            partial(handler, tutor, startup),
            inputs={**mine, **{name: parts[name] for name in names}},
            outputs={**told, **removing, **{name: parts[name] for name in names}},
            concurrency_limit=ONE,
        )

    on(parts["add_files"].click, add_files, "uploads")
    on(parts["add_folder"].click, add_folder, "path")
    on(parts["path"].submit, add_folder, "path")
    on(parts["reindex"].click, reindex)
    on(parts["rebuild"].click, partial(reindex, rebuild=True))
    on(parts["remove"].click, remove, "doomed")
    connect(parts["stop_work"].click, stop_work, inputs=mine, outputs=told)
    connect(remove_links.input, ask_to_remove, inputs={"link": remove_links}, outputs=removing)
    connect(parts["keep"].click, keep, inputs={}, outputs=removing)
    connect(select, partial(listed, tutor), inputs=mine, outputs=told)
    notes_findings.wire(tutor, startup, session, parts)
