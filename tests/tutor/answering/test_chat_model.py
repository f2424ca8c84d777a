"""Chat models over a real connection: a server on loopback that answers, or fails in each way."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable

import pytest
from model_server import ModelServer
from pydantic import SecretStr

from tutor.chat_model import open_chat_model, stream_text
from tutor.errors import ModelError
from tutor.settings import Settings


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def settings(server: ModelServer, **more: object) -> Settings:
    return Settings(llm="openai:scripted", llm_base_url=server.url, **more)  # type: ignore[arg-type]


def ask(given: Settings, sleep: Callable[[float], None] = lambda _: None) -> list[str]:
    return list(stream_text(open_chat_model(given), "Be brief.", "Why?", given, sleep))


def test_an_answer_comes_piece_by_piece() -> None:
    with ModelServer(["Bagging ", "lowers ", "variance."]) as server:
        assert ask(settings(server)) == ["Bagging ", "lowers ", "variance."]
    messages = server.requests[0]["messages"]
    assert [(m["role"], m["content"]) for m in messages] == [
        ("system", "Be brief."),
        ("user", "Why?"),
    ]
    assert server.requests[0]["model"] == "scripted"


def test_the_key_of_the_settings_is_sent() -> None:
    with ModelServer(["Yes."]) as server:
        ask(settings(server, llm_api_key=SecretStr("k-123")))
    assert server.keys == ["Bearer k-123"]


@pytest.mark.parametrize(
    ("status", "what", "todo", "tries"),
    [
        (401, "refused the key", "TUTOR_LLM_API_KEY", 1),
        (403, "may not use", "another model", 1),
        (404, "has no model", "name", 1),
        (429, "rate limit", "Wait", 3),
        (400, "refused the request", "another model", 1),
        (500, "failed", "again later", 3),
    ],
)
def test_a_refusal_says_what_happened_and_what_to_do(
    status: int, what: str, todo: str, tries: int
) -> None:
    with ModelServer(status=status) as server, pytest.raises(ModelError) as raised:
        ask(settings(server, llm_api_key=SecretStr("k-secret")))
    assert what in raised.value.what
    assert todo in raised.value.todo
    assert "k-secret" not in str(raised.value)
    assert len(server.requests) == tries


def test_a_server_that_recovers_is_asked_again_after_growing_waits() -> None:
    waits: list[float] = []
    with ModelServer(["Yes."], status=[500, 500, 200], retry_after="soon") as server:
        assert ask(settings(server), waits.append) == ["Yes."]
    assert waits == [0.5, 2.0]


def test_the_wait_that_a_server_asks_for_is_kept() -> None:
    waits: list[float] = []
    with ModelServer(["Yes."], status=[429, 200], retry_after="3") as server:
        assert ask(settings(server), waits.append) == ["Yes."]
    assert waits == [3.0]


def test_a_server_that_asks_for_a_long_wait_is_not_waited_for() -> None:
    waits: list[float] = []
    with (
        ModelServer(status=429, retry_after="50") as server,
        pytest.raises(ModelError, match="Wait 50 seconds") as raised,
    ):
        ask(settings(server), waits.append)
    assert "rate limit" in raised.value.what
    assert waits == []
    assert len(server.requests) == 1


def test_an_answer_that_never_stops_is_stopped() -> None:
    with ModelServer(["again and "], "endless") as server:
        given = settings(server, llm_max_tokens=50)
        with pytest.raises(ModelError, match="did not stop after 50 tokens"):
            ask(given)
        assert server.hung_up.wait(20)


def test_an_answer_that_drips_ends() -> None:
    with ModelServer(["a "], "drip") as server:
        given = settings(server, llm_timeout=0.2)
        with pytest.raises(ModelError, match="still answering after 1 seconds"):
            ask(given)
        assert server.hung_up.wait(20)


@pytest.mark.parametrize("fault", ["cut", "polite"])
def test_an_answer_that_breaks_off_is_no_answer(fault: str) -> None:
    """Also when the server closes the connection in good order, but without the end mark."""
    with ModelServer(["Bagging ", "lowers "], fault) as server:
        given = settings(server)
        pieces = stream_text(open_chat_model(given), "s", "u", given)
        assert [next(pieces), next(pieces)] == ["Bagging ", "lowers "]
        with pytest.raises(ModelError, match="broke while it was answering"):
            next(pieces)
    assert len(server.requests) == 1


@pytest.mark.parametrize("fault", ["garbage", "shape"])
def test_an_answer_of_another_shape_is_an_error(fault: str) -> None:
    with ModelServer(["Bagging "], fault) as server, pytest.raises(ModelError):
        ask(settings(server))
    assert len(server.requests) == 1


@pytest.mark.parametrize(("pieces", "fault"), [([], "silence"), (["Bagging "], "stall")])
def test_silence_ends_at_the_time_out(pieces: list[str], fault: str) -> None:
    with (
        ModelServer(pieces, fault) as server,
        pytest.raises(ModelError, match=r"did not answer within 0\.3 seconds"),
    ):
        ask(settings(server, llm_timeout=0.3))


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    given = Settings(llm="openai:scripted", llm_base_url=url)
    with pytest.raises(ModelError, match="cannot be reached") as raised:
        ask(given)
    assert url in raised.value.what


@pytest.mark.parametrize("spec", ["gpt-5", "nobody:model", "openai:", ":x", "", "openai: "])
def test_a_spec_that_names_no_model(spec: str) -> None:
    with pytest.raises(ModelError, match="names no language model"):
        open_chat_model(Settings(llm=spec))


def test_an_address_that_is_none() -> None:
    given = Settings(llm="openai:scripted", llm_base_url="not an address")
    with pytest.raises(ModelError):
        ask(given)


def test_a_missing_key_is_named_before_anything_is_sent() -> None:
    with pytest.raises(ModelError, match="needs a key") as raised:
        open_chat_model(Settings(llm="openai:gpt-5-mini"))
    assert "OPENAI_API_KEY" in raised.value.todo


@pytest.mark.parametrize(
    ("spec", "module", "extra"),
    [
        ("openai:x", "langchain_openai", "openai"),
        ("anthropic:x", "langchain_anthropic", "anthropic"),
        ("ollama:llama3.2:3b", "langchain_ollama", "ollama"),
        ("google-genai:x", "langchain_google_genai", "google"),
        ("mistralai:x", "langchain_mistralai", "mistralai"),
        ("groq:x", "langchain_groq", "groq"),
        ("huggingface:a/b", "langchain_huggingface", "huggingface"),
    ],
)
def test_a_missing_extra_is_named(
    spec: str, module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from langchain.chat_models.base import _get_chat_model_creator

    _get_chat_model_creator.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ModelError) as raised:
        open_chat_model(Settings(llm=spec, llm_api_key=SecretStr("k")))
    assert f"pip install 'study-tutor[{extra}]'" in raised.value.todo
