"""What a syllabus wants learnt is quoted where it is asked for, and answers nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_course import SmallCourse

from index.retriever import NotesIndex
from tutor.answering.evidence import rank_sentences
from tutor.answering.from_notes import answer_from_notes

GUIDE = """# Day skipper

## Exam Outline

### Section 1: Sails

- Reef the mainsail in a strong wind at sea
- Hoist a spinnaker before the wind in a calm bay
"""
SAILS = """# Sails

To reef the mainsail, ease its halyard, pull the reefing line and tie the spare cloth to the boom.
A reefed mainsail keeps the boat upright in a strong wind. A spinnaker is a light sail for a calm
bay, hoisted behind the genoa. The mainsail is reefed before the wind is strong.
"""
AIM = "Reef the mainsail in a strong wind at sea"


@pytest.fixture
def index(make_course: Callable[..., SmallCourse]) -> NotesIndex:
    course = make_course({"guide.md": GUIDE, "sails.md": SAILS})
    course.ingest()
    return course.index()


def _answer(index: NotesIndex, question: str) -> str:
    found = index.search(question, 10)
    return answer_from_notes(found, rank_sentences(index, found)).text


def test_an_aim_answers_no_question_on_its_matter(index: NotesIndex) -> None:
    ranked = rank_sentences(index, index.search("How is the mainsail reefed at sea?", 10))
    aims = [AIM in evidence.sentence.text for evidence in ranked]
    assert any(aims)
    assert not any(aims[:2])


def test_an_aim_is_quoted_to_who_asks_for_the_syllabus(index: NotesIndex) -> None:
    assert AIM in _answer(index, "Which topics on the mainsail does the exam cover?")
