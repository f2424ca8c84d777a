"""A tutor that says what it is told to: the facade's signatures, no index and no model."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np

from corpus.course import Course, Objective, Section
from corpus.questions import Option, Question, Receipt
from index.errors import SourceMissing
from index.home import Progress
from index.ingest import FileReceipt, IngestReport, OnFile
from index.records import StoredDocument, StoredPage
from index.retriever import Found
from index.versions import FileRecord
from tutor.answering.answer import Answer, AnswerSentence, Turn
from tutor.citations import Citation
from tutor.errors import NoQuestions
from tutor.learning.learning import Learning
from tutor.quizzing.models import Explanation, OptionVerdict, PastedQuestion, Quiz, QuizRequest
from tutor.settings import Settings
from tutor.study_tutor import StudyTutor

COURSE = "small"
SOURCE = "notes/tuning.md"
TEXT = (
    "# Tuning\n\n## Hyperopt\n\n`fmin` minimises the loss. Return -accuracy for a metric that "
    "should be large.\n\n## Folds\n\nWith 5 folds each combination is fitted 5 times."
)


def citation(n: int, quote: str, heading: tuple[str, ...] = ("Tuning", "Hyperopt")) -> Citation:
    start = TEXT.index(quote)
    return Citation(n, SOURCE, 2, heading, quote, start, start + len(quote))


LOSS = citation(1, "`fmin` minimises the loss.")
NEGATIVE = citation(2, "Return -accuracy for a metric that should be large.")
FOLDS = citation(3, "With 5 folds each combination is fitted 5 times.", ("Tuning", "Folds"))
ANSWER = Answer(
    "why?",
    "fmin minimises the loss. [1]",
    (AnswerSentence(LOSS.quote, (1,), True), AnswerSentence(NEGATIVE.quote, (2,), True)),
    (LOSS, NEGATIVE),
)
REFUSAL = Answer("cost?", "Your notes don't say.", refused=True, reason="x", nearest=(FOLDS,))


def question(name: str, *, right: str = "B", kind: str = "single", **more: object) -> Question:
    return Question.model_validate(
        {
            "id": name,
            "kind": kind,
            "stem": f"Question {name}: what does `fmin` do?",
            "options": [
                {
                    "text": f"Option {label} of {name}",
                    "correct": label in right,
                    "why": f"secret reason {label} of {name}",
                }
                for label in "ABCD"
            ],
            "receipt": Receipt(source=SOURCE, quote=LOSS.quote).model_dump(),
            "objective": "1.01",
            "section": "1",
            "takeaway": f"secret takeaway of {name}",
            **more,
        }
    )


def option(text: str, *, correct: bool = False) -> Option:
    return Option(text=text, correct=correct)


class HandClock:
    """Time as the test sets it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


class ScriptedTutor(StudyTutor):
    """Set ``answers`` (what a stream yields; an exception is raised), ``questions``, ``files``.

    What a learner does is kept for real, in a folder of its own and by ``clock``.
    """

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp(prefix="scripted-tutor-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        super().__init__(Settings(course=COURSE, data_dir=folder))
        self.clock = HandClock()
        self.answers: list[Answer | Exception] = [ANSWER]
        self.questions = [question("q1"), question("q2", right="AC", kind="multiple")]
        self.files: dict[str, FileRecord] = {
            SOURCE: FileRecord(sha256="0", pages=1, chunks=3, characters=len(TEXT))
        }
        self.titles = {COURSE: "Small course"}
        self.examples: tuple[str, ...] = ()
        self.calls: list[tuple[str, object]] = []
        self.fails: Exception | None = None
        self.reading = threading.Event()  # cleared, an ingestion waits between its phases
        self.reading.set()

    @cached_property
    def learning(self) -> Learning:
        """Without an index there are no key facts, and a proof is looked for in no notes."""
        place = self.settings.data_dir / "learning.db"
        return Learning(place, self.course, self.bank, self.clock)

    def courses(self) -> list[Course]:
        return [self.course(name) for name in self.titles]

    def course(self, course_id: str) -> Course:
        objectives = (Objective(id="1.01", title="Tune a model"),)
        section = Section(id="1", title="Model development", weight=100, objectives=objectives)
        sections = (section,) if course_id == COURSE else ()
        title = self.titles.get(course_id, course_id)
        return Course(
            id=course_id,
            title=title,
            folder=Path("nowhere"),
            sections=sections,
            examples=self.examples,
        )

    def create_course(self, title: str) -> str:
        self.titles[title.lower()] = title
        return title.lower()

    def is_indexed(self, course_id: str) -> bool:
        return course_id == COURSE

    def ingest(
        self,
        course_id: str,
        paths: Sequence[Path] = (),
        *,
        rebuild: bool = False,
        progress: Progress | None = None,
        on_file: OnFile | None = None,
    ) -> IngestReport:
        self.calls.append(("ingest", (course_id, tuple(paths), rebuild)))
        if self.fails:
            raise self.fails
        receipts = tuple(FileReceipt(path.name, "added", 1, 4, 100) for path in paths)
        for receipt in receipts if on_file else ():
            on_file(receipt)  # type: ignore[misc]
        if progress:
            progress("reading", 1, 2)
            self.reading.wait(20)
            progress("embedding", 2, 2)
        return IngestReport(course_id, receipts, 7, 7, 0.5)

    def add_notes(
        self,
        course_id: str,
        files: Sequence[Path],
        *,
        progress: Progress | None = None,
        on_file: OnFile | None = None,
    ) -> IngestReport:
        return self.ingest(course_id, files, progress=progress, on_file=on_file)

    def remove_notes(self, course_id: str, source: str) -> IngestReport:
        self.document(course_id, source)
        del self.files[source]
        return IngestReport(course_id, (FileReceipt(source, "removed"),), 0, 0, 0.1)

    def indexed_files(self, course_id: str) -> dict[str, FileRecord]:
        return dict(self.files) if course_id == COURSE else {}

    def document(self, course_id: str, source: str) -> StoredDocument:
        if source not in self.files:
            raise SourceMissing(f"No note named {source} is indexed", "Choose another")
        return StoredDocument(source, "Tuning", TEXT, (StoredPage(2, 0),))

    def search(self, course_id: str, query: str, k: int = 10) -> Found:
        return Found(query, np.zeros(1, np.float32), ())

    def ask_stream(
        self,
        course_id: str,
        question: str,
        previous: Sequence[Turn] = (),
        learner: str | None = None,
    ) -> Iterator[Answer]:
        self.calls.append(("ask", (course_id, question, tuple(previous))))
        for answer in self.answers:
            if isinstance(answer, Exception):
                raise answer
            yield replace(answer, question=question)

    def bank(self, course_id: str) -> list[Question]:
        return self.questions

    def quiz(self, course_id: str, request: QuizRequest, learner: str | None = None) -> Quiz:
        self.calls.append(("quiz", request))
        left = [q for q in self.questions if q.id not in request.avoid]
        if not left:
            raise NoQuestions("No question fits", "Ask for something wider")
        return Quiz(tuple(left[: request.n]), {"key too long": 2})

    def explain(
        self,
        course_id: str,
        question: Question | PastedQuestion,
        chosen: Sequence[str] = (),
        learner: str | None = None,
    ) -> Explanation:
        assert isinstance(question, Question)
        options = {
            label: OptionVerdict("right" if o.correct else "wrong", o.why, (1,))
            for label, o in question.labelled().items()
        }
        return Explanation(
            question.id, tuple(sorted(question.key)), "bank", None, options, (LOSS,),
            "The explanation.", tuple(chosen), question.takeaway,
        )  # fmt: skip
