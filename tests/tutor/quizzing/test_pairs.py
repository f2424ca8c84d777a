"""Two things told apart in words: names and sayings cross, and nothing tells which belong together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tutor.quizzing.from_notes import from_notes
from tutor.quizzing.patterns.pair_notes import Pair, pairs
from tutor.quizzing.patterns.pairs import drafts
from tutor.quizzing.statements import Notes

GLUED = """Confusing Pairs

KetchYawl

Ketch carries its small mast before the rudder post — slow to turn. Yawl steps its small mast behind the rudder post — easy to steer. Use Ketch when the crew is tired and the sea is rough.

Data DriftConcept Drift

Data drift: input columns take other values (e.g., new customers). Concept drift: relation between columns and target changes. Detected by watching the errors.

Next Chapter

Boats are built in many yards.
"""
LISTED = """# Boats

## Sloop vs. Cutter

- Sloop: sets one headsail on a single stay
- Sloop: needs fewer winches on its deck
- Sloop: sails closer to the wind in a breeze
- Cutter: carries two headsails on two stays
- Cutter: keeps its balance with a reefed main
- Cutter: takes more hands at every tack
"""


def _pairs(text: str) -> list[Pair]:
    return list(pairs("note.md", text))


def test_a_glued_line_is_cut_where_two_known_names_meet() -> None:
    names = [tuple(side.name for side in pair.sides) for pair in _pairs(GLUED)]
    assert names == [("Ketch", "Yawl"), ("Data Drift", "Concept Drift")]


def test_a_heading_with_versus_names_two() -> None:
    (pair,) = _pairs(LISTED)
    assert [side.name for side in pair.sides] == ["Sloop", "Cutter"]
    assert [len(side.clauses) for side in pair.sides] == [3, 3]


@pytest.mark.parametrize(
    "text",
    [
        "Machine Learning\n\nMachines learn from data. Learning takes time.\n",
        "MLflow\n\nMlflow records runs. It flows on.\n",
        "Sloop and Cutter\n\nSloop sets one headsail. Cutter carries two headsails.\n",
    ],
)
def test_an_ordinary_line_names_no_pair(text: str) -> None:
    assert _pairs(text) == []


def test_clauses_are_verbatim() -> None:
    for pair in _pairs(GLUED):
        for side in pair.sides:
            assert side.clauses
            for clause in side.clauses:
                assert clause.text.lower() in GLUED[clause.start : clause.end].lower()


def test_names_and_sayings_cross(read: Callable[[str], Notes]) -> None:
    made = from_notes(read(GLUED).index).questions
    (two,) = [q for q in made if "about Ketch and Yawl" in q.stem]
    right = {o.text for o in two.options if o.correct}
    assert len(right) == len(two.options) - len(right) == 2
    sayings = [o.text.partition(": ")[2] for o in two.options]
    assert all(sayings.count(saying) == 2 for saying in sayings)
    (case,) = [q for q in made if q.stem.startswith("When the crew is tired")]
    assert [o.text.partition(": ")[0] for o in case.options if o.correct] == ["Ketch"]
    assert len(case.options) == 4


def test_what_is_said_of_one_stands_among_what_is_said_of_the_other(
    read: Callable[[str], Notes],
) -> None:
    asked = [d for d in drafts(read(LISTED)) if "and not of" in d.stem and d.pool]
    assert {d.subject for d in asked} == {"Sloop", "Cutter"}
    for draft in asked:
        other = "Cutter" if draft.subject == "Sloop" else "Sloop"
        assert {choice.subject for choice in draft.pool} == {other}
        assert all(other.lower() not in c.text.lower() for c in (*draft.keys, *draft.pool))


def test_what_both_do_is_not_asked(read: Callable[[str], Notes]) -> None:
    both = "Ketch vs Yawl\n\nKetch carries two masts of wood. Yawl carries two masts of wood.\n"
    assert list(drafts(read(both))) == []


def test_the_other_of_a_pair_stands_beside_its_name(read: Callable[[str], Notes]) -> None:
    text = (
        GLUED + "\n- Concept drift: relation between columns and target changes.\n"
        "- Skew: serving and fitting see other values.\n"
        "- Leakage: rows of the future stand in the past.\n"
        "- Seasonality: patterns of a calendar that come back.\n"
    )
    made = from_notes(read(text).index).questions
    asked = [q for q in made if "explain as “relation between columns" in q.stem]
    assert all("Data drift" in [o.text for o in q.options] for q in asked)
