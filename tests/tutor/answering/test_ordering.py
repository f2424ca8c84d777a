"""In which order an answer is told, and where what answers ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_course import SmallCourse

from index.retriever import NotesIndex
from tutor.answering.answer import Answer
from tutor.answering.choosing import choose
from tutor.answering.evidence import Evidence, rank_sentences
from tutor.answering.from_notes import FURTHER, answer_from_notes
from tutor.answering.ordering import in_reading_order

NOTES = {
    "search.md": """# Searching settings

## Hyperopt and Optuna

| Part | Hyperopt | Optuna | Grid |
|---|---|---|---|
| Start | `fmin` | `optimize` | `fit` |
| Direction | downwards | either way | none |

## What Hyperopt makes small

A search tries settings one after another. The settings come from a space that you write.
Hyperopt makes the loss small that the objective returns. It never looks at any other number.

## Where Hyperopt runs

Hyperopt runs on the driver alone unless trials are spread over the cluster by another class.
Hyperopt keeps every trial of a search with its settings, its loss and the time that it took.
Hyperopt stops after the number of trials that its caller allows, or after a time if one is set.
Hyperopt draws settings at random at first and leans on what it has seen later in the search.

## Worked example: a loss that Hyperopt makes small

Hyperopt makes small the loss 0.7 of a shop, and the loss 0.2 comes out of its search.

## In a learner's words

**Why is the loss negative when accuracy counts?** Hyperopt makes small what it gets, so accuracy
is returned with a minus sign.

## How Hyperopt spreads its trials

Hyperopt spreads trials with these classes:

- SparkTrials
- Trials
""",
}
QUESTION = "What does Hyperopt make small?"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> NotesIndex:
    course = SmallCourse.make(tmp_path_factory.mktemp("ordering"), NOTES)
    course.ingest()
    return course.index()


def chosen(index: NotesIndex, question: str) -> list[Evidence]:
    return choose(rank_sentences(index, index.search(question, 10)), question)


def told(index: NotesIndex, question: str) -> Answer:
    found = index.search(question, 10)
    return answer_from_notes(found, rank_sentences(index, found))


def test_what_fits_best_comes_first_with_what_points_back_to_it(index: NotesIndex) -> None:
    texts = [s.text for s in told(index, QUESTION).sentences]
    assert texts[0].startswith("Hyperopt makes the loss small")
    assert texts[1] == "It never looks at any other number."
    assert "A search tries settings one after another." in texts[2:]


def test_what_answers_comes_first_and_more_of_the_notes_behind(index: NotesIndex) -> None:
    answer = told(index, "How does Hyperopt search?")
    assert 0 < answer.lead < len(answer.sentences)
    lead, further, rest = answer.text.partition(FURTHER)
    assert further
    assert all(s.text in lead for s in answer.sentences[: answer.lead])
    assert all(s.text in rest for s in answer.sentences[answer.lead :])


@given(st.sampled_from([QUESTION, "Where does Hyperopt run?", "Which classes spread trials?"]))
@settings(deadline=None, max_examples=3)  # a busy machine is no fault
def test_ordering_loses_and_adds_nothing(index: NotesIndex, question: str) -> None:
    given_ids = [e.sentence.sentence_id for e in chosen(index, question)]
    ordered = in_reading_order(chosen(index, question), question)
    assert sorted(given_ids) == sorted(e.sentence.sentence_id for e in ordered.sentences)
    assert given_ids[0] in [e.sentence.sentence_id for e in ordered.sentences[: ordered.lead]]


def test_an_illustration_comes_behind_what_states_unless_it_is_asked_for(
    index: NotesIndex,
) -> None:
    story = "Hyperopt makes small the loss 0.7 of a shop, and the loss 0.2 comes out of its search."
    plainly = [s.text for s in told(index, "What loss does Hyperopt make small?").sentences]
    assert story in plainly[1:]
    asked = [
        s.text for s in told(index, "An example of the loss that Hyperopt makes small?").sentences
    ]
    assert asked[0] == story


def test_a_list_is_not_parted(index: NotesIndex) -> None:
    texts = [s.text for s in told(index, "Which classes spread the trials of Hyperopt?").sentences]
    at = texts.index("SparkTrials")
    assert texts[at - 1].startswith("Hyperopt spreads trials")
    assert texts[at + 1] == "Trials"


def test_a_comparison_is_not_parted_and_shows_only_what_is_compared(index: NotesIndex) -> None:
    answer = told(index, "Compare Hyperopt and Optuna")
    assert answer.lead == len(answer.sentences)
    assert FURTHER not in answer.text
    assert "Start; Hyperopt: `fmin`; Optuna: `optimize`" in answer.text
    assert "Grid" not in answer.text
    assert any("`fit`" in c.quote for c in answer.citations), "the receipt is the whole row"


def test_the_question_that_opens_a_paragraph_is_not_quoted(index: NotesIndex) -> None:
    answer = told(index, "Why is a negative loss returned for accuracy?")
    assert "minus sign" in answer.text
    assert "?" not in answer.text


def test_nothing_chosen_is_nothing_told() -> None:
    empty = in_reading_order([], QUESTION)
    assert (empty.sentences, empty.lead) == ([], 0)
