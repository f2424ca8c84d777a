"""Names and sayings of siblings, exchanged."""

from __future__ import annotations

from collections.abc import Callable

from tutor.quizzing.from_notes import from_notes
from tutor.quizzing.patterns import exchanged
from tutor.quizzing.statements import Notes

BOATS = """# Boats

## Kinds of hull

- **Sloop**: one mast with a single headsail
- **Ketch**: two masts, the taller one forward
- **Punt**: flat bottom and no mast at all

## Winds

- **Mistral**: blows towards the shore by day
- **Bora**: comes off the fields at night

### Sails, which go up last of all

Sails are bent on before they are hoisted, and each has its own sheet.
They are stowed below when the boat lies at anchor for long.
A torn one is mended ashore.
A wet one is dried first.

## Sails

- **Genoa**: overlaps the mast on its way aft
- **Genoa sheet**: rope that trims it from the cockpit

## Must-know facts

- **Anchor**: holds the boat over sand or mud
- **Tide table**: lists heights and hours of high water
- **Skipper**: answers for crew and vessel
"""


def test_each_name_and_each_saying_stands_once(read: Callable[[str], Notes]) -> None:
    hulls = [d for d in exchanged.drafts(read(BOATS)) if "Kinds of hull" in d.stem]
    assert {d.keys[0].text for d in hulls} <= {
        "Sloop: One mast with a single headsail",
        "Ketch: Two masts, the taller one forward",
        "Punt: Flat bottom and no mast at all",
    }
    assert hulls
    for draft in hulls:
        texts = [choice.text for choice in (*draft.keys, *draft.pool)]
        names, sayings = zip(*(text.split(": ") for text in texts), strict=True)
        assert sorted(names) == ["Ketch", "Punt", "Sloop"]
        assert len(set(sayings)) == 3


def test_of_two_siblings_both_are_asked(read: Callable[[str], Notes]) -> None:
    (winds,) = (d for d in exchanged.drafts(read(BOATS)) if "Winds" in d.stem)
    assert winds.kind == "multiple"
    assert len({choice.text for choice in (*winds.keys, *winds.pool)}) == 4


def test_a_name_and_a_part_of_it_and_facts_of_all_kinds_are_not_exchanged(
    read: Callable[[str], Notes],
) -> None:
    stems = " ".join(d.stem for d in exchanged.drafts(read(BOATS)))
    assert "Sails" not in stems
    assert "Must-know" not in stems


def test_what_the_notes_say_of_another_too_is_not_exchanged(read: Callable[[str], Notes]) -> None:
    shared = BOATS + "\n## Yards\n\nA ketch has a flat bottom and no mast while it is built.\n"
    for draft in exchanged.drafts(read(shared)):
        assert "Ketch: Flat bottom and no mast at all" not in [c.text for c in draft.pool]


def test_wrong_pairs_show_what_is_said_of_their_name(read: Callable[[str], Notes]) -> None:
    made = from_notes(read(BOATS).index).questions
    wrong = [o for q in made if "statements about" in q.stem for o in q.options if not o.correct]
    assert wrong
    for option in wrong:
        name = option.text.partition(":")[0]
        assert option.receipt is not None
        assert name in option.receipt.quote
        assert name in option.why
