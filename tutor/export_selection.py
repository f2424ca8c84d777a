"""Which questions an export takes: between the quizzes that choose and the formats that write."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from corpus.course import Course
from corpus.questions import Question, Receipt
from index.retriever import NotesIndex
from tutor.exporting.models import ExportRequest, ExportSet
from tutor.quizzing.citing import CitationList
from tutor.quizzing.models import From, Quiz, QuizRequest

_EVERY = 1_000_000  # more than there are
_ON_PAPER = 40  # where nothing says how many the exam has
_ASKED_OF_A_MODEL = 20  # it would go on writing as long as it is asked to
_FORMS = 900_000
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Situation:
    """What the course and the settings have to offer."""

    course: Course
    has_bank: bool
    has_model: bool


def quiz_request(request: ExportRequest, there: Situation) -> QuizRequest:
    """The quiz that an export asks for.

    Paper gets shuffled options, and another form each time unless a seed is given. Everything
    else gets the same questions in the same order each time, so that a second export of a deck
    changes only what has changed in the notes.
    """
    on_paper = request.format == "print"
    seed = secrets.randbelow(_FORMS) + 100_000 if on_paper else 0
    origin: From = request.origin or ("bank" if there.has_bank else "notes")
    if request.only is not None:
        origin = request.origin or "any"
    return QuizRequest(
        n=_number(request, there, origin),
        topic=request.topic,
        section=request.section,
        objective=request.objective,
        kind=request.kind,
        difficulty=request.difficulty,
        origin=origin,
        seed=seed if request.seed is None else request.seed,
        only=request.only,
        shuffled=on_paper,
    )


def _number(request: ExportRequest, there: Situation, origin: From) -> int:
    if request.n is not None:
        return request.n
    if request.only is not None:
        return len(request.only)
    if request.format == "print":
        return there.course.exam.questions if there.course.exam else _ON_PAPER
    if origin == "model" or (origin == "any" and there.has_model):
        return _ASKED_OF_A_MODEL
    return _EVERY


def export_set(request: ExportRequest, drawn: QuizRequest, quiz: Quiz, *, of: Course,
               index: NotesIndex) -> ExportSet:  # fmt: skip
    """The drawn questions with the places of their passages in the notes."""
    citations = CitationList(index)
    places: dict[Receipt, str] = {}
    for question in quiz.questions:
        for number in citations.of_receipt(question.receipt):
            places[question.receipt] = citations.citations[number - 1].place
    on_paper = request.format == "print"
    keeps_order = on_paper or bool(request.topic)
    questions = quiz.questions if keeps_order else tuple(sorted(quiz.questions, key=_by_outline))
    whole = bool(of.exam and len(questions) == of.exam.questions)
    return ExportSet(
        course=of.id,
        title=of.title,
        questions=questions,
        places=places,
        form=drawn.seed or 0,
        minutes=of.exam.minutes if of.exam and whole else None,
    )


def _by_outline(question: Question) -> list[tuple[int, str]]:
    """Section, objective, id; ``10`` comes after ``9``."""
    words = (question.section, question.objective, question.id)
    return [
        (int(part), "") if part.isdecimal() else (-1, part)
        for word in words
        for part in _DIGITS.split(f"{word} ")
    ]
