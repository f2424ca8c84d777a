"""Every flaw is planted once and found; sound questions are left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sound_question import CONTEXT, NOTE, OPTIONS, QUOTE, question

from corpus.course import bundled_courses
from corpus.questions import Option, Receipt, read_questions
from tutor.quizzing.flaw import NotesContext
from tutor.quizzing.item_checks import CHECKS, check, hard_flaws

KEY, *WRONG = OPTIONS

# What is planted, the flaw's name, and whether it drops the question.
PLANTED: dict[str, tuple[dict[str, Any], str, bool]] = {
    "quote changed": (
        {"receipt": Receipt(source="tuning.md", quote="`fmin` maximises the loss.")},
        "receipt not verbatim", True,
    ),
    "no such note": (
        {"receipt": Receipt(source="other.md", quote=QUOTE)}, "receipt not verbatim", True,
    ),
    "key not in the receipt": ({"keys": (1,)}, "receipt does not lead to the key", True),
    "bank receipt on something else": (
        {"origin": "bank", "receipt": Receipt(source="tuning.md", quote="# Tuning")},
        "receipt does not lead to the key", True,
    ),
    "two options in the receipt": (
        {"options": (KEY, "the loss that the objective returns at last", WRONG[1], WRONG[2]),
         "receipt": Receipt(source="tuning.md", quote=QUOTE + " " + "the loss that the objective "
                            "returns at last")},
        "receipt supports another option", True,
    ),
    "same option twice": ({"options": (KEY, WRONG[0], WRONG[0], WRONG[1])},
                          "duplicate options", True),
    "both A and B": ({"options": (KEY, WRONG[0], WRONG[1], "Both A and B")},
                     "overlapping options", True),
    "one within another": (
        {"options": (KEY, WRONG[0], f"{WRONG[0]} at last", WRONG[1])}, "overlapping options", True,
    ),
    "all of the above": ({"options": (KEY, *WRONG[:2], "All of the above")},
                         "all or none of the above", True),
    "none of these": ({"options": (KEY, *WRONG[:2], "None of these")},
                      "all or none of the above", True),
    "one long option": (
        {"options": (KEY, WRONG[0] + " after every single evaluation of the space it was given",
                     *WRONG[1:])},
        "longest option over 1.5 of the median", True,
    ),
    "long key": (
        {"options": (KEY, "maximises the score", "averages the results", "normalises values")},
        "key conspicuously longest", True,
    ),
    "absolute words in all wrong options": (
        {"options": (KEY, "always maximises the score of a search",
                     "never averages the results of the workers",
                     "only normalises the values of a space")},
        "absolute words in wrong options only", True,
    ),
    "vague key": (
        {"options": ("usually minimises the loss it is given", *WRONG)},
        "vague quantifier in the key only", False,
    ),
    "key of another grammar": (
        {"options": (KEY, "a function that scores results at once",
                     "the class that holds the results", "a table that lists the results"),
         "receipt": Receipt(source="tuning.md", quote=QUOTE)},
        "options not parallel", True,
    ),
    "prose among code": (
        {"options": ("`fmin`", "`space_eval`", "the search", "`hp.choice`"),
         "stem": "Which of these minimises the loss?"},
        "implausible wrong option", False,
    ),
    "echo of the stem": (
        {"stem": "What does `fmin` do with the loss that an objective returns?"},
        "word echo from stem in the key alone", True,
    ),
    "key begins like the stem": (
        {"options": ("AutoML", "MLflow", "Spark", "Delta"), "stem": "What is automated learning?"},
        "word echo from stem in the key alone", True,
    ),
    "word of the stem at the end of a name": (
        {"options": ("`mlflow.autolog`", "`start_run`", "`load_model`", "`set_tag`"),
         "stem": "Which of these logs parameters and metrics?"},
        "word echo from stem in the key alone", True,
    ),
    "number of the stem": (
        {"options": ("`summary(\"90%\")`", "`describe()`", "`corr()`", "`summary(\"25%\")`"),
         "stem": "Which of these computes the 90th percentile?"},
        "word echo from stem in the key alone", True,
    ),
    "key in the stem": (
        {"stem": "Is it true that it minimises the loss that the objective returns?"},
        "stem gives away the key", True,
    ),
    "acronym spelled out in the key": (
        {"stem": "What does the mark LTS mean?",
         "options": ("a runtime with long-term support", "a runtime that holds a driver",
                     "a cluster with one machine", "a notebook that others may read")},
        "acronym spelled out", True,
    ),
    "name spelled out in the key": (
        {"stem": "What is Databricks AutoML?",
         "options": ("an automated machine learning feature", "a managed library of ML features",
                     "a stored list of ML experiments", "a shared table of ML features")},
        "acronym spelled out", True,
    ),
    "capitals in the key alone": (
        {"stem": "What reads an earlier state of a table?",
         "options": ("VERSION AS OF with a number", "an index of the whole table",
                     "a copy of the last table", "a new name for the table")},
        "key stands out", True,
    ),
    "key spelled out in the stem": (
        {"stem": "Which mark stands for a population stability index of drift?",
         "options": ("PSI", "KST", "JSD", "AUC")},
        "acronym spelled out", True,
    ),
    "kind of the stem in the key alone": (
        {"stem": "What is a single-node model?",
         "options": ("a model that trains on one machine", "a table that lists the results",
                     "a class that holds the results", "a server that runs the results")},
        "kind named in the stem", True,
    ),
    "key short for a word of the stem": (
        {"options": ("`%md`", "`%run`", "`%pip`"), "stem": "Which command writes markdown?"},
        "key abbreviates the stem", True,
    ),
    "key takes up its subject": (
        {"stem": "Which of these does Harbour Office provide, according to the notes?",
         "options": ("Plans for each harbour", "Tables of the tide", "Charts of the coast")},
        "key takes up its subject", True,
    ),
    "key spells out a name of code": (
        {"stem": "What does `mlflow.log_param(name, 5)` do, according to the notes?",
         "options": ("Logs one parameter", "Takes log(1 + x)", "Returns a model", "Ends a run")},
        "name spelled out", True,
    ),
    "name of code says what is asked": (
        {"stem": "Which expression has “A float whose logarithm is uniform” in the notes?",
         "options": ("`hp.loguniform(np.log(1))`", "`hp.quniform(2)`", "`hp.uniformint(9)`")},
        "name spelled out", True,
    ),
    "kind of the stem ends the key": (
        {"stem": "Which of these is compute without workers?",
         "options": ("Single-node compute", "Top-tier libraries", "Executor")},
        "kind named in the stem", True,
    ),
    "numbers out of order": (
        {"options": ("3", "1", "10", "2"), "stem": "How many folds are made?"},
        "numbers not in order", False,
    ),
    "numbers of two units": (
        {"options": ("1 MB", "2 GB", "3 GB", "4 GB"), "stem": "How much memory is held?"},
        "numbers of different units", False,
    ),
    "two words of a stem": ({"stem": "fmin does?"}, "stem too short", True),
    "no question": ({"stem": "Hyperopt searches with the function `fmin`."},
                    "stem is no question", True),
    "no focus": ({"stem": "Which of these is true?"}, "stem without a focus", True),
    "hidden not": ({"stem": "Which of these does Hyperopt not do in a search?"},
                   "unmarked negative", True),
    "hidden except": ({"stem": "What does Hyperopt do: all of these except which?"},
                      "unmarked negative", True),
    "not over not": (
        {"stem": "Which of these does Hyperopt NOT do?",
         "options": ("does not minimise the loss", "does not keep the results",
                     "averages the results", "counts the trials")},
        "double negative", True,
    ),
    "the above": ({"stem": "What does the function in the table above do?"},
                  "refers to a text that is not there", True),
    "this section": ({"stem": "What does this section say of `fmin`?"},
                     "refers to a text that is not there", True),
    "it": ({"stem": "It does which of these in Hyperopt?"}, "pronoun-led stem", True),
    "it in the key": ({"options": ("It minimises the loss that is returned", *WRONG)},
                      "pronoun-led key", True),
    "cut in the middle": ({"options": (KEY, WRONG[0] + " and", *WRONG[1:])},
                          "truncated text", True),
    "dots at the end": ({"options": (KEY, "maximises the score that the…", *WRONG[1:])},
                        "truncated text", True),
    "bracket left open": ({"options": (KEY, "maximises the score (of a search", *WRONG[1:])},
                          "truncated text", True),
    "emphasis": ({"options": (KEY, "**maximises** the score of the search", *WRONG[1:])},
                 "leftover markup", True),
    "address": ({"stem": "What does https://example.org say of `fmin`?"}, "leftover markup", True),
    "two asked, one right": ({"stem": "What does `fmin` do? (Choose two.)"},
                             "kind does not match the key", True),
    "two right, none said": ({"keys": (0, 1)}, "kind does not match the key", True),
    "a before a vowel": (
        {"stem": "Before a search, Hyperopt needs an", "options": ("objective", "space", "loss",
                                                                   "trial")},
        "grammatical cue", True,
    ),
}  # fmt: skip


@pytest.mark.parametrize("planted", PLANTED)
def test_planted_flaw_is_found(planted: str) -> None:
    changes, name, hard = PLANTED[planted]
    found = check(question(**changes), CONTEXT)
    assert (name, hard) in {(flaw.name, flaw.hard) for flaw in found}


def test_a_sound_question_has_no_flaw() -> None:
    assert check(question(), CONTEXT) == []


def test_every_check_finds_a_planted_flaw() -> None:
    silent = [
        one.__name__
        for one in CHECKS
        if one.__name__ != "near_duplicate_stem"
        and not any(list(one(question(**changes), CONTEXT)) for changes, _, _ in PLANTED.values())
    ]
    assert silent == []


def test_a_stem_that_was_asked_before_is_a_duplicate() -> None:
    earlier = question(id="n-0", stem="During a Hyperopt search, what does `fmin` do?")
    flaws = hard_flaws(question(), replace(CONTEXT, earlier=(earlier,)))
    assert [(flaw.name, flaw.detail) for flaw in flaws] == [("near-duplicate stem", "n-0")]


def test_another_question_of_the_same_note_is_no_duplicate() -> None:
    other = question(id="n-0", stem="What turns the indexes of a result into values?")
    assert hard_flaws(question(), replace(CONTEXT, earlier=(other,))) == []


def test_an_option_needs_a_verbatim_receipt_too() -> None:
    options = list(question().options)
    options[1] = Option(text=WRONG[0], receipt=Receipt(source="tuning.md", quote="not there"))
    flaws = hard_flaws(question().model_copy(update={"options": tuple(options)}), CONTEXT)
    assert [flaw.name for flaw in flaws] == ["receipt not verbatim"]


def test_a_bank_names_notes_from_the_course_folder() -> None:
    receipt = Receipt(source="notes/tuning.md", quote=QUOTE)
    assert hard_flaws(question(receipt=receipt), CONTEXT) == []


def test_without_notes_receipts_are_not_checked() -> None:
    assert hard_flaws(question(receipt=Receipt(source="gone.md", quote=QUOTE))) == []


def test_hard_flaws_come_first() -> None:
    flaws = check(question(options=("3", "1", "1", "2"), stem="How many?"), CONTEXT)
    assert [flaw.hard for flaw in flaws] == sorted((f.hard for f in flaws), reverse=True)


def test_the_bundled_bank_is_hardly_ever_called_flawed() -> None:
    (course,) = bundled_courses().values()
    notes: dict[str, str] = {
        path.relative_to(course.notes_folder).as_posix(): path.read_text("utf-8")
        for path in Path(course.notes_folder).rglob("*.md")
    }
    questions = read_questions(course.questions_folder)
    flawed = [q.id for q in questions if hard_flaws(q, NotesContext(notes))]
    assert len(flawed) <= 0.05 * len(questions), flawed


def test_the_note_holds_the_quote() -> None:
    assert QUOTE in NOTE
