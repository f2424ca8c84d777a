"""Exams over the store: each command reads the events, asks the rules, and adds what they say."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from uuid import uuid4

from corpus.course import Course
from corpus.questions import Question
from tutor.errors import ExamError
from tutor.learning import exam as rules
from tutor.learning.clock import Clock, SteadyClock
from tutor.learning.events import Confidence, Event
from tutor.learning.exam import Exam, replay
from tutor.learning.exam_draw import draw
from tutor.learning.exam_history import (
    EDGES,
    ExamEntry,
    entry_of,
    last_seen,
    make_way,
    settled,
    still_open,
)
from tutor.learning.exam_report import ExamReport, report_of
from tutor.learning.exam_review import Reviewed, ReviewFilter, missed_of, review_of
from tutor.learning.exam_view import ExamView, view_of

if TYPE_CHECKING:
    from tutor.learning.store import LearningStore

Command = Callable[[Exam, datetime], list[Event]]


class ExamRoom:
    """Everyone's exams. Safe to share between threads, processes and learners.

    It keeps no state of any learner: every method takes the learner's id and reads the store.
    ``course`` and ``questions`` give a course and the questions that an exam may draw from. Every
    method raises ``StoreError`` when the database cannot be used.
    """

    def __init__(
        self,
        place: str | Path,
        course: Callable[[str], Course],
        questions: Callable[[str], Sequence[Question]],
        clock: Clock | None = None,
    ) -> None:
        self._place = place
        self._course = course
        self._questions = questions
        self._clock = clock or SteadyClock()
        self._lock = Lock()
        self._store: LearningStore | None = None

    @property
    def store(self) -> LearningStore:
        """The events of all learners; opened when it is first asked for."""
        from tutor.learning.store import LearningStore

        with self._lock:
            if self._store is None:
                self._store = LearningStore.open(self._place)
        return self._store

    def now(self) -> datetime:
        """The time by the clock in use, UTC."""
        return self._clock()

    # -- exams

    def start_exam(
        self,
        learner: str,
        course_id: str,
        *,
        n: int | None = None,
        minutes: int | None = None,
        seed: int | None = None,
    ) -> ExamView:
        """Draw a form and start the clock. ``n`` and ``minutes`` default to the blueprint's.

        Raises:
            ExamError: an exam of this course is open, or there is nothing to ask.
            CourseUnknown: there is no such course.
        """
        course, bank = self._course(course_id), self._questions(course_id)
        drawn_by = secrets.randbelow(2**32) if seed is None else seed
        exam_id = uuid4().hex[:12]

        def decision(events: list[Event]) -> list[Event]:
            now = self.now()
            closing = make_way(events, now)
            form = draw(
                course,
                bank,
                n=n,
                minutes=minutes,
                last_seen=last_seen(events),
                without={e.card for e in events if e.kind == "disputed"},
                seed=drawn_by,
            )
            return closing + rules.begin(learner, course_id, exam_id, form, now)

        self.store.decide(learner, decision, course=course_id)
        return self.exam_view(learner, exam_id)

    def exam_view(self, learner: str, exam_id: str) -> ExamView:
        """The exam as its page shows it; it ends here when its time is up.

        Raises:
            ExamError: the learner has no such exam.
        """
        return view_of(self._exam(learner, exam_id), self.now())

    def answer(
        self,
        learner: str,
        exam_id: str,
        number: int,
        chosen: Iterable[str],
        *,
        confidence: Confidence | None = None,
        seconds: float | None = None,
    ) -> ExamView:
        """Choose options (labels of the page; none clears); on disk when this returns.

        Raises:
            ExamError: the exam has ended, or the question or a label is not in it.
        """
        labels = tuple(chosen)
        return self._do(
            learner,
            exam_id,
            lambda exam, now: rules.answer(
                exam, number, labels, now, confidence=confidence, seconds=seconds
            ),
        )

    def flag(self, learner: str, exam_id: str, number: int, on: bool = True) -> ExamView:
        """Flag a question for later, or take the flag off. Raises ExamError as :meth:`answer`."""
        return self._do(learner, exam_id, lambda exam, now: rules.flag(exam, number, on, now))

    def move(self, learner: str, exam_id: str, number: int) -> ExamView:
        """Turn to a question. Raises ExamError as :meth:`answer`."""
        return self._do(learner, exam_id, lambda exam, now: rules.move(exam, number, now))

    def submit(self, learner: str, exam_id: str) -> ExamView:
        """End the exam; unanswered questions count as wrong. Raises ExamError if it has ended."""
        return self._do(learner, exam_id, rules.submit)

    def exams(self, learner: str, course_id: str) -> list[ExamEntry]:
        """The learner's exams in a course, oldest first; those whose time is up have ended."""
        return [entry_of(exam) for exam in self._exams(learner, course_id)]

    def latest_exam(self, learner: str, course_id: str) -> str:
        """The id of the exam that was started last.

        Raises:
            ExamError: there is none.
        """
        started = self.store.events(learner, course_id, kinds=("exam_started",))
        if not started:
            raise ExamError("You have not started an exam yet", "`tutor exam start` begins one")
        return started[-1].exam

    def report(self, learner: str, exam_id: str) -> ExamReport:
        """The report of an ended exam, compared with those that ended before it.

        Raises:
            ExamError: it is open, or the learner has no such exam.
        """
        exam = self._exam(learner, exam_id)
        ended = [e for e in self._exams(learner, exam.course) if e.ended and e.id != exam_id]
        earlier = [e for e in ended if exam.ended and e.ended and e.ended <= exam.ended]
        return report_of(exam, earlier, self.store.goal(learner, exam.course).target)

    def review(self, learner: str, exam_id: str, only: ReviewFilter = "all") -> list[Reviewed]:
        """The questions of an ended exam with their keys. Raises ExamError while it is open."""
        return review_of(self._exam(learner, exam_id), only)

    def missed(self, learner: str, exam_id: str) -> tuple[str, ...]:
        """Ids to practise after an ended exam. Raises ExamError while it is open."""
        return missed_of(self._exam(learner, exam_id))

    def withheld(self, learner: str, course_id: str = "") -> list[Question]:
        """The questions of the learner's open exams (of a course): nothing may tell their keys."""
        if self._store is None and isinstance(self._place, Path) and not self._place.exists():
            return []  # nobody has learnt anything yet: no reason to make a database
        still = still_open(self.store.events(learner, course_id, kinds=EDGES))
        found = [exam for name in still if not (exam := self._exam(learner, name)).ended]
        return [asked.question for exam in found for asked in exam.form.questions]

    def _exam(self, learner: str, exam_id: str) -> Exam:
        """The exam as it is now; one whose time is up is ended first."""
        exam = replay(self.store.events(learner, exam=exam_id) if exam_id else [])
        if not exam.is_due(self.now()):
            return exam
        self.store.decide(learner, lambda events: settled(events, self.now()), exam=exam_id)
        return replay(self.store.events(learner, exam=exam_id))

    def _exams(self, learner: str, course_id: str) -> list[Exam]:
        started = self.store.events(learner, course_id, kinds=("exam_started",))
        return [self._exam(learner, event.exam) for event in started]

    def _do(self, learner: str, exam_id: str, command: Command) -> ExamView:
        """Carry out a command with nobody else writing; past the deadline, end the exam instead."""
        due = False

        def decision(events: list[Event]) -> list[Event]:
            nonlocal due
            exam, now = replay(events), self.now()
            due = exam.is_due(now)
            return rules.close(exam) if due else command(exam, now)

        self.store.decide(learner, decision, exam=exam_id)
        exam = self._exam(learner, exam_id)
        if due:
            rules.refuse_ended(exam)
        return view_of(exam, self.now())
