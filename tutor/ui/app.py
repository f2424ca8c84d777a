"""The app: assembled by :func:`build_app`, served by :func:`launch`.

Importing this module imports no gradio; its import takes seconds and reads the environment.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from contextlib import ExitStack
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tutor.errors import SettingsError
from tutor.ui import texts
from tutor.ui.doorway import doorway
from tutor.ui.hosts import own_names_only
from tutor.ui.login import login_options

if TYPE_CHECKING:
    import gradio as gr

    from tutor.settings import Settings
    from tutor.study_tutor import StudyTutor
    from tutor.ui.startup import Startup

_SECONDS_UPLOADS_ARE_KEPT = 86_400
_STYLESHEETS = ("style.css", "pages.css")


def build_app(tutor: StudyTutor) -> gr.Blocks:
    """The page and its handlers. A course is prepared behind the page when it is first opened."""
    return _assemble(tutor)[0]


def launch(
    tutor: StudyTutor, settings: Settings, *, mcp: bool = False, block: bool = True
) -> gr.Blocks:
    """Serve the app until it is stopped; ``block=False`` returns at once.

    Each login is a learner of its own: see :mod:`tutor.ui.login`. With ``mcp``, agents reach the
    functions of the API at ``/gradio_api/mcp``.

    Raises:
        SettingsError: the host can be reached by others and there is no login, the logins cannot
            be used, the port is taken, or MCP cannot be served.
    """
    login = login_options(settings)
    refuse_open_door(settings.host, has_login=bool(login))
    if mcp and not find_spec("mcp"):
        raise SettingsError(texts.MCP_MISSING, texts.MCP_MISSING_TODO)
    with doorway(settings.host, settings.port) as port:
        sys.stderr.write(texts.OPENING_AT.format(url=_address(settings.host, port)) + "\n")
        app, startup = _assemble(tutor)
        import gradio as gr

        options = _options(settings, port) | login | _doors(settings.host, login, mcp=mcp)
    with ExitStack() as kept:
        css = [
            kept.enter_context(as_file(files("tutor.ui").joinpath(name))) for name in _STYLESHEETS
        ]
        try:
            _, url, _ = app.launch(css_paths=css, i18n=gr.I18n(**texts.translations()), **options)
        except OSError as error:
            taken = texts.PORT_TAKEN.format(host=settings.host, port=port)
            raise SettingsError(taken, texts.PORT_TAKEN_TODO) from error
    if app.mcp_error:  # gradio goes on without it, and would say so on standard output
        app.close(verbose=False)
        raise SettingsError(str(app.mcp_error), texts.MCP_MISSING_TODO)
    startup.begin(settings.course)  # not before the page answers: loading models takes the CPU
    sys.stderr.write(f"{texts.TITLE}: {url}\n")
    if block:
        app.block_thread()
    return app


def _assemble(tutor: StudyTutor) -> tuple[gr.Blocks, Startup]:
    _stay_on_this_machine()
    import gradio as gr

    from tutor.ui import api, page
    from tutor.ui.startup import Startup

    startup = Startup(tutor)
    kept = (_SECONDS_UPLOADS_ARE_KEPT, _SECONDS_UPLOADS_ARE_KEPT)
    app: gr.Blocks = gr.Blocks(
        title=texts.TITLE, analytics_enabled=False, fill_width=True, delete_cache=kept
    )
    with app:
        with texts.left_to_the_browser():
            parts = page.build(tutor.settings.course, tutor.settings.learner)
        page.wire(tutor, startup, parts, app)
        api.offer(tutor, startup)
    return app, startup


def _address(host: str, port: int) -> str:
    """Where a browser on this machine finds the app."""
    name = "localhost" if host in ("0.0.0.0", "::") else host.strip("[]")
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def refuse_open_door(host: str, *, has_login: bool) -> None:
    """Raise a SettingsError for a host that is not this machine's own, unless there is a login."""
    if not has_login and not _is_loopback(host):
        raise SettingsError(texts.NOT_LOOPBACK.format(host=host), texts.NOT_LOOPBACK_TODO)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _stay_on_this_machine() -> None:
    """Gradio and what it imports read these while they are imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["GRADIO_SHARE"] = "False"


def _doors(host: str, login: dict[str, Any], *, mcp: bool) -> dict[str, Any]:
    """What stands in front of the app. Gradio serves MCP past its login, so that gets its own."""
    doors = own_names_only(host, has_login=bool(login))
    if mcp:
        from starlette.middleware import Middleware

        from tutor.ui.mcp_login import McpLogin

        check, named = login.get("auth"), login.get("auth_dependency")
        doors.append(Middleware(McpLogin, check=check, named=named))
    return {"mcp_server": mcp, "app_kwargs": {"middleware": doors}}


def _options(settings: Settings, port: int) -> dict[str, Any]:
    from tutor.ui.theme import study_theme

    return {
        "server_name": settings.host,
        "server_port": port,
        "share": False,
        "quiet": True,
        "prevent_thread_lock": True,
        "show_error": False,
        "ssr_mode": False,
        "enable_monitoring": False,
        "pwa": False,
        "footer_links": [],  # the page has settings of its own
        "max_file_size": int(settings.max_file_mb * 2**20),
        "theme": study_theme(),
    }
