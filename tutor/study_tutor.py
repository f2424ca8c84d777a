"""``StudyTutor``: the composition root and facade. The command line and the app talk to it only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from corpus.questions import Question
from tutor.courses import CourseShelf
from tutor.model_calls import ModelCalls
from tutor.note_indexes import NoteIndexes
from tutor.question_banks import QuestionBanks

if TYPE_CHECKING:  # what takes long to import is imported by what needs it: `tutor --help` waits
    from pathlib import Path

    from corpus.course import Course
    from index.home import Progress
    from index.ingest import IngestReport, OnFile
    from index.records import StoredDocument
    from index.retriever import Found, NotesIndex
    from index.versions import FileRecord
    from tutor.answering.answer import Answer, Turn
    from tutor.answering.conflicts_search import NotesConflicts
    from tutor.answering.with_model import ModelAnswers
    from tutor.backup import Backups
    from tutor.exporting.models import Exported, ExportRequest
    from tutor.learning.learning import Learning
    from tutor.model_check import ModelCheck
    from tutor.note_indexes import Engine
    from tutor.quizzing.models import Explanation, PastedQuestion, Quiz, QuizRequest
    from tutor.quizzing.typed_answer import TypedAnswer
    from tutor.quizzing.with_model import ModelQuestions
    from tutor.settings import Settings

_GONE = "Nothing is there any more. Its notes were removed"


class StudyTutor:
    """Everything the tutor does, for one installation. Safe to share between learners."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.shelf = CourseShelf(settings.data_dir)
        self._indexes = NoteIndexes(settings, self.shelf)
        self._banks = QuestionBanks()
        self._calls = ModelCalls(settings.llm_calls_per_minute)

    # -- courses and notes

    def courses(self) -> list[Course]:
        """Every course, bundled ones first."""
        return [self.shelf.get(name) for name in self.shelf.ids()]

    def course(self, course_id: str) -> Course:
        """A course by id."""
        return self.shelf.get(course_id)

    def create_course(self, title: str) -> str:
        """Make an empty course; returns its id."""
        return self.shelf.create(title)

    def is_indexed(self, course_id: str) -> bool:
        """Whether the course has an index to ask."""
        return self._indexes.versions(course_id).current() is not None

    def ingest(
        self,
        course_id: str,
        paths: Sequence[Path] = (),
        *,
        rebuild: bool = False,
        engine: Engine = "local",
        progress: Progress | None = None,
        on_file: OnFile | None = None,
    ) -> IngestReport:
        """Make the index equal the notes; ``paths`` are remembered as notes of the course.

        ``progress`` or ``on_file`` may raise ``Stopped``; then everything is as before.
        """
        from index.ingest import FileReceipt, Limits, ingest
        from tutor.answering.conflicts_store import ensure_conflicts

        given = self.settings
        limits = Limits(
            int(given.max_file_mb * 2**20), given.max_file_characters, given.max_file_seconds
        )
        with self.shelf.taken_back_when_stopped(course_id):
            if paths:
                self.shelf.add_paths(course_id, paths)
            self.shelf.get(course_id)
            home = self._indexes.home(course_id, engine)
            report = ingest(
                home,
                self.shelf.roots(course_id),
                removed=self.shelf.removed(course_id),
                limits=limits,
                rebuild=rebuild,
                progress=progress,
                on_file=on_file,
            )
        more = ensure_conflicts(home.versions.current(), lambda: self.index(course_id))
        gone = [FileReceipt(str(p), "failed", error=_GONE) for p in self.shelf.vanished(course_id)]
        return replace(report, files=(*report.files, *gone), seconds=report.seconds + more)

    def add_notes(
        self,
        course_id: str,
        files: Sequence[Path],
        *,
        progress: Progress | None = None,
        on_file: OnFile | None = None,
    ) -> IngestReport:
        """Copy files (uploads) into the course's own folder, then ingest."""
        self.shelf.get(course_id)
        with self.shelf.taken_back_when_stopped(course_id):
            self.shelf.add_uploads(course_id, files)
            return self.ingest(course_id, progress=progress, on_file=on_file)

    def remove_notes(self, course_id: str, source: str) -> IngestReport:
        """Take a note out of the course and its index."""
        self.document(course_id, source)
        self.shelf.remove_source(course_id, source)
        return self.ingest(course_id)

    def indexed_files(self, course_id: str) -> dict[str, FileRecord]:
        """What is indexed, by source; empty before the first ingestion."""
        return dict(self.index(course_id).manifest.files) if self.is_indexed(course_id) else {}

    def document(self, course_id: str, source: str) -> StoredDocument:
        """The extracted text that spans of ``source`` refer to."""
        return self.index(course_id).document(source)

    def note_texts(self, course_id: str) -> dict[str, str]:
        """The extracted text of every note, by source."""
        return {d.source: d.text for d in self.index(course_id).records.documents.values()}

    def conflicts(self, course_id: str) -> NotesConflicts:
        """Passages of the notes that contradict each other."""
        from tutor.answering.conflicts_store import conflicts_of

        return conflicts_of(self.index(course_id))

    def index(self, course_id: str) -> NotesIndex:
        """The current version of a course's index (or CourseUnknown, Index{Missing,Damaged})."""
        return self._indexes.latest(course_id)

    # -- ask

    def search(self, course_id: str, query: str, k: int = 10) -> Found:
        """The best passages for a question."""
        return self.index(course_id).search(query, k)

    def ask(
        self,
        course_id: str,
        question: str,
        previous: Sequence[Turn] = (),
        learner: str | None = None,
    ) -> Answer:
        """Answer a question, from the notes alone or by the model of the settings."""
        *_, answer = self.ask_stream(course_id, question, previous, learner)
        return answer

    def ask_stream(
        self,
        course_id: str,
        question: str,
        previous: Sequence[Turn] = (),
        learner: str | None = None,
    ) -> Iterator[Answer]:
        """Answers that grow as a model writes; the last one is checked and complete."""
        from tutor.asking import answers

        index = self.index(course_id)
        return answers(index, question, previous, self._model, self._call_of(learner))

    def test_model(self) -> ModelCheck:
        """One easy question to the model of the settings: what is wrong, or how it answers."""
        from tutor.model_check import check_model

        return check_model(self.settings)

    # -- practise

    def bank(self, course_id: str) -> list[Question]:
        """The course's question bank; empty when it has none."""
        return self._banks.of(self.course(course_id).questions_folder)

    def quiz(self, course_id: str, request: QuizRequest, learner: str | None = None) -> Quiz:
        """Questions to practise with; none of an exam that the learner has open."""
        from tutor.quizzing.quiz import make_quiz

        withheld = self._withheld(learner, course_id)
        request = replace(request, avoid=request.avoid | {q.id for q in withheld})
        bank = self.bank(course_id)
        model = self._question_writer(learner)
        return make_quiz(self.index(course_id), bank, request, model=model)

    def explain(
        self,
        course_id: str,
        question: Question | PastedQuestion,
        chosen: Sequence[str] = (),
        learner: str | None = None,
    ) -> Explanation:
        """Why each option is right or wrong, with passages.

        Raises:
            ExamError: the question is in an exam that the learner has open.
        """
        from tutor.quizzing.explain import explain_pasted
        from tutor.quizzing.explain_own import explain_own
        from tutor.withheld import refuse_withheld

        withheld = self._withheld(learner)
        refuse_withheld(question, withheld)
        index = self.index(course_id)
        if isinstance(question, Question):
            return explain_own(question, chosen, index)
        hidden = {q.id for q in withheld}
        bank = [q for q in self.bank(course_id) if q.id not in hidden]
        return explain_pasted(question, index, bank)

    def grade_typed(
        self, course_id: str, question: Question, typed: str, learner: str | None = None
    ) -> TypedAnswer:
        """Compare an answer in own words with what the question's key says; asks no model."""
        from tutor.quizzing.typed_answer import answer_typed
        from tutor.withheld import refuse_withheld

        refuse_withheld(question, self._withheld(learner))
        return answer_typed(question, typed, self.index(course_id))

    # -- learn, and take along

    @cached_property
    def learning(self) -> Learning:
        """Exams and the history of learning, of all learners."""
        from tutor.learning.learning import Learning
        from tutor.second_opinion import opinion_on

        url = self.settings.database_url
        place = url.get_secret_value() if url else self.settings.data_dir / "learning.db"
        opinion = partial(opinion_on, self)
        return Learning(place, self.course, self.exam_questions, notes=self.index, opinion=opinion)

    def exam_questions(self, course_id: str) -> list[Question]:
        """What an exam draws from: the bank, or without one the questions that the notes give."""
        from tutor.quizzing.made_questions import MADE

        return self.bank(course_id) or list(MADE.of(self.index(course_id)).questions)

    @property
    def backups(self) -> Backups:
        """Writing and reading backups of a learner's data and of the courses made here."""
        from tutor.backup import Backups

        return Backups(self.learning, self.shelf)

    def _withheld(self, learner: str | None, course_id: str = "") -> list[Question]:
        return self.learning.withheld(learner or self.settings.learner, course_id)

    def export(
        self, course_id: str, request: ExportRequest, learner: str | None = None
    ) -> Exported:
        """Write questions to a file for Anki, spreadsheets, other banks or paper.

        Raises ExportError (it cannot be written, or is there already) or NoQuestions.
        """
        from tutor.export_selection import select
        from tutor.exporting.export import export, prepare

        prepare(request)
        chosen = select(self, course_id, request, learner or self.settings.learner)
        return export(chosen, request, datetime.now(UTC))

    # -- parts

    @cached_property
    def _model(self) -> ModelAnswers | None:
        if self.settings.llm == "none":
            return None
        from tutor.answering.with_model import ModelAnswers

        return ModelAnswers(self.settings)

    def _question_writer(self, learner: str | None) -> ModelQuestions | None:
        if self.settings.llm == "none":
            return None
        from tutor.quizzing.with_model import ModelQuestions

        return ModelQuestions(self.settings, self._call_of(learner))

    def _call_of(self, learner: str | None) -> Callable[[], None]:
        """Called before each call of the model; raises when the learner has made too many."""
        return partial(self._calls.take, learner or self.settings.learner)
