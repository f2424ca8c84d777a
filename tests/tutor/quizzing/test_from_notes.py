"""Questions made from notes: what is asked, that it is proved, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sample_notes import CARDS, DEFAULTS, DEFINITIONS, FLATTENED, LISTS, TABLES, TRAPS
from small_course import SmallCourse

from corpus.questions import Question
from index.retriever import NotesIndex
from tutor.quizzing.flaw import NotesContext
from tutor.quizzing.from_notes import FromNotes, from_notes, place_of
from tutor.quizzing.item_checks import hard_flaws

MakeCourse = Callable[..., SmallCourse]


@pytest.fixture
def made(make_course: MakeCourse) -> Callable[..., tuple[NotesIndex, FromNotes]]:
    def make(**files: str) -> tuple[NotesIndex, FromNotes]:
        course = make_course({f"{name}.md": text for name, text in files.items()})
        course.ingest()
        index = course.index()
        return index, from_notes(index)

    return make


def by_stem(found: FromNotes, part: str) -> list[Question]:
    return [question for question in found.questions if part in question.stem]


def key_of(question: Question) -> list[str]:
    return [option.text for option in question.options if option.correct]


def test_every_question_is_proved_and_sound(
    made: Callable[..., tuple[NotesIndex, FromNotes]],
) -> None:
    index, found = made(
        drift=DEFINITIONS, traps=TRAPS, tables=TABLES, lists=LISTS, folds=DEFAULTS, cards=CARDS
    )
    texts = {source: d.text for source, d in index.records.documents.items()}
    assert len(found.questions) >= 20
    assert len({question.id for question in found.questions}) == len(found.questions)
    for question in found.questions:
        assert question.origin == "notes"
        assert question.receipt.quote in texts[question.receipt.source]
        assert hard_flaws(question, NotesContext(texts)) == []
        assert all(option.why for option in question.options)
        assert question.takeaway


def test_definitions_are_asked_both_ways(made: Callable[..., tuple[NotesIndex, FromNotes]]) -> None:
    _, found = made(drift=DEFINITIONS)
    (forward,) = by_stem(found, "What is data drift") or by_stem(found, "What is Data drift")
    assert key_of(forward) == ["a change in the distribution of the inputs"]
    assert "That is what the notes say of" in next(o.why for o in forward.options if not o.correct)
    backward = by_stem(found, "Which of these is a pattern of the calendar")
    assert [key_of(question) for question in backward] == [["Seasonality"]]


def test_the_exam_and_the_unverified_are_not_asked(
    made: Callable[..., tuple[NotesIndex, FromNotes]],
) -> None:
    _, found = made(drift=DEFINITIONS)
    texts = " ".join(o.text for question in found.questions for o in question.options)
    assert "multiple-choice" not in texts
    assert "thing" not in texts


def test_traps_are_wrong_and_their_corrections_right(
    made: Callable[..., tuple[NotesIndex, FromNotes]],
) -> None:
    _, found = made(traps=TRAPS)
    true = by_stem(found, "is true,")
    assert true
    assert all("“Tuning”" in question.stem for question in true)
    wrong = {
        "`max_evals` counts the seconds of a search",
        "Hyperopt is one of the parts of Spark ML",
        "`hp.quniform` draws nothing but integers",
        "A loss in a dict is maximised by `fmin`",
    }
    for question in true:
        assert {o.text for o in question.options if not o.correct} <= wrong
        assert not set(key_of(question)) & wrong
    for question in by_stem(found, "is FALSE,"):
        assert set(key_of(question)) <= wrong


def test_what_a_trap_says_of_learners_is_not_called_false(
    made: Callable[..., tuple[NotesIndex, FromNotes]],
) -> None:
    _, found = made(traps=TRAPS.replace("Hyperopt is one of the", "Candidates confuse the"))
    options = {option.text for question in found.questions for option in question.options}
    assert not any("Candidates" in text for text in options)


def test_tables_are_asked_by_column_and_side(
    made: Callable[..., tuple[NotesIndex, FromNotes]],
) -> None:
    _, found = made(tables=TABLES)
    (question,) = by_stem(found, "What is the meaning of the argument `algo`")
    assert key_of(question) == ["Rule that proposes new settings"]
    online = by_stem(found, "describes Online table rather than Offline table")
    assert online
    sides = {"Rows in a fast database", "Lookups by a primary key", "Just a few milliseconds"}
    for question in online:
        assert key_of(question)[0].partition(": ")[2] in sides
        assert not {o.text.partition(": ")[2] for o in question.options if not o.correct} & sides


def test_tables_without_rules_are_cut_at_their_seams(
    made: Callable[..., tuple[NotesIndex, FromNotes]], make_course: MakeCourse
) -> None:
    course = make_course({"api.txt": FLATTENED})
    course.ingest()
    found = from_notes(course.index())
    keys = {q.stem: key_of(q) for q in by_stem(found, "purpose of")}
    assert all("Store one" in key[0] or "Begin a new run" in key[0] for key in keys.values())


def test_lists_and_steps(made: Callable[..., tuple[NotesIndex, FromNotes]]) -> None:
    _, found = made(lists=LISTS)
    records = by_stem(found, "list of what Experiment Tracker records")
    assert records
    assert {k for question in records for k in key_of(question)} <= {
        "Parameters", "Metrics", "Artifacts",
    }  # fmt: skip
    assert any(question.kind == "multiple" for question in records)
    (after,) = by_stem(found, "which step comes directly after “Press the create button”")
    assert key_of(after) == ["Pick a machine runtime"]
    assert {option.text for option in after.options if not option.correct} == {
        "Set the worker count", "Confirm with the button",
    }, "what comes earlier cannot come after it"  # fmt: skip
    assert not by_stem(found, "which step comes first"), "anybody opens the page first"


def test_a_first_step_that_is_no_mere_arrival_is_asked(
    made: Callable[..., tuple[NotesIndex, FromNotes]],
) -> None:
    _, found = made(lists=LISTS.replace("Open the compute page", "Request the right permission"))
    (first,) = by_stem(found, "which step comes first")
    assert key_of(first) == ["Request the right permission"]


def test_defaults_stand_among_numbers_the_notes_do_not_state(
    made: Callable[..., tuple[NotesIndex, FromNotes]],
) -> None:
    _, found = made(folds=DEFAULTS)
    (question,) = by_stem(found, "`numFolds`")
    assert key_of(question) == ["`3`"]
    values = [float(option.text.strip("`")) for option in question.options]
    assert values == sorted(values)


def test_scenario_cards(made: Callable[..., tuple[NotesIndex, FromNotes]]) -> None:
    _, found = made(cards=CARDS)
    (question,) = by_stem(found, "A column has gaps")
    assert key_of(question) == ["Impute the column by its median"]


def test_ids_do_not_depend_on_other_notes(
    made: Callable[..., tuple[NotesIndex, FromNotes]], make_course: MakeCourse
) -> None:
    _, alone = made(tables=TABLES)
    other = make_course({"tables.md": TABLES, "drift.md": DEFINITIONS}, course="two")
    other.ingest()
    together = from_notes(other.index())
    assert {q.id for q in by_stem(alone, "meaning of the argument")} <= {
        q.id for q in together.questions
    }


def test_notes_that_define_nothing_make_no_question(
    made: Callable[..., tuple[NotesIndex, FromNotes]],
) -> None:
    _, found = made(plain="# Diary\n\nYesterday we went out. It rained a little.\n")
    assert found.questions == ()


@pytest.mark.parametrize(
    ("source", "place"),
    [
        ("3-model-development/3.05-fmin.md", ("3.05", "3")),
        ("2-data/notes.md", ("", "2")),
        ("000_a33bf.txt", ("", "")),
        ("notes.pdf", ("", "")),
    ],
)
def test_objective_and_section_come_from_the_path(source: str, place: tuple[str, str]) -> None:
    assert place_of(source) == place
