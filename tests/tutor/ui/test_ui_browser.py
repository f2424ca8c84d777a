"""What only a browser shows: links that open passages, tabs, sanitising, narrow screens."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

pytest.importorskip("websocket", reason="websocket-client drives the browser: install it")

from chromium import Chromium, find_chromium
from scripted_ui_tutor import ANSWER, LOSS, REFUSAL, ScriptedTutor
from served_app import serve

from tutor.answering.answer import Answer, AnswerSentence, Turn
from tutor.ui import texts

pytestmark = [
    # Gradio 6.31 uses what pandas has deprecated.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.browser,
    pytest.mark.skipif(not find_chromium(), reason="no Chromium: apt-get install chromium"),
]
ATTACK = '<script>window.attacked = 1</script><img src="x" onerror="window.attacked = 2">'


class StreamingTutor(ScriptedTutor):
    """Answers by what the question says."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()

    def ask_stream(
        self,
        course_id: str,
        question: str,
        previous: Sequence[Turn] = (),
        learner: str | None = None,
    ) -> Iterator[Answer]:
        if "attack" in question:
            told = AnswerSentence(f"A note says {ATTACK}", (1,), False)
            yield replace(ANSWER, question=question, sentences=(told,), citations=(LOSS,))
        elif "cost" in question:
            yield replace(REFUSAL, question=question)
        elif "slow" in question:
            yield replace(ANSWER, question=question, sentences=(), text="The first words")
            self.go_on.wait(60)
            yield replace(ANSWER, question=question)
        else:
            yield replace(ANSWER, question=question)


@pytest.fixture(scope="module")
def streaming() -> StreamingTutor:
    return StreamingTutor()


@pytest.fixture(scope="module")
def url(streaming: StreamingTutor) -> Iterator[str]:
    app = serve(streaming)
    yield str(app.local_url)
    streaming.go_on.set()
    app.close(verbose=False)


@pytest.fixture
def browser(url: str) -> Iterator[Chromium]:
    chromium = Chromium()
    chromium.open(url)
    chromium.wait("document.querySelector('.st-keys-open')")  # the page is filled
    chromium.tab(texts.TAB_ASK)
    chromium.press(texts.CONVERSATION_NEW)  # the one before is kept
    chromium.wait("document.querySelector('a.st-example') && !document.querySelector('.st-stage')")
    yield chromium
    assert all(
        address.startswith((url, "data:", "blob:", "about:")) for address in chromium.requested
    ), "something left this machine"
    assert chromium.errors == []
    chromium.close()


def answered(browser: Chromium, number: int = 1) -> None:
    browser.wait(f"document.querySelectorAll('.st-answer .st-tools').length >= {number}")


def test_a_chip_opens_the_passage_with_its_quote_in_view(browser: Chromium) -> None:
    browser.js("document.querySelector('a.st-example').click()")
    answered(browser)
    browser.js("document.querySelectorAll('a.st-chip')[1].click()")
    browser.wait("document.querySelector('.st-document mark')")
    assert browser.js("document.querySelector('mark').innerText").startswith("Return -accuracy")
    browser.press(texts.CLOSE)
    browser.wait("!document.querySelector('.st-document')")


def test_a_refusal_opens_its_closest_passage(browser: Chromium) -> None:
    browser.ask("what does it cost?")
    answered(browser)
    assert browser.js(
        "!!document.querySelector('.st-refusal') && !document.querySelector('.st-chip')"
    )
    browser.js("document.querySelector('.st-refusal a.st-open').click()")
    browser.wait("document.querySelector('.st-document mark')")


def test_markup_of_a_note_does_not_run(browser: Chromium) -> None:
    browser.ask("attack me")
    answered(browser)
    assert "window.attacked = 1" in browser.js("document.querySelector('.st-answer').innerText")
    assert browser.js("document.querySelectorAll('.st-answer img, .st-answer script').length") == 0
    assert browser.js("window.attacked") is None
    assert browser.js("document.querySelector('.st-flag').innerText") == texts.UNSUPPORTED


def test_stop_keeps_what_was_written(browser: Chromium) -> None:
    browser.ask("slow please")
    browser.wait("document.querySelector('.st-draft')")
    browser.js("document.querySelector('.st-ask-box button.stop-button').click()")
    browser.wait("document.querySelector('.st-ask-box button.submit-button')")
    browser.wait("!document.querySelector('.st-working')")
    assert "The first words" in browser.js("document.querySelector('.st-answer').innerText")
    browser.ask("and now?")
    browser.wait("document.querySelectorAll('.st-question').length === 2")
    answered(browser)


def test_retry_and_clear(browser: Chromium) -> None:
    browser.ask("why?")
    answered(browser)
    browser.js("document.querySelector('.st-chat button[aria-label=Retry]').click()")
    browser.wait("document.querySelector('.st-working') || true")
    answered(browser)
    assert browser.js("document.querySelectorAll('.st-question').length") == 1
    browser.js("document.querySelector('.st-chat button[aria-label=Clear]').click()")
    browser.wait("!document.querySelector('.st-question')")
    browser.wait("document.querySelector('a.st-example')")


def test_the_answer_can_be_copied_as_text(browser: Chromium) -> None:
    browser.js("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    browser.ask("why?")
    answered(browser)
    browser.js("document.querySelector('a[href=\"#copy/answer\"]').click()")
    browser.wait("window.copied")
    copied = browser.js("window.copied")
    assert copied.startswith("fmin minimises the loss. [1] ")
    assert texts.COPY not in copied


def test_practice_shows_the_key_only_after_the_check(browser: Chromium) -> None:
    browser.tab(texts.TAB_PRACTICE)
    browser.press(texts.START)
    browser.wait("document.querySelector('.st-stem')")
    assert "secret" not in browser.js("document.documentElement.outerHTML")
    browser.js("document.querySelectorAll('.st-stacked input[type=radio]')[3].click()")
    browser.press(texts.CHECK)
    browser.wait("document.querySelector('.st-explanation')")
    assert "secret reason B of q1" in browser.js("document.body.innerText")
    browser.js("document.querySelector('.st-explanation a.st-chip').click()")
    browser.wait("document.querySelector('.st-document mark')")
    browser.press(texts.ASK_ABOUT)
    browser.wait("document.querySelector('.st-question')?.offsetParent")
    assert texts.PRACTICE_QUESTION in browser.js("document.querySelector('.st-question').innerText")
    browser.ask("why not D?")
    answered(browser)


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_screen(browser: Chromium, width: int) -> None:
    browser.resize(width, 740)
    browser.ask("attack me with " + "averylongwordwithoutanyspace" * 6)
    answered(browser)
    for tab in (texts.TAB_ASK, texts.TAB_PRACTICE, texts.TAB_NOTES):
        browser.tab(tab)
        assert browser.js("document.documentElement.scrollWidth") <= width, tab
