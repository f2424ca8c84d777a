"""Who may log in to the app: names and argon2 hashes in a file that only its owner can read.

A user's name is the learner's id: what one of them does is never seen by another.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from tutor.errors import UsersError

SHORTEST_PASSWORD = 8
_LONGEST_PASSWORD = 1_024  # characters; hashing more would only give a stranger work to hand out
_NAME = re.compile(r"[\w.@+-]{1,64}")
_SECONDS_TO_WAIT = 5


class _Users(BaseModel):
    model_config = ConfigDict(extra="forbid")
    users: dict[str, str] = {}  # argon2id hashes by name


class UserFile:
    """The users in one file. Safe to share between threads; read anew at every call.

    ``hasher``: None takes the library's own cost (RFC 9106, low memory: 64 MiB, 3 passes).
    """

    def __init__(self, path: Path, hasher: PasswordHasher | None = None) -> None:
        self._path = path
        self._hasher = hasher or PasswordHasher()
        self._hashing = Lock()

    def names(self) -> list[str]:
        """All users, sorted; none where there is no file yet.

        Raises:
            UsersError: the file is damaged or cannot be read.
        """
        return sorted(self._read().users)

    def add(self, name: str, password: str, *, replace: bool = False) -> None:
        """Add a user; with ``replace``, one that is there gets the new password.

        Raises:
            UsersError: the name or password will not do, the name is taken, or the file cannot
                be written.
        """
        if not _NAME.fullmatch(name):
            raise UsersError(
                f"{name!r} cannot be a user's name",
                "Take up to 64 letters, digits and the signs . _ - @ +",
            )
        if not SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
            raise UsersError(
                f"A password has {SHORTEST_PASSWORD} to {_LONGEST_PASSWORD} characters",
                "Choose another",
            )
        with self._writing():
            users = self._read()
            if name in users.users and not replace:
                raise UsersError(
                    f"There is a user {name} already", "Give a new password with --replace"
                )
            users.users[name] = self._hasher.hash(password)
            self._write(users)

    def remove(self, name: str) -> None:
        """Take a user out; what was learnt under the name stays in the data folder.

        Raises:
            UsersError: there is none of that name, or the file cannot be written.
        """
        with self._writing():
            users = self._read()
            if name not in users.users:
                raise UsersError(f"There is no user {name}", "`tutor user list` names them")
            del users.users[name]
            self._write(users)

    def verify(self, name: str, password: str) -> bool:
        """Whether the password is the user's. As slow for a name that is not there as for one
        that is, so that nobody can find out names by the clock.

        One at a time: each hash takes 64 MiB of memory, and many logins at once would take all.

        Raises:
            UsersError: the file is damaged or cannot be read.
        """
        known = self._read().users.get(name)
        with self._hashing:
            nobody = self._nobody  # made at the first login, whoever it is
            try:
                self._hasher.verify(known or nobody, password[: _LONGEST_PASSWORD + 1])
            except (VerificationError, InvalidHashError):
                return False
        return known is not None

    @cached_property
    def _nobody(self) -> str:
        """The hash of a password that nobody has."""
        return self._hasher.hash(secrets.token_hex(32))

    def _read(self) -> _Users:
        try:
            return _Users.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return _Users()
        except OSError as error:
            raise UsersError(
                f"{self._path} cannot be read ({error.strerror})", "Check TUTOR_AUTH_FILE"
            ) from error
        except ValidationError as error:
            raise UsersError(
                f"{self._path} is not a list of users",
                "Restore it, or remove it and add the users again",
            ) from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the file's lock, so that two who add users at once do not lose one."""
        lock = FileLock(self._path.with_name(self._path.name + ".lock"), timeout=_SECONDS_TO_WAIT)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise UsersError(f"{self._path} is being written", "Try again") from error
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            yield
        finally:
            lock.release()

    def _write(self, users: _Users) -> None:
        """Replace the file as a whole. It is private from the first byte on."""
        staged = self._path.with_name(f".{secrets.token_hex(8)}.new")
        content = json.dumps(users.model_dump(), ensure_ascii=False, indent=1) + "\n"
        try:
            handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(staged, self._path)
        except OSError as error:
            staged.unlink(missing_ok=True)
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> UsersError:
        return UsersError(
            f"{self._path} cannot be written ({error.strerror})", "Check TUTOR_AUTH_FILE"
        )
