"""Ingesting real files into real stores: what is read, embedded, kept, and said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from small_course import HashEmbedder, SmallCourse

from index.chunking import Chunk
from index.discovery import root_of
from index.embedding import Embedder, Vectors
from index.errors import EmbeddingError, IndexDamaged, LoadError
from index.ingest import IngestReport, Limits, ingest
from index.retriever import NotesIndex
from index.store_contract import CHUNKS, SENTENCES, VectorStores
from index.vector_store import EmbeddedStores, ServerStores

MakeCourse = Callable[..., SmallCourse]
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


def note(topic: str, sentences: int = 12) -> str:
    said = " ".join(f"{topic} fact {n} tells about {topic} and {n * 7}." for n in range(sentences))
    return f"# {topic}\n\n{said}\n\n## More on {topic}\n\n- {topic} item\n- another {topic} item\n"


TOPICS = ["Clay", "Kilns", "Glaze", "Wheels", "Moulds", "Slip"]
NOTES = {f"{topic.lower()}.md": note(topic) for topic in TOPICS}


def statuses(report: IngestReport) -> dict[str, str]:
    return {file.source: file.status for file in report.files}


def vectors_of(index: NotesIndex, chunks: Sequence[Chunk]) -> dict[str, Vectors]:
    store = index._store
    sentences = [s.sentence_id for c in chunks for s in c.sentences]
    found = store.vectors(CHUNKS, [c.chunk_id for c in chunks])
    return found | store.vectors(SENTENCES, sentences)


def assert_as_if_new(course: SmallCourse, folder: Path) -> None:
    """The index holds what one made from the same notes in one go would hold."""
    fresh = SmallCourse(
        course.notes, SmallCourse.make(folder, {}, embedder=course.home.embedder).home
    )
    fresh.ingest()
    here, there = course.index(), fresh.index()
    by_source = sorted(here.chunks, key=lambda c: (c.source, c.char_start))
    assert by_source == sorted(there.chunks, key=lambda c: (c.source, c.char_start))
    assert here.records.documents == there.records.documents
    old, new = vectors_of(here, here.chunks), vectors_of(there, there.chunks)
    assert old.keys() == new.keys()
    for key, vector in new.items():
        np.testing.assert_allclose(old[key], vector, atol=1e-6)
    assert here._store.count(CHUNKS) == len(there.chunks)
    assert here._store.count(SENTENCES) == there.manifest.sentences
    np.testing.assert_allclose(
        sorted(here.words_scores("clay fact")), sorted(there.words_scores("clay fact")), rtol=1e-5
    )


@pytest.fixture(params=["embedded", "server"])
def stores(request: pytest.FixtureRequest) -> VectorStores:
    if request.param == "embedded":
        return EmbeddedStores()
    return ServerStores(request.getfixturevalue("server_url"))


def test_the_life_of_a_course(
    make_course: MakeCourse, stores: VectorStores, tmp_path: Path
) -> None:
    """Added, unchanged, changed, removed; and after each step the index is as if made anew."""
    course = make_course(NOTES, stores=stores)
    first = course.ingest()
    assert set(statuses(first).values()) == {"added"}
    assert first.count("added") == 6
    assert first.embedded > first.chunks > 6
    assert_as_if_new(course, tmp_path / "1")

    version = course.version()
    again = course.ingest()
    assert set(statuses(again).values()) == {"unchanged"}
    assert (again.embedded, again.chunks) == (0, first.chunks)
    assert course.version() == version

    course.write("clay.md", note("Clay") + "\nOne sentence more.\n")
    (course.notes / "slip.md").unlink()
    course.write("deep/raku.md", note("Raku"))
    third = course.ingest()
    assert statuses(third) == dict.fromkeys(NOTES, "unchanged") | {
        "clay.md": "changed",
        "slip.md": "removed",
        "deep/raku.md": "added",
    }
    assert 0 < third.embedded < first.embedded / 2
    assert_as_if_new(course, tmp_path / "2")


def test_one_changed_sentence_embeds_what_holds_it(make_course: MakeCourse, tmp_path: Path) -> None:
    course = make_course(NOTES)
    course.ingest()
    course.write("kilns.md", note("Kilns").replace("another Kilns item", "a quite new item"))
    report = course.ingest()
    assert report.embedded == 2  # the sentence, and the chunk around it
    assert_as_if_new(course, tmp_path / "fresh")


def test_text_that_only_moves_is_not_embedded_again(
    make_course: MakeCourse, tmp_path: Path
) -> None:
    course = make_course(NOTES)
    course.ingest()
    (course.notes / "clay.md").rename(course.notes / "earth.md")
    report = course.ingest()
    assert (report.count("added"), report.count("removed"), report.embedded) == (1, 1, 0)
    assert_as_if_new(course, tmp_path / "fresh")


def test_a_renamed_heading_renews_what_lies_below_it(
    make_course: MakeCourse, tmp_path: Path
) -> None:
    """Neither spans nor texts below it change, but what the model reads does."""
    course = make_course({**NOTES, "long.md": note("Stove", 60)})
    course.ingest()
    course.write("long.md", note("Stove", 60).replace("# Stove\n", "# Ovens\n", 1))
    assert course.ingest().embedded > 10
    assert_as_if_new(course, tmp_path / "fresh")


def test_a_rebuild_makes_everything_anew(make_course: MakeCourse) -> None:
    course = make_course(NOTES)
    first, version = course.ingest(), course.version()
    again = course.ingest(rebuild=True)
    assert (again.embedded, again.count("added")) == (first.embedded, 6)
    assert course.version() != version


def test_another_model_embeds_everything_anew(make_course: MakeCourse, tmp_path: Path) -> None:
    course = make_course(NOTES)
    first = course.ingest()
    other = make_course({}, course="other", embedder=HashEmbedder("hash@2", dimension=24))
    home = type(course.home)("small", course.home.versions, course.home.stores, other.home.embedder)
    moved = SmallCourse(course.notes, home)
    with pytest.raises(IndexDamaged, match="another embedding model") as caught:
        moved.index()
    assert "tutor ingest" in caught.value.todo
    assert moved.ingest().embedded == first.embedded
    assert_as_if_new(moved, tmp_path / "fresh")


def test_a_file_that_breaks_keeps_what_was_read(make_course: MakeCourse, tmp_path: Path) -> None:
    course = make_course(NOTES)
    course.ingest()
    text = course.index().document("clay.md").text
    (course.notes / "clay.md").write_bytes(PNG)
    course.write("kilns.md", note("Kilns") + "\nNew.\n")
    report = course.ingest()
    (receipt,) = [file for file in report.files if file.source == "clay.md"]
    assert receipt.status == "failed"
    assert receipt.error is not None
    assert "PNG" in receipt.error
    assert receipt.notes == ("what was read from it before is kept",)
    assert receipt.chunks > 0
    assert course.index().document("clay.md").text == text
    assert any(hit.chunk.source == "clay.md" for hit in course.retriever().search("Clay").hits)
    course.write("clay.md", note("Clay"))
    assert statuses(course.ingest())["clay.md"] == "unchanged"
    assert_as_if_new(course, tmp_path / "fresh")


def test_a_folder_that_cannot_be_opened_keeps_its_files(make_course: MakeCourse) -> None:
    """A link in its place is refused as a closed folder is, without asking for permissions."""
    course = make_course({**NOTES, "deep/raku.md": note("Raku"), "deep/er/pit.md": note("Pit")})
    course.ingest()
    (course.notes / "deep").rename(course.notes.parent / "moved")
    (course.notes / "deep").symlink_to(course.notes.parent / "moved")
    report = course.ingest()
    assert statuses(report)["deep/raku.md"] == statuses(report)["deep/er/pit.md"] == "failed"
    assert report.count("removed") == 0
    assert "Raku" in course.index().document("deep/raku.md").text


def test_new_files_that_cannot_be_read_are_told_and_left_out(make_course: MakeCourse) -> None:
    course = make_course({"clay.md": note("Clay"), "empty.md": "  \n", "sheet.xls": "x"})
    (course.notes / "broken.md").write_bytes(PNG)
    report = course.ingest()
    assert statuses(report) == {
        "broken.md": "failed",
        "clay.md": "added",
        "empty.md": "skipped",
        "sheet.xls": "skipped",
    }
    assert all((file.error is None) == (file.status == "added") for file in report.files)
    assert list(course.index().records.documents) == ["clay.md"]
    assert course.ingest().embedded == 0


def test_a_note_that_is_emptied_leaves_the_index(make_course: MakeCourse, tmp_path: Path) -> None:
    course = make_course(NOTES)
    course.ingest()
    course.write("clay.md", "")
    assert statuses(course.ingest())["clay.md"] == "skipped"
    assert "clay.md" not in course.index().records.documents
    assert_as_if_new(course, tmp_path / "fresh")


def test_limits_are_told(make_course: MakeCourse) -> None:
    course = make_course({"a.md": note("Clay", 100), "b.md": "# B\n\nShort."})
    report = ingest(course.home, [course.root], limits=Limits(max_bytes=500))
    assert statuses(report) == {"a.md": "failed", "b.md": "added"}


def test_an_empty_course_has_an_empty_index(make_course: MakeCourse) -> None:
    course = make_course({})
    report = course.ingest()
    assert (report.files, report.chunks, report.embedded) == ((), 0, 0)
    assert course.retriever().search("anything").hits == ()
    course.write("clay.md", note("Clay"))
    course.ingest()
    assert course.retriever().search("anything").hits
    (course.notes / "clay.md").unlink()
    assert course.ingest().count("removed") == 1
    assert course.retriever().invoke("anything") == []


def test_a_missing_folder_takes_nothing_away(make_course: MakeCourse) -> None:
    course = make_course(NOTES)
    course.ingest()
    with pytest.raises(LoadError, match="nothing at"):
        ingest(course.home, [root_of(course.notes / "gone")])
    assert len(course.index().records.documents) == 6


def test_two_courses_lie_side_by_side(make_course: MakeCourse) -> None:
    clay = make_course({"a.md": note("Clay")}, course="clay")
    bread = make_course({"a.md": note("Bread")}, course="bread")
    clay.ingest()
    bread.ingest()
    assert {c.chunk_id for c in clay.index().chunks}.isdisjoint(
        c.chunk_id for c in bread.index().chunks
    )
    assert "Clay" not in bread.index().document("a.md").text
    clay.write("a.md", note("Loam"))
    clay.ingest()
    assert bread.ingest().embedded == 0


def test_progress_is_told_and_ends_at_its_total(make_course: MakeCourse) -> None:
    told: list[tuple[str, int, int]] = []
    course = make_course(NOTES)
    ingest(course.home, [course.root], progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(phase for phase, _, _ in told)) == ["reading", "embedding", "storing"]
    for phase in ("reading", "embedding", "storing"):
        steps = [(done, total) for p, done, total in told if p == phase]
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1] > 0


class BrokenOnce(HashEmbedder):
    """Fails the first time it is asked for vectors, as a model does whose weights are gone."""

    broken = True

    def embed_passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        if self.broken:
            self.broken = False
            raise EmbeddingError("The model is gone", "Install it")
        return super().embed_passages(texts, progress)


def test_what_failed_can_be_done_again_in_the_same_process(
    make_course: MakeCourse, tmp_path: Path
) -> None:
    embedder: Embedder = BrokenOnce()
    course = make_course(NOTES, embedder=embedder)
    with pytest.raises(EmbeddingError):
        course.ingest()
    assert course.home.versions.current() is None
    assert course.ingest().count("added") == 6
    assert_as_if_new(course, tmp_path / "fresh")
    assert len(list((course.version()).parent.iterdir())) == 1
