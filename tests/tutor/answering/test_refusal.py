"""What the decision to answer rests on, and that it refuses what the notes lack."""

from __future__ import annotations

from dataclasses import fields

import pytest
from small_course import SmallCourse

from index.retriever import NotesIndex
from tutor.answering.evidence import rank_sentences
from tutor.answering.refusal import (
    Features,
    RefusalModel,
    features_of,
    fitted_model,
    lacking,
)

NOTES = {
    "tuning.md": "# Tuning\n\n`CrossValidator` trains one model a fold. Set `numFolds` to change "
    "the folds. Vector Search is another product. Tuning with folds takes time.\n",
    "serving.md": "# Serving\n\nAn endpoint answers one request at a time.\n",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> NotesIndex:
    course = SmallCourse.make(tmp_path_factory.mktemp("refusal"), NOTES)
    course.ingest()
    return course.index()


def measured(index: NotesIndex, question: str) -> Features:
    found = index.search(question, 20)
    return features_of(index, found, rank_sentences(index, found))


def test_the_fitted_model_weighs_every_feature() -> None:
    model = fitted_model()
    assert set(model.weights) == {field.name for field in fields(Features)}
    assert 0 < model.threshold < 1
    closer_is_better = model.weights["sentence_cosine"] + model.weights["sentence_cosine_mean"]
    assert closer_is_better > 0
    for name in ("unknown", "unknown_identifier", "unknown_name", "strange_name"):
        assert model.weights[name] < 0, name


def test_probability_is_the_logistic_of_the_weighted_sum() -> None:
    features = Features(1, 0, 0.5, 0, 0, 0, 0, 0, 0)
    weights = dict.fromkeys((field.name for field in fields(Features)), 0.0)
    model = RefusalModel(0.5, weights | {"sentence_cosine": 1.0, "unknown": -3.0}, 0.5)
    assert model.probability(features) == pytest.approx(0.5)


def test_identifiers_and_names_that_the_notes_lack_are_told_from_those_they_use(
    index: NotesIndex,
) -> None:
    known = measured(index, "what does numFolds change")
    assert (known.known_identifier, known.unknown_identifier) == (1, 0)
    unknown = measured(index, "what does od_wait change")
    assert (unknown.known_identifier, unknown.unknown_identifier) == (0, 1)
    assert unknown.strange_name == 1
    assert measured(index, "is Vector Search a product").unknown_name == 0
    assert measured(index, "is Vertex Search a product").unknown_name == 1


def test_a_version_label_is_no_identifier(index: NotesIndex) -> None:
    assert measured(index, "how do I tune v4 with folds").unknown_identifier == 0


def test_unknown_words_and_shared_pairs_are_measured(index: NotesIndex) -> None:
    near, far = measured(index, "one request at a time"), measured(index, "roast a chicken well")
    assert near.unknown == 0
    assert far.unknown == 1
    assert near.pairs > far.pairs == 0
    assert near.sentence_cosine > far.sentence_cosine


def test_what_a_question_names_and_the_notes_lack_is_listed_in_order(index: NotesIndex) -> None:
    assert lacking(index, "does od_wait tune folds in CatBoost or chickens") == [
        "od_wait",
        "CatBoost",
        "chickens",
    ]
    assert lacking(index, "how do I set numFolds for tuning") == []


def test_a_question_about_everyday_life_is_refused(index: NotesIndex) -> None:
    model = fitted_model()
    assert model.probability(measured(index, "who painted the ceiling there")) < model.threshold
    asked = measured(index, "how do I change the folds with numFolds")
    assert model.probability(asked) > model.threshold
