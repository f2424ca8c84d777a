"""By which names the app may be called where nobody logs in.

A page of another site can let its own name point to this machine (DNS rebinding) and then read
what the app answers, since to the browser both are one site. Its requests carry that name as
their host, so other names than this machine's own are refused. With a login the stranger's name
has no session, and a proxy in front may well pass on the public name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.middleware import Middleware

_OWN_NAMES = ("localhost", "127.0.0.1", "::1", "[::1]")


def own_names_only(host: str, *, has_login: bool) -> list[Middleware]:
    """What stands in front of the app: a check of the host header, or nothing where one logs in."""
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    if has_login:
        return []
    names = [*_OWN_NAMES, host.lower()]
    return [Middleware(TrustedHostMiddleware, allowed_hosts=names, www_redirect=False)]
