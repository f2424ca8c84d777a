"""Uploads, good and bad, and what becomes of them."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect
from visiting import ask, panel, press, turn_to

from tutor.ui import texts

LONG_NAME = "a-very-long-name-without-any-blank-" * 4 + "end.md"


def upload(page: Page, *files: Path) -> None:
    """Choose files and add them to the course; returns when the receipt is there."""
    panel(page).locator("input[type=file]").first.set_input_files(list(files))
    panel(page).locator(".file-preview, [data-testid=file]").first.wait_for()
    panel(page).get_by_role("button", name=texts.ADD, exact=True).first.click()
    panel(page).locator(".st-receipt").wait_for()


def test_good_and_bad_files_each_get_a_receipt(page: Page, tmp_path: Path) -> None:
    turn_to(page, texts.TAB_NOTES)
    panel(page).get_by_role("button", name=texts.NEW_COURSE).click()
    panel(page).get_by_role("textbox", name=texts.NEW_COURSE).fill("Stones")
    press(page, texts.CREATE)
    expect(page.get_by_role("radio", name="Stones")).to_be_checked()

    good, empty, broken = tmp_path / LONG_NAME, tmp_path / "empty.txt", tmp_path / "broken.pdf"
    good.write_text("# Granite\n\nGranite is made of quartz, feldspar and mica.\n", "utf-8")
    empty.write_bytes(b"")
    broken.write_bytes(b"%PDF-1.7\nthis is no PDF at all\n")
    turn_to(page, texts.TAB_NOTES)
    upload(page, good, empty, broken)
    receipt = panel(page).locator(".st-receipt")
    expect(receipt.locator(".st-badge.st-added")).to_have_count(1)
    expect(receipt.locator(".st-badge.st-failed, .st-badge.st-skipped")).to_have_count(2)
    expect(receipt).to_contain_text("broken.pdf")
    files = panel(page).locator("table.st-files tbody tr")
    expect(files).to_have_count(1)

    turn_to(page, texts.TAB_ASK)
    expect(ask(page, "What is granite made of?")).to_contain_text("quartz, feldspar and mica")

    turn_to(page, texts.TAB_NOTES)
    panel(page).locator("a.st-tool", has_text=texts.PREVIEW).click()
    expect(page.locator(".st-document")).to_contain_text("quartz, feldspar and mica")
    press(page, texts.CLOSE)
    panel(page).locator("a.st-tool", has_text=texts.REMOVE).click()
    panel(page).locator(".st-removing").get_by_role("button", name=texts.REMOVE).click()
    expect(panel(page)).to_contain_text(texts.NOTHING_INDEXED)
