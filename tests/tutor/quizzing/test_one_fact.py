"""One fact, one question: a statement and the trap that denies it are the same fact."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sound_question import question

from corpus.questions import Option, Question, Receipt
from tutor.quizzing.drafts import Choice
from tutor.quizzing.item_checks import check
from tutor.quizzing.one_fact import FactsAsked, one_fact
from tutor.quizzing.patterns.turns import Turns
from tutor.quizzing.statements import Notes

TRUE = "A kayak needs no licence on inland lakes of the province"
TRAP = "A kayak always needs a licence, on lakes as on the coast"
OTHERS = (
    "Rowers sit with their back to the bow of the boat",
    "A buoyancy aid keeps an unconscious person afloat",
    "Tides turn about every six hours on this coast",
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TRUE, TRAP),
        ("The encoder expects numeric indexes as input, not strings",
         "The encoder takes a string column as input directly"),
        ("An estimator is not a trained model but a rule for training one",
         "An estimator holds a trained model and predicts at once"),
        ("Single node clusters cannot run distributed jobs",
         "A single node cluster is enough for large jobs"),
    ],
)  # fmt: skip
def test_a_statement_and_what_denies_it_are_one_fact(one: str, other: str) -> None:
    assert one_fact(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("`write_table` creates the table", "`write_table` takes streaming DataFrames too"),
        ("A search draws its settings at random", "A search stops when its time is over"),
        OTHERS[:2],
    ],
)
def test_what_is_said_of_one_thing_need_not_be_one_fact(one: str, other: str) -> None:
    assert not one_fact(one, other)


@given(st.text(max_size=80), st.text(max_size=80))
def test_being_one_fact_has_no_direction(one: str, other: str) -> None:
    assert one_fact(one, other) == one_fact(other, one)


def _of_statements(word: str, key: str, others: tuple[str, ...], number: int = 1) -> Question:
    options = tuple(
        Option(text=text, correct=text == key, why="So.", receipt=_receipt(text))
        for text in (key, *others)
    )
    return question(
        id=f"n-{number}", stem=f"Which of these statements about “boats” is {word}?"
    ).model_copy(update={"options": options, "receipt": _receipt(key), "takeaway": f"{key}."})


def _receipt(text: str) -> Receipt:
    return Receipt(source="boats.md", quote=f"- {text}.")


def _asked(*questions: Question) -> FactsAsked:
    facts = FactsAsked()
    for one in questions:
        facts.add(one)
    return facts


def test_a_trap_and_its_correction_are_asked_once() -> None:
    false = _of_statements("FALSE", TRAP, OTHERS)
    true = _of_statements("true", TRUE, ("Boats fly", "Boats swim below water", "Boats sing"))
    assert _asked(false).hold(true)
    assert _asked(true).hold(false)


def test_what_one_question_tells_no_other_asks() -> None:
    false = _of_statements("FALSE", TRAP, OTHERS)
    true = _of_statements("true", OTHERS[0], ("Boats fly", "Boats swim", "Boats sing"))
    assert _asked(false).hold(true), "its key stood among the true options"
    assert _asked(true).hold(false)


def test_a_new_fact_is_not_held() -> None:
    true = _of_statements("true", TRUE, ("Boats fly", "Boats swim", "Boats sing"))
    other = _of_statements("true", OTHERS[2], ("Boats fly", "Boats swim", "Boats sing"))
    assert not _asked(true).hold(other)


def test_one_ordered_list_is_asked_once() -> None:
    first, second = (
        question(stem=f"In “Setting out”, which step comes directly after “{before}”?", id=before)
        for before in ("Check the weather", "Load the boat")
    )
    steps = ("Furl the sail", "Tie the bow", "Raise the keel", "Wash the deck")
    elsewhere = question(
        steps, stem="In “Landing”, which step comes first?", id="n-3", receipt=_receipt("Landing")
    )
    assert _asked(first).hold(second)
    assert not _asked(first).hold(elsewhere)


def test_a_long_option_wears_out_and_a_short_one_does_not() -> None:
    one = _of_statements("true", TRUE, ("Boats fly high above water", "Swims", "Sings"))
    other = _of_statements("true", OTHERS[0], ("Boats fly high above water", "Rolls", "Hums"))
    short = _of_statements("true", OTHERS[1], ("Swims", "Sings", "Rows"))
    assert _asked(one).are_worn(other, 1)
    assert not _asked(one).are_worn(other, 2)
    assert not _asked(one).are_worn(short, 1)


def test_what_is_set_right_elsewhere_is_found() -> None:
    keyed = _of_statements("true", TRUE, ("Boats fly high above water", "Swims", "Sings"))
    beside = _of_statements("true", OTHERS[0], (TRAP, "Rolls", "Hums"), number=2)
    apart = _of_statements("true", OTHERS[1], ("Cars fly", "Rolls", "Hums"), number=3)
    assert _asked(keyed).would_tell(beside), "one asks what sets the other's wrong option right"
    assert _asked(beside).would_tell(keyed)
    assert not _asked(keyed).would_tell(apart)


def test_wrong_statements_take_turns(read: Callable[[str], Notes]) -> None:
    turns = Turns(read("# Boats\n\nBoats swim."))
    others = [Choice(f"Boats {verb}", "boats", None) for verb in ("fly", "sing", "roll", "hum")]
    first = [turns.of("Boats swim", others, 2)[:2] for _ in range(2)]
    assert not {c.text for c in first[0]} & {c.text for c in first[1]}
    assert len(turns.of("Boats swim", others, 2)) == len(others)
    assert turns.of("Boats swim", [], 2) == ()


def test_the_number_that_another_is_worked_out_of_supports_nothing_else() -> None:
    receipt = Receipt(source="n.md", quote="How many? 27 × 5 = 135 models. There are 9 more.")
    names = {
        other: [
            flaw.name
            for flaw in check(question(("135", other), receipt=receipt, stem="How many models?"))
        ]
        for other in ("27", "9")
    }
    assert "receipt supports another option" not in names["27"]
    assert "receipt supports another option" in names["9"]


def test_what_says_a_correction_again_is_known(read: Callable[[str], Notes]) -> None:
    turns = Turns(read("# Boats\n\nBoats swim."))
    again = turns.restated(["A kayak needs no licence"], ["A kayak needs no licence", *OTHERS])
    assert again == [True, False, False, False]
    assert turns.restated(["A kayak needs no licence"], []) == []
