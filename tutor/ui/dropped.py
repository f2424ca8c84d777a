"""Files dropped into the chat: added to the notes, with their progress and receipt in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.ui import ask_page, conversation
from tutor.ui.border import caught
from tutor.ui.long_work import LongWork, Step
from tutor.ui.session import Exchange, Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import Updates

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor


def put_down(session: Session, files: Sequence[str]) -> None:
    """Note the files, to be added when nobody else writes to the notes."""
    session.dropped = tuple(files)
    session.stopping = False
    names = tuple(Path(file).name for file in files)
    session.exchanges.append(Exchange("", files=names, step=Step()))


def add(tutor: StudyTutor, startup: Startup, *, session: Session) -> Iterator[Updates]:
    """Copy the files into the course and index them; yields the conversation as that goes on."""
    files, session.dropped = session.dropped, ()
    if not files:
        yield {}
        return
    exchange, course = session.exchanges[-1], session.course
    paths = [Path(file) for file in files]
    with caught() as outcome:
        startup.wait(course)
        work = LongWork(
            lambda progress, on_file: tutor.add_notes(
                course, paths, progress=progress, on_file=on_file
            ),
            lambda: session.stopping,
        )
        for step in work:
            exchange.step = step
            yield {**ask_page.shown(session), "session": session}
        exchange.report = work.report
        startup.begin(course)  # a course that had nothing to load has something now
    exchange.failure = outcome.failure
    exchange.finished = True
    with caught():
        conversation.keep(tutor, session)
    yield {**ask_page.idle(session), "session": session}
