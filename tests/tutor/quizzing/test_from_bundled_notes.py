"""Questions from the bundled notes: many, sound, and not to be passed blind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_course import HashEmbedder, SmallCourse

from corpus.course import bundled_courses
from index.retriever import NotesIndex
from tutor.cli_output import quiz_json
from tutor.quizzing.health import health_of
from tutor.quizzing.models import QuizRequest
from tutor.quizzing.question_sets import read_question_set
from tutor.quizzing.quiz import make_quiz

_SECTIONS = ("3-model-development", "4-model-deployment")
_POINTS = 0.1  # five points are measured on the real embedding; a hash knows no nearness


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> NotesIndex:
    (bundled,) = bundled_courses().values()
    notes = Path(bundled.notes_folder)
    files = {
        path.relative_to(notes).as_posix(): path.read_text("utf-8")
        for section in _SECTIONS
        for path in sorted((notes / section).glob("*.md"))
    }
    course = SmallCourse.make(tmp_path_factory.mktemp("bundled"), files, embedder=HashEmbedder())
    course.ingest()
    return course.index()


def test_a_hundred_sound_questions_that_guessing_does_not_pass(index: NotesIndex) -> None:
    quiz = make_quiz(index, [], QuizRequest(n=100, seed=1, origin="notes"))
    texts = {source: d.text for source, d in index.records.documents.items()}
    report = health_of(quiz.questions, texts)
    assert len(quiz.questions) == 100
    assert report.hard_flaws == {}
    assert report.duplicates.hits == 0
    assert report.key_places.p_value > 0.05
    for name, got in report.overall.blind.items():
        assert got.share <= got.chance + _POINTS, name


def test_a_printed_set_is_as_sound_as_it_was_made(index: NotesIndex) -> None:
    quiz = make_quiz(index, [], QuizRequest(n=100, seed=2, origin="notes"))
    read = read_question_set(json.dumps(quiz_json(quiz)))
    assert tuple(read) == quiz.questions, "nothing that the checks look at is lost"
    assert {q.form for q in read} > {"fact"}
    assert health_of(read).hard_flaws == {}


def test_every_note_of_the_sections_yields_questions(index: NotesIndex) -> None:
    quiz = make_quiz(index, [], QuizRequest(n=10_000, seed=1, origin="notes"))
    assert {q.receipt.source for q in quiz.questions} == set(index.records.documents)
    assert {q.section for q in quiz.questions} == {"3", "4"}
