"""The page that answers while the app is loading."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request

import pytest

from tutor.errors import SettingsError
from tutor.ui.doorway import doorway, opening_page


def _visit(port: int, method: str = "GET", language: str = "en") -> tuple[int, str]:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/?q=1.01-01", method=method, headers={"Accept-Language": language}
    )
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(asked, timeout=10)
    with answer.value as found:
        return found.code, found.read().decode()


def test_it_says_in_the_browsers_language_that_the_app_is_opening() -> None:
    with doorway("127.0.0.1", 0) as port:
        status, page = _visit(port)
        assert status == 503
        assert "Opening your notes" in page
        assert 'lang="ja"' in _visit(port, language="ja")[1]


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_whoever_asks_for_something_else_hears_not_yet(method: str) -> None:
    with doorway("127.0.0.1", 0) as port:
        assert _visit(port, method) == (503, "")


def test_the_port_is_free_again_once_the_app_can_take_it() -> None:
    with doorway("127.0.0.1", 0) as port:
        _visit(port)
    with socket.socket() as app:
        app.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as uvicorn does
        app.bind(("127.0.0.1", port))
        app.listen()


def test_a_visitor_who_says_nothing_does_not_keep_the_app_from_opening() -> None:
    with doorway("127.0.0.1", 0) as port:
        silent = socket.create_connection(("127.0.0.1", port))
        _visit(port)
    with silent, socket.socket() as app:
        app.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        app.bind(("127.0.0.1", port))


def test_a_taken_port_is_said_before_anything_is_loaded() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Port {port} of 127.0.0.1 cannot be used"):
            doorway("127.0.0.1", port).__enter__()


def test_the_page_holds_nothing_of_the_learner_and_loads_nothing_from_elsewhere() -> None:
    page = opening_page("en")
    assert "http" not in page.replace('http-equiv="refresh"', "")
    assert "{" not in page.split("</style>")[0].split("<style>")[0]
