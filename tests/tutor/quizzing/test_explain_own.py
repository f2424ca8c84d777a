"""Questions whose key is known: every option has its reason and a verbatim passage."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_course import SmallCourse

from corpus.errors import QuestionError
from corpus.questions import Option, Question, Receipt
from index.retriever import NotesIndex
from tutor.quizzing.explain_own import explain_own

NOTE = """# 3.05 Hyperopt

## The objective

`fmin` looks for the smallest value that the objective returns. Return the negative accuracy to
maximise accuracy.

## Trials

`SparkTrials` spreads trials over the workers. `Trials` keeps them on one machine.
"""
KEY = Receipt(
    source="notes/3/3.05.md", quote="`fmin` looks for the smallest value that the objective"
)
TRIALS = Receipt(source="notes/3/3.05.md", quote="`SparkTrials` spreads trials over the workers.")
SINGLE = Question(
    id="q-1",
    stem="What does fmin look for?",
    options=(
        Option(text="The largest value", why="fmin minimises."),
        Option(text="The smallest value", correct=True, why="It minimises the loss."),
        Option(text="The workers", why="SparkTrials does that.", receipt=TRIALS),
    ),
    receipt=KEY,
    takeaway="fmin minimises.",
)
MULTIPLE = Question(
    id="q-2",
    kind="multiple",
    stem="Which two statements hold? (Choose two.)",
    options=(
        Option(text="fmin minimises", correct=True, why="It does."),
        Option(text="fmin maximises", why="It minimises."),
        Option(text="SparkTrials uses workers", correct=True, why="It does.", receipt=TRIALS),
    ),
    receipt=KEY,
)


@pytest.fixture
def index(make_course: Callable[..., SmallCourse]) -> NotesIndex:
    course = make_course({"3/3.05.md": NOTE})
    course.ingest()
    return course.index()


def test_every_option_is_judged_and_quotes_are_verbatim(index: NotesIndex) -> None:
    told = explain_own(SINGLE, ["A"], index)
    assert [o.verdict for o in told.options.values()] == ["wrong", "right", "wrong"]
    assert (told.key, told.key_from, told.agrees_with_given_key) == (("B",), "bank", None)
    for citation in told.citations:
        text = index.document(citation.source).text
        assert text[citation.char_start : citation.char_end] == citation.quote
        assert citation.heading
    quotes = {c.n: c.quote for c in told.citations}
    assert [quotes[n] for n in told.options["C"].citations] == [TRIALS.quote]
    # The note is hard-wrapped; the receipt is found across the line break all the same.
    assert " ".join(quotes[told.options["B"].citations[0]].split()) == KEY.quote


def test_the_misconception_comes_first_then_the_line_to_keep_then_where_to_read(
    index: NotesIndex,
) -> None:
    text = explain_own(SINGLE, ["A"], index).text
    order = ["you chose A", "**Where A goes wrong:** fmin minimises.", "**In one line:**"]
    order += ["**Read on:** 3.05.md", "**A · wrong**", "**From your notes**"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_a_right_answer_is_said_to_be_right(index: NotesIndex) -> None:
    told = explain_own(SINGLE, ["b"], index)
    assert told.answered_right
    assert told.text.startswith("**Right: B.**")
    assert "goes wrong" not in told.text


def test_multiple_selection_is_all_or_nothing(index: NotesIndex) -> None:
    told = explain_own(MULTIPLE, ["A", "B"], index)
    assert not told.answered_right
    assert "missed: C; too much: B" in told.text
    assert explain_own(MULTIPLE, ["C", "A"], index).answered_right


def test_a_lost_receipt_is_not_cited(index: NotesIndex) -> None:
    gone = Receipt(source="notes/3/3.05.md", quote="This sentence is not in the notes.")
    told = explain_own(SINGLE.model_copy(update={"receipt": gone}), [], index)
    assert told.options["B"].citations == ()
    assert told.text.startswith("**The answer is B.**")


def test_a_receipt_is_found_after_the_notes_have_moved(index: NotesIndex) -> None:
    moved = Receipt(source="elsewhere/old-name.md", quote=TRIALS.quote)
    told = explain_own(SINGLE.model_copy(update={"receipt": moved}), [], index)
    assert told.citations[0].source == "3/3.05.md"


def test_a_chosen_label_must_be_an_option(index: NotesIndex) -> None:
    with pytest.raises(QuestionError, match="E was chosen"):
        explain_own(SINGLE, ["E"], index)


def test_code_options_and_table_rows_are_readable(index: NotesIndex) -> None:
    code = Option(text="fmin(f,\n  space)", why="Two lines.")
    told = explain_own(SINGLE.model_copy(update={"options": (*SINGLE.options, code)}), [], index)
    assert "**D · wrong**\n\n```\nfmin(f,\n  space)\n```" in told.text
