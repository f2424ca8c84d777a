"""A page that answers at once, at the address of the app, while the app itself is still loading.

Importing gradio takes seconds. Until the app listens, the standard library's server says so to
whoever comes, with status 503; that page asks again by itself and becomes the app's.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from importlib.resources import files
from socketserver import ThreadingTCPServer
from threading import Thread

from tutor.errors import SettingsError
from tutor.ui import texts

_SECONDS_PER_LOOK = 0.02  # how soon the server notices that it shall end
_LONGEST_REQUEST = 5.0  # seconds; whoever says nothing is hung up on


@contextmanager
def doorway(host: str, port: int) -> Iterator[int]:
    """Answer at ``host`` and ``port`` (0: any free one) until left; gives the port.

    Raises:
        SettingsError: the port cannot be used.
    """
    try:
        server = _server(host.strip("[]"), port)
    except OSError as error:
        raise SettingsError(
            texts.PORT_TAKEN.format(host=host, port=port), texts.PORT_TAKEN_TODO
        ) from error
    with server:
        thread = Thread(target=server.serve_forever, args=(_SECONDS_PER_LOOK,), daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


def opening_page(accepted_languages: str) -> str:
    """The page, in the language of a browser that sent this ``Accept-Language``."""
    language = texts.best_language(accepted_languages)
    with texts.speaking(language):
        return (
            files("tutor.ui")
            .joinpath("opening.html")
            .read_text("utf-8")
            .format(
                language=language,
                title=escape(texts.TITLE),
                opening=escape(texts.OPENING),
                not_yet=HTTPStatus.SERVICE_UNAVAILABLE.value,
            )
        )


def _server(host: str, port: int) -> ThreadingTCPServer:
    class Server(ThreadingTCPServer):
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False

        def handle_error(self, request: object, client_address: object) -> None:
            """A browser that hangs up in the middle is nothing to tell the learner."""

    return Server((host, port), _Answer)


class _Answer(BaseHTTPRequestHandler):
    timeout = _LONGEST_REQUEST

    def do_GET(self) -> None:
        self._answer(with_page=True)

    def do_HEAD(self) -> None:
        self._answer(with_page=False)

    def do_POST(self) -> None:
        self._answer(with_page=False)

    def _answer(self, *, with_page: bool) -> None:
        page = opening_page(self.headers.get("Accept-Language", "")).encode()
        self.send_response(HTTPStatus.SERVICE_UNAVAILABLE)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page) if with_page else 0))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Retry-After", "1")
        self.end_headers()
        if with_page:
            self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged: addresses may hold questions."""

    def version_string(self) -> str:
        """Who answers is nobody's business."""
        return "study-tutor"
