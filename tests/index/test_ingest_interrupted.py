"""What a stopped or damaged ingestion leaves behind, and that the next one mends it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from small_course import HashEmbedder, SmallCourse

from index.errors import IndexBusy, IndexDamaged, StudyError, VectorStoreError
from index.home import IndexHome
from index.ingest import IngestReport
from index.retriever import LatestIndex
from index.store_contract import CHUNKS, SENTENCES
from index.vector_store import EmbeddedStores
from index.versions import Versions

TESTS = Path(__file__).parents[1]
MOMENTS = {  # and whether the new version is in use by then
    "embedding": False,
    "adding": False,
    "storing": False,
    "chunks.jsonl": False,
    "manifest.json": False,
    "CURRENT.new": False,
    "os.rename": False,
    "shutil.rmtree": True,
}


def note(topic: str, version: int) -> str:
    facts = "\n\n".join(
        f"## {topic} {n}\n\nFact {n * version} on {topic} says {topic} needs {n} days. " * 4
        for n in range(12)
    )
    return f"# {topic}\n\n{facts}\n"


def open_course(folder: Path) -> SmallCourse:
    versions = Versions(folder / "index", "small")
    return SmallCourse(
        folder / "small" / "notes", IndexHome("small", versions, EmbeddedStores(), HashEmbedder())
    )


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SmallCourse]:
    """A course a moment: ingested twice, then changed, and killed while ingesting that."""
    first = tmp_path_factory.mktemp("first")
    course = SmallCourse.make(first, {"a.md": note("Clay", 1), "b.md": note("Kilns", 1)})
    course.ingest()
    course.write("b.md", note("Kilns", 2))
    course.ingest()  # so that the next one has an older version to remove
    course.write("a.md", note("Loam", 3))
    folders = {m: shutil.copytree(first, tmp_path_factory.mktemp(m) / "course") for m in MOMENTS}
    ran = subprocess.run(
        [sys.executable, TESTS / "index" / "interrupted_ingest.py"]
        + [f"{folder}={moment}" for moment, folder in folders.items()],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])},
        capture_output=True,
        text=True,
        check=True,
    )
    ends = dict(zip(MOMENTS, ran.stdout.split(), strict=True))
    assert ends == dict.fromkeys(MOMENTS, str(-signal.SIGKILL)), ran.stderr
    return {moment: open_course(folder) for moment, folder in folders.items()}


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_ingestion_leaves_a_whole_version(
    killed: dict[str, SmallCourse], moment: str
) -> None:
    course = killed[moment]
    index = course.index()
    assert ("Loam" in index.document("a.md").text) == MOMENTS[moment]
    assert_whole(course)
    assert course.retriever().search("which days do kilns need").hits

    report = course.ingest()
    assert report.count("changed") == (0 if MOMENTS[moment] else 1)
    assert report.count("unchanged") == (2 if MOMENTS[moment] else 1)
    assert "Loam" in course.index().document("a.md").text
    assert_whole(course)
    course.write("b.md", note("Stoves", 5))
    course.ingest()
    assert len(list(course.version().parent.iterdir())) == 2


def assert_whole(course: SmallCourse) -> None:
    index = course.index()
    assert index._store.count(CHUNKS) == len(index.chunks) == index.manifest.chunks
    assert index._store.count(SENTENCES) == index.manifest.sentences
    sentences = [s for c in index.chunks for s in c.sentences]
    assert len(index.sentence_vectors(sentences)) == len(sentences)


HOLD = (
    "import sys; from pathlib import Path; from index.versions import Versions\n"
    "with Versions(Path(sys.argv[1]), 'small').writing():\n"
    "    print('held', flush=True); sys.stdin.read()\n"
)


def test_a_second_writer_is_told_at_once(tmp_path: Path) -> None:
    course = SmallCourse.make(tmp_path, {"a.md": note("Clay", 1)})
    course.ingest()
    course.write("a.md", note("Clay", 2))
    command = [sys.executable, "-c", HOLD, str(tmp_path / "index")]
    with subprocess.Popen(
        command, cwd=TESTS.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(IndexBusy):
            course.ingest()
        assert course.retriever().search("clay").hits, "readers need no lock"
        other.communicate()
    assert course.ingest().count("changed") == 1


Damage = Callable[[Path], object]


@pytest.fixture
def course(tmp_path: Path) -> SmallCourse:
    made = SmallCourse.make(tmp_path, {"a.md": note("Clay", 1), "b.md": note("Kilns", 1)})
    made.ingest()
    return made


def fails_clearly(course: SmallCourse) -> StudyError:
    with pytest.raises((IndexDamaged, VectorStoreError)) as caught:
        LatestIndex(course.home).index.search("clay")
    assert "tutor ingest" in caught.value.todo
    return caught.value


@pytest.mark.parametrize("name", ["manifest.json", "chunks.jsonl", "documents.jsonl"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text('{"a":')])
def test_damaged_records_are_named_and_rebuilt(
    course: SmallCourse, name: str, damage: Damage
) -> None:
    damage(course.version() / name)
    assert isinstance(fails_clearly(course), IndexDamaged)
    report: IngestReport = course.ingest()
    assert report.embedded > 0
    assert course.retriever().search("clay").hits
    assert_whole(course)


@pytest.mark.parametrize("name", ["chroma", "bm25"])
def test_a_missing_folder_is_named_and_made_anew_by_a_plain_ingestion(
    course: SmallCourse, name: str
) -> None:
    shutil.rmtree(course.version() / name)
    assert "tutor ingest" in fails_clearly(course).todo
    report = course.ingest()
    assert len(report.mended) == 1
    assert (report.embedded > 0) == (name == "chroma"), "vectors that are sound are kept"
    assert course.retriever().search("clay").hits
    assert_whole(course)
    assert course.ingest().mended == ()


def test_missing_vectors_are_made_anew_when_a_note_changes(course: SmallCourse) -> None:
    shutil.rmtree(course.version() / "chroma")
    course.write("a.md", note("Loam", 2))
    assert course.ingest().count("changed") == 1
    assert_whole(course)


def test_a_store_that_lost_sentences_is_not_built_upon(course: SmallCourse) -> None:
    store = EmbeddedStores().open(course.version())
    lost = [s.sentence_id for c in course.index().chunks for s in c.sentences][:9]
    store.delete(SENTENCES, lost)
    course.write("a.md", note("Clay", 1) + "\nOne more.\n")
    course.ingest()
    assert_whole(course)


def test_a_lost_pointer_leaves_the_finished_version_in_use(course: SmallCourse) -> None:
    (course.version().parents[1] / "CURRENT").unlink()
    assert course.retriever().search("clay").hits
    report = course.ingest()
    assert (report.count("unchanged"), report.embedded) == (2, 0)
    assert len(report.mended) == 1
    assert_whole(course)
    assert course.ingest().mended == ()
    assert len(list(course.version().parent.iterdir())) == 1


def test_an_index_that_was_removed_is_made_again_in_the_same_process(course: SmallCourse) -> None:
    retriever = course.retriever()
    before = retriever.search("clay")
    shutil.rmtree(course.version().parents[1])
    time.sleep(0.002)  # version numbers are milliseconds
    course.ingest()
    after = retriever.search("clay")
    assert [h.chunk for h in after.hits] == [h.chunk for h in before.hits]
    course.write("a.md", note("Loam", 2))
    course.ingest()
    assert "Loam" in retriever.index.document("a.md").text
