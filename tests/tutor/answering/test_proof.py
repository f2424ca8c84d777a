"""What proves a sentence, on what a real weak model once said with every passage cited."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_course import SmallCourse

from index.embedding import SentenceTransformerEmbedder
from index.retriever import NotesIndex
from tutor.answering.proof import Prover, Said

NOTES = {
    "alias.md": """# Champion alias

**Commonly said, but wrong:** The endpoint of a model follows the alias champion by itself.

Promoting a new version by moving an alias is followed by an update of the endpoint configuration,
because the configuration holds a version number.
""",
    "hyperopt.md": """# The objective of Hyperopt

For a metric that should be large, such as accuracy, AUC or F1, return its negative.

`fmin` returns a dict with the best hyperparameters, not a trained model.

`create_training_set` combines a DataFrame with feature lookups and returns a `TrainingSet`.
""",
    "metrics.md": """# Root mean squared error

A root mean squared error on the log scale measures relative errors and cannot be compared with one
on the original scale.

Undo the transformation first; exponentiating a finished RMSE gives a wrong number.

Recall is the share of the real positives that the model finds. Choose it when a miss is expensive.

The objective returns a number, the loss, or a dict with at least the keys `loss` and `status`.

On training data, adding features to a linear regression never lowers the R² value, so a higher
training R² value does not prove a better model.

| Metric | Formula | Asks |
|---|---|---|
| Precision | TP / (TP + FP) | What share of the flagged rows is truly positive? |
| Recall | TP / (TP + FN) | What share of the actual positives was found? |

    precision, recall = tp / (tp + fp), tp / (tp + fn)
""",
}
QUESTION = "why did my search with hyperopt keep the worst candidate?"


@pytest.fixture(scope="module")
def index(
    tmp_path_factory: pytest.TempPathFactory, real_embedder: SentenceTransformerEmbedder
) -> NotesIndex:
    folder: Path = tmp_path_factory.mktemp("proof")
    course = SmallCourse.make(folder, NOTES, embedder=real_embedder)
    course.ingest()
    return course.index()


def proved(index: NotesIndex, sentence: str) -> bool:
    """Whether any passage proves it, all of them being cited."""
    return any(p.proves for p in Prover(index).prove(Said(sentence, QUESTION), index.chunks))


@pytest.mark.parametrize(
    "sentence",
    [
        "The endpoint of a model follows the alias champion by itself.",
        "No, the bug is the wrong number for root mean squared error.",
        "So, the math is correct, but the code gives the wrong number.",
        "The objective returns a single metric, which is the AUC.",
        "The best hyperparameters are chosen to be the best hyperparameters.",
        "The step that combines a DataFrame with feature lookups and returns a `TrainingSet` is not trained.",
        "The question is:",
        "`fmin`",
        "`AUC`, `F1`",
        "A root mean squared error on the log scale is a",
        "Question: is recall the share of the real positives that the model finds?",
        "The objective is returned as a float, and the loss is returned as a float.",
        "In a linear regression the R² value of training data will always be higher.",
        "In the past it was thought that recall is the share of the positives that the model finds.",
        "Precision: TP / (TP + FN)",
        "Recall.",
        "Yes.",
    ],
)
def test_words_that_only_occur_prove_nothing(sentence: str, index: NotesIndex) -> None:
    assert not proved(index, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Moving an alias is followed by an update of the endpoint configuration.",
        "For a metric such as AUC, return its negative.",
        "`fmin` returns a dict with the best hyperparameters.",
        "No, `fmin` returns a dict with the best hyperparameters, not a trained model.",
        "Recall is the share of real positives that the model finds.",
        "Choose recall when a miss is expensive.",
        "Recall: TP / (TP + FN)",
        "A root mean squared error on the log scale cannot be compared with one on the original scale.",
        "Exponentiating a finished RMSE gives a wrong number.",
        "`create_training_set` combines a DataFrame with feature lookups.",
    ],
)
def test_what_the_notes_say_in_nearly_these_words_is_proved(
    sentence: str, index: NotesIndex
) -> None:
    assert proved(index, sentence)
