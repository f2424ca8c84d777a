"""Scenario cards: what a note warns of becomes an option, and only where that is a whole one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.questions import Question
from tutor.quizzing.from_notes import from_notes
from tutor.quizzing.patterns.warnings import codes_warned, names_warned, tasks_warned
from tutor.quizzing.statements import Notes
from tutor.quizzing.verbs import imperative

DECK = """# Harbour

## Sails

Scenario Tips

If the question asks about:

A boat drifts from its mooring at every turn of the tide. What do you do?

Answer:

Shorten the chain and then set a second anchor

Distractor to avoid:

Calling the harbour master does not hold the boat — he only writes the report. A wrong approach is to lengthen the chain by a third, since the boat swings further.

If the question asks about:

A question asks which sail to use for a boat that heels too far in a squall.

Answer:

Storm jib — it lowers the heel by moving the pull down.

Distractor to avoid:

Spinnaker lowers the speed, not the heel. It helps with a wind from astern.

If the question asks about:

A crew of 4 takes 3 watches a day for 5 days. How many watches are stood in all?

Answer:

4 people × 3 watches × 5 days = 60 watches. With half the crew there are 30.

Distractor to avoid:

A common mistake is forgetting the days.

If the question asks about:

A question gives you the name 'gull' and the berth 7. What is the exact call?

Answer:

moor('port:/gull/7', 'night'). The address has one slash.

Distractor to avoid:

Option 'port:gull/7' (no slash) and 'port://gull/7' (two) are both wrong.

If the question asks about:

A chart is wet and its ink begins to run. What do you do?

Answer:

Dry the sheet between two boards and then trace its lines

Distractor to avoid:

Drawing the coast again from memory wastes the night.
"""


def _made(read: Callable[[str], Notes], asked: str) -> Question:
    (found,) = [q for q in from_notes(read(DECK).index).questions if asked in q.stem]
    return found


def _key(question: Question) -> str:
    return next(option.text for option in question.options if option.correct)


def _wrong(question: Question) -> set[str]:
    return {option.text for option in question.options if not option.correct}


def test_what_a_card_warns_of_stands_beside_its_answer(read: Callable[[str], Notes]) -> None:
    question = _made(read, "drifts from its mooring")
    assert _key(question) == "Shorten the chain and then set a second anchor"
    assert "Lengthen the chain by a third" in _wrong(question)
    warned = next(o for o in question.options if o.text.startswith("Lengthen"))
    assert warned.receipt is not None
    assert "lengthen the chain" in warned.receipt.quote, "its receipt is the warning"


def test_two_names_and_two_reasons_are_crossed(read: Callable[[str], Notes]) -> None:
    question = _made(read, "heels too far")
    assert question.stem.endswith("and why?")
    assert _key(question) == "Storm jib: it lowers the heel"
    assert _wrong(question) == {
        "Storm jib: it lowers the speed",
        "Spinnaker: it lowers the speed",
        "Spinnaker: it lowers the heel",
    }


def test_a_number_stands_among_what_other_ways_of_reckoning_give(
    read: Callable[[str], Notes],
) -> None:
    question = _made(read, "How many watches")
    assert _key(question) == "60"
    values = [int(option.text) for option in question.options]
    assert values == sorted(values)
    assert _wrong(question) <= {"5", "12", "15", "20"}


def test_one_sign_tells_two_calls_apart(read: Callable[[str], Notes]) -> None:
    question = _made(read, "berth 7")
    assert question.stem.startswith("You have the name")
    assert _wrong(question) == {"moor('port:gull/7', 'night')", "moor('port://gull/7', 'night')"}


@pytest.mark.parametrize(
    ("gerund", "verb"),
    [
        ("Calling", "Call"),
        ("Rerunning", "Rerun"),
        ("Computing", "Compute"),
        ("exponentiating", "exponentiate"),
        ("Iterating", "Iterate"),
        ("Boosting", ""),
        ("Bagging", ""),
        ("String", ""),
    ],
)
def test_a_gerund_gives_its_verb_where_that_is_known(gerund: str, verb: str) -> None:
    assert imperative(gerund) == verb


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        (
            "Computing the sum and then taking its root is wrong — do it before.",
            ["Compute the sum and then take its root"],
        ),
        ("A common wrong answer is to swap the two lines — but they stay.", ["Swap the two lines"]),
        ("Calling the port is the right thing to do.", []),
        ("Bagging trees lowers the bias.", []),
        ("Forgetting the days is wrong.", []),
    ],
)
def test_only_whole_things_to_do_are_warned_of(text: str, tasks: list[str]) -> None:
    assert list(tasks_warned(text)) == tasks


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Accuracy is misleading for rare cases. Precision lowers what is wrong.", ["Accuracy", "Precision"]),
        ("SQL Warehouse sounds good but it cannot run Python.", ["SQL Warehouse"]),
        ("MLflow alone records the model but not the data.", ["MLflow"]),
        ("Do not confuse with high bias (underfitting), where both are low.", ["High bias"]),
        ("Batch inference still applies — the call is not another.", []),
        ("Rerunning all tasks wastes time.", []),
    ],
)  # fmt: skip
def test_names_warned_of_are_subjects(text: str, names: list[str]) -> None:
    assert list(names_warned(text, "Recall")) == names


def test_only_spellings_of_one_address_replace_it() -> None:
    warning = "Option 'runs:abc/x' and 'models:/abc/x' are both wrong."
    assert list(codes_warned(warning, "load('runs:/abc/x')")) == ["load('runs:abc/x')"]
