"""Every provider, built as the tutor builds it, against a server that speaks its protocol."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from model_server import ModelServer
from pydantic import SecretStr

from tutor.chat_model import open_chat_model, stream_text
from tutor.errors import ModelError
from tutor.settings import Settings

PIECES = ["Bagging ", "lowers ", "variance."]


@dataclass(frozen=True)
class Case:
    """A provider, where below the server's root its address ends, and how its key is sent."""

    llm: str
    path: str
    key: str

    def settings(self, server: ModelServer, **more: object) -> Settings:
        given = {"llm_api_key": SecretStr("k-123"), "llm_base_url": server.root + self.path, **more}
        return Settings(llm=self.llm, **given)  # type: ignore[arg-type]


CASES = [
    Case("openai:scripted", "/v1", "Bearer k-123"),
    Case("anthropic:scripted", "", "Bearer k-123"),
    Case("google_genai:scripted", "", "k-123"),
    Case("mistralai:scripted", "/v1", "Bearer k-123"),
    Case("groq:scripted", "", "Bearer k-123"),
    Case("ollama:scripted", "", "Bearer k-123"),
]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture(params=CASES, ids=lambda case: case.llm.partition(":")[0])
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    pytest.importorskip(f"langchain_{found.llm.partition(':')[0]}")
    return found


def ask(given: Settings) -> list[str]:
    model = open_chat_model(given)
    return list(stream_text(model, "Be brief.", "Why?", given, sleep=lambda _: None))


def test_an_answer_comes_piece_by_piece_with_the_key_of_the_settings(case: Case) -> None:
    with ModelServer(PIECES) as server:
        assert ask(case.settings(server, llm_max_tokens=321)) == PIECES
    assert server.keys == [case.key]
    for said in ("Be brief.", "Why?", "321"):
        assert said in str(server.requests[0])


@pytest.mark.parametrize(
    ("status", "what"),
    [(401, "refused the key"), (404, "has no model"), (429, "rate limit"), (500, "failed")],
)
def test_a_refusal_says_what_happened(case: Case, status: int, what: str) -> None:
    with ModelServer(status=status) as server, pytest.raises(ModelError, match=what) as raised:
        ask(case.settings(server))
    assert "k-123" not in str(raised.value)
    assert len(server.requests) == (1 if status < 429 else 3)


def test_a_busy_server_is_asked_again(case: Case) -> None:
    with ModelServer(PIECES, status=[503, 429, 200]) as server:
        assert ask(case.settings(server)) == PIECES
    assert len(server.requests) == 3


def test_an_answer_that_breaks_off_is_no_answer(case: Case) -> None:
    with ModelServer(PIECES, "cut") as server, pytest.raises(ModelError, match="broke while"):
        ask(case.settings(server))
    assert len(server.requests) == 1


def test_an_answer_without_its_end_is_no_answer(case: Case) -> None:
    with ModelServer(PIECES, "polite") as server, pytest.raises(ModelError, match="broke while"):
        ask(case.settings(server))


def test_silence_ends_at_the_time_out(case: Case) -> None:
    seconds = 1.0 if case.llm.startswith("mistral") else 0.3
    with ModelServer(fault="silence") as server, pytest.raises(ModelError, match="did not answer"):
        ask(case.settings(server, llm_timeout=seconds))


def test_closing_the_answer_closes_the_request(case: Case) -> None:
    with ModelServer(PIECES, "endless") as server:
        given = case.settings(server)
        pieces = stream_text(open_chat_model(given), "s", "u", given)
        assert next(pieces) == PIECES[0]
        pieces.close()  # type: ignore[attr-defined]
        assert server.hung_up.wait(20)
    assert len(server.requests) == 1
