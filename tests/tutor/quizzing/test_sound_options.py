"""Flaws that a reader found in made questions: none may come of notes that invite them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_course import SmallCourse

from corpus.questions import Question
from tutor.quizzing.from_notes import from_notes
from tutor.quizzing.option_forms import are_named_alike
from tutor.quizzing.patterns import actions, comparisons, definitions, lists, scenarios, traps
from tutor.quizzing.patterns.facts import is_complete, is_hollow, is_name
from tutor.quizzing.said import Said
from tutor.quizzing.statements import Notes

MakeCourse = Callable[..., SmallCourse]

TRAPS = """# Boats

## Traps

| Trap | What is true |
|---|---|
| One must not call the harbour by telephone | A harbour has no telephone at all |
| To reach the far shore, use the motor | The sail is enough; motors work but are noisy |
| Keels make a boat slower in each wind | A keel makes a boat hold its course |
| Log lines are there for the depth of the water | A log line measures the speed of a boat |
| An anchor weighs as much as its chain | A chain weighs four times its anchor |
| Rowers look towards the bow of the boat | Coxes look towards the bow, and rowers astern |
"""
TABLES = """# Loss

| Chance given to the class | Log loss | Share of that row |
|---|---|---|
| 0.9 | 0.105 | ten percent |
| 0.5 | 0.693 | twenty percent |
| 0.1 | 2.303 | thirty percent |
| 0.01 | 4.605 | forty percent |

## Two plans

| Aspect | Slow plan | Quick plan |
|---|---|---|
| Cost | Paid at the end | Paid at the start |
| Crew | Four people aboard | Two people aboard |
| Route | Along the coast | Across the open bay |
| Food | Cooked on the stove | Eaten from the tin |
"""
PARTS = """# Harbour

The Harbour Office provides:

- Sailing
- Weather
- Moorings
- Repairs

## Sailing

A sailing course provides:

- Knots at work
- Tacking
- Rescue

## Fishing

The fishing course provides:

- Nets at work
- Lines
- Bait

## Cooking

The galley provides:

- Stoves
- Pans
- Kettles
"""
CARDS = """Tips

Scenario:

The question asks how to haul a heavy anchor on a small boat.

Answer:

Turn the windlass by hand with crank()

Scenario:

The question asks how to lift wet nets over the rail.

Answer:

Raise the boom and call hoist() twice

If the question asks about:

Many nets hang over the rail. Which engine to start?

Answer:

Diesel — it is strong.

Distractor to avoid:

Petrol/Outboard is wrong for heavy work.

Use

A heavy anchor on a small boat: hoist() hauls the anchor, too.
"""


def _right(question: Question) -> set[str]:
    return {option.text for option in question.options if option.correct}


def _wrong_of(question: Question) -> set[str]:
    return {option.text for option in question.options if not option.correct}


def test_advice_and_prohibitions_are_not_called_false(read: Callable[[str], Notes]) -> None:
    false = {trap.wrong for trap in traps.traps(read(TRAPS)) if trap.is_false}
    assert false == {
        "Keels make a boat slower in each wind",
        "Log lines are there for the depth of the water",
        "An anchor weighs as much as its chain",
        "Rowers look towards the bow of the boat",
    }


def test_what_works_but_is_not_best_is_not_false(read: Callable[[str], Notes]) -> None:
    row = "| Init scripts are the way to libraries | Init scripts work but are slow |\n"
    assert not any(
        t.is_false for t in traps.traps(read(f"# A\n\n| Trap | What is true |\n|---|---|\n{row}"))
    )


def test_no_option_stands_beside_what_denies_it(read: Callable[[str], Notes]) -> None:
    for draft in traps.drafts(read(TRAPS)):
        texts = {choice.text for choice in (*draft.keys, *draft.pool)}
        assert not {"An anchor weighs as much as its chain",
                    "A chain weighs four times its anchor"} <= texts  # fmt: skip


def test_only_columns_that_make_a_question_are_asked(read: Callable[[str], Notes]) -> None:
    table = """# Loss

| Setting | Meaning | Default | Under sail |
|---|---|---|---|
| `reef` | Rows of sail taken in | 20 | slower boat |
| `keel` | Depth below the water | 30 | steady boat |
| `flag` | Colours at the stern | none | proud boat |
| `lamp` | Light at the bow | False | safe boat |
| 0.9 | Share of full sail | 40 | fast boat |
"""
    made = list(comparisons.drafts(read(table)))
    stems = " ".join(draft.stem for draft in made)
    assert "What is the meaning of the setting `reef`" in stems
    assert "Under sail" not in stems, "needs its table in front of one"
    assert "0.9" not in stems, "a number says nothing without its column"
    (default,) = (d for d in made if "default of the setting `reef`" in d.stem)
    assert {choice.text for choice in default.pool} == {"30", "40"}, "a number among numbers"
    assert not any("that row" in draft.stem for draft in comparisons.drafts(read(TABLES)))
    pairs = "# Lights\n\n| Vessel | Lights at night |\n|---|---|\n" + "".join(
        f"| {vessel} | {lights} |\n"
        for vessel, lights in (("Pilot", "white over red"), ("Trawler", "green over white"),
                               ("Yacht", "one tricolour"), ("Barge", "two all-round reds"))
    )  # fmt: skip
    stems = " ".join(draft.stem for draft in comparisons.drafts(read(pairs)))
    assert "under “Lights at night” for the vessel Pilot" in stems, "pairs need no table"


def test_options_of_a_comparison_stand_in_different_rows(read: Callable[[str], Notes]) -> None:
    made = from_notes(read(TABLES).index)
    compared = [q for q in made.questions if "rather than" in q.stem]
    assert compared
    for one in compared:
        rows = [option.text.partition(": ")[0] for option in one.options]
        assert len(set(rows)) == len(rows)


def test_parts_of_the_key_do_not_stand_beside_it(read: Callable[[str], Notes]) -> None:
    asked = [d for d in lists.drafts(read(PARTS)) if d.keys[0].text == "Sailing" and not d.negated]
    assert asked
    given = [q for q in from_notes(read(PARTS).index).questions if "Sailing" in _right(q)]
    assert all(len(_wrong_of(q) & {"Nets at work", "Lines", "Bait"}) <= 2 for q in given)
    for draft in asked:
        assert not {c.text for c in draft.pool} & {"Knots at work", "Tacking", "Rescue"}
        assert {c.text for c in draft.pool} >= {"Lines", "Stoves"}


def test_a_scenario_asks_with_a_verb_and_leaves_out_what_may_serve(
    read: Callable[[str], Notes],
) -> None:
    by_stem = {draft.stem: draft for draft in scenarios.drafts(read(CARDS))}
    haul = by_stem["How do the notes advise you to haul a heavy anchor on a small boat?"]
    assert not any("hoist" in choice.text for choice in haul.pool), "it hauls anchors, too"
    assert any(stem.endswith("Which engine do the notes advise you to start?") for stem in by_stem)


def test_two_names_written_as_one_are_not_told_apart(read: Callable[[str], Notes]) -> None:
    notes = read(CARDS)
    assert Said(notes).is_one_thing("Outboard", "Petrol")
    assert not Said(notes).is_one_thing("Diesel", "Petrol")
    assert not any("Which engine" in q.stem for q in from_notes(notes.index).questions)


def test_only_what_something_does_answers_what_it_does(read: Callable[[str], Notes]) -> None:
    notes = read(
        "# A\n\nSpearman needs a sort of every column. `fmin` minimises the loss of a run."
    )
    stems = [draft.stem for draft in actions.drafts(notes)]
    assert not any("does Spearman do" in stem for stem in stems)
    assert any("does `fmin` do" in stem for stem in stems)
    assert not any(stem.startswith("Which of these needs a sort") for stem in stems)


@pytest.mark.parametrize(
    "name", ["400", "Neither Spark", "Nor Spark", "Only Spark", "No tree", "Not all"]
)
def test_a_number_or_half_of_a_denial_is_no_name(name: str) -> None:
    assert not is_name(name)


def test_a_row_of_names_explains_nothing(read: Callable[[str], Notes]) -> None:
    notes = read(
        "# A\n\n- Evaluator metrics: 'rmse', 'mae', 'r2'.\n- Precision: share of hits found.\n"
    )
    assert {d.subject for d in definitions.drafts(notes) if not d.names} == {"Precision"}


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("the Databricks default", False),
        ("the Unity Catalog argument", False),
        ("an argument that names the key of a table", True),
    ],
)
def test_what_names_no_more_than_its_kind_is_hollow(value: str, says: bool) -> None:
    assert is_hollow(value) is not says


def test_what_points_at_something_not_shown_is_no_option() -> None:
    assert not is_complete("brings that notebook into the workspace")
    assert not is_complete("joins the columns of that table by key")
    assert is_complete("a table that holds the columns of a set")


def test_names_of_code_are_marked_alike(read: Callable[[str], Notes]) -> None:
    notes = read(
        "# A\n\nload_df() returns the joined table of a set. `write_table` fills one table in place."
    )
    names = {d.keys[0].text for d in actions.drafts(notes) if d.names}
    assert names == {"`load_df`", "`write_table`"}


def test_an_argument_is_no_call() -> None:
    assert not are_named_alike("`label=None`", "`write_table`")
    assert are_named_alike("`read_table(name=…)`", "`write_table`")


def test_a_call_named_for_what_is_asked_is_no_wrong_option(read: Callable[[str], Notes]) -> None:
    notes = """# Calls

- `mapBoats` runs its function once a harbour with all its boats.
- `foreachHarbour` sends each sail to the loft that mends it.
- `readTides` loads the heights of every tide from a file.
- `dropAnchor` ends the run and writes the depth below the keel.
- `listWinds` gives the directions in which a boat can go.
"""
    for question in from_notes(read(notes).index).questions:
        texts = [option.text for option in question.options if not option.correct]
        assert "once a harbour" not in question.stem or "`foreachHarbour`" not in texts
