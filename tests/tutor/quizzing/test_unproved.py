"""What the notes do not prove is not asked: soft columns, borrowed values, cases cut off."""

from __future__ import annotations

from collections.abc import Callable

from sound_question import question

from tutor.quizzing.item_checks import hard_flaws
from tutor.quizzing.patterns import actions, comparisons, defaults, definitions, lists
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
    assert any("does Day Skipper Course (DSC) include" in stem for stem in stems)
    assert not any("sails everywhere" in stem for stem in stems)


def test_what_key_and_a_wrong_option_share_spells_nothing_out() -> None:
    stem = "What does `log_param` do, according to the notes?"
    told = ("Logs one parameter", "Takes a number", "Returns a model", "Ends a run")
    even = ("Logs one parameter", "Logs a list of parameters", "Returns a model", "Ends a run")
    names = [{f.name for f in hard_flaws(question(o, stem=stem))} for o in (told, even)]
    assert "name spelled out" in names[0]
    assert "name spelled out" not in names[1]
