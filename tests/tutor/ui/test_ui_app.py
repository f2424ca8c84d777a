"""The assembled app: what it serves, what it refuses, what never leaves the machine."""

from __future__ import annotations

import gc
import json
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from scripted_ui_tutor import ScriptedTutor
from served_app import in_a_loop, serve

from corpus.errors import StudyError
from tutor.errors import SettingsError
from tutor.settings import Settings
from tutor.ui import texts, wiring
from tutor.ui.app import build_app, launch, refuse_open_door
from tutor.ui.session import Session
from tutor.ui.theme import study_theme

# Gradio 6.31 uses what pandas has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def app() -> gr.Blocks:
    return in_a_loop(lambda: build_app(ScriptedTutor()))


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    running = serve(ScriptedTutor())
    yield str(running.local_url)
    running.close(verbose=False)


FIVE = {"ask", "search", "quiz", "grade", "explain"}


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "[::1]", "localhost"])
def test_this_machine_needs_no_login(host: str) -> None:
    refuse_open_door(host, has_login=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])
def test_a_host_that_others_reach_needs_a_login(host: str) -> None:
    with pytest.raises(SettingsError):
        launch(ScriptedTutor(), Settings(host=host, data_dir=Path("nowhere")), block=False)
    refuse_open_door(host, has_login=True)


def test_importing_the_app_imports_no_gradio() -> None:
    code = "import sys, tutor.ui.app; sys.exit('gradio' in sys.modules or 'torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_page_and_its_style_come_from_this_machine(served: str) -> None:
    page = get(served)
    config = json.loads(get(f"{served}config"))
    assert config["title"] == texts.TITLE
    assert config["analytics_enabled"] is False
    assert ".st-panel" in config["css"]
    style = get(f"{served}theme.css")
    assert not re.search(r"url\(['\"]?(https?:)?//", style + config["css"])
    assert "fonts.googleapis" not in page + style + json.dumps(config)
    assert study_theme()._stylesheets == []


def test_no_key_of_the_bank_is_served_with_the_page(served: str) -> None:
    assert "secret" not in get(f"{served}config")


# Gradio leaves the socket of a port that it cannot have to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed <socket")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_port_in_use_says_so(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = Settings(port=taken.getsockname()[1], data_dir=tmp_path)
        with pytest.raises(SettingsError, match="cannot be used"):
            in_a_loop(lambda: launch(ScriptedTutor(), settings, block=False))
    gc.collect()


def test_every_event_has_its_own_limit_and_five_have_a_public_address(app: gr.Blocks) -> None:
    events = [event for event in app.fns.values() if event.fn]
    assert len(events) > 20
    for event in events:
        assert event.concurrency_limit in (wiring.EVERYBODY, wiring.ONE), event.name
        assert (event.api_visibility == "public") is (event.api_name in FIVE), event.name
    writers = {e.concurrency_id for e in events if e.concurrency_limit == wiring.ONE}
    assert writers == {"writer"}


def test_chat_text_is_sanitised_and_choices_are_accessible(app: gr.Blocks) -> None:
    blocks = list(app.blocks.values())
    (chat,) = [block for block in blocks if isinstance(block, gr.Chatbot)]
    assert chat.sanitize_html is True
    assert chat.allow_tags is False
    assert chat.latex_delimiters == []
    assert not any(isinstance(block, gr.Dropdown) for block in blocks)


def run(handler: Any, **values: Any) -> list[Any]:
    """What Gradio would show: updates by component."""
    outputs = {name: gr.Textbox(render=False) for name in ("one", "two")}
    names = {component: name for name, component in outputs.items()}
    request = gr.Request(username="ann", headers={"accept-language": "en"})
    made = wiring._run(handler, outputs)(request, **values)
    updates = made if isinstance(made, Iterator) else [made]
    return [{names[component]: value for component, value in update.items()} for update in updates]


def test_a_handler_is_called_and_answers_by_name() -> None:
    def grow(*, start: int) -> Iterator[dict[str, object]]:
        yield {"one": start}
        yield {"two": start + 1}

    assert run(lambda *, start: {"one": start}, start=3) == [{"one": 3}]
    *updates, last = run(grow, start=3)
    assert updates == [{"one": 3}, {"two": 4}]
    assert last == {"one": gr.skip(), "two": gr.skip()}  # Gradio sends the last one twice


def test_the_learner_is_the_one_who_logged_in_whatever_the_browser_keeps() -> None:
    mine = Session("small", learner="somebody else")
    run(lambda *, session: {"one": session.learner}, session=mine)
    assert mine.learner == "ann"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (StudyError("No <note> is there", "Add one"), "No &lt;note&gt; is there. Add one."),
        (KeyError("detail"), texts.UNEXPECTED),
    ],
)
def test_an_error_becomes_a_message_and_changes_nothing(
    error: Exception, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> dict[str, object]:
        raise error

    with pytest.warns(UserWarning, match=re.escape(told)):
        (update,) = run(fail)
    assert update == {"one": gr.skip(), "two": gr.skip()}
    assert ("KeyError" in capsys.readouterr().err) is isinstance(error, KeyError)
