"""Kinds of names in code, and what they keep apart among the options of a question."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.questions import Receipt
from tutor.quizzing.code_kinds import CodeKinds
from tutor.quizzing.distractors import Distractors
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.patterns import actions
from tutor.quizzing.statements import Notes

NOTES = "Call `fmin(fn, space)` or `hp.choice(…)`. `CrossValidator` has `num_folds`. Run VACUUM."


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("`fmin`", "call"),
        ("`hp.choice`", "call"),
        ("`other_call(x)`", "call"),
        ("`CrossValidator`", "class"),
        ("`pyspark.ml.Pipeline`", "class"),
        ("`num_folds`", "name"),
        ('`"keep"`', "value"),
        ("`VACUUM`", "keyword"),
        ("cross-validation", ""),
        ("Boosting", ""),
    ],
)
def test_the_kind_of_a_name(name: str, kind: str) -> None:
    assert CodeKinds([NOTES]).kind(name) == kind


def test_a_name_that_is_given_a_value_is_an_argument() -> None:
    kinds = CodeKinds(["`fit(x, depth=3)` may have `depth=2`, and size=len(x)."])
    assert kinds.is_argument("`depth`")
    assert not kinds.is_argument("`fit`")
    assert not kinds.is_argument("`len`")


def test_what_is_said_of_a_term_is_not_said_of_code() -> None:
    kinds = CodeKinds([NOTES])
    assert kinds.may_be_one("`CrossValidator`", "`fmin`")
    assert kinds.may_be_one("Boosting", "Bagging")
    assert not kinds.may_be_one("`CrossValidator`", "Boosting")


CALLS = """# Tables

`read_table(name)` loads every row of the stored boat table for a trip.

`drop_table(name)` keeps no row of the stored boat table on the disk.

`make_table(name)` creates an empty boat table that holds no rows yet.

`table_owner` shows the person who answers for every new boat table.
"""


def test_no_argument_stands_among_calls(read: Callable[[str], Notes]) -> None:
    notes = read(CALLS)
    names = ("`read_table`", "`drop_table`", "`make_table`", "`table_owner`")
    key, *others = (Choice(name, name, None) for name in names)
    draft = Draft(
        pattern="code reversed",
        stem="Which of these loads every row?",
        keys=(key,),
        pool=tuple(others),
        receipt=Receipt(source="a.md", quote="`read_table(name)` loads every row"),
        subject="Loads every row",
        takeaway="",
        names=True,
        settled=True,
    )
    chosen = Distractors(notes).choose(draft)
    assert {choice.text for choice in chosen} == {"`drop_table`", "`make_table`"}


WORDS = """# Fitting

`fit` learns the fill values of every column. A user can also fit a line.

`fmin` minimises the loss of a function over a space.
"""


def test_a_plain_word_in_code_is_not_asked_for(read: Callable[[str], Notes]) -> None:
    asked = {draft.subject for draft in actions.drafts(read(WORDS)) if not draft.names}
    assert asked == {"`fmin`"}


@pytest.mark.parametrize(
    "saying", ["takes no computed path from a cell", "takes `name`, `df` and `mode` of a table"]
)
def test_what_something_takes_is_nothing_that_it_does(
    saying: str, read: Callable[[str], Notes]
) -> None:
    notes = read(f"# A\n\n`write_all()` {saying}.")
    assert not [d for d in actions.drafts(notes) if d.stem.startswith("What does")]


PARALLEL = """# A

Data parallelism copies the model and divides the rows. In practice data parallelism is enough.

Some use of Data Science helps. All of data has to be read.
"""


def test_a_term_takes_a_small_letter_within_the_question(read: Callable[[str], Notes]) -> None:
    stems = [draft.stem for draft in actions.drafts(read(PARALLEL))]
    assert "What does data parallelism do, according to the notes?" in stems
