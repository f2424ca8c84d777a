"""Narrow and wide screens, print, motion, languages, and that nothing leaves this machine."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Page, expect
from visiting import (
    TAB_NAMES,
    TABS,
    Visit,
    ask,
    begin_exam,
    no_wider_than_the_screen,
    options,
    panel,
    practise,
    press,
    ready,
    turn_to,
)

from tutor.ui import texts

LONG_WORD = "averylongwordwithoutanyblank" * 6


@pytest.mark.parametrize("width", [360, 768, 2560])
def test_nothing_is_wider_than_the_screen(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    ready(page)
    turn_to(page, texts.TAB_ASK)
    ask(page, f"What is {LONG_WORD}?")
    no_wider_than_the_screen(page)
    ask(page, "At which temperature does copper melt?").locator("a.st-chip").first.click()
    page.locator("mark").first.wait_for()
    no_wider_than_the_screen(page)
    press(page, texts.CLOSE)
    practise(page)
    options(page).first.check()
    press(page, texts.CHECK)
    panel(page).locator(".st-headline").wait_for()
    no_wider_than_the_screen(page)
    begin_exam(page)
    expect(page.locator(".st-number")).to_have_count(48)
    no_wider_than_the_screen(page)
    press(page, texts.EXAM_LOOK_OVER)
    press(page, texts.EXAM_SUBMIT)
    panel(page).locator(".st-score").wait_for()
    no_wider_than_the_screen(page)
    for tab in TABS:
        turn_to(page, tab)
        page.wait_for_timeout(300)
        no_wider_than_the_screen(page)


def test_on_a_narrow_screen_the_exam_can_be_sat(visit: Visit) -> None:
    page = visit(viewport={"width": 360, "height": 640}, has_touch=True)
    ready(page)
    begin_exam(page)
    options(page).first.check()
    for name in (texts.EXAM_NEXT, texts.EXAM_FLAG, texts.EXAM_LOOK_OVER):
        box = panel(page).get_by_role("button", name=name, exact=True).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert box["height"] >= 24  # WCAG 2.5.8: the smallest target


def test_the_head_of_a_narrow_page_is_one_line(visit: Visit) -> None:
    page = visit(viewport={"width": 360, "height": 740})
    ready(page)
    head = page.locator(".st-header")
    box = head.bounding_box()
    assert box
    assert box["height"] <= 60
    expect(head.get_by_role("radio", checked=True)).to_be_in_viewport()
    expect(head.get_by_role("button", name=texts.KEYS)).to_be_in_viewport()


def test_a_new_question_stays_at_the_top_while_its_answer_grows(visit: Visit) -> None:
    page = visit(viewport={"width": 360, "height": 740})
    ready(page)
    turn_to(page, texts.TAB_ASK)
    ask(page, "At which temperature does copper melt?")
    ask(page, "At which temperature does tin melt?")
    chat = page.locator(".st-chat").bounding_box()
    asked = page.locator(".st-question").last.bounding_box()
    assert chat
    assert asked
    assert 0 <= asked["y"] - chat["y"] < 80


def test_on_paper_there_is_the_report_and_nothing_of_the_app(page: Page) -> None:
    begin_exam(page)
    press(page, texts.EXAM_LOOK_OVER)
    press(page, texts.EXAM_SUBMIT)
    panel(page).locator(".st-score").wait_for()
    page.emulate_media(media="print")
    expect(page.locator(".st-score")).to_be_visible()
    expect(page.locator(".st-looked-back > li").first).to_be_visible()
    for chrome in (page.get_by_role("tablist"), page.locator(".st-course"), page.locator("footer")):
        expect(chrome.first).to_be_hidden()
    expect(panel(page).get_by_role("button").first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )


def test_who_wants_no_motion_gets_none(visit: Visit) -> None:
    page = visit(reduced_motion="reduce")
    page.locator(".block.st-home").wait_for()
    moving = page.evaluate(
        """() => document.getAnimations().filter((a) => a.playState === "running"
            && a.effect.getComputedTiming().duration > 10).length"""
    )
    assert moving == 0


def test_the_page_speaks_japanese_to_a_browser_that_does(visit: Visit) -> None:
    page = visit(locale="ja-JP")
    ready(page)
    assert page.evaluate("document.documentElement.lang") == "ja"
    with texts.speaking("ja"):
        expect(page.get_by_role("tab")).to_have_text([getattr(texts, name) for name in TAB_NAMES])
        expect(page.locator(".st-welcome")).to_contain_text(texts.HOME_WELCOME)
        turn_to(page, texts.TAB_ASK)
        box = panel(page).locator(".st-ask-box textarea")
        expect(box).to_have_attribute("placeholder", texts.ASK_PLACEHOLDER)
        expect(ask(page, "At which temperature does copper melt?")).to_contain_text(texts.SOURCES)
        conversation = panel(page).get_by_role("log")
        expect(conversation).to_have_accessible_name(texts.WORD_conversation)
        practise(page)
        expect(panel(page)).to_contain_text(texts.CHOOSE_ONE)
        press(page, texts.CHECK)
        told = page.get_by_test_id("toast-text")
        expect(told).to_contain_text(texts.NOT_YET_no_answer)
        expect(page.locator(".toast-title")).to_contain_text(texts.FAILED)
        expect(page.get_by_test_id("toast-close")).to_have_accessible_name(texts.WORD_close)
        turn_to(page, texts.TAB_SETTINGS)
        expect(panel(page)).to_contain_text(texts.SETTINGS_EXAM_DATE)
        expect(panel(page).locator(".st-theme")).to_contain_text(texts.THEME_dark)


def test_nothing_leaves_this_machine(visit: Visit) -> None:
    """The log of every page is looked at by ``visit``; this one opens all of them."""
    page = visit()
    asked: Counter[str] = Counter()
    page.on("request", lambda request: asked.update([request.url.split("/")[2]]))
    ready(page)
    turn_to(page, texts.TAB_ASK)
    ask(page, "At which temperature does copper melt?")
    for tab in TABS:
        turn_to(page, tab)
        page.wait_for_timeout(300)
    assert set(asked) == {page.url.split("/")[2]}
