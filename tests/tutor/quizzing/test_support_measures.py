"""What is measured of a clause: neighbouring words, contrasts, surroundings, forms of one word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_course import SmallCourse

from index.embedding import SentenceTransformerEmbedder
from index.lexical import terms_of
from index.retriever import NotesIndex
from tutor.quizzing.option_contrast import contrast_cosines
from tutor.quizzing.polarity import clauses
from tutor.quizzing.stems import asked_with
from tutor.quizzing.support import FEATURES, find_support
from tutor.quizzing.surroundings import options_in, stem_around, unknown_share
from tutor.quizzing.word_pairs import shared_pairs
from tutor.quizzing.word_shares import WordShares
from tutor.quizzing.written_forms import one_form

GARDEN = {
    "roses.md": """# Roses

Roses are pruned in March. Pruning in autumn opens wounds to frost.

## Feeding

A gardener sees yellow leaves on her roses. The soil lacks iron, so she adds chelated iron.
""",
    "kilns.md": """# Kilns

A kiln is heated slowly. Glaze melts at 1,200 degrees, and the cones bend at the same heat.
""",
}


@pytest.fixture(scope="module")
def index(
    tmp_path_factory: pytest.TempPathFactory, real_embedder: SentenceTransformerEmbedder
) -> NotesIndex:
    course = SmallCourse.make(tmp_path_factory.mktemp("garden"), GARDEN, embedder=real_embedder)
    course.ingest()
    return course.index()


def test_pairs_tell_options_apart_that_have_the_same_words() -> None:
    options = ["runs:/id/model", "runs://id/model", "models:/id/model"]
    shares = shared_pairs(options, ["Write `runs:/id/model` in the call.", "Nothing of it."])
    assert shares[0].argmax() == 0
    assert not shares[1].any()
    order = shared_pairs(["fit before split", "split before fit"], ["Never fit before split here."])
    assert order[0, 0] == 1
    assert order[0, 1] == 0


def test_pairs_that_all_options_hold_count_for_nothing() -> None:
    shares = shared_pairs(["the red rose", "the red rose tree"], ["I saw the red rose."])
    assert shares.tolist() == [[0.0, 0.0]]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4), st.lists(st.text(max_size=40)))
def test_shares_of_pairs_are_shares(options: list[str], clauses: list[str]) -> None:
    shares = shared_pairs(options, clauses)
    assert shares.shape == (len(clauses), len(options))
    assert ((shares >= 0) & (shares <= 1 + 1e-9)).all()


def test_contrasts_compare_what_sets_options_and_clauses_apart(index: NotesIndex) -> None:
    cosines = contrast_cosines(
        index,
        "When are roses pruned?",
        ["In March", "In autumn"],
        ["Roses are pruned in March.", "Pruning in autumn opens wounds."],
    )
    assert cosines.argmax(axis=1).tolist() == [0, 1]
    assert cosines[0, 0] == pytest.approx(-cosines[0, 1], abs=1e-6)


def test_a_clause_alone_stands_apart_from_nothing(index: NotesIndex) -> None:
    assert not contrast_cosines(index, "When?", ["In March", "In May"], ["In March."]).any()


def test_the_pages_around_are_those_of_the_same_note(index: NotesIndex) -> None:
    shares = stem_around(index, "Yellow leaves: which iron?", index.chunks)
    by_note = {c.source: share for c, share in zip(index.chunks, shares, strict=True)}
    assert by_note["roses.md"] == pytest.approx(1.0)
    assert by_note["kilns.md"] == 0
    assert stem_around(index, "What is it?", index.chunks).tolist() == [0.0] * len(index.chunks)


def test_a_chunk_knows_the_options_or_does_not(index: NotesIndex) -> None:
    shares = options_in(index, "What is added?", ["chelated iron", "lime"], index.chunks)
    feeding = ["chelated" in chunk.text for chunk in index.chunks]
    assert shares[feeding].tolist() == [0.5]
    assert not shares[[not fed for fed in feeding]].any()


def test_words_that_the_notes_never_use_make_a_question_strange(index: NotesIndex) -> None:
    assert unknown_share(index, "When are roses pruned?", ["March", "autumn"]) == 0
    assert unknown_share(index, "Quasar redshift?", ["blazar", "pulsar"]) == pytest.approx(2.0)
    half = unknown_share(index, "When are roses pruned?", ["March", "Ramadan"])
    assert half == pytest.approx(0.5)


def test_an_answer_bears_by_the_case_told_before_it(index: NotesIndex) -> None:
    found = find_support(
        index, "A gardener's roses have yellow leaves. What does she add?", ["iron", "glaze"]
    )
    before = found.features[:, 0, FEATURES.index("stem cosine before")]
    assert "iron" in found.passages[int(before.argmax())].text
    assert found.features.shape[2] == len(FEATURES)
    assert np.isfinite(found.features).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("R²", "R2"),
        ("R-squared", "R2"),
        ("r squared", "r2"),
        ("hyper-parameter", "hyperparameter"),
        ("data set", "dataset"),
        ("time-stamps", "timestamps"),
    ],
)
def test_words_are_compared_in_one_form(one: str, other: str) -> None:
    assert terms_of(one_form(one)) == terms_of(one_form(other))
    words = WordShares(lambda _: 1.0, "Which metric?", [one, "recall"], [(f"It is {other}.", "")])
    assert words.of_options()[0][0].tolist() == [1.0, 0.0]


def test_other_words_keep_their_form() -> None:
    text = "non-linear well-known set of data, squared error"
    assert one_form(text) == text


def test_the_option_follows_the_question_without_code_and_counts() -> None:
    stem = "A job fails.\n```\nraise\n```\nWhat helps? (Choose two.)"
    assert asked_with(stem, "A retry.") == "A job fails. What helps? A retry"


def test_two_statements_joined_by_and_are_two_clauses() -> None:
    text = "Calling it needs Can Query, and changing it needs Can Manage."
    assert clauses(text) == ["Calling it needs Can Query", "and changing it needs Can Manage."]
    listed = "It takes rows, columns, and names."
    assert clauses(listed) == [listed]
