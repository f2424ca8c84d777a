"""Which questions an export takes: between the quizzes that choose and the formats that write."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpus.course import Course
from corpus.questions import Question, Receipt
from index.retriever import NotesIndex
from tutor.errors import NoQuestions
from tutor.exporting.models import ExportRequest, ExportSet
from tutor.learning.events import Event
from tutor.learning.exam_draw import draw
from tutor.quizzing.citing import CitationList
from tutor.quizzing.models import From, QuizRequest

if TYPE_CHECKING:
    from tutor.study_tutor import StudyTutor

_EVERY = 1_000_000  # more than there are
_ON_PAPER = 40  # where nothing says how many the exam has
_ASKED_OF_A_MODEL = 20  # it would go on writing as long as it is asked to
_FORMS = 900_000
_DIGITS = re.compile(r"(\d+)")


def select(tutor: StudyTutor, course_id: str, request: ExportRequest, learner: str) -> ExportSet:
    """The questions of an export.

    Raises:
        NoQuestions: nothing fits the request, or the learner missed nothing.
        ExamError: an exam cannot have as many questions as are asked for.
    """
    course = tutor.course(course_id)
    bank = tutor.bank(course_id)
    if bank and _is_whole_exam(request):
        return _mock_exam(tutor, course, bank, request, learner)
    only = None
    if request.missed:
        answers = tutor.learning.store.events(learner, course_id, kinds=("answered",))
        only = missed_ids(answers)
        if not only:
            raise NoQuestions(
                f"{learner} has missed no question of {course_id}",
                "Leave out --missed, or name another --learner",
            )
    origin: From = request.origin or ("bank" if bank else "notes")
    if only is not None and request.origin is None:
        origin = "any"
    wanted = _quiz_request(request, course, origin, only, with_model=tutor.settings.llm != "none")
    questions = tutor.quiz(course_id, wanted, learner).questions
    if not wanted.shuffled and not request.topic:  # neither drawn nor nearest first
        questions = tuple(sorted(questions, key=_by_outline))
    places = _places(questions, tutor.index(course_id))
    return ExportSet(course_id, course.title, questions, places, form=wanted.seed or 0)


def _is_whole_exam(request: ExportRequest) -> bool:
    """Whether paper is asked for and nothing narrows down what may stand on it."""
    narrowed = (request.topic, request.section, request.objective, request.kind, request.difficulty)
    plain = request.origin in (None, "bank") and not request.missed
    return request.format == "print" and plain and not any(narrowed)


def _mock_exam(
    tutor: StudyTutor,
    course: Course,
    bank: Sequence[Question],
    request: ExportRequest,
    learner: str,
) -> ExportSet:
    """A form as the exam page draws it: sections by their weight, objectives in turn."""
    form = draw(
        course,
        bank,
        n=request.n,
        last_seen={},
        without={q.id for q in tutor.learning.withheld(learner, course.id)},
        seed=_form_number() if request.seed is None else request.seed,
    )
    questions = tuple(asked.shown for asked in form.questions)
    return ExportSet(
        course=course.id,
        title=course.title,
        questions=questions,
        places=_places(questions, tutor.index(course.id)) if tutor.is_indexed(course.id) else {},
        form=form.seed,
        minutes=form.minutes,
        notice=form.notice,
    )


def missed_ids(answers: Iterable[Event]) -> frozenset[str]:
    """Ids of the questions whose last judged answer was wrong; ``answers`` in their order."""
    last = {event.card: event.correct for event in answers if event.correct is not None}
    return frozenset(card for card, correct in last.items() if not correct)


def _quiz_request(
    request: ExportRequest,
    course: Course,
    origin: From,
    only: frozenset[str] | None,
    *,
    with_model: bool,
) -> QuizRequest:
    """The quiz that an export asks for.

    Paper gets shuffled options, and another form each time unless a seed is given. Everything
    else gets the same questions in the same order each time, so that a second export of a deck
    changes only what has changed in the notes.
    """
    on_paper = request.format == "print"
    drawn = _form_number() if on_paper else 0
    n = request.n
    if n is None and only is not None:
        n = len(only)
    elif n is None and on_paper:
        n = course.exam.questions if course.exam else _ON_PAPER
    elif n is None:
        n = _ASKED_OF_A_MODEL if with_model and origin in ("model", "any") else _EVERY
    return QuizRequest(
        n=n,
        topic=request.topic,
        section=request.section,
        objective=request.objective,
        kind=request.kind,
        difficulty=request.difficulty,
        origin=origin,
        seed=drawn if request.seed is None else request.seed,
        only=only,
        shuffled=on_paper,
    )


def _form_number() -> int:
    """A number that a form on paper can be told by; as its seed it gives the same form again."""
    return secrets.randbelow(_FORMS) + 100_000


def _places(questions: Iterable[Question], index: NotesIndex) -> dict[Receipt, str]:
    """Where each passage stands in the notes, for a reader; without those they no longer hold."""
    citations = CitationList(index)
    return {
        question.receipt: citations.citations[number - 1].place
        for question in questions
        for number in citations.of_receipt(question.receipt)
    }


def _by_outline(question: Question) -> list[tuple[int, str]]:
    """Section, objective, id; ``10`` comes after ``9``."""
    words = (question.section, question.objective, question.id)
    return [
        (int(part), "") if part.isdecimal() else (-1, part)
        for word in words
        for part in _DIGITS.split(f"{word} ")
    ]
