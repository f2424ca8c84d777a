"""What goes wrong with a database is said in one clear line, and nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy
from exam_course import START
from postgresql_server import new_database

from tutor.errors import StoreError
from tutor.learning.events import Event
from tutor.learning.store import LearningStore
from tutor.learning.store_engine import open_engine

Open = Callable[[str | Path], LearningStore]
ANSWER = Event("ada", "c", "answered", START, card="q", chosen=("A",), detail={"text": "x" * 4000})


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "learning.db"
    file.write_bytes(b"these are no answers at all " * 400)
    before = file.read_bytes()
    with pytest.raises(StoreError, match=r"damaged .*learning\.db.*tutor restore"):
        LearningStore.open(file)
    assert file.read_bytes() == before


def test_a_database_with_torn_pages(tmp_path: Path, open_store: Open) -> None:
    file = tmp_path / "learning.db"
    store = open_store(file)
    store.append([ANSWER] * 50)
    store.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = file.stat().st_size
    with file.open("r+b") as raw:
        raw.seek(size // 3)
        raw.write(b"\xff" * (size // 3))
    with pytest.raises(StoreError, match="damaged"):
        open_store(file).events("ada")


def test_a_value_that_cannot_be_decoded(place: str | Path, store: LearningStore) -> None:
    """SQLite takes any text where JSON should be; PostgreSQL takes any JSON."""
    store.append([ANSWER])
    engine = open_engine(place)
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(place)) as connection, connection:
            connection.execute(
                "INSERT INTO events SELECT 9, 'u', learner, course, kind, at, card, exam, "
                "'[oops', correct, confidence, grade, seconds, detail FROM events"
            )
    else:
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text(
                "INSERT INTO events SELECT 9, 'u', learner, course, kind, at, card, exam, "
                "'7', correct, confidence, grade, seconds, detail FROM events"
            ))  # fmt: skip
    engine.dispose()
    with pytest.raises(StoreError, match="damaged"):
        store.events("ada")


def test_a_full_disk_loses_nothing(tmp_path: Path, open_store: Open) -> None:
    """SQLite's own limit on pages ends in the same error as a disk without room."""
    store = open_store(tmp_path / "learning.db")
    kept = store.append([ANSWER] * 3)

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count = 20")

    sqlalchemy.event.listen(store._engine, "connect", limit)
    store.close()
    with pytest.raises(StoreError, match=r"The disk is full .*Free some space"):
        store.append([ANSWER] * 50)
    assert store.events("ada") == kept
    sqlalchemy.event.remove(store._engine, "connect", limit)
    store.close()
    store.append([ANSWER])
    assert len(store.events("ada")) == 4


def test_a_read_only_database_can_be_read(tmp_path: Path, open_store: Open) -> None:
    file = tmp_path / "learning.db"
    kept = open_store(file).append([ANSWER])
    store = open_store(f"sqlite:///file:{file}?mode=ro&uri=true")
    assert store.events("ada") == kept
    with pytest.raises(StoreError, match="read-only"):
        store.append([ANSWER])


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be made"):
        LearningStore.open(tmp_path / "file" / "learning.db")
    with pytest.raises(StoreError, match="cannot be opened"):
        LearningStore.open(tmp_path)


def test_the_file_is_its_owners_alone(tmp_path: Path, open_store: Open) -> None:
    file = tmp_path / "new" / "learning.db"
    open_store(file).append([ANSWER])
    for path in file.parent.iterdir():  # the journals too
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("place", ["mysql://a@b/c", "nonsense://x", "://"])
def test_an_address_that_is_none_of_ours(place: str) -> None:
    with pytest.raises(StoreError, match=r"postgresql://user:password@host/database"):
        LearningStore.open(place)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        LearningStore.open("postgresql://ada:secret@127.0.0.1:9/learning")
    assert "secret" not in str(caught.value)


def test_a_database_that_the_server_lacks(postgresql: str) -> None:
    url = postgresql.replace("/postgres", "/not-there")
    with pytest.raises(StoreError, match=r"no such database|cannot be reached"):
        LearningStore.open(url)


def test_a_server_database_that_may_not_be_written(postgresql: str, open_store: Open) -> None:
    url = new_database(postgresql, "read_only")
    kept = open_store(url).append([ANSWER])
    reader = open_store(f"{url}?options=-c%20default_transaction_read_only%3Don")
    assert reader.events("ada") == kept
    with pytest.raises(StoreError, match="read-only"):
        reader.append([ANSWER])
