"""Questions made from notes: what is asked, that it is proved, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_course import SmallCourse

from corpus.questions import Question
from index.retriever import NotesIndex
from tutor.quizzing.flaw import NotesContext
from tutor.quizzing.from_notes import FromNotes, from_notes, place_of
from tutor.quizzing.item_checks import hard_flaws

MakeCourse = Callable[..., SmallCourse]

DEFINITIONS = (
    """\
# 1.01 Drift

## Kinds

**Data drift** is a change in the distribution of the inputs. **Concept drift** is a change in the
relation that ties target to columns. **Prediction drift** is a change in the distribution of the
outputs. **Seasonality** is a pattern of the calendar that comes back each year. **Skew** is a
difference of values met in serving and values met in fitting.

The exam is a multiple-choice test of skill. A pipeline is a thing (unverified).
""".replace("\nrelation", " relation")
    .replace("\noutputs", " outputs")
    .replace("\ndiff", " diff")
)

TRAPS = """\
# 3.05 Tuning

## Traps

| Trap | What is true |
|---|---|
| `max_evals` counts the seconds of a search | The argument counts the settings to try |
| `hp.quniform` draws nothing but integers | The expression `hp.quniform` draws floats |
| Hyperopt is one of the parts of Spark ML | Hyperopt is a library of its own kind |
| A loss in a dict is maximised by `fmin` | A loss in a dict is minimised by `fmin` |
"""

TABLES = """\
# 3.06 Search

## Arguments of the search

| Argument | Meaning |
|---|---|
| `fn` | Objective that gets one setting |
| `space` | Ranges from which values come |
| `algo` | Rule that proposes new settings |
| `trials` | Object that records the losses |

## Offline or online

| Question | Offline table | Online table |
|---|---|---|
| Storage | Delta files in a bucket | Rows in a fast database |
| Access | Scans over many records | Lookups by a primary key |
| Delay | Seconds up to minutes | Just a few milliseconds |
"""

LISTS = """\
# 1.13 Tracking

Experiment Tracker records:

- Parameters
- Metrics
- Artifacts

The Feature Hub provides:

- Lookups
- Discovery
- Backfills

To create a cluster:

1. Open the compute page
2. Press the create button
3. Pick a machine runtime
4. Set the worker count
5. Confirm with the button
"""

DEFAULTS = """\
# 3.09 Folds

The default of `numFolds` in `CrossValidator` is 3. The default of `parallelism` is 1.
`maxDepth` defaults to 5. `numTrees` defaults to 20.
"""

CARDS = """\
Scenario Tips

If the question asks about:

A team sees that the errors on new rows grow month by month. What helps?

Answer:

Retrain the model with recent rows

If the question asks about:

A search with many parameters takes too long. What helps?

Answer:

Draw the settings at random

If the question asks about:

A column has gaps in a tenth of the rows. What helps?

Answer:

Impute the column by its median

If the question asks about:

Two services need the same column at once. What helps?

Answer:

Publish the column in a store
"""

FLATTENED = """\
API Table

APIPurpose
start_run()Begin a new run
log_param()Store one setting
log_metric()Store one score
log_artifact()Store one file

Begin with start_run() and end_run(). Store a setting with log_param(), one score with
log_metric() and a file with log_artifact().
"""


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
    true = by_stem(found, "is true?")
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
    for question in by_stem(found, "is FALSE?"):
        assert set(key_of(question)) <= wrong


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
    records = by_stem(found, "Which of these does Experiment Tracker record")
    assert records
    assert {k for question in records for k in key_of(question)} <= {
        "Parameters", "Metrics", "Artifacts",
    }  # fmt: skip
    assert any(question.kind == "multiple" for question in records)
    (after,) = by_stem(found, "which step comes directly after “Pick a machine runtime”")
    assert key_of(after) == ["Set the worker count"]
    (first,) = by_stem(found, "which step comes first")
    assert key_of(first) == ["Open the compute page"]


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
