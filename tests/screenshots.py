"""Pictures of every page, light and dark: ``python -m tests.screenshots`` (``make screenshots``).

Starts the real app on the bundled course with a made-up learner, drives headless Chromium and
writes ``docs/screenshots/<page>-{light,dark}.png``. With ``TUTOR_DATA_DIR`` set, a copy of the index
that stands there is used; else the course is indexed first.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.app_process import AppProcess
from tests.browser.visiting import (
    ask,
    begin_exam,
    options,
    panel,
    practise,
    press,
    ready,
    turn_to,
)
from tests.screenshot_learner import study
from tutor.settings import load_settings
from tutor.study_tutor import StudyTutor
from tutor.ui import texts

HOUSE = Path(__file__).parent.parent
PICTURES = HOUSE / "docs" / "screenshots"
SIZE = {"width": 1280, "height": 860}
QUESTION = "My objective returns accuracy and the best run is awful, why?"
_COLOURS = 128  # of a palette: a third of the bytes, and nothing to see of it
_WAIT = 600_000  # milliseconds; the course may have to be indexed first


def main() -> int:
    """Take the pictures; 1 where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        sys.stderr.write("There is no Chromium. Install it: apt-get install chromium.\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        data = Path(folder)
        given = os.environ.get("TUTOR_DATA_DIR")
        if given and (Path(given) / "index").is_dir():
            shutil.copytree(Path(given) / "index", data / "index")
        take_all(chromium, data)
    return 0


def take_all(chromium: str, data: Path) -> None:
    """Serve the app on a free port and take every picture."""
    tutor = StudyTutor(load_settings(data_dir=data, llm="none"))
    for theme in ("light", "dark"):
        study(data, tutor, theme)  # a learner for each theme, with the same history
    expect.set_options(timeout=60_000)
    app = AppProcess(data, TRUSTED_PROXY_HEADER="X-Learner")
    app.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            for theme in ("light", "dark"):
                context = browser.new_context(
                    viewport=SIZE,
                    color_scheme=theme,
                    extra_http_headers={"X-Learner": theme},
                    reduced_motion="reduce",
                )
                context.set_default_timeout(_WAIT)
                page = context.new_page()
                page.goto(app.url)
                ready(page)
                for name in stations(page):
                    save(page, f"{name}-{theme}")
                context.close()
    finally:
        app.stop()


def stations(page: Page) -> Iterator[str]:
    """Each page as a learner meets it; yields the picture's name when it is on the screen."""
    page.locator(".st-tile").first.wait_for()
    yield "home"
    turn_to(page, texts.TAB_ASK)
    ask(page, QUESTION).locator("a.st-chip").nth(1).click()
    page.locator(".st-document mark").first.wait_for()
    yield "ask"
    press(page, texts.CLOSE)
    practise(page)
    options(page).first.check()
    press(page, texts.CHECK)
    panel(page).locator(".st-headline").wait_for()
    yield "practice"
    yield from exam(page)
    turn_to(page, texts.TAB_REVIEW)
    panel(page).locator(".st-stem").wait_for()
    yield "review"
    turn_to(page, texts.TAB_PROGRESS)
    panel(page).locator(".st-cell").first.wait_for()
    yield "progress"
    turn_to(page, texts.TAB_NOTES)
    panel(page).locator("table.st-files").wait_for()
    yield "notes"
    turn_to(page, texts.TAB_SETTINGS)
    panel(page).locator(".st-theme").wait_for()
    yield "settings"


def exam(page: Page) -> Iterator[str]:
    """A few answers into an exam, and its report."""
    begin_exam(page)
    for number in range(1, 9):
        options(page).nth(number % 4).check()
        if number in (3, 6):
            press(page, texts.EXAM_FLAG)
            expect(page.locator(".st-number-flag")).to_have_count(number // 3)
        press(page, texts.EXAM_NEXT)
        page.locator(f"a.st-number.st-is-current[href='#number/{number + 1}']").wait_for()
    yield "exam"
    press(page, texts.EXAM_LOOK_OVER)
    press(page, texts.EXAM_SUBMIT)
    panel(page).locator(".st-score").wait_for()
    yield "report"


def save(page: Page, name: str) -> None:
    """Write a picture when fonts and scrolling have come to rest."""
    page.evaluate("window.scrollTo(0, 0)")
    page.evaluate("document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 400)))")
    picture = PICTURES / f"{name}.png"
    page.screenshot(path=picture)
    with Image.open(picture) as taken:
        small = taken.convert("RGB").quantize(_COLOURS)
    small.save(picture, optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
