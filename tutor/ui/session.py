"""What the app remembers of one learner's page: one small deep-copyable object."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from corpus.questions import Question
from index.ingest import IngestReport
from tutor.answering.answer import Answer, Turn
from tutor.answering.conflicts_search import NotesConflict
from tutor.citations import Citation
from tutor.learning.dispute import Recheck
from tutor.learning.events import Goal
from tutor.learning.exam_review import ReviewFilter
from tutor.learning.review import Shown
from tutor.quizzing.models import Explanation
from tutor.ui.border import Failure
from tutor.ui.long_work import Step

_TURNS_CARRIED = 6
_AWAY_SECONDS = 900.0


@dataclass
class Exchange:
    """A question of the conversation and what came of it.

    ``answer`` grows while it is written. ``asked_about`` and ``explanation`` are set when a
    practice question was carried into the conversation. ``files`` were dropped into it: ``step``
    is how far they are, ``report`` what became of them. ``kept`` says that it is in the store.
    """

    question: str
    answer: Answer | None = None
    failure: Failure | None = None
    finished: bool = False
    asked_about: Question | None = None
    explanation: Explanation | None = None
    files: tuple[str, ...] = ()
    report: IngestReport | None = None
    step: Step | None = None
    id: str = field(default_factory=lambda: uuid4().hex[:12], compare=False)
    kept: bool = field(default=False, compare=False)

    def turn(self) -> Turn | None:
        """What a follow-up needs to know of it; None when there was no answer."""
        if self.explanation:
            return Turn(self.question, self.explanation.text)
        if self.answer and self.finished:
            return Turn(self.answer.question or self.question, self.answer.text)
        return None


@dataclass
class Practice:
    """A set of questions under way. ``results`` are by question id.

    ``id`` names the set in the learner's history; empty where it is not kept there. ``shown`` says
    when each question came on the page, ``checks`` what came of disputing it.
    """

    questions: tuple[Question, ...] = ()
    at: int = 0
    results: dict[str, Explanation] = field(default_factory=dict)
    rejected: dict[str, int] = field(default_factory=dict)
    id: str = ""
    shown: dict[str, datetime] = field(default_factory=dict)
    checks: dict[str, Recheck] = field(default_factory=dict)

    @property
    def current(self) -> Question | None:
        """The question on the page; None before the first and after the last."""
        return self.questions[self.at] if self.at < len(self.questions) else None

    @property
    def missed(self) -> tuple[Question, ...]:
        """Questions not answered right, those not answered at all among them."""
        return tuple(
            q
            for q in self.questions
            if q.id not in self.results or not self.results[q.id].answered_right
        )

    def drop(self, question: str) -> None:
        """Take a question out of the set."""
        self.questions = tuple(q for q in self.questions if q.id != question)


@dataclass
class Reviewing:
    """The card on the Review tab. ``question`` has its options in the order shown.

    ``labels`` are the bank's labels of those options. ``correct`` is None until the answer is
    judged; ``revealed`` says that a key fact's quote is on the page, to be graded by the learner.
    """

    shown: Shown | None = None
    since: datetime | None = None
    question: Question | None = None
    labels: tuple[str, ...] = ()
    correct: bool | None = None
    revealed: bool = False
    explanation: Explanation | None = None
    citations: tuple[Citation, ...] = ()
    comes_back: timedelta | None = None
    check: Recheck | None = None
    done: int = 0


def seconds_taken(shown: datetime | None, now: datetime) -> float | None:
    """Time between a question and its answer; None where the learner was away meanwhile."""
    seconds = (now - shown).total_seconds() if shown else _AWAY_SECONDS
    return seconds if 0 <= seconds < _AWAY_SECONDS else None


@dataclass
class Session:
    """One learner's page. Handlers change it in place and hand it back.

    ``learner`` is set from each request before a handler sees it.
    """

    course: str
    exchanges: list[Exchange] = field(default_factory=list)
    practice: Practice = field(default_factory=Practice)
    seen: set[str] = field(default_factory=set)  # ids of questions asked in this course
    learner: str = "me"
    exam: str = ""  # id of the exam on the page
    exam_only: ReviewFilter = "wrong"
    exam_explained: Explanation | None = None
    review: Reviewing = field(default_factory=Reviewing)
    narrowed: bool = False  # what to practise was just chosen: an unfinished set does not come back
    conversation: str = ""  # id of the conversation on the page; empty before its first question
    editing: bool = False  # the next question takes the place of the last
    dropped: tuple[str, ...] = ()  # paths of files that are to be added to the notes
    pending: str = ""  # a question to ask as soon as that is done
    stopping: bool = False  # long work under way is to stop
    conflicts: tuple[NotesConflict, ...] = ()  # of the notes, as listed on the page
    goal_shown: tuple[str, Goal] | None = None  # course and goal that Settings was filled with

    def enter(self, course: str) -> None:
        """Begin anew in another course."""
        self.course = course
        self.exchanges = []
        self.practice = Practice()
        self.seen = set()
        self.exam = ""
        self.exam_explained = None
        self.review = Reviewing()
        self.leave_conversation()
        self.conflicts = ()

    def leave_conversation(self) -> None:
        """Have an empty conversation on the page; a kept one stays kept."""
        self.exchanges = []
        self.conversation = self.pending = ""
        self.editing = False
        self.dropped = ()

    def previous(self) -> tuple[Turn, ...]:
        """The turns before the newest question."""
        turns = [turn for exchange in self.exchanges[:-1] if (turn := exchange.turn())]
        return tuple(turns[-_TURNS_CARRIED:])

    def passage(self, key: str) -> Citation | None:
        """The citation behind a link: ``a0-1`` (answer), ``n0-1`` (nearest), ``q-1`` (practice),
        ``e-1`` (a question of an ended exam), ``r-1`` (review), ``c0-1`` (conflict of the notes).

        The number after the letter is that of the exchange, the last that of the citation.
        """
        kind, _, n = key.partition("-")
        if kind == "e":
            listed = self.exam_explained.citations if self.exam_explained else ()
        elif kind == "r":
            listed = self.review.citations
        elif kind[:1] == "c":
            listed = self._of_conflict(kind[1:])
        elif kind == "q":
            question = self.practice.current
            result = self.practice.results.get(question.id) if question else None
            listed = result.citations if result else ()
        else:
            listed = self._of_exchange(kind[:1], kind[1:])
        return next((c for c in listed if str(c.n) == n), None)

    def _of_conflict(self, number: str) -> tuple[Citation, ...]:
        there = number.isdecimal() and int(number) < len(self.conflicts)
        return self.conflicts[int(number)].sides if there else ()

    def _of_exchange(self, kind: str, number: str) -> tuple[Citation, ...]:
        if not number.isdecimal() or int(number) >= len(self.exchanges):
            return ()
        exchange = self.exchanges[int(number)]
        if exchange.explanation:
            return exchange.explanation.citations
        if exchange.answer is None:
            return ()
        return exchange.answer.nearest if kind == "n" else exchange.answer.citations
