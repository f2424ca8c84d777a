"""Threats to the served app: strangers' names for this machine, stolen sessions, large uploads."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import pytest

from tests.tutor.ui.scripted_ui_tutor import ScriptedTutor
from tutor.settings import Settings
from tutor.ui.app import launch
from tutor.ui.hosts import own_names_only
from tutor.users import UserFile

# Gradio 6.31 uses what pandas has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
PASSWORD = "correct horse"


def served(**how: Any) -> gr.Blocks:
    settings = Settings(port=0, data_dir=Path("nowhere"), max_file_mb=0.5, **how)

    async def in_a_loop() -> gr.Blocks:
        return launch(ScriptedTutor(), settings, block=False)

    return asyncio.run(in_a_loop())


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    running = served()
    yield str(running.local_url).rstrip("/")
    running.close(verbose=False)


@pytest.fixture(scope="module")
def with_login(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    users = tmp_path_factory.mktemp("login") / "users.json"
    for name in ("ada", "eve"):
        UserFile(users).add(name, PASSWORD)
    running = served(auth_file=users)
    yield str(running.local_url).rstrip("/")
    running.close(verbose=False)


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", ""])
def test_a_stranger_s_name_for_this_machine_is_refused(page: str, name: str) -> None:
    for path in ("/", "/config", "/gradio_api/info"):
        answer = httpx.get(page + path, headers={"Host": f"{name}:7860"})
        assert answer.status_code == 400
        assert "Study Tutor" not in answer.text


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_this_machine_s_own_names_are_served(page: str, name: str) -> None:
    assert httpx.get(f"{page}/config", headers={"Host": f"{name}:7860"}).status_code == 200


def test_with_a_login_any_name_may_be_a_proxy_s() -> None:
    assert own_names_only("0.0.0.0", has_login=True) == []


def test_an_upload_over_the_limit_is_refused(page: str) -> None:
    for size, status in ((1000, 200), (2**20, 413)):
        answer = httpx.post(f"{page}/gradio_api/upload", files={"files": ("a.md", b"x" * size)})
        assert answer.status_code == status


def test_an_upload_cannot_name_a_place(page: str) -> None:
    sent = {"files": ("../../../evil.md", b"x")}
    answer = httpx.post(f"{page}/gradio_api/upload", files=sent)
    (kept,) = answer.json()
    assert Path(kept).name == "evil.md"
    assert ".." not in Path(kept).parts
    for path in ("/etc/passwd", "../../etc/passwd", str(Path(__file__))):
        assert httpx.get(f"{page}/gradio_api/file={path}").status_code in (403, 404)


def test_a_login_does_not_take_over_a_session_that_was_planted(with_login: str) -> None:
    planted = "planted-by-an-attacker"
    cookies = {"access-token": planted, "access-token-unsecure": planted}
    with httpx.Client(base_url=with_login, cookies=cookies) as browser:
        assert browser.get("/config").status_code == 401
        form = {"username": "ada", "password": PASSWORD}
        answer = browser.post("/login", data=form)
        assert answer.status_code == 200
        given = [value for name, value in answer.cookies.items() if "access-token" in name]
        assert given
        assert planted not in given
        assert all(len(value) >= 20 for value in given)
        assert all("httponly" in line.lower() for line in answer.headers.get_list("set-cookie"))
    assert httpx.get(f"{with_login}/config", cookies=cookies).status_code == 401


def test_sessions_of_two_learners_are_two(with_login: str) -> None:
    names = []
    for name in ("ada", "eve"):
        with httpx.Client(base_url=with_login) as browser:
            browser.post("/login", data={"username": name, "password": PASSWORD})
            names.append(browser.get("/gradio_api/user").json())
    assert names == ["ada", "eve"]
