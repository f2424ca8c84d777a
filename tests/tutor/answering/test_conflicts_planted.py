"""Contradictions planted into copies of real notes are found; the notes alone give no alarm."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_course import SmallCourse

from corpus.course import BUNDLED_COURSE, bundled_courses
from index.embedding import SentenceTransformerEmbedder
from index.retriever import NotesIndex
from tutor.answering.conflicts_search import find_conflicts

NOTES = bundled_courses()[BUNDLED_COURSE].notes_folder
COPIED = ("0-exam/logistics", "1-*/1.18-*", "2-*/2.07-*", "3-*/3.05-*", "3-*/3.12-*", "4-*/4.04-*")
PLANTED = {
    "facts.md": (
        "The exam has 60 scored questions.",
        "The registration fee is 300 dollars.",
        "The certificate is valid for three years.",
        "The time limit of the exam is 120 minutes.",
        "The default metric of Spark's `RegressionEvaluator` is `mae`.",
    ),
    "tuning.md": (
        "`fmin` maximises the value that the objective returns.",
        "`Trials` evaluates the trials in parallel.",
        "`fmin` returns a trained model.",
        "A Delta Live Tables pipeline does not manage checkpoints.",
        "Spark's `OneHotEncoder` does not drop the last category by default.",
    ),
}


@pytest.fixture(scope="module")
def planted(
    real_embedder: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> NotesIndex:
    files = {name: "# Facts\n\n" + "\n\n".join(lines) for name, lines in PLANTED.items()}
    course = SmallCourse.make(tmp_path_factory.mktemp("planted"), files, embedder=real_embedder)
    for pattern in COPIED:
        [note] = NOTES.glob(f"{pattern}.md")
        shutil.copy(note, course.notes / note.name)
    course.ingest()
    return course.index()


def test_nine_of_ten_planted_contradictions_are_found_and_hardly_anything_else(
    planted: NotesIndex,
) -> None:
    found = find_conflicts(planted)
    sources = [{side.source for side in conflict.sides} for conflict in found.conflicts]
    quotes = {side.quote for conflict in found.conflicts for side in conflict.sides}
    missed = [line for lines in PLANTED.values() for line in lines if line not in quotes]
    assert len(missed) <= 1, missed
    alarms = [names for names in sources if not names & PLANTED.keys()]
    assert found.pairs > 200
    assert len(alarms) <= found.pairs / 100, alarms


def test_both_sides_are_verbatim(planted: NotesIndex) -> None:
    for conflict in find_conflicts(planted).conflicts:
        for side in conflict.sides:
            text = planted.document(side.source).text
            assert text[side.char_start : side.char_end] == side.quote


def test_the_copies_come_from_the_bundled_course() -> None:
    assert [len(list(Path(NOTES).glob(f"{pattern}.md"))) for pattern in COPIED] == [1] * len(COPIED)
