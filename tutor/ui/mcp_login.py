"""The login of MCP clients. Gradio serves MCP beside its own pages, past its own login."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/gradio_api/mcp"
_NAME = "tutor.learner"

Check = Callable[[str, str], Awaitable[bool]]
Named = Callable[[Any], str | None]


class McpLogin:
    """Lets a call by MCP pass only with a login, and notes whose it is.

    With ``check`` a client sends name and password (HTTP Basic); with ``named``, the proxy in front
    says who it is. With neither nobody logs in, which only a loopback address allows.
    """

    def __init__(
        self, app: ASGIApp, check: Check | None = None, named: Named | None = None
    ) -> None:
        self._app = app
        self._check = check
        self._named = named

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401 to whoever is not logged in; pass everything else on."""
        asks = self._check or self._named
        if not asks or scope["type"] != "http" or not scope["path"].startswith(PATH):
            await self._app(scope, receive, send)
            return
        name = await self._name_of(HTTPConnection(scope))
        if name:
            scope[_NAME] = name
            await self._app(scope, receive, send)
            return
        headers = {"WWW-Authenticate": 'Basic realm="Study Tutor", charset="UTF-8"'}
        refusal = PlainTextResponse("Log in first.", 401, headers if self._check else None)
        await refusal(scope, receive, send)

    async def _name_of(self, request: HTTPConnection) -> str | None:
        if self._named:
            return self._named(request)
        given = _basic(request.headers.get("authorization", ""))
        if given and self._check and await self._check(*given):
            return given[0]
        return None


def named_in(request: Any) -> str:
    """The name that :class:`McpLogin` has noted; empty where nobody logs in."""
    return str(request.scope.get(_NAME, "")) if request is not None else ""


def _basic(header: str) -> tuple[str, str] | None:
    """Name and password of an ``Authorization`` header (RFC 7617)."""
    scheme, _, coded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name.strip(), password) if colon else None
