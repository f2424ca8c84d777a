"""The database behind the learning store: connecting, migrating, and what its errors mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from index.disk import private_folder
from tutor.errors import StoreError
from tutor.learning.store_schema import HEAD

_BUSY_SECONDS = 30  # another process may be writing; a write takes milliseconds
_MIGRATION_LOCK = 0x7475746F72  # any number that no other program locks: "tutor"
_DRIVERS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}

# Primary result codes, https://www.sqlite.org/rescode.html
_SQLITE_ERRORS = {
    sqlite3.SQLITE_FULL: ("The disk is full", "Free some space and do that again"),
    sqlite3.SQLITE_READONLY: (
        "The database of what you have learnt is read-only",
        "Give yourself the right to write to it and to its folder",
    ),
    sqlite3.SQLITE_PERM: (
        "The database of what you have learnt may not be opened",
        "Give yourself the right to read and write it",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "The database of what you have learnt cannot be opened",
        "Check that its folder is there and that you may write to it",
    ),
    sqlite3.SQLITE_BUSY: (
        "Another program holds the database of what you have learnt",
        "Close it, or try again in a moment",
    ),
    sqlite3.SQLITE_IOERR: (
        "The disk does not read or write the database of what you have learnt",
        "Check the disk and its free space, then do that again",
    ),
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html, whole codes or classes
_POSTGRESQL_ERRORS = {
    "53100": ("The disk of the database server is full", "Free some space there"),
    "53300": ("The database server takes no more connections", "Try again in a moment"),
    "25006": ("The database is read-only", "Name a server that can be written to"),
    "42501": ("The database user may not do that", "Let it own its tables"),
    "28": ("The database server refuses the login", "Check user and password in the URL"),
    "3D": ("The database server has no such database", "Create it, or check its name in the URL"),
}


def open_engine(place: str | Path) -> Engine:
    """Connect to a SQLite file (a path) or to the server of a URL, and migrate it.

    Raises:
        StoreError: it cannot be reached, is damaged, or a newer version has written it.
    """
    url = _url(place)
    sqlite = url.get_backend_name() == "sqlite"
    with explained(url):
        if sqlite and url.database and not url.database.startswith("file:"):
            _make_file(Path(url.database))
        try:
            arguments = {"timeout": _BUSY_SECONDS} if sqlite else {"connect_timeout": 10}
            engine = create_engine(url, connect_args=arguments, pool_pre_ping=not sqlite)
        except ModuleNotFoundError as error:
            raise StoreError(
                "PostgreSQL needs a driver that is not installed",
                "Install the extra: pip install 'study-tutor[postgres]'",
            ) from error
        if sqlite:
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        migrate(engine)
    return engine


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn the database's errors into :class:`StoreError`."""
    try:
        yield
    except DBAPIError as error:
        what, todo = _meaning(error)
        raise StoreError(f"{what} ({_shown(url)})", todo) from error
    except PoolTimeout as error:
        raise StoreError("The database is overloaded", "Try again in a moment") from error


@contextmanager
def decoding(url: URL) -> Iterator[None]:
    """A row that cannot be decoded is damage."""
    try:
        yield
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{DAMAGED[0]} ({_shown(url)})", DAMAGED[1]) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that may write. On SQLite it waits for its turn at the start."""
    with engine.connect() as plain:
        connection = plain.execution_options(begin="BEGIN IMMEDIATE")
        with connection.begin():
            yield connection


def migrate(engine: Engine) -> None:
    """Bring the tables up to this version of the code.

    Raises:
        StoreError: the database was written by a newer version.
    """
    with engine.connect() as connection:
        if _version(connection) == HEAD:
            return
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        if _version(connection) != HEAD:  # else another process was first
            _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if (found := _version(connection)) and found not in known:
        place = _shown(connection.engine.url)
        raise StoreError(
            f"A newer version of the tutor has written the database ({place})",
            "Update the tutor; nothing was changed",
        )
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _url(place: str | Path) -> URL:
    """The address with the driver in use.

    Raises:
        StoreError: it is no address, or one of a database that is not supported.
    """
    if isinstance(place, Path) or "://" not in place:
        return URL.create("sqlite", database=str(place))
    todo = "Write TUTOR_DATABASE_URL as postgresql://user:password@host/database"
    try:
        url = make_url(place)
        name = url.get_backend_name() if url.drivername.startswith("sqlite") else url.drivername
        return url.set(drivername=_DRIVERS[name.partition("+")[0]])
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError("The address of the database cannot be read", todo) from error
    except KeyError as error:
        raise StoreError(f"{error.args[0]} is not a database that is supported", todo) from error


def _make_file(file: Path) -> None:
    """An empty file that only its owner may read, unless there is one."""
    try:
        private_folder(file.parent)
        if not file.exists():
            file.touch(mode=0o600)
    except OSError as error:
        raise StoreError(
            f"The file {file} cannot be made: {error.strerror}", "Name another TUTOR_DATA_DIR"
        ) from error


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver must not open transactions by itself: we say BEGIN, see _begin_sqlite.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    # WAL's default, NORMAL, may lose the last answers when the power fails.
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _meaning(error: DBAPIError) -> tuple[str, str]:
    """What happened, and what to do, by the driver's own code."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE_ERRORS.get(code & 0xFF, DAMAGED)
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return "The database server cannot be reached", "Start it, or check TUTOR_DATABASE_URL"
    known = _POSTGRESQL_ERRORS.get(state) or _POSTGRESQL_ERRORS.get(state[:2])
    return known or (f"The database server refuses this ({state})", "See its log")


DAMAGED = (
    "The database of what you have learnt is damaged",
    "Put a copy in its place, or move it away and run `tutor restore FILE` with a backup",
)


def _shown(url: URL) -> str:
    """The address as it may be printed: no password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "in memory"
    return url.render_as_string(hide_password=True)
