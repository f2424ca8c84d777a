"""Contradictions between two sentences: the pairs of the eval set, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.conflict_scores import PairCase, read_pairs, reported, scores_of
from index.embedding import SentenceTransformerEmbedder
from tutor.answering.conflicts import disagreement, may_disagree
from tutor.answering.conflicts_reading import Statement
from tutor.answering.conflicts_statements import judgeable

PAIRS = read_pairs()
STATEMENTS = [side.statement for pair in PAIRS for side in (pair.one, pair.other)]


def test_the_set_is_large_and_balanced() -> None:
    assert len({pair.id for pair in PAIRS}) == len(PAIRS) >= 120
    conflicts = sum(pair.conflict for pair in PAIRS)
    assert 0.4 <= conflicts / len(PAIRS) <= 0.6
    kinds = {pair.why for pair in PAIRS if not pair.conflict}
    assert kinds == {"scope", "example", "restriction", "marked", "paraphrase", "detail"}


@pytest.mark.parametrize("split", ["tune", "report"])
def test_conflicts_of_the_set_are_told(
    split: str, real_embedder: SentenceTransformerEmbedder
) -> None:
    part: list[PairCase] = [pair for pair in PAIRS if pair.split == split]
    scores = scores_of(part, reported(part, real_embedder.embed_passages))
    assert scores.precision >= 0.88, scores
    assert scores.recall >= 0.85, scores


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("The exam has 48 scored questions.", "The exam has 60 scored questions.", "number"),
        ("`numFolds` defaults to 3.", "The default of `numFolds` is 5.", "number"),
        ("The fee is $200.", "The fee is 300 US dollars.", "number"),
        ("`Imputer` uses `mean` by default.", "The default of `Imputer` is `median`.", "value"),
        ("`fmin` minimises the loss.", "`fmin` maximises the loss.", "opposite"),
        ("`dropLast` is `True`.", "`dropLast` is `False`.", "opposite"),
        ("Merging deletes rows.", "Merging never deletes rows.", "negation"),
        ("`Trials` runs one after another.", "`Trials` runs in parallel.", "opposite"),
    ],
)
def test_kinds_of_conflict(one: str, other: str, kind: str) -> None:
    assert disagreement(Statement(one), Statement(other), 0.8) == kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("`fmin` minimises the loss.", "Optuna maximises the score."),
        ("The exam has 48 questions.", "The exam takes 90 minutes."),
        ("`Trials` does not run in parallel.", "`Trials` runs sequentially."),
        ("Section 1 has 38% of the questions.", "Section 2 has 19% of the questions."),
        ("Listing 10-1 finds the largest number.", "Listing 10-3 finds the largest number."),
        ("Split the data before you fit.", "Fit after you split the data."),
        ("Caching does not help unless data is reused.", "Caching helps when data is reused."),
        (
            "`test` is the default profile of `cargo test`.",
            "`fit` is the default profile of `cargo fit`.",
        ),
        ("About 40 rows are kept.", "About 45 rows are kept."),
        ("A deeper tree has a higher variance.", "A shallower tree has a lower variance."),
    ],
)
def test_what_is_no_conflict(one: str, other: str) -> None:
    assert disagreement(Statement(one), Statement(other), 0.8) is None


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("**Commonly said, but wrong:** `fmin` maximises the objective.", "Tuning"),
        ("`Trials` runs trials in parallel.", "Traps"),
        ("Which of these minimises the loss?", "Tuning"),
        ("For example, 4 values and 3 folds give 12 fits.", "Counting"),
        ("With 3 × 4 = 12 combinations, 36 models are fitted.", "Counting"),
        ("The grid has 12 combinations.", "Worked example: a grid"),
        ("The folder used to be called Repos.", "Folders"),
        ("In the exam: models move through four stages.", "Registry"),
        ("It takes 90 minutes.", "The exam"),
        ("See the manual for details on configuring the target.", "Targets"),
        ("Listing 10-1: Finding the largest number.", "Functions"),
    ],
)
def test_what_states_nothing_for_good(text: str, heading: str) -> None:
    assert not judgeable(Statement(text, (heading,)))


def test_a_row_is_about_its_first_cell() -> None:
    folds = Statement("Argument: `numFolds`; Default: 3", (), "`numFolds`")
    depth = Statement("Argument: `maxDepth`; Default: 5", (), "`maxDepth`")
    assert disagreement(folds, depth, 0.95) is None
    assert disagreement(folds, Statement("`numFolds` is 10 by default."), 0.8) == "number"


@given(st.sampled_from(STATEMENTS), st.sampled_from(STATEMENTS), st.floats(0.4, 1))
def test_the_order_of_the_sentences_does_not_matter(
    one: Statement, other: Statement, cosine: float
) -> None:
    found = disagreement(one, other, cosine)
    assert (found is None) == (disagreement(other, one, cosine) is None)
    assert found is None or may_disagree(one, other), "the cheap filter loses no conflict"


@given(st.sampled_from(STATEMENTS), st.floats(0.4, 1))
def test_no_sentence_contradicts_itself(statement: Statement, cosine: float) -> None:
    assert disagreement(statement, statement, cosine) is None
