"""The second opinion of a cross-encoder. Its weights here are random: only the plumbing counts.

No trained model for natural-language inference can be installed as a package, so how much one
catches is not measured here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from small_course import SmallCourse

from index.entailment import CrossEncoderEntailment
from index.errors import EmbeddingError
from tutor.answering.proof import Prover, Said
from tutor.answering.with_model import ModelAnswers
from tutor.errors import ModelError
from tutor.settings import Settings

LABELS = ("contradiction", "entailment", "neutral")


@pytest.fixture(scope="module")
def make_encoder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[str], int], Path]:
    """Writes a tiny cross-encoder with these labels that always chooses the one at ``chosen``."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    def made(labels: Sequence[str], chosen: int) -> Path:
        folder = tmp_path_factory.mktemp("encoder")
        words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "bagging", "lowers", "variance", "."]
        (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
        BertTokenizerFast(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
        config = BertConfig(
            vocab_size=len(words),
            hidden_size=8,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=8,
            id2label=dict(enumerate(labels)),
            label2id={label: at for at, label in enumerate(labels)},
        )
        model = BertForSequenceClassification(config)
        with torch.no_grad():
            model.classifier.weight.zero_()
            model.classifier.bias.copy_(torch.eye(len(labels))[chosen])
        model.save_pretrained(folder)
        return folder

    return made


def test_the_likeliest_label_decides(make_encoder: Callable[[Sequence[str], int], Path]) -> None:
    for chosen, label in enumerate(LABELS):
        opinion = CrossEncoderEntailment(str(make_encoder(LABELS, chosen)))
        found = opinion.contradicts(["Bagging lowers variance.", "Other."], "Bagging lowers it.")
        assert found == [label == "contradiction"] * 2
        assert opinion.contradicts([], "Bagging lowers it.") == []


@pytest.mark.parametrize(("chosen", "supported"), [(0, False), (1, True), (2, True)])
def test_it_may_veto_what_the_rules_let_through(
    chosen: int,
    supported: bool,
    make_encoder: Callable[[Sequence[str], int], Path],
    make_course: Callable[..., SmallCourse],
) -> None:
    course = make_course({"bagging.md": "# Bagging\n\nBagging lowers variance.\n"})
    course.ingest()
    index = course.index()
    opinion = CrossEncoderEntailment(str(make_encoder(LABELS, chosen)))
    said = Said("Bagging lowers variance.", "What does bagging lower?")
    proofs = Prover(index, opinion).prove(said, index.chunks)
    assert [proof.proves for proof in proofs] == [supported]


def test_a_model_that_was_trained_for_something_else_is_refused(
    make_encoder: Callable[[Sequence[str], int], Path],
) -> None:
    folder = make_encoder(("good", "bad", "ugly"), 0)
    with pytest.raises(EmbeddingError, match="not trained for natural-language inference"):
        CrossEncoderEntailment(str(folder)).load()


def test_without_its_weights_the_notes_answer(tmp_path: Path) -> None:
    """``ModelError`` is what the tutor answers with the notes alone."""
    settings = Settings(llm="openai:x", entailment_model=str(tmp_path))
    with pytest.raises(ModelError, match="cannot be loaded"):
        _ = ModelAnswers(settings)._opinion
