"""The Ask page in a browser: addresses, reload and back, editing, dropping a file, exporting."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest

pytest.importorskip("websocket", reason="websocket-client drives the browser: install it")

from chromium import Chromium, find_chromium
from scripted_ui_tutor import COURSE, ScriptedTutor
from served_app import serve

from tutor.ui import texts

pytestmark = [
    # Gradio 6.31 uses what pandas has deprecated.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.browser,
    pytest.mark.skipif(not find_chromium(), reason="no Chromium: apt-get install chromium"),
]
OPEN_TAB = "document.querySelector('button[role=tab][aria-selected=true]')?.dataset.tabId"
ANSWERS = "document.querySelectorAll('.st-answer .st-tools').length"
DROP = """(() => {
  const files = new DataTransfer();
  files.items.add(new File(['# A dropped note'], 'dropped.md', { type: 'text/markdown' }));
  const how = { bubbles: true, cancelable: true, dataTransfer: files };
  document.querySelector('.st-chat').dispatchEvent(new DragEvent('drop', how));
})()"""


@pytest.fixture(scope="module")
def scripted() -> ScriptedTutor:
    return ScriptedTutor()


@pytest.fixture(scope="module")
def url(scripted: ScriptedTutor) -> Iterator[str]:
    app = serve(scripted)
    yield str(app.local_url)
    app.close(verbose=False)


@pytest.fixture
def browser() -> Iterator[Chromium]:
    chromium = Chromium()
    yield chromium
    assert chromium.errors == []
    chromium.close()


def test_a_link_asks_and_a_reload_shows_the_answer_again(browser: Chromium, url: str) -> None:
    browser.command("Page.navigate", url=f"{url}?q={quote('why <b>50%</b>?')}")
    browser.wait(f"{ANSWERS} === 1")
    assert browser.js("document.querySelector('.st-question').innerText").startswith("why <b>50%")
    browser.wait(f"location.search === '?course={COURSE}&tab=ask'")
    browser.js("window.before = true")
    browser.command("Page.reload")
    browser.wait(f"!window.before && {ANSWERS} === 1 && {OPEN_TAB} === 'ask'")
    browser.js("document.querySelector('a.st-chip').click()")
    browser.wait("document.querySelector('.st-document mark')")


def test_back_leads_to_the_tab_before(browser: Chromium, url: str) -> None:
    browser.command("Page.navigate", url=f"{url}?tab=notes")
    browser.wait(f"{OPEN_TAB} === 'notes' && location.search.includes('course=')")
    browser.tab(texts.TAB_PRACTICE)
    browser.wait("location.search.includes('tab=practice')")
    browser.js("history.back()")
    browser.wait(f"{OPEN_TAB} === 'notes' && location.search.includes('tab=notes')")


def test_a_file_dropped_on_the_chat_is_added(
    browser: Chromium, url: str, scripted: ScriptedTutor
) -> None:
    browser.command("Page.navigate", url=f"{url}?tab=ask")
    browser.wait("document.querySelector('.st-chat')?.offsetParent")
    browser.press(texts.CONVERSATION_NEW)
    browser.wait(f"{ANSWERS} === 0")
    browser.js(DROP)
    browser.wait("document.querySelector('.st-ask-box .thumbnail-item')")
    browser.ask("what is in it?")
    browser.wait(f"{ANSWERS} === 1")
    assert "dropped.md" in browser.js("document.querySelector('.st-receipt').innerText")
    (added,) = [call for call in scripted.calls if call[0] == "ingest"]
    assert [path.name for path in added[1][1]] == ["dropped.md"]  # type: ignore[index]


def test_the_last_question_is_edited_in_the_box(browser: Chromium, url: str) -> None:
    browser.command("Page.navigate", url=f"{url}?q=secnod")
    asked = "document.querySelector('.st-question')?.innerText.startsWith('secnod')"  # not before
    browser.wait(f"{asked} && {ANSWERS} === 1 && document.querySelector('a.st-edit')")
    browser.js("document.querySelector('a.st-edit').click()")
    box = "document.querySelector('.st-ask-box textarea')"
    browser.wait(f"{box}.value === 'secnod'")
    browser.js(f"{box}.select()")
    browser.ask("second")
    browser.wait("document.querySelector('.st-question').innerText.startsWith('second')")
    assert browser.js("document.querySelectorAll('.st-question').length") == 1
