"""``StudyTutor``: the composition root and facade. The command line and the app talk to it only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.course import Course
from corpus.questions import Question
from index.home import Progress
from index.ingest import IngestReport
from index.records import StoredDocument
from index.retriever import Found
from index.versions import FileRecord
from tutor.answering.answer import Answer, Turn
from tutor.quizzing.models import Explanation, PastedQuestion, Quiz, QuizRequest
from tutor.settings import Settings


class StudyTutor:
    """Everything the tutor does, for one installation. Safe to share between learners."""

    def __init__(self, settings: Settings) -> None: ...

    # -- courses and notes
    def courses(self) -> list[Course]: ...
    def course(self, course_id: str) -> Course: ...
    def is_indexed(self, course_id: str) -> bool: ...
    def ingest(self, course_id: str, paths: Sequence[Path] = (), *, rebuild: bool = False, progress: Progress | None = None) -> IngestReport: ...
    def add_notes(self, course_id: str, files: Sequence[Path], *, progress: Progress | None = None) -> IngestReport:
        """Copy files (uploads) into the course's own folder, then ingest."""
    def remove_notes(self, course_id: str, source: str) -> IngestReport: ...
    def indexed_files(self, course_id: str) -> dict[str, FileRecord]: ...
    def document(self, course_id: str, source: str) -> StoredDocument: ...

    # -- ask
    def search(self, course_id: str, query: str, k: int = 10) -> Found: ...
    def ask(self, course_id: str, question: str, previous: Sequence[Turn] = ()) -> Answer: ...
    def ask_stream(self, course_id: str, question: str, previous: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Answers that grow as a model writes; the last one is checked and complete."""

    # -- practise
    def quiz(self, course_id: str, request: QuizRequest) -> Quiz: ...
    def explain(self, course_id: str, question: Question | PastedQuestion, chosen: Sequence[str] = ()) -> Explanation: ...
    def bank(self, course_id: str) -> list[Question]: ...
