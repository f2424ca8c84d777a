"""Sentences that look like facts and are none: no question may come of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_course import SmallCourse

from tutor.quizzing.from_notes import from_notes
from tutor.quizzing.patterns import actions, comparisons
from tutor.quizzing.statements import Notes

MakeCourse = Callable[..., SmallCourse]

LOOKALIKES = """# Runs

AutoML runs fail when the pre-installed libraries are changed.

Sixty random tries land in the best part of the space at least once.

Continuous mode suits updates wanted every few seconds.

`fmin` minimises the loss that the objective returns.

## In a learner's words

**My single tree learns the training rows by heart, which combination helps?** Bagging lowers variance.
"""

SIDE_BY_SIDE = """# Steps

| Estimator | Purpose | Transformer | Effect |
|---|---|---|---|
| `StringIndexer` | Category map | `IndexToString` | Given labels |
| `OneHotEncoder` | Number of categories | `VectorAssembler` | Column list |
| `Imputer` | Mean or median | `SQLTransformer` | SQL statement |
| `StandardScaler` | Mean and deviation | `Normalizer` | Norm of each row |
"""


@pytest.fixture
def read(make_course: MakeCourse) -> Callable[[str], Notes]:
    def notes_of(text: str) -> Notes:
        course = make_course({"note.md": text})
        course.ingest()
        return Notes(course.index())

    return notes_of


def test_plural_nouns_and_questions_are_no_actions(read: Callable[[str], Notes]) -> None:
    asked = {draft.subject for draft in actions.drafts(read(LOOKALIKES)) if not draft.names}
    assert "`fmin`" in asked
    assert asked <= {"`fmin`", "Bagging"}


def test_a_bold_question_is_no_statement(read: Callable[[str], Notes]) -> None:
    assert not any(s.text.endswith("?") for s in read(LOOKALIKES).askable)


def test_two_lists_side_by_side_are_not_one_table(read: Callable[[str], Notes]) -> None:
    notes = read(SIDE_BY_SIDE)
    stems = [draft.stem for draft in comparisons.drafts(notes)]
    assert any("purpose" in stem for stem in stems)
    assert not any("effect" in stem for stem in stems)
    assert not any("Given labels" in q.stem for q in from_notes(notes.index).questions)
