"""An exam outlives the page, the browser tab and the app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from app_process import AppProcess
from metals_course import COURSE
from playwright.sync_api import Page, expect
from visiting import Visit, at, begin_exam, options, panel, press, ready, turn_to

from tutor.ui import texts


@pytest.fixture
def own_app(data: Path, app: AppProcess) -> Iterator[AppProcess]:
    """An app without logins, which a test may kill. It shares the index that ``app`` has made."""
    del app
    process = AppProcess(data, COURSE=COURSE)
    process.start()
    yield process
    process.stop()


def standing(page: Page) -> dict[str, object]:
    """Form, answers and flags as the page shows them."""
    numbers = page.locator("nav .st-number")
    return {
        "exam": page.locator(".st-clock").get_attribute("data-exam"),
        "marks": [n.inner_text() for n in numbers.all()],
        "stem": panel(page).locator(".st-stem").inner_text(),
        "options": panel(page).locator(".st-key-answers label:visible").all_inner_texts(),
        "chosen": panel(page).locator(".st-key-answers input:checked:visible").count(),
    }


def seconds_left(page: Page) -> int:
    """What the clock shows."""
    shown = page.locator(".st-clock-left").inner_text().split(":")
    return sum(int(part) * 60**place for place, part in enumerate(reversed(shown)))


def sit(page: Page) -> None:
    """Answer the first question, flag the second, answer it, and stay at the third."""
    begin_exam(page)
    options(page).nth(1).check()
    expect(page.locator(".st-number.st-is-answered")).to_have_count(1)
    press(page, texts.EXAM_NEXT)
    expect(at(page, 2)).to_be_visible()
    press(page, texts.EXAM_FLAG)
    expect(page.locator(".st-number.st-is-flagged")).to_have_count(1)
    options(page).first.check()
    expect(page.locator(".st-number.st-is-answered")).to_have_count(2)
    press(page, texts.EXAM_NEXT)
    expect(at(page, 3)).to_be_visible()
    options(page).first.check()
    expect(page.locator(".st-number.st-is-answered")).to_have_count(3)


def come_back(page: Page) -> None:
    """Open the page anew and turn to the exam."""
    page.reload()
    ready(page)
    turn_to(page, texts.TAB_EXAM)
    expect(at(page, 3)).to_be_visible()


def test_a_reload_and_a_second_page_show_the_same_exam(visit: Visit) -> None:
    page = visit()
    ready(page)
    sit(page)
    before, left = standing(page), seconds_left(page)
    come_back(page)
    assert standing(page) == before
    assert 0 <= left - seconds_left(page) < 120
    second = page.context.new_page()
    second.goto(page.url)
    ready(second)
    turn_to(second, texts.TAB_EXAM)
    expect(at(second, 3)).to_be_visible()
    assert standing(second) == before
    # What is chosen in one page belongs to the question of that page.
    press(second, texts.EXAM_NEXT)
    expect(at(second, 4)).to_be_visible()
    options(page).last.check()
    expect(page.locator(".st-number.st-is-answered")).to_have_count(3)


def test_the_exam_goes_on_after_the_app_was_killed(visit: Visit, own_app: AppProcess) -> None:
    page = visit(url=own_app.url, strict=False)  # a killed server cuts its answers short
    ready(page)
    sit(page)
    before, left = standing(page), seconds_left(page)
    page.goto("about:blank")
    own_app.kill()
    own_app.start()
    page.goto(own_app.url)
    ready(page)
    turn_to(page, texts.TAB_EXAM)
    expect(at(page, 3)).to_be_visible()
    assert standing(page) == before
    assert 0 <= left - seconds_left(page) < 300  # the clock went on meanwhile
    press(page, texts.EXAM_LOOK_OVER)
    expect(panel(page)).to_contain_text(texts.EXAM_FLAGGED.format(count=1))
    press(page, texts.EXAM_SUBMIT)
    expect(panel(page).locator(".st-score")).to_be_visible()
    reported = panel(page).locator(".st-report").inner_text()
    page.goto("about:blank")
    own_app.kill()
    own_app.start()
    page.goto(own_app.url)
    ready(page)
    turn_to(page, texts.TAB_EXAM)
    panel(page).locator(".st-exams a").first.click()
    expect(panel(page).locator(".st-report")).to_have_text(reported, use_inner_text=True)
