"""Options that say one thing, and notes that contradict each other."""

from __future__ import annotations

from collections.abc import Callable

from small_course import SmallCourse

from corpus.questions import Question
from tutor.quizzing.contradictions import contradicted
from tutor.quizzing.from_notes import from_notes
from tutor.quizzing.statements import Notes

MakeCourse = Callable[..., SmallCourse]


CALLS = """# Calls

`read_table` returns a frame of Spark. `score_batch` reads the offline files in parallel.
`write_rows` adds new records behind the last. `drop_rows` deletes old records without a trace.
`list_keys` shows the newest names in order.
"""


def test_what_a_name_says_itself_is_not_wrong_of_it(read: Callable[[str], Notes]) -> None:
    asked = [q for q in from_notes(read(CALLS).index).questions if "does `read_table`" in q.stem]
    assert asked
    for one in asked:
        assert not any(text.startswith("Reads") for text in (o.text for o in one.options))


REGISTRY = """# Registry

| Store | Purpose |
|---|---|
| Model Registry | Versions of models |
| MLflow Model Registry | Models with flavors |
| Tracking server | Runs of one notebook |
| Feature catalog | Columns by their key |
| Secret vault | Tokens of services |
"""


def test_a_name_and_a_longer_form_of_it_are_not_two_options(read: Callable[[str], Notes]) -> None:
    named = [q for q in from_notes(read(REGISTRY).index).questions if "in the notes?" in q.stem]
    assert named
    for one in named:
        texts = {option.text for option in one.options}
        assert not {"Model Registry", "MLflow Model Registry"} <= texts


CONFLICT = """# Pilot

AutoPilot does not perform RMA. AutoPilot draws the course of a boat.

1. Which of the following is NOT a part of AutoPilot?
   a) Route mapping
   b) Steering
   c) Manual rowing

2. Which of the following is NOT a kind of boat?
   a) Canoe
   b) Kayak
   c) Anchor

Answers:

1. c) Manual rowing
2. c) Anchor
"""


def test_what_another_note_denies_is_not_asked(read: Callable[[str], Notes]) -> None:
    made = from_notes(read(CONFLICT).index)
    asked: list[Question] = [q for q in made.questions if "NOT a" in q.stem]
    assert [q.stem for q in asked] == ["Which of the following is NOT a kind of boat?"]
    assert made.rejected["another note says otherwise"] == 1


def test_a_denial_in_plain_words_is_found_and_an_affirmation_is_none(
    read: Callable[[str], Notes],
) -> None:
    denied = read(CONFLICT.replace("perform RMA", "do the steering"))
    affirmed = read(CONFLICT.replace("does not perform RMA", "does route mapping and steering"))
    stem = "Which of the following is NOT a part of AutoPilot?"
    made = [q for q in from_notes(affirmed.index).questions if q.stem == stem]
    assert len(made) == 1
    assert contradicted(made[0], denied) == "Steering"
    assert contradicted(made[0], affirmed) == ""
