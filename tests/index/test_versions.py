"""Versions on disk: numbers, the pointer, manifests, and the writer's lock."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import IndexBusy, IndexDamaged
from index.versions import FORMAT, FileRecord, Manifest, Versions, read_manifest

HOLD = (
    "import sys\n"
    "from pathlib import Path\n"
    "from index.versions import Versions\n"
    "with Versions(Path(sys.argv[1]), 'small').writing():\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.read()\n"
)


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path, "small")


def test_there_is_nothing_before_the_first_version(versions: Versions) -> None:
    assert versions.current() is None
    assert versions.leftovers() == []


def test_a_version_is_in_use_once_it_is_published(versions: Versions) -> None:
    first = versions.begin()
    assert versions.current() is None
    assert versions.leftovers() == [first]
    assert versions.publish(first) == []
    assert versions.current() == first
    assert versions.leftovers() == []


def test_the_version_before_is_kept_and_older_ones_are_not(versions: Versions) -> None:
    made = []
    for _ in range(3):
        made.append(versions.begin())
        unneeded = versions.publish(made[-1])
    assert unneeded == made[:1]
    versions.discard(made[0])
    assert not made[0].exists()
    assert versions.current() == made[2]


def test_numbers_grow_and_never_come_back(versions: Versions) -> None:
    seen = []
    for _ in range(5):
        folder = versions.begin()
        seen.append(int(folder.name))
        versions.discard(folder)
    assert seen == sorted(seen)
    kept = versions.begin()
    assert int(kept.name) >= seen[-1]
    assert int(versions.begin().name) > int(kept.name)


@pytest.mark.parametrize("pointer", [b"", b"\xff\xfe", b"../../etc", b"42", b"versions"])
def test_a_damaged_pointer_is_no_version(versions: Versions, pointer: bytes) -> None:
    made = versions.begin()
    versions.publish(made)
    (versions.folder / "CURRENT").write_bytes(pointer)
    assert versions.current() is None
    assert versions.leftovers() == [made]


def test_what_else_lies_there_is_left_alone(versions: Versions) -> None:
    made = versions.begin()
    (made.parent / "thumbs.db").write_text("x")
    assert versions.publish(made) == []
    assert versions.leftovers() == []


MANIFEST = Manifest(
    course="small",
    embedding="hash@1",
    chunking="structure",
    chunks=2,
    sentences=3,
    files={"ü.md": FileRecord(sha256="0", pages=1, chunks=2, characters=9, notes=("a",))},
)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(MANIFEST.model_dump_json(), "utf-8")
    assert read_manifest(tmp_path) == MANIFEST


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff", b"[]", b"3", b'{"format": 1}'])
def test_a_damaged_manifest_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(IndexDamaged) as caught:
        read_manifest(tmp_path)
    assert "tutor ingest" in caught.value.todo


def test_a_newer_format_says_to_update(tmp_path: Path) -> None:
    newer = json.loads(MANIFEST.model_dump_json()) | {"format": FORMAT + 1}
    (tmp_path / "manifest.json").write_text(json.dumps(newer), "utf-8")
    with pytest.raises(IndexDamaged, match="newer version of the tutor"):
        read_manifest(tmp_path)


def test_one_process_writes_at_a_time(versions: Versions, tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    house = Path(__file__).parents[2]
    with subprocess.Popen(
        command, cwd=house, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(IndexBusy) as caught, versions.writing():
            pass
        assert "small" in caught.value.what
        assert "Wait" in caught.value.todo
        other.kill()
        other.wait()
        with versions.writing():  # the lock ends with the process that held it
            pass


def test_threads_exclude_each_other_too(versions: Versions) -> None:
    with versions.writing(), pytest.raises(IndexBusy), versions.writing():
        pass
    with versions.writing():
        pass
