"""An index that is damaged is noticed, mended from the notes, and the mending is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from index import vector_store
from index.chroma_seal import seal_of
from index.errors import IndexDamaged, IndexNewer
from index.integrity import damage_of
from index.store_contract import CHUNKS
from index.vector_store import EmbeddedStores
from index.versions import FORMAT, Manifest, Versions, read_manifest, write_manifest
from tests.faults.corrupt import flip
from tests.faults.sound_course import TOPICS, answers, faults_of, make, opened
from tests.small_course import SmallCourse


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "course"
    folder.mkdir()
    make(folder)
    return folder


@pytest.fixture
def course(whole: Path, tmp_path: Path) -> SmallCourse:
    return opened(Path(shutil.copytree(whole, tmp_path / "course")))


FILES = (
    "manifest.json",
    "documents.jsonl",
    "chunks.jsonl",
    "bm25/data.csc.index.npy",
    "bm25/indices.csc.index.npy",
    "bm25/indptr.csc.index.npy",
    "bm25/params.index.json",
    "bm25/vocab.index.json",
)


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_is_noticed_by_the_reader_and_mended(course: SmallCourse, name: str) -> None:
    right = answers(course)
    file = course.version() / name
    flip(file, file.stat().st_size // 2)
    with pytest.raises(IndexDamaged) as caught:
        course.retriever().search("clay")
    assert "tutor ingest" in caught.value.todo
    report = course.ingest()
    assert len(report.mended) == 1
    # Texts that are sound are kept; else those of the version before, which knew an older note.
    assert report.count("unchanged") >= len(TOPICS) - 1
    assert report.count("added") == 0
    assert answers(course) == right
    assert faults_of(course) == []
    assert course.ingest().mended == ()


def test_flipped_vectors_are_noticed_by_the_next_ingestion(course: SmallCourse) -> None:
    right = answers(course)
    file = course.version() / "chroma" / "chroma.sqlite3"
    vector = np.asarray(
        course.index().sentence_vectors(course.index().chunks[0].sentences[:1]).popitem()[1]
    )
    at = file.read_bytes().find(vector.astype(np.float32).tobytes())
    assert at > 0, "Chroma keeps vectors as they are"
    flip(file, at + 8)
    report = course.ingest()
    assert [what.partition(" ")[0] for what in report.mended] == ["vectors"]
    assert answers(course) == right
    assert faults_of(course) == []


def test_vectors_that_are_missing_are_noticed_when_the_index_is_opened(course: SmallCourse) -> None:
    EmbeddedStores().open(course.version()).delete(CHUNKS, [course.index().chunks[3].chunk_id])
    with pytest.raises(IndexDamaged, match="vectors are missing"):
        course.retriever().search("clay")
    assert course.ingest().mended
    assert faults_of(course) == []


def test_reading_leaves_the_seal_as_it_is(course: SmallCourse) -> None:
    seal = read_manifest(course.version()).vectors
    assert len(seal) == 64
    answers(course)
    assert seal_of(course.version()) == seal


@pytest.fixture
def saved_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store large enough that Chroma saves its graph into files; here that is soon."""
    soon = vector_store._HNSW | {"batch_size": 50, "sync_threshold": 100}
    monkeypatch.setattr(vector_store, "_HNSW", soon)
    version = tmp_path / "large" / "versions" / "1"
    store = EmbeddedStores().create(version)
    vectors = np.random.default_rng(0).standard_normal((300, 8)).astype(np.float32)
    store.add(CHUNKS, [f"c{n}" for n in range(300)], vectors)
    return version


def test_saved_graphs_are_sealed_file_by_file(saved_graph: Path) -> None:
    seal = seal_of(saved_graph)
    store = EmbeddedStores().open(saved_graph)
    assert len(store.query(CHUNKS, np.ones(8, np.float32), 5)) == 5
    assert seal_of(saved_graph) == seal
    (graph,) = (path.parent for path in saved_graph.rglob("index_metadata.pickle"))
    for file in sorted(graph.iterdir()):
        content = file.read_bytes()
        flip(file, len(content) // 2)
        assert seal_of(saved_graph) != seal, file.name
        file.write_bytes(content)
    assert seal_of(saved_graph) == seal


@pytest.mark.parametrize("content", [None, b"", b"no database" * 100])
def test_a_store_that_is_no_database_is_an_error(tmp_path: Path, content: bytes | None) -> None:
    (tmp_path / "chroma").mkdir()
    if content is not None:
        (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(content)
    manifest = Manifest(
        course="x", embedding="", chunking="", chunks=0, sentences=0, files={}, vectors="0" * 64
    )
    assert damage_of(tmp_path, manifest, vectors=True) == ["vectors"]


def test_a_newer_format_is_not_overwritten_unasked(course: SmallCourse) -> None:
    manifest = read_manifest(course.version()).model_copy(update={"format": FORMAT + 1})
    write_manifest(course.version(), manifest)
    for attempt in (lambda: course.retriever().search("clay"), course.ingest):
        with pytest.raises(IndexNewer, match="newer version of the tutor"):
            attempt()
    version = course.version()
    course.ingest(rebuild=True)
    assert course.version() != version
    assert faults_of(course) == []


def test_a_flipped_format_number_is_damage_and_no_newer_format(course: SmallCourse) -> None:
    path = course.version() / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"format": 1', '"format": 9'), "utf-8")
    assert course.ingest().mended
    assert faults_of(course) == []


def test_an_index_of_a_release_without_checksums_is_read_and_built_upon(
    course: SmallCourse,
) -> None:
    path = course.version() / "manifest.json"
    raw = json.loads(path.read_text("utf-8"))
    for name in ("sums", "vectors", "checksum"):
        del raw[name]
    path.write_text(json.dumps(raw), "utf-8")
    assert faults_of(course) == []
    shutil.rmtree(course.version() / "bm25")
    report = course.ingest()
    assert (report.mended, report.embedded) == ((), 0), "it is written anew once, with checksums"
    assert read_manifest(course.version()).sums
    assert faults_of(course) == []
    shutil.rmtree(course.version() / "chroma")
    assert course.ingest().mended
    assert faults_of(course) == []


@pytest.mark.parametrize("pointer", [b"", b"179", b"\x00" * 13, b"9999999999999", b"../../etc"])
def test_a_pointer_torn_by_a_power_cut_is_mended(course: SmallCourse, pointer: bytes) -> None:
    right, version = answers(course), course.version()
    (course.home.versions.folder / "CURRENT").write_bytes(pointer)
    assert answers(course) == right
    report = course.ingest()
    assert report.mended == ("the file that names the index in use was damaged",)
    assert (report.embedded, course.version()) == (0, version)
    assert (course.home.versions.folder / "CURRENT").read_text() == version.name


def test_a_pointer_at_a_folder_that_is_gone_falls_back_to_the_version_before(
    course: SmallCourse,
) -> None:
    newest = course.version()
    shutil.rmtree(newest)
    assert course.version() != newest
    assert faults_of(course) == []
    report = course.ingest()
    assert report.count("changed") == 1, "the version before knew the first note as it was"
    assert faults_of(course) == []


def test_a_version_without_a_manifest_was_not_finished(tmp_path: Path) -> None:
    versions = Versions(tmp_path, "small")
    versions.begin()
    assert versions.current() is None


def test_texts_of_notes_that_cannot_be_read_now_outlive_damaged_vectors(
    course: SmallCourse,
) -> None:
    (course.notes / f"{TOPICS[1]}.md").write_bytes(b"\x89PNG\r\n\x1a\n")
    flip(course.version() / "bm25" / "data.csc.index.npy", 200)
    shutil.rmtree(course.version() / "chroma")
    report = course.ingest()
    assert report.count("failed") == 1
    assert f"{TOPICS[1]}.md" in course.index().records.documents
    assert faults_of(course) == []
