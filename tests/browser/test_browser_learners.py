"""Two learners log in at the same time; neither sees anything of the other."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from app_process import AppProcess
from metals_course import COURSE
from playwright.sync_api import Page, expect
from visiting import Visit, ask, begin_exam, options, panel, ready, turn_to

from tutor.ui import texts

PASSWORDS = {"ann": "correct horse", "bob": "battery staple"}


@pytest.fixture
def guarded(data: Path, tmp_path: Path, app: AppProcess) -> Iterator[AppProcess]:
    """The app with logins made by ``tutor user add``; it shares the index that ``app`` has made."""
    del app
    process = AppProcess(data, COURSE=COURSE, AUTH_FILE=str(tmp_path / "users.json"))
    for name, password in PASSWORDS.items():
        command = [str(Path(sys.executable).with_name("tutor")), "user", "add", name]
        added = subprocess.run(
            command,
            env=process.environment,
            input=f"{password}\n",
            text=True,
            capture_output=True,
            check=False,
        )
        assert added.returncode == 0, added.stderr
    process.start()
    yield process
    process.stop()


def log_in(page: Page, name: str, password: str) -> None:
    page.locator("input").nth(0).fill(name)
    page.locator("input[type=password]").fill(password)
    page.get_by_role("button").first.click()


def test_two_learners_at_once(visit: Visit, guarded: AppProcess) -> None:
    # Before the login the browser logs that the page is refused.
    ann, bob = (visit(url=guarded.url, strict=False) for _ in range(2))
    for page, name in ((ann, "ann"), (bob, "bob")):
        log_in(page, name, PASSWORDS[name])
        ready(page)
    begin_exam(ann)
    options(ann).first.check()
    expect(ann.locator(".st-number.st-is-answered")).to_have_count(1)
    turn_to(bob, texts.TAB_EXAM)
    expect(panel(bob)).to_contain_text(texts.EXAM_NONE_YET)
    begin_exam(bob)
    expect(bob.locator(".st-number.st-is-answered")).to_have_count(0)
    exams = {page.locator(".st-clock").get_attribute("data-exam") for page in (ann, bob)}
    assert len(exams) == 2
    turn_to(bob, texts.TAB_ASK)
    ask(bob, "At which temperature does tin melt?")
    turn_to(ann, texts.TAB_ASK)
    expect(panel(ann).locator(".st-answer")).to_have_count(0)


def test_a_wrong_password_opens_nothing(visit: Visit, guarded: AppProcess) -> None:
    page = visit(url=guarded.url, strict=False)
    log_in(page, "ann", "wrong password")
    page.wait_for_timeout(1500)
    expect(page.locator(".st-home")).to_have_count(0)
    expect(page.locator("input[type=password]")).to_be_visible()
