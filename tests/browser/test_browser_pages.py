"""The main path of each page, as a learner walks it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from visiting import (
    TABS,
    Visit,
    ask,
    at,
    begin_exam,
    options,
    panel,
    practise,
    press,
    ready,
    right_option,
    turn_to,
)

from tutor.ui import texts


def test_home_offers_three_ways_and_each_leads_there(page: Page) -> None:
    expect(page.get_by_role("tab")).to_have_text(list(TABS))
    expect(page.locator("a.st-choice")).to_have_count(3)
    page.locator("a.st-choice", has_text=texts.HOME_CHOICE_practice).click()
    expect(page.get_by_role("tab", name=texts.TAB_PRACTICE)).to_have_attribute(
        "aria-selected", "true"
    )
    expect(panel(page).get_by_role("button", name=texts.START)).to_be_visible()


def test_an_answer_shows_its_passage_in_the_note(page: Page) -> None:
    turn_to(page, texts.TAB_ASK)
    answer = ask(page, "At which temperature does copper melt?")
    expect(answer).to_contain_text("1085 °C")
    answer.locator("a.st-chip").first.click()
    quote = page.locator(".st-document mark").first.inner_text()
    assert quote in answer.inner_text()
    expect(page.locator(".st-document mark").first).to_be_in_viewport()
    press(page, texts.CLOSE)
    expect(page.locator("mark")).to_have_count(0)


def test_what_the_notes_do_not_say_is_refused(page: Page) -> None:
    turn_to(page, texts.TAB_ASK)
    answer = ask(page, "Who won the football world cup?")
    expect(answer.locator(".st-refusal")).to_contain_text(texts.REFUSED)


def test_practice_from_the_form_to_the_result(page: Page) -> None:
    turn_to(page, texts.TAB_PRACTICE)
    panel(page).get_by_label("number input").fill("2")
    practise(page)
    for last in (False, True):
        expect(panel(page).locator(".st-verdict")).to_have_count(0)
        options(page).first.check()
        press(page, texts.CHECK)
        expect(panel(page).locator(".st-options > li")).to_have_count(options(page).count())
        press(page, texts.FINISH if last else texts.NEXT)
    expect(panel(page).locator(".st-score")).to_have_text(re.compile(r"[012] / 2"))
    turn_to(page, texts.TAB_HOME)
    expect(page.locator(".st-tile").first).to_be_visible()


def test_an_exam_from_the_start_to_the_look_back(page: Page) -> None:
    begin_exam(page)
    expect(page.locator(".st-number")).to_have_count(48)
    options(page).first.check()
    expect(page.locator(".st-number.st-is-answered")).to_have_count(1)
    press(page, texts.EXAM_LOOK_OVER)
    expect(panel(page)).to_contain_text(texts.EXAM_UNANSWERED.format(count=47))
    press(page, texts.EXAM_SUBMIT)
    expect(panel(page).locator(".st-score")).to_have_text(re.compile(r"[01] / 48"))
    panel(page).locator(".st-looked-back a", has_text=texts.EXAM_EXPLAIN).first.click()
    expect(panel(page).locator(".st-explanation")).to_be_visible()


def test_review_asks_a_card_explains_it_and_goes_on(page: Page) -> None:
    turn_to(page, texts.TAB_REVIEW)
    right_option(page).click()
    press(page, texts.CHECK)
    expect(panel(page).locator(".st-headline")).to_have_text(texts.ANSWERED_RIGHT)
    stem = panel(page).locator(".st-stem").inner_text()
    press(page, texts.REVIEW_NEXT)
    expect(panel(page).locator(".st-headline")).to_have_count(0)
    expect(panel(page).locator(".st-stem")).not_to_have_text(stem)
    expect(panel(page)).to_contain_text(texts.REVIEW_DONE.format(n=1))


def test_progress_shows_what_was_learnt(page: Page) -> None:
    practise(page)
    options(page).first.check()
    press(page, texts.CHECK)
    panel(page).locator(".st-headline").wait_for()
    turn_to(page, texts.TAB_PROGRESS)
    expect(panel(page).get_by_role("heading", name=texts.PROGRESS_MASTERY)).to_be_visible()
    expect(panel(page).locator(".st-cell")).to_have_count(4)
    expect(panel(page).get_by_role("img").first).to_be_visible()


def test_settings_keep_a_goal_and_a_theme(page: Page) -> None:
    turn_to(page, texts.TAB_SETTINGS)
    panel(page).locator(".st-theme input").first.wait_for()  # the tab is filled
    panel(page).get_by_label(texts.SETTINGS_TARGET).fill("80")
    press(page, texts.SETTINGS_SAVE)
    expect(panel(page)).to_contain_text(texts.SETTINGS_GOAL_KEPT)
    panel(page).locator(".st-theme input[value=dark]").check()
    expect(page.locator("body")).to_have_class(re.compile("dark"))
    page.reload()
    ready(page)
    expect(page.locator("body")).to_have_class(re.compile("dark"))
    turn_to(page, texts.TAB_SETTINGS)
    expect(panel(page).get_by_label(texts.SETTINGS_TARGET)).to_have_value("80")


def test_the_address_of_an_exam_opens_it_in_another_page(visit: Visit) -> None:
    first = visit()
    ready(first)
    begin_exam(first)
    first.wait_for_url(re.compile("[?&]exam="))
    options(first).first.check()
    expect(first.locator(".st-number.st-is-answered")).to_have_count(1)
    _, _, query = first.url.partition("?")
    second = visit(f"?{query}")
    expect(at(second, 1)).to_be_visible()
    expect(second.locator(".st-number.st-is-answered")).to_have_count(1)
    expect(options(second).first).to_be_checked()
