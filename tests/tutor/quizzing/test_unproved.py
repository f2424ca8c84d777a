"""What the notes do not prove is not asked: soft columns, borrowed values, cases cut off."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_lowercase

import pytest
from sound_question import question

from corpus.questions import Receipt
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.item_checks import hard_flaws
from tutor.quizzing.option_pairs import are_of_other_matters, distance
from tutor.quizzing.patterns import actions, comparisons, defaults, definitions, lists, steps
from tutor.quizzing.said import Said
from tutor.quizzing.statements import Notes

Read = Callable[[str], Notes]

WEAK = """# Fill values

| Fill value | Weakness |
|---|---|
| Mean | Pulled by outliers |
| Mode | Rarely meaningful |
| Median | Ignores extremes |
| Zero | Shifts the mean |
"""


def test_a_weakness_may_be_that_of_others_too(read: Read) -> None:
    assert [*comparisons.drafts(read(WEAK.replace("Weakness", "Meaning")))]
    assert not [*comparisons.drafts(read(WEAK))]


DEFAULTS = """# Sails

`reefing="slab"` is the default. `jib="rolled"` is the default.

Set `jib` to "hanked" in a storm and `jib="furled"` in harbour.
"""


def test_a_text_is_asked_for_among_the_other_values_of_its_setting(read: Read) -> None:
    pools = {
        draft.subject: {choice.text for choice in draft.pool}
        for draft in defaults.drafts(read(DEFAULTS))
    }
    assert pools == {"reefing": set(), "jib": {'`"hanked"`', '`"furled"`'}}


ASKED = """# Copies

**When I copy a chart, do its marks come along?** `copy_chart()` brings the marks of the chart.

**What draws the chart?** `draw_chart()` draws the coast and the marks of the chart.
"""


def test_an_answer_to_a_question_on_a_case_is_true_of_that_case(read: Read) -> None:
    asked = {draft.subject for draft in actions.drafts(read(ASKED)) if not draft.names}
    assert asked == {"`draw_chart()`"}


EXAMPLE = "# A\n\nDelay by harbour is {what} of a number by a place{then}."


def test_an_example_is_no_definition(read: Read) -> None:
    plot = EXAMPLE.format(what="a comparison", then=", so draw one box for each place")
    assert not [*definitions.drafts(read(plot))]
    assert [*definitions.drafts(read(EXAMPLE.format(what="a comparison", then="")))]


def test_a_name_of_code_may_belong_to_the_subject(read: Read) -> None:
    said = Said(read("# A\n\n`make_set` has an argument exclude_cols, as `read_set` has."))
    assert said.stands_with("`make_set`", "Keeps every column unless exclude_cols names it")
    assert not said.stands_with("`make_set`", "Keeps every column unless other_cols names it")
    assert not said.stands_with("`drop_set`", "Keeps every column unless exclude_cols names it")


LISTS = """# Courses

#### Day Skipper Course (DSC)

DSC includes:
- Pilotage by day
- Tides of the coast
- Charts and symbols

#### Others

The school sails everywhere, including:
- Harbours at night
- Rivers and canals
- Races in spring
"""


def test_an_acronym_comes_with_its_words_and_a_loose_list_is_not_asked(read: Read) -> None:
    stems = {draft.stem for draft in lists.drafts(read(LISTS))}
    assert any("list of what Day Skipper Course (DSC) includes" in stem for stem in stems)
    assert not any("sails everywhere" in stem for stem in stems)


def test_what_key_and_a_wrong_option_share_spells_nothing_out() -> None:
    stem = "What does `log_param` do, according to the notes?"
    told = ("Logs one parameter", "Takes a number", "Returns a model", "Ends a run")
    even = ("Logs one parameter", "Logs a list of parameters", "Returns a model", "Ends a run")
    names = [{f.name for f in hard_flaws(question(o, stem=stem))} for o in (told, even)]
    assert "name spelled out" in names[0]
    assert "name spelled out" not in names[1]


def test_what_stands_in_other_folders_is_of_another_matter() -> None:
    def choice(source: str) -> Choice:
        return Choice(source, source, Receipt(source=source, quote="A boat floats."))

    key = choice("1-boats/a.md")
    draft = Draft(
        pattern="action",
        stem="What does a boat do?",
        keys=(key,),
        pool=(),
        receipt=Receipt(source="1-boats/a.md", quote="A boat floats."),
        subject="boat",
        takeaway="",
    )
    near, far = choice("1-boats/b.md"), choice("2-cars/c.md")
    assert [distance(draft, c) for c in (key, near, far)] == [0, 1, 2]
    assert are_of_other_matters(draft, [near, far, far])
    assert not are_of_other_matters(draft, [near, near, far])


CLICKS = """# Jobs

To create a job:
1. {first} the page of jobs
2. {second} the type of the task
3. Give the task a name that tells what it is for
4. Save the whole job for a later time
"""


def test_the_order_of_clicks_is_not_asked(read: Read) -> None:
    assert not [*steps.drafts(read(CLICKS.format(first="Select", second="Choose")))]
    assert [*steps.drafts(read(CLICKS.format(first="Plan", second="Describe")))]


GLOSSES = """# Results

- Feature weight: a picture of what each feature adds
- Trial notebook: the code that one of the runs was made by
- Score board: all of the runs, the best of them first
- Data check: an overview of the columns and their gaps
"""


def test_a_gloss_that_takes_up_its_term_is_not_asked(read: Read) -> None:
    asked = {draft.takeaway.partition(":")[0] for draft in definitions.drafts(read(GLOSSES))}
    assert "Data check" in asked
    assert "Feature weight" not in asked


VERBS = """# Boats

The harbour provides:
- Fresh water
- Mooring rings
- Quick repairs

## Galley

The galley provides:
- Iron stoves
- Copper kettles
- Sharp knives

## Log

The log records:
- Hours under way
- Depths below the keel
- Weather of the day
"""


def test_items_come_from_lists_of_the_same_verb(read: Read) -> None:
    pools = [d.pool for d in lists.drafts(read(VERBS)) if d.subject == "the harbour"]
    assert pools
    for pool in pools:
        assert {choice.text for choice in pool} == {"Iron stoves", "Copper kettles", "Sharp knives"}


ARGUMENTS = """# Calls

| Argument | Meaning |
|---|---|
| `name` | What it is called |
| `note`, `tags` | Texts that help to find it |
| `depth` | How far it goes down |
| `width` | How far it goes across |
"""


def test_a_row_of_several_names_is_not_asked_for(read: Read) -> None:
    asked = {draft.subject for draft in comparisons.drafts(read(ARGUMENTS)) if not draft.names}
    assert asked == {"`name`", "`depth`", "`width`"}


def test_a_call_with_its_numbers_is_neither_explained_nor_defined(read: Read) -> None:
    notes = read(
        "# A\n\n`split([0.8, 0.2])` returns two parts of 80 and 20 rows.\n\n"
        '`pick("lr", 1)` is a rate on a scale of logarithms.\n\n`trim(x)` drops the blanks of a row.'
    )
    does = {
        d.subject for d in actions.drafts(notes) if d.stem.endswith(" do, according to the notes?")
    }
    assert does == {"`trim(x)`"}
    assert not [*definitions.drafts(notes)]


@pytest.mark.parametrize(("number", "asked"), [(2, True), (20, False)])
def test_what_a_part_of_a_product_does_the_product_does_too(
    number: int, asked: bool, read: Read
) -> None:
    said = [
        f"Harbour Office keeps order on pier {letter}{letter} of the bay."
        for letter in ascii_lowercase
    ]
    notes = read("# A\n\n" + " ".join(said[:number]))
    stems = [d.stem for d in actions.drafts(notes) if d.stem.startswith("What does")]
    assert any("Harbour Office" in stem for stem in stems) is asked


def test_an_argument_is_asked_for_with_what_it_is_an_argument_of(read: Read) -> None:
    stems = [d.stem for d in comparisons.drafts(read(ARGUMENTS)) if not d.names]
    assert stems
    assert all("(“Calls”)" in stem for stem in stems)


def test_to_be_an_estimator_is_no_definition(read: Read) -> None:
    assert not [*definitions.drafts(read("# A\n\nThe `Pilot` is an estimator."))]
    assert [*definitions.drafts(read("# A\n\nThe `Pilot` is an estimator of the tide."))]
