"""One contract for every vector store; recall of the approximate search against the exact one."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from chroma_process import chroma_server

from index.embedding import Vectors
from index.errors import VectorStoreError
from index.store_contract import CHUNKS, SENTENCES, VectorStores
from index.vector_store import EmbeddedStores, ServerStores

DIMENSION = 16


def unit_vectors(count: int, dimension: int = DIMENSION, seed: int = 7) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def names(count: int) -> list[str]:
    return [f"c{n}" for n in range(count)]


class StoresContract:
    """What holds for every implementation; a subclass gives ``stores``."""

    @pytest.fixture
    def version(self, tmp_path: Path) -> Path:
        folder = tmp_path / tmp_path.name / "versions" / "100"  # a course of its own each time
        folder.mkdir(parents=True)
        return folder

    @pytest.fixture
    def stores(self) -> VectorStores:
        raise NotImplementedError

    def test_a_new_store_is_empty(self, stores: VectorStores, version: Path) -> None:
        store = stores.create(version)
        for collection in (CHUNKS, SENTENCES):
            assert store.count(collection) == 0
            assert store.vectors(collection, ["c0"]) == {}
            assert store.query(collection, unit_vectors(1)[0], 3) == []
        store.delete(CHUNKS, ["c0"])
        store.delete(CHUNKS, [])
        assert stores.open(version).count(CHUNKS) == 0

    def test_vectors_come_back_as_they_were(self, stores: VectorStores, version: Path) -> None:
        vectors = unit_vectors(5)
        stores.create(version).add(CHUNKS, names(5), vectors)
        store = stores.open(version)
        found = store.vectors(CHUNKS, ["c3", "c1", "unknown"])
        assert found.keys() == {"c3", "c1"}
        np.testing.assert_array_equal(found["c3"], vectors[3])
        assert store.count(CHUNKS) == 5
        assert store.count(SENTENCES) == 0

    def test_a_query_gives_cosines_best_first(self, stores: VectorStores, version: Path) -> None:
        vectors = unit_vectors(40)
        store = stores.create(version)
        store.add(CHUNKS, names(40), vectors, ["text"] * 40, [{"page": n} for n in range(40)])
        query = unit_vectors(1, seed=3)[0]
        exact = vectors @ query
        best = np.argsort(-exact)[:7]
        found = store.query(CHUNKS, query, 7)
        assert [i for i, _ in found] == [f"c{n}" for n in best]
        np.testing.assert_allclose([c for _, c in found], exact[best], atol=1e-5)
        assert len(store.query(CHUNKS, query, 100)) == 40

    def test_what_is_deleted_is_gone(self, stores: VectorStores, version: Path) -> None:
        vectors = unit_vectors(6)
        store = stores.create(version)
        store.add(SENTENCES, names(6), vectors)
        store.delete(SENTENCES, ["c0", "c4", "unknown"])
        assert store.count(SENTENCES) == 4
        assert "c0" not in dict(store.query(SENTENCES, vectors[0], 6))
        store.add(SENTENCES, ["c0"], vectors[5:])
        np.testing.assert_array_equal(store.vectors(SENTENCES, ["c0"])["c0"], vectors[5])

    def test_more_records_than_a_batch_holds(
        self, stores: VectorStores, version: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("index.vector_store._BATCH", 4)
        vectors = unit_vectors(11)
        store = stores.create(version)
        store.add(CHUNKS, names(11), vectors, ["t"] * 11, [{"n": 1}] * 11)
        assert store.vectors(CHUNKS, names(11)).keys() == set(names(11))
        after = version.with_name("200")
        after.mkdir()
        assert stores.create(after, copy_of=version).count(CHUNKS) == 11
        store.delete(CHUNKS, names(11)[:9])
        assert store.count(CHUNKS) == 2

    def test_a_copy_is_independent(self, stores: VectorStores, version: Path) -> None:
        store = stores.create(version)
        store.add(CHUNKS, names(3), unit_vectors(3), ["a", "b", "c"], [{"n": n} for n in range(3)])
        store.add(SENTENCES, ["c0.0"], unit_vectors(1))
        after = version.with_name("200")
        after.mkdir()
        copy = stores.create(after, copy_of=version)
        copy.delete(CHUNKS, ["c0"])
        assert (copy.count(CHUNKS), copy.count(SENTENCES)) == (2, 1)
        assert (store.count(CHUNKS), store.count(SENTENCES)) == (3, 1)

    def test_a_store_that_is_missing_is_not_made_up(
        self, stores: VectorStores, version: Path
    ) -> None:
        with pytest.raises(VectorStoreError) as caught:
            stores.open(version)
        assert "tutor ingest" in caught.value.todo

    def test_dropping_frees_one_version_only(self, stores: VectorStores, version: Path) -> None:
        after = version.with_name("200")
        for folder in (version, after):
            folder.mkdir(exist_ok=True)
            stores.create(folder).add(CHUNKS, ["c0"], unit_vectors(1))
        stores.drop(version)
        shutil.rmtree(version)
        with pytest.raises(VectorStoreError):
            stores.open(version)
        assert stores.open(after).count(CHUNKS) == 1
        stores.drop(version)  # a second time is no error

    def test_a_version_that_comes_again_is_empty(self, stores: VectorStores, version: Path) -> None:
        store = stores.create(version)
        store.add(CHUNKS, ["c0"], unit_vectors(1))
        del store
        gc.collect()
        shutil.rmtree(version)
        version.mkdir()
        again = stores.create(version)
        assert again.count(CHUNKS) == 0
        again.add(CHUNKS, ["c0"], unit_vectors(1))
        assert again.count(CHUNKS) == 1

    def test_of_a_few_every_one_is_found(self, stores: VectorStores, version: Path) -> None:
        """What was added and removed since the last search counts."""
        store = stores.create(version)
        vectors, ids = unit_vectors(60), names(60)
        store.add(CHUNKS, ids[:40], vectors[:40])
        assert len(store.query(CHUNKS, vectors[0], 60)) == 40
        store.add(CHUNKS, ids[40:], vectors[40:])
        assert store.query(CHUNKS, vectors[50] * 3, 1)[0][0] == ids[50]
        store.delete(CHUNKS, ids[:20])
        found = dict(store.query(CHUNKS, vectors[50], 60))
        assert set(found) == set(ids[20:])
        assert found[ids[30]] == pytest.approx(float(vectors[50] @ vectors[30]), abs=1e-5)

    def test_a_vector_of_another_model_is_refused(
        self, stores: VectorStores, version: Path
    ) -> None:
        store = stores.create(version)
        store.add(CHUNKS, ["c0"], unit_vectors(1))
        with pytest.raises(VectorStoreError):
            store.query(CHUNKS, unit_vectors(1, DIMENSION + 1)[0], 1)


class TestEmbedded(StoresContract):
    @pytest.fixture
    def stores(self) -> VectorStores:
        return EmbeddedStores()

    def test_a_damaged_database_is_named(self, stores: VectorStores, version: Path) -> None:
        (version / "chroma").mkdir()
        (version / "chroma" / "chroma.sqlite3").write_bytes(b"not a database " * 500)
        with pytest.raises(VectorStoreError, match="tutor ingest"):
            stores.open(version)

    @pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts files in /proc")
    def test_a_store_nobody_holds_keeps_no_file_open(
        self, stores: VectorStores, version: Path
    ) -> None:
        store = stores.create(version)
        store.add(CHUNKS, ["c0"], unit_vectors(1))
        assert open_files(version)
        del store
        gc.collect()
        assert open_files(version) == []


def open_files(folder: Path) -> list[str]:
    links = [f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd")]
    targets = [os.readlink(link) for link in links if os.path.lexists(link)]
    return [target for target in targets if target.startswith(str(folder))]


class TestServer(StoresContract):
    @pytest.fixture
    def stores(self, server_url: str) -> VectorStores:
        return ServerStores(server_url)

    def test_courses_with_like_names_are_kept_apart(
        self, stores: VectorStores, tmp_path: Path
    ) -> None:
        short, long = (
            tmp_path / course / "versions" / "100"
            for course in (tmp_path.name, f"{tmp_path.name}-100-chunks")
        )
        for version in (short, long):
            stores.create(version).add(CHUNKS, ["c0"], unit_vectors(1))
        stores.drop(short)
        assert stores.open(long).count(CHUNKS) == 1

    def test_a_server_that_goes_down_is_named(self, version: Path, tmp_path: Path) -> None:
        with chroma_server(tmp_path / "server") as (url, process):
            stores = ServerStores(url)
            store = stores.create(version)
            store.add(CHUNKS, ["c0"], unit_vectors(1))
            process.kill()
            process.wait()
            with pytest.raises(VectorStoreError, match="TUTOR_CHROMA_URL"):
                store.query(CHUNKS, unit_vectors(1)[0], 1)
            with pytest.raises(VectorStoreError, match="TUTOR_CHROMA_URL"):
                stores.open(version)


def test_the_approximate_search_finds_what_the_exact_one_does(tmp_path: Path) -> None:
    """Recall@10 over vectors that cluster as passages do, before and after a third is replaced."""
    random = np.random.default_rng(11)
    topics = unit_vectors(40, 96)[random.integers(0, 40, 3_500)]
    vectors = (topics + 0.08 * random.standard_normal(topics.shape)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = names(3_500)
    store = EmbeddedStores().create(tmp_path / "c" / "versions" / "100")
    store.add(CHUNKS, ids[:2_500], vectors[:2_500])
    queries = vectors[::70] + 0.05 * random.standard_normal((50, 96)).astype(np.float32)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)

    def recall(there: range) -> float:
        hits = 0
        for query in queries:
            exact = np.argsort(-(vectors[there.start : there.stop] @ query))[:10] + there.start
            found = {i for i, _ in store.query(CHUNKS, query, 10)}
            hits += len(found & {ids[n] for n in exact})
        return hits / (10 * len(queries))

    assert recall(range(2_500)) >= 0.99
    store.delete(CHUNKS, ids[:1_000])
    store.add(CHUNKS, ids[2_500:], vectors[2_500:])
    assert recall(range(1_000, 3_500)) >= 0.99
