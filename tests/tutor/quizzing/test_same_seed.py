"""The same seed gives the same quiz, in every process and though the notes change elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sample_notes import CARDS, COURSE
from small_course import SmallCourse
from sound_question import question

from corpus.questions import Question
from tutor.quizzing.made_questions import NotesQuestions
from tutor.quizzing.models import QuizRequest
from tutor.quizzing.quiz import make_quiz

# Makes its questions anew: what another process kept would hide a difference.
PROGRAM = """
import json, sys
from pathlib import Path
from index.home import IndexHome
from index.retriever import LatestIndex
from index.vector_store import EmbeddedStores
from index.versions import Versions
from small_course import HashEmbedder
from tutor.cli_output import quiz_json
from tutor.quizzing.models import QuizRequest
from tutor.quizzing.quiz import make_quiz

versions = Versions(Path(sys.argv[1]), "small")
index = LatestIndex(IndexHome("small", versions, EmbeddedStores(), HashEmbedder())).index
(index.version / "questions.json").unlink(missing_ok=True)
for topic in ("", "drift of data"):
    made = make_quiz(index, [], QuizRequest(n=20, seed=11, origin="notes", topic=topic))
    print(json.dumps(quiz_json(made)))
"""


def _printed(folder: Path, hash_seed: str) -> str:
    house = Path(__file__).parents[3]
    paths = os.pathsep.join([str(house), str(house / "tests")])
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": paths}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_two_processes_that_order_their_sets_otherwise_set_one_quiz(tmp_path: Path) -> None:
    SmallCourse.make(tmp_path, COURSE).ingest()
    first, second = (_printed(tmp_path / "index", seed) for seed in ("1", "2"))
    assert first.count('"stem"') >= 20
    assert first == second


def test_what_was_kept_gives_the_quiz_that_was_made(tmp_path: Path) -> None:
    course = SmallCourse.make(tmp_path, COURSE)
    course.ingest()
    request = QuizRequest(n=20, seed=11, origin="notes")
    made = make_quiz(course.index(), [], request, NotesQuestions())
    assert (course.version() / "questions.json").is_file()
    assert make_quiz(course.index(), [], request, NotesQuestions()) == made


@pytest.mark.parametrize("seed", range(4))
def test_one_candidate_more_leaves_the_others_in_their_order(tmp_path: Path, seed: int) -> None:
    bank = [_asked(number) for number in range(30)]
    course = SmallCourse.make(tmp_path, {"cards.md": CARDS})
    course.ingest()

    def ids(candidates: list[Question]) -> list[str]:
        request = QuizRequest(n=40, seed=seed, origin="bank")
        return [q.id for q in make_quiz(course.index(), candidates, request).questions]

    kept = [name for name in ids(bank) if name != bank[7].id]
    assert [name for name in ids(bank[:7] + bank[8:]) if name in kept] == kept


def _asked(number: int) -> Question:
    options = tuple(f"value {number}{letter}" for letter in "abcd")
    return question(options, id=f"q-{number}", origin="bank", stem=f"Which is number {number}?")
