"""One contract for every embedder; where weights come from."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from small_course import HashEmbedder

from index.embedding import (
    DEFAULT_MODEL,
    DEFAULT_SHA256,
    Embedder,
    SentenceTransformerEmbedder,
    Weights,
    find_weights,
)
from index.errors import EmbeddingError

TEXTS = [
    "fmin minimises the value that the objective returns.",
    "Kilns are fired slowly, so that the clay does not crack.",
    "a",
    "Streaming tables are refreshed as rows arrive. " * 12,
    "fmin minimises the value that the objective returns.",
    "特徴量テーブル",
]


class EmbedderContract:
    """What holds for every implementation; a subclass gives ``embedder`` and its ``tolerance``."""

    tolerance = 1e-6

    @pytest.fixture
    def embedder(self) -> Embedder:
        raise NotImplementedError

    def test_passages_become_unit_vectors(self, embedder: Embedder) -> None:
        vectors = embedder.embed_passages(TEXTS)
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_order_is_kept(self, embedder: Embedder) -> None:
        forwards = embedder.embed_passages(TEXTS)
        backwards = embedder.embed_passages(TEXTS[::-1])
        np.testing.assert_allclose(forwards, backwards[::-1], atol=self.tolerance)
        np.testing.assert_allclose(forwards[0], forwards[4], atol=self.tolerance)

    def test_company_makes_no_difference(self, embedder: Embedder) -> None:
        together = embedder.embed_passages(TEXTS)
        for text, vector in zip(TEXTS, together, strict=True):
            alone = embedder.embed_passages([text])[0]
            np.testing.assert_allclose(alone, vector, atol=self.tolerance)

    def test_nothing_becomes_nothing(self, embedder: Embedder) -> None:
        assert embedder.embed_passages([]).shape == (0, embedder.dimension)
        assert embedder.count_tokens([]) == []

    def test_a_question_lies_nearest_to_its_passage(self, embedder: Embedder) -> None:
        query = embedder.embed_query("which value does fmin minimise? the objective returns it")
        assert query.shape == (embedder.dimension,)
        assert np.linalg.norm(query) == pytest.approx(1, abs=1e-5)
        assert int(np.argmax(embedder.embed_passages(TEXTS) @ query)) in (0, 4)

    def test_a_question_of_a_passages_words_is_that_passage(self, embedder: Embedder) -> None:
        """Neither of these models puts a prompt before one of the two."""
        cosine = float(embedder.embed_query(TEXTS[1]) @ embedder.embed_passages([TEXTS[1]])[0])
        assert cosine == pytest.approx(1, abs=1e-4)

    def test_tokens_count_the_special_ones(self, embedder: Embedder) -> None:
        counts = embedder.count_tokens(["", "clay", "clay clay"])
        assert counts[1] == counts[0] + 1
        assert counts[2] == counts[0] + 2
        assert counts[0] == 2

    def test_progress_adds_up(self, embedder: Embedder) -> None:
        done: list[int] = []
        embedder.embed_passages(TEXTS, done.append)
        assert sum(done) == len(TEXTS)

    def test_a_question_asked_again_has_the_same_vector(self, embedder: Embedder) -> None:
        first = embedder.embed_query("what does fmin minimise")
        np.testing.assert_array_equal(embedder.embed_query("what does fmin minimise"), first)
        other = embedder.embed_query("what does fmin maximise")
        assert not np.array_equal(first, other)

    def test_it_says_what_made_its_vectors(self, embedder: Embedder) -> None:
        assert "@" in embedder.fingerprint
        assert embedder.max_tokens >= 64


class TestHashEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return HashEmbedder()


class TestSentenceTransformerEmbedder(EmbedderContract):
    tolerance = 2e-3  # a batch pads its texts, and sums run in another order

    @pytest.fixture
    def embedder(self, real_embedder: SentenceTransformerEmbedder) -> Embedder:
        return real_embedder

    def test_it_is_the_official_model(self, embedder: Embedder) -> None:
        assert embedder.fingerprint == f"{DEFAULT_MODEL}@{DEFAULT_SHA256}"
        assert (embedder.dimension, embedder.max_tokens) == (384, 256)

    def test_like_things_lie_near_one_another(self, embedder: Embedder) -> None:
        near, far = embedder.embed_passages(["Hyperparameter tuning", "Baking bread"]) @ (
            embedder.embed_query("choosing the settings of a model")
        )
        assert near > far + 0.1

    def test_many_texts_go_through_copies_of_the_model(self, embedder: Embedder) -> None:
        """Above some hundred texts several workers share the work, perhaps in less precision."""
        texts = [f"note {n} on clay" for n in range(300)]
        done: list[int] = []
        many = embedder.embed_passages(texts, done.append)
        few = embedder.embed_passages(texts[100:110])
        assert sum(done) == 300
        assert float(np.min(np.sum(many[100:110] * few, axis=1))) >= 0.999

    def test_a_kept_vector_cannot_be_changed(self, embedder: Embedder) -> None:
        with pytest.raises(ValueError, match="read-only"):
            embedder.embed_query("clay")[0] = 1

    def test_long_texts_are_counted_in_full(self, embedder: Embedder) -> None:
        assert embedder.count_tokens(["clay " * 1_000]) == [1_002]


def test_a_folder_without_weights_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"no model\.safetensors") as caught:
        find_weights(folder=tmp_path)
    assert "TUTOR_EMBEDDING_FOLDER" in caught.value.todo


def test_a_folder_with_weights_is_taken_and_fingerprinted(tmp_path: Path) -> None:
    packaged = Path(find_weights().location)
    shutil.copyfile(packaged / "model.safetensors", tmp_path / "model.safetensors")
    assert find_weights("mine", tmp_path) == Weights(str(tmp_path), f"mine@{DEFAULT_SHA256}")


def test_any_other_model_is_named_by_the_commit_in_the_hub_s_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    repository = tmp_path / "models--someone--other-model"
    (repository / "snapshots" / commit).mkdir(parents=True)
    (repository / "snapshots" / commit / "config.json").write_text("{}")
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    found = find_weights("someone/other-model")
    assert found == Weights("someone/other-model", f"someone/other-model@{commit}", commit)


def test_a_model_that_neither_cache_nor_hub_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EmbeddingError, match="cannot be found"):
        find_weights("someone/other-model")
    with pytest.raises(EmbeddingError, match="cannot be found"):
        find_weights("no model's name")


def test_a_folder_named_as_the_model_is_fingerprinted(tmp_path: Path) -> None:
    packaged = Path(find_weights().location)
    shutil.copyfile(packaged / "model.safetensors", tmp_path / "model.safetensors")
    assert find_weights(str(tmp_path)).fingerprint == f"{tmp_path}@{DEFAULT_SHA256}"


def test_a_broken_model_is_named(tmp_path: Path) -> None:
    packaged = Path(find_weights().location)
    shutil.copytree(packaged, tmp_path / "model")
    (tmp_path / "model" / "model.safetensors").write_bytes(b"no weights")
    broken = SentenceTransformerEmbedder(find_weights(folder=tmp_path / "model"))
    with pytest.raises(EmbeddingError, match="cannot be loaded"):
        broken.embed_query("clay")
