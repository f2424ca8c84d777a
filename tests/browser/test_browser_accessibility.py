"""axe-core finds no serious or critical violation on any page, light or dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from visiting import Visit, ask, begin_exam, options, panel, practise, press, ready, turn_to

from tutor.ui import texts


def stations(page: Page) -> Iterator[str]:
    """Every page in every state that looks different; yields when it is on the screen."""
    yield "home, first start"
    yield from asking(page)
    yield from practising(page)
    yield from sitting_an_exam(page)
    yield from looking_around(page)


def asking(page: Page) -> Iterator[str]:
    turn_to(page, texts.TAB_ASK)
    yield "ask, empty"
    ask(page, "At which temperature does copper melt?").locator("a.st-chip").first.click()
    page.locator(".st-document mark").first.wait_for()
    yield "ask, answer and passage"
    press(page, texts.CLOSE)
    ask(page, "Who won the football world cup?")
    yield "ask, refusal"


def practising(page: Page) -> Iterator[str]:
    turn_to(page, texts.TAB_PRACTICE)
    yield "practice, form"
    practise(page)
    yield "practice, question"
    options(page).first.check()
    press(page, texts.CHECK)
    panel(page).locator(".st-headline").wait_for()
    yield "practice, explained"
    press(page, texts.LEAVE)


def sitting_an_exam(page: Page) -> Iterator[str]:
    turn_to(page, texts.TAB_EXAM)
    panel(page).get_by_role("button", name=texts.EXAM_START).wait_for()
    yield "exam, list"
    begin_exam(page)
    options(page).first.check()
    yield "exam, question"
    press(page, texts.EXAM_LOOK_OVER)
    panel(page).locator(".st-before-submit").wait_for()
    yield "exam, look over"
    press(page, texts.EXAM_SUBMIT)
    panel(page).locator(".st-score").wait_for()
    panel(page).locator(".st-looked-back a").first.click()
    panel(page).locator(".st-explanation").wait_for()
    yield "exam, report"


def looking_around(page: Page) -> Iterator[str]:
    turn_to(page, texts.TAB_REVIEW)
    options(page).first.check()
    press(page, texts.CHECK)
    panel(page).locator(".st-headline").wait_for()
    yield "review"
    turn_to(page, texts.TAB_PROGRESS)
    panel(page).locator(".st-cell").first.wait_for()
    yield "progress"
    turn_to(page, texts.TAB_NOTES)
    panel(page).locator(".st-files").first.wait_for()
    yield "notes"
    turn_to(page, texts.TAB_SETTINGS)
    panel(page).locator(".st-theme").first.wait_for()
    yield "settings"
    turn_to(page, texts.TAB_HOME)
    page.locator(".st-tile").first.wait_for()
    yield "home, studying"
    page.keyboard.press("?")
    yield "keys"


def violations(page: Page) -> list[str]:
    """Serious and critical ones, each with its rule and where it is."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['impact']} {one['id']}: {node['html'][:160]} ({node['target']})"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_violation_on_any_page(visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    ready(page)
    assert ("dark" in page.evaluate("document.body.className")) is (scheme == "dark")
    found = {station: wrong for station in stations(page) if (wrong := violations(page))}
    assert found == {}
