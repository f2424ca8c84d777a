"""A PostgreSQL server of the tests' own: private, on loopback, gone when they are done."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


def server_programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres``; None where no server is installed."""
    on_path = shutil.which("initdb")
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders = [Path(on_path).parent] if on_path else sorted(debian, key=lambda p: p.parent.name)
    return next((f for f in reversed(folders) if (f / "postgres").is_file()), None)


@contextmanager
def running_server(programs: Path) -> Iterator[str]:
    """Start a server on a free port; gives the address of its database ``postgres``."""
    user = _plain_user()
    folder = Path(tempfile.mkdtemp(prefix="tutor-postgresql-"))
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    switch = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "tutor", "-A", "trust", "-E", "UTF8", "--locale=C"],
        check=True, capture_output=True, cwd=folder, **switch,
    )  # fmt: skip
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    options = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "",
               "fsync": "off", "max_connections": 40}  # fmt: skip
    given = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    # pg_ctl waits until the server answers.
    subprocess.run(
        [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", _quoted(given), "start"],
        check=True, capture_output=True, cwd=folder, **switch,
    )  # fmt: skip
    try:
        yield f"postgresql://tutor@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"],
            check=False, capture_output=True, cwd=folder, **switch,
        )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str, name: str) -> str:
    """Make an empty database; gives its address."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    return f"{server.rpartition('/')[0]}/{name}"


def _plain_user() -> pwd.struct_passwd | None:
    """Somebody else when we are root, as whom the server refuses to run."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _quoted(words: list[str]) -> str:
    return " ".join(f"'{word}'" for word in words)
