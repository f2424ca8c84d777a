"""Verdicts on single cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.questions import Receipt
from eval.cases import Fact, Unanswerable
from eval.figures import ModelShare
from eval.judge import (
    Observed,
    answer_words,
    by_evidence,
    by_patterns,
    citation_flaws,
    context,
    first_words,
    judge_fact,
    judge_unanswerable,
)
from index.chunking import Chunk
from index.retriever import Hit
from tutor.answering.answer import Answer, AnswerSentence
from tutor.citations import Citation

TEXT = "Spark is lazy. Nothing runs before an action. count() is an action."
FACT = Fact(
    id="f-3.05-02",
    objective="3.05",
    question="when does it start",
    answer="At an action.",
    must=("action", "count"),
    must_not=("at once",),
    evidence=Receipt(source="a.md", quote="Nothing runs before an action. count() is an action."),
)


def hit(start: int, end: int, source: str = "a.md", text: str = TEXT, cosine: float = 0.5) -> Hit:
    part = text[start:end]
    chunk = Chunk(f"{source}{start}", source, None, (), part, start, end, part, ())
    return Hit(chunk, 1.0, cosine, cosine, 1.0)


def quoted(quote: str, numbers: tuple[int, ...] = (1,), start: int | None = None) -> Answer:
    at = TEXT.index(quote) if start is None else start
    citation = Citation(1, "a.md", None, (), quote, at, at + len(quote))
    sentence = AnswerSentence(quote, numbers, supported=True)
    return Answer("q", f"{quote} [1]", (sentence,), (citation,))


def observed(answer: Answer, *hits: Hit) -> Observed:
    return Observed(answer, hits, {"a.md": TEXT, "b.md": TEXT}.__getitem__)


def test_a_passage_that_overlaps_the_quote_is_relevant() -> None:
    quote = "Nothing runs before an action."
    at, end = TEXT.index(quote), TEXT.index(quote) + len(quote)
    assert by_evidence(quote, "a.md", TEXT, [hit(0, at), hit(at, end)]) == ([False, True], 1)
    assert by_evidence(quote, "a.md", TEXT, [hit(at, end, "b.md")]) == ([False], 1)


def test_a_quote_over_two_passages_has_two_relevant_ones() -> None:
    cut = TEXT.index(" count()")
    first, second = hit(0, cut), hit(cut + 1, len(TEXT))
    quote = FACT.evidence.quote if FACT.evidence else ""
    assert by_evidence(quote, "a.md", TEXT, [second, first]) == ([True, True], 2)
    assert by_evidence(quote, "a.md", TEXT, [second]) == ([True], 2)
    assert by_evidence(quote, "a.md", TEXT, []) == ([], 1)


def test_a_quote_that_stands_twice_may_be_found_at_either_place() -> None:
    text = "One action. Two. One action."
    assert by_evidence("One action.", "a.md", text, [hit(17, 28, text=text)]) == ([True], 1)


def test_without_evidence_the_first_passage_that_matches_all_patterns_counts() -> None:
    hits = [hit(0, 14), hit(15, len(TEXT)), hit(0, len(TEXT))]
    assert by_patterns(FACT, hits) == ([False, True, False], 1)
    # Neither of these alone holds both patterns; the second completes them.
    cut = TEXT.index(" count()")
    apart = Fact(id="h-1", question="q", answer="a", must=("lazy", r"count\("))
    assert by_patterns(apart, [hit(0, 14), hit(cut, len(TEXT)), hit(0, 14)]) == (
        [False, True, False],
        1,
    )
    assert by_patterns(apart, [hit(0, 14)]) == ([False], 1)


def test_a_fact_that_is_quoted_is_covered() -> None:
    result = judge_fact(
        FACT, observed(quoted("count() is an action."), hit(0, len(TEXT), cosine=0.7)), "a.md"
    )
    assert (result.covered, result.in_context, result.failure) == (True, True, "")
    assert (result.section, result.split, result.score) == ("3", FACT.split, 0.7)
    assert result.relevant == [True]


def test_a_passage_of_another_note_answers_when_the_patterns_accept_it() -> None:
    holds, elsewhere = hit(0, len(TEXT)), hit(15, len(TEXT), "b.md")
    result = judge_fact(
        FACT, observed(quoted("count() is an action."), elsewhere, hit(0, 14), holds), "a.md"
    )
    assert result.relevant == [False, False, True]
    assert result.answering == [True, False, True]


def test_what_went_wrong_with_a_fact() -> None:
    everything = hit(0, len(TEXT))
    wrong = quoted("Spark is lazy.")
    refusal = Answer("q", "Your notes don't say.", refused=True)
    assert judge_fact(FACT, observed(wrong, everything), "a.md").failure == "retrieved, not quoted"
    assert judge_fact(FACT, observed(wrong, hit(0, 14)), "a.md").failure == "not retrieved"
    assert judge_fact(FACT, observed(refusal, everything), "a.md").failure == "refused by mistake"
    broken = quoted("count() is an action.", start=3)
    assert judge_fact(FACT, observed(broken, everything), "a.md").failure == "broken citation"


def test_a_refusal_that_names_the_fact_does_not_cover_it() -> None:
    answer = Answer("q", "Your notes don't say, but count() is an action.", refused=True)
    assert not judge_fact(FACT, observed(answer, hit(0, len(TEXT))), "a.md").covered


def test_a_wrong_pattern_spoils_an_answer_but_not_a_passage() -> None:
    assert FACT.mentioned_in("count() is an action, not run at once")
    assert not FACT.accepts("count() is an action, not run at once")


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        (Answer("q", "Your notes don't say.", refused=True), True),
        (Answer("q", "fmin minimises."), True),
        (Answer("q", "fmin is a function."), False),
    ],
)
def test_a_false_premise_is_refused_or_corrected(answer: Answer, refused: bool) -> None:
    case = Unanswerable(
        id="u-1", kind="false-premise", question="why does it maximise", corrected=("minimi[sz]",)
    )
    result = judge_unanswerable(case, observed(answer))
    assert result.refused is refused
    assert result.failure == ("" if refused else "answered what the notes lack")


def test_a_question_without_a_correction_can_only_be_refused() -> None:
    case = Unanswerable(id="u-2", kind="off-topic", question="who won")
    assert not judge_unanswerable(case, observed(Answer("q", "Spark is lazy."))).refused


def test_sound_citations_have_no_flaws() -> None:
    assert citation_flaws(quoted("Spark is lazy."), lambda source: TEXT) == ()


def test_every_flaw_of_a_citation_is_named() -> None:
    (shifted,) = citation_flaws(quoted("Spark is lazy.", start=1), lambda source: TEXT)
    assert shifted == "[1] is not the text of a.md at 1:15"
    (unknown,) = citation_flaws(quoted("Spark is lazy.", numbers=(1, 2)), lambda source: TEXT)
    assert unknown.startswith("no citation [2]")
    (bare,) = citation_flaws(quoted("Spark is lazy.", numbers=()), lambda source: TEXT)
    assert bare.startswith("supported, but without a citation")
    nearest = Citation(1, "a.md", None, (), "Spark was lazy.", 0, 15)
    assert citation_flaws(Answer("q", "", refused=True, nearest=(nearest,)), lambda source: TEXT)


def test_only_the_first_words_of_an_answer_count() -> None:
    assert first_words("one two  three\nfour", 3) == "one two  three"
    assert first_words("one two", 3) == "one two"
    assert first_words("one two", 0) == ""
    long = Answer("q", " ".join(["so"] * 120) + " count is an action")
    assert not judge_fact(FACT, observed(long), "a.md").covered


@given(st.text(), st.integers(0, 20))
def test_first_words_are_a_beginning_with_so_many_words(text: str, most: int) -> None:
    kept = first_words(text, most)
    assert text.startswith(kept)
    assert len(kept.split()) == min(most, len(text.split()))


@given(st.lists(st.text(max_size=40)), st.integers(0, 100))
def test_the_context_is_the_beginning_of_the_passages(texts: list[str], most: int) -> None:
    kept = context(texts, most)
    assert len(kept) <= most
    assert "\n".join(texts).startswith(kept)


def test_citation_numbers_are_not_part_of_what_is_said() -> None:
    assert answer_words(quoted("Spark is lazy.")) == "Spark is lazy."
    assert answer_words(Answer("q", "Plain.")) == "Plain."


def test_what_a_model_says_without_support_counts_for_nothing() -> None:
    said = (
        AnswerSentence("Spark is lazy.", (1,), True),
        AnswerSentence("Spark is old.", (), False),
    )
    answer = Answer("q", "Spark is lazy. [1] Spark is old.", said, mode="model")
    assert answer_words(answer) == "Spark is lazy."
    share = ModelShare().with_answer(answer, failed=False)
    share = share.with_answer(Answer("q", "Notes.", warning="It broke."), failed=True)
    assert share.with_answer(Answer("q", "Notes."), failed=False) == ModelShare(1, 1, 2, 1)
