"""What a learner does on the pages, by the names that are on them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tutor.ui import texts

Visit = Callable[..., Page]  # the fixture of that name: opens a page
TAB_NAMES = (
    *("TAB_HOME", "TAB_ASK", "TAB_PRACTICE", "TAB_EXAM", "TAB_REVIEW", "TAB_PROGRESS"),
    *("TAB_NOTES", "TAB_SETTINGS"),
)
TABS: tuple[str, ...] = tuple(getattr(texts, name) for name in TAB_NAMES)


def ready(page: Page) -> None:
    """Wait until the course can be asked about."""
    page.locator(".block.st-home").wait_for()
    page.locator(".st-keys-open").wait_for(state="attached")
    page.locator(".st-stage").wait_for(state="detached")


def turn_to(page: Page, name: str) -> Locator:
    """Open a tab; returns its panel."""
    page.get_by_role("tab", name=name, exact=True).click()
    return panel(page)


def panel(page: Page) -> Locator:
    """The tab that is open."""
    return page.locator("[role=tabpanel]:visible")


def press(page: Page, name: str) -> None:
    """Click the visible button of that name."""
    page.get_by_role("button", name=name, exact=True).locator("visible=true").click()


def options(page: Page) -> Locator:
    """The options of the question on the page."""
    return panel(page).locator(".st-key-answers input:visible")


def ask(page: Page, question: str) -> Locator:
    """Ask, wait for the whole answer, and return it."""
    before = page.locator(".st-answer .st-tools").count()
    box = panel(page).locator(".st-ask-box textarea")
    box.fill(question)
    box.press("Enter")
    expect(page.locator(".st-answer .st-tools")).to_have_count(before + 1)
    return page.locator(".st-answer").last


def practise(page: Page) -> None:
    """Begin a set of practice questions."""
    turn_to(page, texts.TAB_PRACTICE)
    press(page, texts.START)
    panel(page).locator(".st-stem").wait_for()


def begin_exam(page: Page) -> None:
    """Begin the whole mock exam."""
    turn_to(page, texts.TAB_EXAM)
    press(page, texts.EXAM_START)
    expect(at(page, 1)).to_be_visible()


def at(page: Page, number: int) -> Locator:
    """The navigator's mark of the question the exam is at."""
    return page.locator(f"a.st-number.st-is-current[href='#number/{number}']")


def right_option(page: Page) -> Locator:
    """The right option of a question of the metals, found in the notes."""
    from metals_course import METALS, PROPERTIES

    stem = panel(page).locator(".st-stem:visible").inner_text().strip()
    for asked in PROPERTIES:
        for metal in METALS:
            if asked.asks.format(name=metal.name.lower()) == stem:
                label = panel(page).locator(".st-key-answers label:visible")
                return label.filter(has_text=f".  {asked.value(metal)}").last
    raise AssertionError(f"not a question of the metals: {stem}")


def no_wider_than_the_screen(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("window.innerWidth"), page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter((n) => n.getBoundingClientRect().right > window.innerWidth + 1)
            .map((n) => n.className || n.tagName).slice(0, 8)"""
    )
