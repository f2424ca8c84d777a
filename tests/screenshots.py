"""Pictures of every tab, light and dark: ``python -m tests.screenshots`` (``make screenshots``).

Starts the real app on the bundled course, drives headless Chromium and writes
``docs/screenshots/{ask,practice,notes}-{light,dark}.png``. With ``TUTOR_DATA_DIR`` set, the index
that stands there is used; else the course is indexed in a folder of its own first.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.tutor.ui.chromium import Chromium, find_chromium

HOUSE = Path(__file__).parent.parent
PICTURES = HOUSE / "docs" / "screenshots"
SIZE = (1280, 860)
QUESTION = "My objective returns accuracy and the best run is awful, why?"
READY = "document.querySelector('a.st-example') && !document.querySelector('.st-stage')"


def main() -> int:
    """Take the pictures; 1 where there is no Chromium."""
    if not find_chromium():
        sys.stderr.write("There is no Chromium. Install it: apt-get install chromium.\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    given = os.environ.get("TUTOR_DATA_DIR")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        take_all(Path(given or folder))
    return 0


def take_all(data: Path) -> None:
    """Serve the app on a free port and take every picture."""
    from tutor.settings import load_settings
    from tutor.study_tutor import StudyTutor
    from tutor.ui.app import launch

    settings = load_settings(data_dir=data, port=0, host="127.0.0.1", llm="none")
    app = launch(StudyTutor(settings), settings, block=False)
    try:
        for theme in ("light", "dark"):
            take(str(app.local_url), theme)
    finally:
        app.close(verbose=False)


def take(url: str, theme: str) -> None:
    """The three tabs in one theme."""
    page = Chromium(*SIZE, dark=theme == "dark")
    try:
        page.open(url)
        page.wait(READY, seconds=600)
        ask(page)
        save(page, f"ask-{theme}")
        page.press("Close")
        practise(page)
        save(page, f"practice-{theme}")
        page.tab("Notes")
        page.js("window.scrollTo(0, 0)")
        page.wait("document.querySelector('.st-files')")
        save(page, f"notes-{theme}")
    finally:
        page.close()


def ask(page: Chromium) -> None:
    """A question with its answer, and the passage behind its second sentence."""
    page.ask(QUESTION)
    page.wait("document.querySelector('.st-answer .st-tools')")
    page.js("document.querySelectorAll('a.st-chip')[1].click()")
    page.wait("document.querySelector('.st-document mark')")
    settle(page)


def practise(page: Chromium) -> None:
    """A question of the bank, answered and explained."""
    page.tab("Practice")
    page.press("Start")
    page.wait("document.querySelector('.st-stem')")
    page.js("document.querySelector('.st-stacked input:not([disabled])').click()")
    page.press("Check")
    page.wait("document.querySelector('.st-explanation')")
    settle(page)


def settle(page: Chromium) -> None:
    """Let scrolling and fonts come to rest."""
    page.js("document.fonts.ready.then(() => new Promise(done => setTimeout(done, 400)))")


def save(page: Chromium, name: str) -> None:
    """Write a picture."""
    settle(page)
    page.screenshot(PICTURES / f"{name}.png")


if __name__ == "__main__":
    raise SystemExit(main())
