"""Keys: the whole of practice, exam and review without a mouse, and no key taken from who types."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from visiting import ask, at, begin_exam, options, panel, practise, press, turn_to

from tutor.ui import texts


def type_keys(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    """The text of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent")).strip()


def test_practice_by_keys_alone(page: Page) -> None:
    page.get_by_role("tab", name=texts.TAB_HOME).focus()
    type_keys(page, "Tab", "Tab", "Enter")
    start = panel(page).get_by_role("button", name=texts.START)
    start.focus()
    page.keyboard.press("Enter")
    panel(page).locator(".st-stem").wait_for()
    place = texts.EXAM_QUESTION.format(number=1, total=5)
    page.wait_for_function("place => document.activeElement.textContent === place", arg=place)
    page.keyboard.press("b")
    expect(options(page).nth(1)).to_be_checked()
    page.keyboard.press("3")
    expect(options(page).nth(2)).to_be_checked()
    page.keyboard.press("Enter")
    expect(panel(page).locator(".st-headline")).to_be_focused()
    page.keyboard.press("n")
    place = texts.EXAM_QUESTION.format(number=2, total=5)
    expect(panel(page).locator("h2", has_text=place)).to_be_focused()
    expect(panel(page).locator(".st-headline")).to_have_count(0)


def test_an_exam_by_keys_alone(page: Page) -> None:
    begin_exam(page)
    expect(panel(page).locator("h2", has_text="Question 1 of 48")).to_be_focused()
    type_keys(page, "2")
    expect(page.locator(".st-number.st-is-answered")).to_have_count(1)
    type_keys(page, "f")
    expect(page.locator(".st-number.st-is-flagged")).to_have_count(1)
    type_keys(page, "ArrowRight")
    expect(at(page, 2)).to_be_visible()
    expect(panel(page).locator("h2", has_text="Question 2 of 48")).to_be_focused()
    type_keys(page, "n")
    expect(at(page, 3)).to_be_visible()
    type_keys(page, "Enter")
    expect(at(page, 4)).to_be_visible()
    type_keys(page, "ArrowLeft", "ArrowLeft", "ArrowLeft")
    expect(at(page, 3)).to_be_visible()
    page.locator("a.st-number[href='#number/1']").focus()
    page.keyboard.press("Enter")
    expect(at(page, 1)).to_be_visible()
    expect(options(page).nth(1)).to_be_checked()


def test_an_answer_followed_at_once_by_the_next_key_is_kept(page: Page) -> None:
    begin_exam(page)
    for number in range(1, 6):
        type_keys(page, "a", "n")
        expect(at(page, number + 1)).to_be_visible()
    expect(page.locator(".st-number.st-is-answered")).to_have_count(5)


def test_answers_typed_faster_than_the_pages_come_are_all_kept(page: Page) -> None:
    begin_exam(page)
    type_keys(page, *("a", "n") * 6)
    expect(at(page, 7)).to_be_visible()
    expect(page.locator(".st-number.st-is-answered")).to_have_count(6)


def test_a_review_by_keys_alone(page: Page) -> None:
    turn_to(page, texts.TAB_REVIEW)
    options(page).first.wait_for()
    type_keys(page, "a", "Enter")
    expect(panel(page).locator(".st-headline")).to_be_focused()
    stem = panel(page).locator(".st-stem").inner_text()
    type_keys(page, "Enter")
    expect(panel(page).locator(".st-stem")).not_to_have_text(stem)


def test_the_list_of_keys_is_a_dialog(page: Page) -> None:
    begin_exam(page)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name=texts.KEYS)
    expect(dialog).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("n")
    expect(at(page, 1)).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    press(page, texts.KEYS)
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=texts.CLOSE).click()
    expect(dialog).to_be_hidden()


def test_text_fields_keep_their_keys(page: Page) -> None:
    practise(page)
    type_keys(page, "a", "Enter")
    panel(page).locator(".st-headline").wait_for()
    press(page, re.compile(f"^{texts.DISPUTE}"))
    reason = panel(page).get_by_label(texts.DISPUTE_REASON)
    reason.press_sequentially("n f 1 a? b")
    expect(reason).to_have_value("n f 1 a? b")
    expect(panel(page).locator(".st-headline")).to_be_visible()
    assert page.locator("dialog[open]").count() == 0
    turn_to(page, texts.TAB_ASK)
    box = panel(page).locator(".st-ask-box textarea")
    box.press_sequentially("1 n ? f")
    expect(box).to_have_value("1 n ? f")


@pytest.mark.parametrize("modifier", ["Control", "Alt", "Meta", "Shift"])
def test_keys_with_a_modifier_stay_the_browsers(page: Page, modifier: str) -> None:
    practise(page)
    page.keyboard.press(f"{modifier}+a")
    page.keyboard.press(f"{modifier}+2")
    page.wait_for_timeout(300)
    expect(panel(page).locator(".st-key-answers input:checked")).to_have_count(0)


def test_the_answer_is_read_out_once_when_it_is_complete(page: Page) -> None:
    turn_to(page, texts.TAB_ASK)
    ask(page, "At which temperature does copper melt?")
    said = page.locator(".st-said[role=status]")
    expect(said).to_contain_text("1085 °C")
    expect(said).to_contain_text(re.compile(f"^{texts.ANSWER_READ_OUT}"))
    assert texts.COPY not in said.inner_text()


def test_what_had_the_focus_and_is_gone_leaves_it_in_the_tab(page: Page) -> None:
    practise(page)
    panel(page).get_by_role("button", name=texts.LEAVE).focus()
    page.keyboard.press("Enter")
    panel(page).get_by_role("button", name=texts.START).wait_for()
    expect(panel(page)).to_be_focused()
