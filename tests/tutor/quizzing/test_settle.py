"""How clauses settle a question: which bear on it, and which option they speak for."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import Chunk, Sentence
from tutor.quizzing.models import PastedQuestion
from tutor.quizzing.notes_key import is_doubtful
from tutor.quizzing.settle import (
    COMMIT,
    best_set,
    judge,
    option_utilities,
    passage_scores,
    with_stem_sense,
)
from tutor.quizzing.support import FEATURES, Passage, Support
from tutor.quizzing.word_shares import WordShares

SENTENCE = Sentence("s", "prose", "Text.", 0, 5, "Text.")
CHUNK = Chunk("c", "n.md", None, (), "Text.", 0, 5, "Text.", (SENTENCE,))
PASSAGE = Passage(CHUNK, SENTENCE, "", "", (), warning=False)


def support(*clauses: Mapping[str, float | list[float]], options: int = 3) -> Support:
    """Clauses by the features that are not 0: one value for all options, or one for each."""
    features = np.zeros((len(clauses), options, len(FEATURES)))
    for n, clause in enumerate(clauses):
        for name, value in clause.items():
            features[n, :, FEATURES.index(name)] = value
    return Support((PASSAGE,) * len(clauses), features)


ON_THE_MATTER = {"stem words": 0.9, "stem words near": 1.0, "stem cosine near": 0.8}
BESIDE_IT = {"stem words": 0.1, "stem words near": 0.3, "stem cosine near": 0.3}


def test_what_bears_on_the_question_outweighs_what_holds_more_of_an_option() -> None:
    found = support(
        {**ON_THE_MATTER, "option words": [0.0, 0.5, 0.0]},
        {**BESIDE_IT, "option words": [1.0, 0.0, 0.0]},
    )
    judgement = judge(found, 1, negated=False, combined={})
    assert judgement.best == (1,)
    assert judgement.odds > 0
    assert passage_scores(found).argmax(axis=0).tolist() == [0, 0, 0]


def test_evidence_for_two_options_settles_neither() -> None:
    found = support({**ON_THE_MATTER, "option words": [0.8, 0.8, 0.0]})
    assert judge(found, 1, negated=False, combined={}).odds <= 0
    assert judge(found, 1, negated=False, combined={}).chance < COMMIT
    assert set(judge(found, 2, negated=False, combined={}).best) == {0, 1}


def test_a_negated_stem_asks_for_what_nothing_speaks_for() -> None:
    found = support(
        {**ON_THE_MATTER, "option words": [0.9, 0.0, 0.0]},
        {**ON_THE_MATTER, "option words": [0.0, 0.9, 0.0]},
    )
    assert judge(found, 1, negated=True, combined={}).best == (2,)


@pytest.mark.parametrize(
    ("stem", "held", "doubtful"),
    [
        ("Which of these is NOT a stage?", [1.0, 0.9, 0.0], False),
        ("The registry has all these stages EXCEPT", [1.0, 0.9, 0.0], False),
        ("Which of these is NOT a stage?", [1.0, 0.9, 0.8], True),  # all of them stand there
        ("Which of these is NOT a stage?", [0.0, 0.9, 0.0], True),  # only one does
        ("Which stage does NOT depend on the client?", [1.0, 0.9, 0.0], True),
    ],
)
def test_what_is_not_in_a_list_needs_the_list(stem: str, held: list[float], doubtful: bool) -> None:
    found = support({**ON_THE_MATTER, "option words": list(held)})
    asked = PastedQuestion(stem, {"A": "Staging", "B": "Production", "C": "Shelf"})
    assert is_doubtful(asked, found, (2,)) is doubtful


def test_both_are_right_where_they_share_the_evidence() -> None:
    shares = np.log([0.48, 0.02, 0.48, 1e-9])
    utilities = with_stem_sense(shares, False, {3: (0, 2)})
    assert best_set(utilities, 1)[0] == (3,)
    one = with_stem_sense(np.log([0.9, 0.02, 0.06, 1e-9]), False, {3: (0, 2)})
    assert best_set(one, 1)[0] == (0,)
    none = with_stem_sense(np.log([0.4, 0.3, 0.3, 1e-9]), False, {3: ()})
    assert best_set(none, 1)[0] != (3,), "that nothing speaks for the others is no evidence"


def test_what_the_notes_have_no_words_for_bears_less() -> None:
    known = support({**ON_THE_MATTER, "option words": [1.0, 0.0, 0.0]})
    strange = Support(known.passages, known.features, unknown=0.6)
    judgements = [judge(found, 1, negated=False, combined={}) for found in (known, strange)]
    assert judgements[1].bearing < judgements[0].bearing
    assert judgements[1].odds == judgements[0].odds
    assert judgements[1].chance < judgements[0].chance


def test_nothing_found_settles_nothing() -> None:
    judgement = judge(support(options=4), 1, negated=False, combined={})
    assert judgement.chance == 0
    assert judgement.bearing == -np.inf


@given(
    st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=1, max_size=6),
    st.lists(st.floats(0, 1), min_size=6, max_size=6),
)
def test_the_options_share_one_whole(held: list[list[float]], stem: list[float]) -> None:
    found = support(*map(_clause, held, stem))
    chances = np.exp(option_utilities(found, negated=False, combined={}))
    assert chances.sum() == pytest.approx(1)
    turned = support(*map(_clause, [row[::-1] for row in held], stem))
    mirrored = np.exp(option_utilities(turned, negated=False, combined={}))
    assert mirrored[::-1] == pytest.approx(chances), "the place of an option does not count"


def _clause(held: list[float], stem: float) -> Mapping[str, float | list[float]]:
    return {"option words": held, "stem words": stem}


def test_shares_of_words() -> None:
    clauses = [("Bagging trains trees in parallel.", "Ensembles"), ("It does not prune.", "")]
    words = WordShares(
        lambda _: 1.0, "Which ensemble works so?", ["trains in parallel", "prune"], clauses
    )
    held, denied = words.of_options()
    assert held.tolist() == [[1, 0], [0, 0]]
    assert denied.tolist() == [[0, 0], [0, 1]]
    assert words.of_clauses().tolist() == [[0.5, 0], [0, 1]]
    assert words.of_stem().tolist() == [0, 0]
    assert words.of_stem_near()[0] > 0
