"""One hash of what an embedded Chroma folder holds: a changed byte that matters changes it.

Chroma writes into a folder that it only reads (a row of its table ``acquire_write``, scratch files
of graphs that it has not saved yet), so hashes of its files would not last. What lasts is hashed:
the rows of every other table, and the files of saved graphs. Only sqlite3 is needed, so that an
ingestion that finds nothing to do need not load Chroma.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from index.errors import VectorStoreError

FOLDER = "chroma"  # within a version's folder
DATABASE = "chroma.sqlite3"
_SAVED = "index_metadata.pickle"  # stands in a graph's folder once the graph is saved
# The first is written by every reader; the others are the full-text index, which nobody asks.
_PASSED_OVER = ("acquire_write", "embedding_fulltext_search")
_SECONDS_TO_WAIT = 30.0  # for a reader that is just opening the database


def seal_of(version: Path) -> str:
    """SHA-256 over the store in a version's folder; empty where a server holds the vectors.

    Raises:
        VectorStoreError: the store is damaged.
    """
    folder = version / FOLDER
    if not folder.is_dir():
        return ""
    total = hashlib.sha256()
    for graph in sorted(path.parent for path in folder.glob(f"*/{_SAVED}")):
        for file in sorted(graph.iterdir()):
            with file.open("rb") as handle:
                content = hashlib.file_digest(handle, "sha256").hexdigest()
            total.update(f"{graph.name}/{file.name} {content}\n".encode())
    try:
        # Not read-only: what a killed reader left half-written is rolled back first.
        address = f"{(folder / DATABASE).absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=_SECONDS_TO_WAIT)) as database:
            _add_tables(database, total)
    except sqlite3.Error as error:
        raise VectorStoreError(
            f"The vectors in {version} cannot be read: {error}",
            "Run `tutor ingest`; it makes them anew from your notes",
        ) from error
    return total.hexdigest()


def _add_tables(database: sqlite3.Connection, total: hashlib._Hash) -> None:
    database.text_factory = bytes  # damaged text need not be UTF-8
    (state,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if state != b"ok":
        raise sqlite3.DatabaseError(state.decode("utf-8", "replace"))
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    for (raw,) in database.execute(tables).fetchall():
        name = raw.decode("utf-8", "replace")
        if name.startswith(_PASSED_OVER):
            continue
        total.update(raw)
        for row in database.execute('SELECT * FROM "{}"'.format(name.replace('"', '""'))):
            for value in row:
                total.update(value if isinstance(value, bytes) else repr(value).encode())
