"""Keys that the stem tells by meaning, by kind or by a piece of a name, and statements cut short."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from sound_question import CONTEXT, question

from corpus.questions import Question
from index.embedding import Vectors
from tutor.quizzing.from_notes import from_notes
from tutor.quizzing.item_checks import hard_flaws
from tutor.quizzing.kinds import Kinds, are_both_classes, kind_noun
from tutor.quizzing.patterns import actions, comparisons, definitions, lists, traps
from tutor.quizzing.said import Said
from tutor.quizzing.statements import Notes
from tutor.quizzing.stem_cues import StemCues
from tutor.quizzing.text_vectors import TextVectors

# Words of one meaning share a direction; every other word has one of its own.
MEANINGS = {"discovery": "find", "search": "find", "finding": "find", "stage": "step"}


def _vectors(texts: Sequence[str]) -> Vectors:
    names = "find step deck boat sail rope tool chart crew engine existing harbour".split()  # noqa: SIM905
    rows = np.zeros((len(texts), len(names)), np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in text.lower().replace("“", " ").replace("”", " ").replace("?", " ").split():
            meaning = MEANINGS.get(word, word)
            if meaning in names:
                row[names.index(meaning)] = 1.0
    norms = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1.0)
    return np.asarray(rows / norms, np.float32)


STEM = "Which term do the notes explain as “Discovery of existing boat”?"


def test_a_near_synonym_in_the_key_alone_tells_it() -> None:
    cues = StemCues(TextVectors(_vectors))
    assert cues.tells(STEM, "Boat Search", ["Boat Rope", "Boat Chart", "Crew"])


def test_a_wrong_option_as_near_balances_it() -> None:
    cues = StemCues(TextVectors(_vectors))
    assert not cues.tells(STEM, "Boat Search", ["Boat Finding", "Boat Chart", "Crew"])


def test_what_key_and_wrong_options_share_hides_no_synonym() -> None:
    cues = StemCues(TextVectors(_vectors))
    # As wholes both are as near; without the shared word the key alone is.
    assert cues.tells("What is the boat search?", "Boat discovery", ["Boat", "Boat rope"])


def test_prepared_texts_are_embedded_once() -> None:
    seen: list[str] = []

    def counted(texts: Sequence[str]) -> Vectors:
        seen.extend(texts)
        return _vectors(texts)

    cues = StemCues(TextVectors(counted))
    cues.prepare([(STEM, "Crew", ["Rope", "Chart"])])
    cues.tells(STEM, "Crew", ["Rope", "Chart"])
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("saying", "noun"),
    [
        ("the stage where boats earn their keep", "stage"),
        ("a centralized repository for charts", "repository"),
        ("an open-source tool, made by sailors", "tool"),
        ("sailing with the wind", ""),
    ],
)
def test_the_kind_noun_of_a_saying(saying: str, noun: str) -> None:
    assert kind_noun(saying) == noun


def test_names_of_a_kind_are_told_from_others() -> None:
    kinds = Kinds(TextVectors(_vectors))
    assert kinds.is_under("Docking", "Docking is the stage that ends a trip", "stage")
    assert kinds.is_under("Planning", "Planning is a step before a trip", "stage")
    assert not kinds.is_under("Compass", "A compass is a tool of the bridge", "stage")
    assert kinds.stands_alone("the stage where boats rest", ["a tool of the deck", "a rope"])
    assert not kinds.stands_alone("the stage where boats rest", ["a step of the deck"])


def test_classes_and_plain_terms_are_written_unlike() -> None:
    assert are_both_classes("CrossValidator", "TrainSplit")
    assert not are_both_classes("CrossValidator", "Precision")
    assert are_both_classes("MLflow", "Precision")


def _flaws(found: Question) -> set[str]:
    return {flaw.name for flaw in hard_flaws(found)}


def test_a_kind_in_stem_and_key_alone() -> None:
    told = ("a model that trains on one machine", "a table that lists the results",
            "a class that holds the results", "a server that runs the results")  # fmt: skip
    even = (told[0], "a model that is kept in many parts", *told[2:])
    stem = "What is a single-node model, according to the notes?"
    assert "kind named in the stem" in _flaws(question(told, stem=stem))
    assert "kind named in the stem" not in _flaws(question(even, stem=stem))
    assert "kind named in the stem" not in _flaws(question(told, stem=stem, origin="bank"))


def test_a_key_that_is_short_for_a_word_of_the_stem() -> None:
    stem = "Which command do the notes explain as “Write markdown”?"
    assert "key abbreviates the stem" in _flaws(question(("`%md`", "`%run`", "`%pip`"), stem=stem))
    sound = question(("`%sql`", "`%run`", "`%pip`"), stem=stem)
    assert "key abbreviates the stem" not in _flaws(sound)


@pytest.mark.parametrize(
    ("stem", "options"),
    [
        ("What does AutoML do, by the notes?",
         ("Fills the gaps automatically", "Draws a line of Spark ML", "Counts the runs of a set")),
        ("Which notebook has details of all models tried?",
         ("All Trials Notebook", "Best Model Notebook", "Data Facts Notebook")),
        ("Which of these logs parameters for Spark frameworks?",
         ("`mlflow.autolog`", "`spark_udf`", "`search_runs`")),
        ("What does the call `sklearn.load` return?",
         ("the scikit-learn object", "the rows of a table", "the path of a folder")),
    ],
)  # fmt: skip
def test_pieces_of_names_echo_the_stem(stem: str, options: tuple[str, ...]) -> None:
    assert "word echo from stem in the key alone" in _flaws(question(options, stem=stem))


def test_the_title_of_a_section_is_no_echo() -> None:
    stem = "Which of these statements about “Learning the ropes” is true?"
    options = (
        "A rope is learned by hand",
        "A keel is a part of a mast",
        "A mast is a part of a keel",
    )
    assert "word echo from stem in the key alone" not in _flaws(question(options, stem=stem))
    assert hard_flaws(question(), CONTEXT) == []


LIMITED = """# Trips

## Must-know facts

- Long trips need a stove, not cold meals. Cold meals weaken the crew of a boat.
- In winter: the harbour closes. The harbour master sells permits to every boat.
- A keel holds the course of a boat. A rudder turns the bow of a boat.
"""


def test_a_statement_is_not_cut_from_what_limits_it(read: Callable[[str], Notes]) -> None:
    notes = read(LIMITED)
    limited = {s.text for s in notes.statements if notes.is_limited(s)}
    assert "Cold meals weaken the crew of a boat." in limited
    assert "The harbour master sells permits to every boat." in limited
    assert "A rudder turns the bow of a boat." not in limited
    assert not any("Cold meals" in d.keys[0].text for d in actions.drafts(notes))


CUT = """# Summaries

## Traps

| Trap | What is true |
|---|---|
| `summary()` returns the numbers of a column | Every column of the result is a string |
| A keel is the brake of a boat, so use it ashore | A keel makes a boat hold its course |
| A rudder is a part of the mast of a boat | A rudder is a part of the stern of a boat |
"""


def test_a_result_is_not_asked_without_its_call(read: Callable[[str], Notes]) -> None:
    true = {d.keys[0].text for d in traps.drafts(read(CUT)) if "is true" in d.stem}
    assert "Every column of the result is a string" not in true
    assert "A keel makes a boat hold its course" in true


def test_advice_is_cut_from_what_is_false(read: Callable[[str], Notes]) -> None:
    wrong = {trap.wrong for trap in traps.traps(read(CUT))}
    assert "A keel is the brake of a boat" in wrong


PLANS = """# Plans

| Aspect | Harbour Plan | Ocean Plan |
|---|---|---|
| Package | `harbour-charts` | `deep-charts` |
| Crew | Four people aboard | Two people aboard |
| Route | Along the coast | Across the open sea |
| Food | Cooked on the stove | Eaten from the tin |
"""


def test_a_cell_that_names_its_side_is_not_asked(read: Callable[[str], Notes]) -> None:
    texts = {c.text for d in comparisons.drafts(read(PLANS)) for c in (*d.keys, *d.pool)}
    assert texts
    assert not any("harbour-charts" in text for text in texts)


SIBLINGS = """# Reading

Key parts of the harbour:

- **Pier Office**: Desk that registers each boat
- **Pier Store**: Shop that sells rope and paint
- **Pier Crane**: Hoist that lifts the heavy keels
- **Quay Lamp**: Signal that marks the deep channel

## Elsewhere

**Baking** is a craft of flour. **Weaving** is a craft of thread. **Glazing** is a craft of panes.
"""


def test_items_of_one_list_stand_beside_each_other(read: Callable[[str], Notes]) -> None:
    made = from_notes(read(SIBLINGS).index).questions
    asked = [q for q in made if "Pier" in q.receipt.quote or "Quay" in q.receipt.quote]
    assert asked
    for one in asked:
        assert all("Crane" not in option.text or "Pier" in option.text for option in one.options)
        assert not any(option.text in ("Baking", "Weaving", "Glazing") for option in one.options)


def test_heads_with_explanations_are_no_parts_of_other_lists(read: Callable[[str], Notes]) -> None:
    notes = read(
        "# A\n\nThe harbour provides:\n\n- **Piers**: Places for boats\n- **Lamps**: Lights\n"
        "- **Cranes**: Hoists\n\n# B\n\nThe galley provides:\n\n- Stoves\n- Pans\n- Kettles\n"
    )
    for draft in lists.drafts(notes):
        assert not {c.text for c in draft.pool} & {"Piers", "Lamps", "Cranes"} or (
            "Piers" in draft.takeaway
        )


def test_what_a_part_does_is_not_wrong_of_its_platform(read: Callable[[str], Notes]) -> None:
    notes = read(
        "# Boats\n\nHarbour opens at six. Harbour closes at ten. The Crane of Harbour lifts keels.\n"
        "A mast carries sails.\n"
    )
    said = Said(notes)
    assert said.may_be_part("Crane", "Harbour")
    assert not said.may_be_part("mast", "Harbour"), "never told of together"


def test_a_saying_of_several_subjects_is_no_option(read: Callable[[str], Notes]) -> None:
    notes = read("# A\n\nHyperopt tries every setting, random search tries a fixed number of them.")
    assert list(actions.drafts(notes)) == []


def test_listed_titles_and_commands_have_meanings(read: Callable[[str], Notes]) -> None:
    notes = read(
        "# A\n\nResults of a run:\n\n- **Best Model Notebook**: Full source code of the winner\n"
        "\nCommands of a cell:\n\n- `%run`: Execute another notebook\n"
    )
    names = {d.keys[0].subject for d in definitions.drafts(notes)}
    assert names == {"Best Model Notebook", "`%run`"}


def test_what_works_on_a_thing_may_need_it_too(read: Callable[[str], Notes]) -> None:
    notes = read(
        "# A\n\n`make_rows` needs an existing feature table. `drop_table` deletes all rows of a key."
        " `score_rows` returns a frame of numbers. `list_keys` prints the keys of a frame.\n"
    )
    asked = [q for q in from_notes(notes.index).questions if "needs an existing" in q.stem]
    assert not any("drop_table" in option.text for q in asked for option in q.options)


def test_an_item_in_the_words_of_the_list_is_not_foreign(read: Callable[[str], Notes]) -> None:
    notes = read(
        "# A\n\nThe harbour provides:\n\n- Boat repairing\n- Fresh water\n- Mooring rings\n\n"
        "# B\n\nThe galley provides:\n\n- Quick repairs\n- Iron stoves\n- Copper kettles\n"
    )
    pools = [d.pool for d in lists.drafts(notes) if d.subject == "the harbour" and not d.negated]
    assert pools
    for pool in pools:
        assert {choice.text for choice in pool} == {"Iron stoves", "Copper kettles"}
