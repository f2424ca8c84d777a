"""Logins: which there are, what an app with one serves, and whose learner each page is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import pytest
from scripted_ui_tutor import COURSE, ScriptedTutor
from served_app import in_a_loop

from tutor.errors import SettingsError
from tutor.settings import Settings
from tutor.ui import wiring
from tutor.ui.app import launch
from tutor.ui.login import checked_by, login_options, named_by_proxy
from tutor.ui.session import Session
from tutor.users import UserFile

# Gradio 6.31 uses what pandas has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
PASSWORD = "correct horse"
HEADER = "X-Forwarded-User"


@pytest.fixture(scope="module")
def users_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("login") / "users.json"
    UserFile(path).add("ada", PASSWORD)
    return path


def served(**how: Any) -> gr.Blocks:
    settings = Settings(port=0, data_dir=Path("nowhere"), host="127.0.0.1", **how)
    return in_a_loop(lambda: launch(ScriptedTutor(), settings, block=False))


@pytest.fixture(scope="module")
def with_users(users_path: Path) -> Iterator[str]:
    running = served(auth_file=users_path)
    yield str(running.local_url).rstrip("/")
    running.close(verbose=False)


@pytest.fixture(scope="module")
def behind_proxy() -> Iterator[str]:
    running = served(trusted_proxy_header=HEADER)
    yield str(running.local_url).rstrip("/")
    running.close(verbose=False)


def test_without_a_login_nothing_is_served(with_users: str) -> None:
    for path in ("/config", "/gradio_api/info"):
        assert httpx.get(with_users + path).status_code == 401
    assert "secret" not in httpx.get(with_users).text


def test_each_login_is_told_apart(with_users: str) -> None:
    with httpx.Client(base_url=with_users) as browser:
        for wrong in (("ada", "wrong password"), ("bob", PASSWORD)):
            form = {"username": wrong[0], "password": wrong[1]}
            assert browser.post("/login", data=form).status_code == 400
            assert browser.get("/config").status_code == 401
        form = {"username": "ada", "password": PASSWORD}
        assert browser.post("/login", data=form).status_code == 200
        assert browser.get("/config").json()["title"]
        assert browser.get("/gradio_api/user").json() == "ada"


def test_a_proxy_names_the_learner(behind_proxy: str) -> None:
    config = f"{behind_proxy}/config"
    assert httpx.get(config).status_code == 401
    assert httpx.get(config, headers={HEADER: ""}).status_code == 401
    assert httpx.get(config, headers=[(HEADER, "ada"), (HEADER, "eve")]).status_code == 401
    assert httpx.get(config, headers={HEADER: "ada"}).status_code == 200
    told = httpx.get(f"{behind_proxy}/gradio_api/user", headers={HEADER: "ada"})
    assert told.json() == "ada"


def test_the_page_of_a_login_is_its_learner_whatever_the_browser_kept() -> None:
    seen: list[str] = []

    def handler(*, session: Session) -> dict[str, Any]:
        seen.append(session.learner)
        return {}

    run = wiring._run(handler, {})
    for name in ("ada", "bob"):
        kept = Session(COURSE, learner="eve")
        run(gr.Request(username=name, headers={}), session=kept)
    assert seen == ["ada", "bob"]


def test_a_header_fits_when_it_is_one_short_name() -> None:
    class Headers:
        def __init__(self, *values: str) -> None:
            self.values = list(values)

        def getlist(self, key: str) -> list[str]:
            return self.values if key == HEADER else []

    class Request:
        def __init__(self, *values: str) -> None:
            self.headers = Headers(*values)

    name = named_by_proxy(HEADER)
    assert name(Request(" ada ")) == "ada"
    for values in ((), ("",), ("  ",), ("ada", "ada"), ("x" * 201,)):
        assert name(Request(*values)) is None


def test_which_logins_there_are(users_path: Path, tmp_path: Path) -> None:
    assert login_options(Settings()) == {}
    assert set(login_options(Settings(auth_file=users_path))) == {"auth"}
    assert set(login_options(Settings(trusted_proxy_header=HEADER))) == {"auth_dependency"}
    with pytest.raises(SettingsError, match="both set"):
        login_options(Settings(auth_file=users_path, trusted_proxy_header=HEADER))
    with pytest.raises(SettingsError, match="has no users"):
        login_options(Settings(auth_file=tmp_path / "none.json"))


def test_a_damaged_file_lets_nobody_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "users.json"
    path.write_text("{")
    assert asyncio.run(checked_by(UserFile(path))("ada", PASSWORD)) is False  # type: ignore[arg-type]
    assert "not a list of users" in capsys.readouterr().err
