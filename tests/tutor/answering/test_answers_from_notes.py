"""Answers from notes alone: what is quoted, in which order, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_course import SmallCourse

from index.retriever import NotesIndex
from tutor.answering.answer import Answer
from tutor.answering.choosing import MOST_WORDS, choose
from tutor.answering.evidence import rank_sentences
from tutor.answering.from_notes import CLOSE, NO_PASSAGE, REFUSAL, answer_from_notes, refuse
from tutor.answering.units import hangs_on_previous, quotable_units, short_list

NOTES = {
    "trees.md": """# Trees

## Bagging

Bagging trains trees side by side on samples. It lowers variance.

**Commonly said, but wrong:** Bagging lowers bias. Bagging leaves bias about as it was.

## Boosting

Boosting trains trees one after another. It lowers bias.

A team wants to know whether boosting overfits.

## Storage

A Delta table gives:

- versions
- time travel
- ACID transactions

## Code

```python
from pyspark.ml import Pipeline

pipeline = Pipeline(stages=[indexer, encoder])
model = pipeline.fit(train)
```
""",
    "table.md": """# Choices

| Method | Trains | Lowers |
|---|---|---|
| Bagging | in parallel | variance |
| Boosting | in sequence | bias |

![A picture of bagging](img/bagging.png)

Bagging is essential and candidates must understand bagging.
""",
    "copied.txt": """Notes on pacing

  • 1.Read every option of a question before answering.
  • 2.This exam leans on Python.
  • 3.45 questions in 90 minutes leave two minutes each.
  • Plan 2.5 hours for the journey to the exam.

Last facts

1Random Forest trains its trees in parallel.
2XGBoost trains its trees in sequence.
""",
    "cases.md": """# Encoding

## Scenario: which encoding

A forest uses 800 product ids. One-hot columns are out of place; an index fits better.

A regression uses payment type with four labels. One-hot columns are in place.
""",
    "basics.md": """# Basics

**Core Abstractions:**

- **SparkSession**: the entry point to all functions of Spark
- **DataFrame**: a distributed collection of rows with names

A leading question: which of them stays on one machine when data are collected there?
""",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> NotesIndex:
    course = SmallCourse.make(tmp_path_factory.mktemp("answers"), NOTES)
    course.ingest()
    return course.index()


def answered(index: NotesIndex, question: str) -> Answer:
    found = index.search(question, 20)
    return answer_from_notes(found, rank_sentences(index, found))


@settings(deadline=None)  # a busy machine is no fault
@given(st.text("bagging trees boosting variance versions Pipeline table lowers ?`()=", min_size=3))
def test_every_quote_is_the_text_of_its_note(index: NotesIndex, question: str) -> None:
    if not question.strip():
        return
    answer = answered(index, question)
    for citation in answer.citations:
        text = index.document(citation.source).text
        assert text[citation.char_start : citation.char_end] == citation.quote
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    spans = [(c.source, c.char_start) for c in answer.citations]
    assert len(set(spans)) == len(spans), "nothing is quoted twice"


def test_a_sentence_that_points_back_brings_what_it_points_to(index: NotesIndex) -> None:
    said = [s.text for s in answered(index, "which lowers variance").sentences]
    at = said.index("It lowers variance.")
    assert said[at - 1] == "Bagging trains trees side by side on samples."


def test_a_short_list_comes_whole_below_its_lead_in(index: NotesIndex) -> None:
    said = [s.text for s in answered(index, "which versions does a Delta table give").sentences]
    at = said.index("A Delta table gives:")
    assert said[at + 1 : at + 4] == ["versions", "time travel", "ACID transactions"]


def test_what_is_commonly_said_but_wrong_is_never_quoted(index: NotesIndex) -> None:
    answer = answered(index, "does bagging lower bias")
    assert "Commonly said" not in answer.text
    assert "Bagging leaves bias about as it was." in answer.text


def test_pictures_are_no_statements(index: NotesIndex) -> None:
    assert "![" not in answered(index, "a picture of bagging").text


def test_code_is_quoted_in_one_piece_and_in_a_fence(index: NotesIndex) -> None:
    answer = answered(index, "how do I call Pipeline fit, with code")
    code = next(s.text for s in answer.sentences if "pipeline.fit" in s.text)
    assert code.startswith("```\n")
    assert code.endswith("\n```")
    assert "stages=[indexer, encoder])" in code
    assert answer.text.count("```") % 2 == 0


def test_a_row_is_shown_with_its_column_names(index: NotesIndex) -> None:
    answer = answered(index, "method trains in sequence")
    assert "Method: Boosting; Trains: in sequence; Lowers: bias" in answer.text


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("how many questions in 90 minutes", "45 questions in 90 minutes leave two minutes each."),
        ("which hours for the journey to the exam", "Plan 2.5 hours for the journey to the exam."),
        ("Random Forest trees in parallel", "Random Forest trains its trees in parallel."),
        ("XGBoost trees in sequence", "XGBoost trains its trees in sequence."),
    ],
)
def test_the_number_of_a_list_is_no_part_of_its_item(
    index: NotesIndex, question: str, shown: str
) -> None:
    answer = answered(index, question)
    (sentence,) = (s for s in answer.sentences if s.text == shown)
    assert answer.citations[sentence.citations[0] - 1].quote.endswith(shown)


def test_a_label_is_quoted_above_a_list_and_not_above_one_item_that_says_enough(
    index: NotesIndex,
) -> None:
    one = [s.text for s in answered(index, "the entry point to all functions").sentences]
    assert any("SparkSession" in text for text in one)
    if not any("DataFrame" in text for text in one):
        assert not any("Core Abstractions" in text for text in one)
    both = answered(index, "list the core abstractions: SparkSession and DataFrame").text
    assert both.index("Core Abstractions") < both.index("SparkSession") < both.index("DataFrame")


def test_what_judges_a_case_comes_with_the_case(index: NotesIndex) -> None:
    said = [s.text for s in answered(index, "are one-hot columns out of place").sentences]
    verdict = said.index("One-hot columns are out of place; an index fits better.")
    assert said[verdict - 1] == "A forest uses 800 product ids."
    if "One-hot columns are in place." in said:
        other = said.index("One-hot columns are in place.")
        assert said[other - 1] == "A regression uses payment type with four labels."
    ranked = rank_sentences(index, index.search("are one-hot columns in place", 20))
    narrow = [e.sentence.text for e in choose(ranked, "are one-hot columns in place", 12)[1:]]
    assert "One-hot columns are out of place; an index fits better." not in narrow or (
        "A forest uses 800 product ids." in narrow
    )


def test_an_answer_ends_where_nothing_bears_on_the_question(index: NotesIndex) -> None:
    question = "what does bagging lower"
    ranked = rank_sentences(index, index.search(question, 20))
    chosen = choose(ranked, question)
    best = max(e.cosine for e in ranked)
    companions = [e for e in chosen if e.score < ranked[0].score - 3 and e.cosine < 0.7 * best]
    assert all(hangs_on_previous(e.sentence) or e.sentence.kind == "item" for e in companions)
    assert len(chosen) < len(ranked)


def test_a_comparison_speaks_of_both_sides(index: NotesIndex) -> None:
    question = "what is the difference between bagging and boosting?"
    text = answered(index, question).text.lower()
    assert "bagging" in text
    assert "boosting" in text


@settings(deadline=None)
@given(st.integers(20, 200))
def test_an_answer_keeps_to_the_words_allowed(index: NotesIndex, most: int) -> None:
    question = "bagging boosting trees variance bias table"
    ranked = rank_sentences(index, index.search(question, 20))
    chosen = choose(ranked, question, most)
    words = sum(len(e.sentence.text.split()) for e in chosen[1:])
    assert words <= most
    assert MOST_WORDS <= 120


def test_units_hold_every_quotable_sentence_once(index: NotesIndex) -> None:
    for chunk in index.chunks:
        parts = [s.sentence_id for unit in quotable_units(chunk) for s in unit.parts]
        assert len(parts) == len(set(parts))
        for unit in quotable_units(chunk):
            sentence = unit.sentence
            text = index.document(chunk.source).text
            assert text[sentence.char_start : sentence.char_end] == sentence.text


def test_only_short_lists_are_taken_whole(index: NotesIndex) -> None:
    sentences = {s.text: (c, s) for c in index.chunks for s in c.sentences}
    chunk, item = next(pair for text, pair in sentences.items() if "time travel" in text)
    assert len(short_list(chunk, item)) == 3
    chunk, prose = next(pair for text, pair in sentences.items() if "It lowers bias" in text)
    assert short_list(chunk, prose) == []
    assert hangs_on_previous(prose)


def test_a_refusal_shows_the_closest_passages_and_says_how_close_they_are(
    index: NotesIndex,
) -> None:
    found = index.search("bagging trains trees side by side on samples", 20)
    near = refuse(found, rank_sentences(index, found), "because")
    assert (near.text, near.reason, near.refused) == (CLOSE, "because", True)
    assert near.nearest
    assert not near.citations
    assert refuse(found, [], "because").text == NO_PASSAGE
    far = index.search("zebra", 20)
    distant = [e for e in rank_sentences(index, far) if e.cosine < 0.3]
    assert refuse(far, distant, "because").text == REFUSAL


def test_an_index_without_notes_ranks_nothing(
    make_course: Callable[..., SmallCourse],
) -> None:
    course = make_course({"empty.md": "# Sources\n\n- A page.\n"})
    course.ingest()
    index = course.index()
    assert rank_sentences(index, index.search("a page", 5)) == []
