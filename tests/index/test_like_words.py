"""Words like a question's words, in passages."""

import numpy as np
import pytest

from index.embedding import Vectors
from index.like_words import LikeWords

DIRECTIONS = {
    "costly": (1.0, 0.1, 0.0),
    "expensive": (0.9, 0.2, 0.0),
    "bird": (0.0, 0.0, 1.0),
    "tree": (0.0, 1.0, 0.0),
    "trees": (0.0, 0.2, 0.9),
}
TEXTS = ["an expensive bird", "the bird and a tree", "", "what is it"]


def vectors(words: object) -> Vectors:
    rows = [DIRECTIONS.get(word, (0.3, 0.3, 0.3)) for word in words]  # type: ignore[attr-defined]
    return np.array(rows, np.float32).reshape(-1, 3)


@pytest.fixture
def like_words() -> LikeWords:
    return LikeWords(vectors, lambda stem: 2.0 if stem == "bird" else 1.0)


def test_a_word_of_like_meaning_counts_where_the_word_itself_is_missing(
    like_words: LikeWords,
) -> None:
    first, second, *_ = like_words.scores("costly", TEXTS)
    assert first > 0.8 > second


def test_a_word_of_the_same_stem_counts_whole_whatever_its_vector(like_words: LikeWords) -> None:
    assert like_words.scores("trees", TEXTS)[1] == pytest.approx(1.0)


def test_rare_words_of_a_question_weigh_more(like_words: LikeWords) -> None:
    scores = like_words.scores("bird tree", ["bird", "tree"])
    assert scores[0] > scores[1]


def test_what_was_learnt_before_changes_no_score(like_words: LikeWords) -> None:
    fresh = like_words.scores("costly tree", TEXTS)
    like_words.scores("bird", ["a costly tree stands among trees", *TEXTS])
    assert like_words.scores("costly tree", TEXTS) == pytest.approx(fresh)


def test_a_text_without_content_words_scores_nothing(like_words: LikeWords) -> None:
    assert like_words.scores("bird", TEXTS)[2:].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("question", ["", "what is it", "?"])
def test_a_question_without_content_words_scores_nothing(
    like_words: LikeWords, question: str
) -> None:
    assert like_words.scores(question, TEXTS).tolist() == [0.0] * 4


def test_without_texts_there_is_nothing_to_score(like_words: LikeWords) -> None:
    assert like_words.scores("bird", []).tolist() == []
    assert like_words.scores("bird", ["", "the"]).tolist() == [0.0, 0.0]
