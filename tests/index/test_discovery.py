"""Which files are found: never outside the root, each once, whatever the names and links."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.discovery import Root, digest, find_files, root_of
from index.errors import LoadError


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def sources(*paths: Path) -> list[str]:
    return [file.source for file in find_files([root_of(path) for path in paths])]


def refusals(path: Path) -> dict[str, str]:
    return {f.source: f.refused.what for f in find_files([root_of(path)]) if f.refused}


def test_files_of_any_depth_in_the_order_of_their_names(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a/z.md", "a/b/c.txt", "Ü/ö.md")
    assert sources(tmp_path) == ["a/b/c.txt", "a/z.md", "b.md", "Ü/ö.md"]


def test_hidden_and_temporary_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, ".git/a.md", ".b.md", "~$c.docx", "__pycache__/d.md", "e.md")
    assert sources(tmp_path) == ["e.md"]


def test_a_root_may_be_a_file(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md")
    assert sources(tmp_path / "a.md") == ["a.md"]


def test_a_root_may_be_named_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "notes/a.md")
    monkeypatch.chdir(tmp_path)
    assert sources(Path("notes")) == ["a.md"]
    assert sources(Path("notes"), tmp_path / "notes", Path("notes/../notes/a.md")) == ["a.md"]


def test_files_of_one_name_in_several_roots_are_all_kept(tmp_path: Path) -> None:
    roots = [tmp_path / name / "notes" for name in ("x", "y", "z")]
    for root in roots:
        write(root, "a.md")
    assert sources(*roots) == ["a.md", "notes/a.md", "z/notes/a.md"]
    assert {f.path for f in find_files([root_of(r) for r in roots])} == {r / "a.md" for r in roots}


def test_a_missing_root_is_an_error_and_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="nothing at"):
        sources(tmp_path / "gone")


def test_an_empty_root_holds_nothing(tmp_path: Path) -> None:
    assert sources(tmp_path) == []


def test_links(tmp_path: Path) -> None:
    root = tmp_path / "notes"
    write(tmp_path, "secret.md", "elsewhere/b.md")
    write(root, "a.md", "sub/c.md")
    (root / "inside.md").symlink_to(root / "a.md")
    (root / "outside.md").symlink_to(tmp_path / "secret.md")
    (root / "nowhere.md").symlink_to(root / "no.md")
    (root / "itself.md").symlink_to(root / "itself.md")
    (root / "folder").symlink_to(tmp_path / "elsewhere")
    (root / "sub" / "up").symlink_to(root)
    assert refusals(root) == {
        "outside.md": "The link leads out of the notes folder",
        "nowhere.md": "The link leads nowhere or in a circle",
        "itself.md": "The link leads nowhere or in a circle",
        "folder": "A link to a folder is not followed",
        "sub/up": "A link to a folder is not followed",
    }
    read = [f.source for f in find_files([root_of(root)]) if not f.refused]
    assert read == ["a.md", "inside.md", "sub/c.md"]


def test_a_root_that_is_a_link_to_a_folder_is_walked(tmp_path: Path) -> None:
    write(tmp_path / "real", "a.md")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert sources(tmp_path / "link") == ["a.md"]
    assert refusals(tmp_path / "link") == {}


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    try:
        (tmp_path / name).write_text("x")
    except OSError:
        pytest.skip("this file system holds Unicode names only")
    (file,) = find_files([root_of(tmp_path)])
    assert file.refused is not None
    assert file.source == "caf?.md"


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may read everything, so it steps down to another user for a moment."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
def test_a_folder_that_may_not_be_opened_is_reported() -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root, "a.md", "closed/b.md")
        root.chmod(0o755)
        (root / "closed").chmod(0)
        with without_rights():
            assert refusals(root) == {"closed": "The folder cannot be opened"}
            assert sources(root) == ["a.md", "closed"]
        (root / "closed").chmod(0o755)


NAMES = st.sampled_from(["a", "b", "c.md", "d.md", ".h"])
PATHS = st.lists(NAMES, min_size=1, max_size=4)


@settings(max_examples=80, deadline=None)
@given(files=st.lists(PATHS, max_size=6), links=st.lists(st.tuples(PATHS, PATHS), max_size=6))
def test_no_walk_leaves_its_root(
    files: list[list[str]], links: list[tuple[list[str], list[str]]]
) -> None:
    """Links of any kind, also circles, also to a folder beside the root."""
    with tempfile.TemporaryDirectory() as name:
        root, beside = Path(name, "root"), Path(name, "beside")
        for folder in (root, beside):
            folder.mkdir()
            for parts in files:
                make(folder.joinpath(*parts), lambda path: path.write_text("x"))
        for at, to in links:
            target = (beside if to[0] == "b" else root).joinpath(*to)
            make(root.joinpath(*at), lambda path, target=target: path.symlink_to(target))
        found = find_files([Root(root, root)])
        assert [f.source for f in found] == sorted({f.source for f in found})
        for file in found:
            assert not Path(file.source).is_absolute()
            assert ".." not in Path(file.source).parts
            if not file.refused:
                assert file.path.resolve().is_relative_to(root.resolve())
                assert file.path.resolve().is_file()


def make(path: Path, create: object) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        create(path)  # type: ignore[operator]
    except OSError:
        pass  # a file stands where a folder is wanted, or the other way round


def test_digests_tell_contents_apart(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md")
    assert digest(tmp_path / "a.md") != digest(tmp_path / "b.md")
    (tmp_path / "b.md").write_text("a.md", encoding="utf-8")
    assert digest(tmp_path / "a.md") == digest(tmp_path / "b.md")
    with pytest.raises(LoadError, match="cannot be read"):
        digest(tmp_path)
