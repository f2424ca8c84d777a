"""Chromium and the app for the browser tests. Each test is a learner of its own."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="Playwright drives the browser: install it")

from app_process import AppProcess
from metals_course import COURSE, make_course
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from visiting import Visit, ready

_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
LEARNER_HEADER = "X-Learner"
_WAIT = 60_000  # milliseconds; only a defect needs as long
expect.set_options(timeout=_WAIT)
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium, and a loaded machine needs its time."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium"))


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the app, with the small course in it."""
    folder = tmp_path_factory.mktemp("browser")
    make_course(folder / "data", folder / "metals")
    return folder / "data"


@pytest.fixture(scope="session")
def app(data: Path) -> Iterator[AppProcess]:
    """The real app behind a proxy that names the learner, as the settings allow."""
    process = AppProcess(data, COURSE=COURSE, TRUSTED_PROXY_HEADER=LEARNER_HEADER)
    process.start()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the whole session: Playwright's loop would be in the way of other tests' loops."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, app: AppProcess) -> Iterator[Visit]:
    """Opens pages: ``visit(path="", url="", learner=…, **options of the context)``.

    At the end none of them may have asked another machine for anything or, unless it is opened
    with ``strict=False``, have logged an error.
    """
    contexts: list[BrowserContext] = []
    requested: list[str] = []
    wrong: list[str] = []
    mine = f"learner-{next(_numbers)}"

    def open_page(
        path: str = "", *, url: str = "", learner: str = mine, strict: bool = True, **options: Any
    ) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        options.setdefault("locale", "en-GB")
        headers = {} if url else {LEARNER_HEADER: learner}
        context = browser.new_context(extra_http_headers=headers, **options)
        contexts.append(context)
        context.set_default_timeout(_WAIT)
        page = context.new_page()
        page.on("request", lambda request: requested.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        if strict:
            page.on("console", lambda line: note(line.type, line.text))
        page.goto((url or app.url) + path)
        return page

    def note(kind: str, text: str) -> None:
        if kind == "error":
            wrong.append(text)

    yield open_page
    for context in contexts:
        context.close()
    assert not [r for r in requested if not r.startswith(("http://127.0.0.1:", "data:", "blob:"))]
    assert not wrong


@pytest.fixture
def page(visit: Visit) -> Page:
    """The app as it is when the course is ready."""
    opened = visit()
    ready(opened)
    return opened
