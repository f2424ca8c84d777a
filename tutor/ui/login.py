"""Who is at the page: a login of the app's own, or a proxy's word for it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol

from corpus.errors import StudyError
from tutor.errors import SettingsError

if TYPE_CHECKING:
    from tutor.settings import Settings
    from tutor.users import UserFile

_LONGEST_NAME = 200


class _Headers(Protocol):
    def getlist(self, key: str) -> list[str]: ...


class _Request(Protocol):
    @property
    def headers(self) -> _Headers: ...


def login_options(settings: Settings) -> dict[str, Any]:
    """What gradio's ``launch`` gets: ``auth``, ``auth_dependency``, or nothing.

    Raises:
        SettingsError: both ways are set, or the file has no user who could log in.
    """
    if settings.auth_file and settings.trusted_proxy_header:
        raise SettingsError(
            "TUTOR_AUTH_FILE and TUTOR_TRUSTED_PROXY_HEADER are both set",
            "Let the app ask for logins, or let the proxy do it",
        )
    if settings.trusted_proxy_header:
        return {"auth_dependency": named_by_proxy(settings.trusted_proxy_header)}
    if settings.auth_file:
        from tutor.users import UserFile

        users = UserFile(settings.auth_file)
        if not users.names():
            raise SettingsError(
                f"{settings.auth_file} has no users", "Add one with `tutor user add NAME`"
            )
        return {"auth": checked_by(users)}
    return {}


def checked_by(users: UserFile) -> Callable[[str, str], Awaitable[bool]]:
    """A check that leaves the server free to answer others while it hashes."""

    async def check(name: str, password: str) -> bool:
        try:
            return await asyncio.to_thread(users.verify, name, password)
        except StudyError as error:  # the page can only say that the login failed
            sys.stderr.write(f"{error}\n")
            return False

    return check


def named_by_proxy(header: str) -> Callable[[_Request], str | None]:
    """Reads a name that a proxy in front has checked; without exactly one, nobody is there.

    Two headers of the name mean that a client sent one along, which the proxy has to remove.
    """

    def name(request: _Request) -> str | None:
        given = [value.strip() for value in request.headers.getlist(header)]
        fits = len(given) == 1 and 0 < len(given[0]) <= _LONGEST_NAME
        return given[0] if fits else None

    return name
