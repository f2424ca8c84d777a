"""What made questions say of their options reads right for a learner who chose wrongly."""

from __future__ import annotations

import pytest
from sample_notes import LISTS, TABLES, TRAPS
from small_course import HashEmbedder, SmallCourse

from corpus.questions import Question
from index.retriever import NotesIndex
from tutor.quizzing.explain_own import explain_own
from tutor.quizzing.from_notes import from_notes


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> NotesIndex:
    files = {"traps.md": TRAPS, "tables.md": TABLES, "lists.md": LISTS}
    course = SmallCourse.make(tmp_path_factory.mktemp("reasons"), files, embedder=HashEmbedder())
    course.ingest()
    return course.index()


@pytest.fixture(scope="module")
def made(index: NotesIndex) -> tuple[Question, ...]:
    return from_notes(index).questions


def _asked(made: tuple[Question, ...], part: str) -> list[Question]:
    found = [question for question in made if part in question.stem]
    assert found, part
    return found


def _wrong(question: Question) -> str:
    return next(label for label, o in question.labelled().items() if not o.correct)


def test_a_true_statement_is_no_answer_to_which_is_false(
    made: tuple[Question, ...], index: NotesIndex
) -> None:
    for question in _asked(made, "is FALSE,"):
        chosen = _wrong(question)
        said = explain_own(question, [chosen], index)
        assert f"**Where {chosen} goes wrong:** This one is true" in said.text
        (key,) = said.key
        assert said.options[key].why.startswith("This is the false one. What is true: ")


def test_what_is_true_is_not_called_wrong(made: tuple[Question, ...]) -> None:
    for question in _asked(made, "is true,"):
        for option in question.options:
            assert option.correct or "wrong. What is true: " in option.why
            assert "wrong: " not in option.why


def test_a_list_is_told_on_one_line(made: tuple[Question, ...]) -> None:
    takeaways = {question.takeaway for question in _asked(made, "Experiment Tracker")}
    assert takeaways == {"Experiment Tracker records: Parameters; Metrics; Artifacts."}
    why = {o.why for q in _asked(made, "what Experiment Tracker records") for o in q.options}
    assert "The notes name that in another list: “The Feature Hub records …”" in why


def test_a_step_is_told_by_the_one_before_it(made: tuple[Question, ...]) -> None:
    later = _asked(made, "comes directly after “Press the create button”")
    assert {o.why for q in later for o in q.options if o.correct} == {
        "The notes put it right after “Press the create button”."
    }


def test_a_cell_is_told_with_its_column(made: tuple[Question, ...]) -> None:
    takeaways = {q.takeaway for q in _asked(made, "What is the meaning of the argument `algo`")}
    assert takeaways == {"`algo`, Meaning: Rule that proposes new settings"}
