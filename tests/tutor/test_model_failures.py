"""Whatever a model fails at, the notes answer at once, and a warning says what happened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from model_server import ModelServer

from tutor.answering.answer import Answer
from tutor.model_check import check_model
from tutor.settings import Settings
from tutor.study_tutor import StudyTutor

QUESTION = "At which temperature does water boil at sea level?"
SAID = ["Water boils at 100 ", "degrees Celsius at sea level. [1]"]


@pytest.fixture
def tutor_with(water_data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., StudyTutor]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    def made(server: ModelServer, **more: object) -> StudyTutor:
        given = {"llm": "openai:scripted", "llm_base_url": server.url, **more}
        return StudyTutor(Settings(data_dir=water_data, **given))  # type: ignore[arg-type]

    return made


def last(tutor: StudyTutor) -> Answer:
    *_, answer = tutor.ask_stream("water", QUESTION)
    return answer


def test_a_model_that_works_answers(tutor_with: Callable[..., StudyTutor]) -> None:
    with ModelServer(SAID) as server:
        answer = last(tutor_with(server))
    assert (answer.mode, answer.warning) == ("model", "")
    assert [s.supported for s in answer.sentences] == [True]


@pytest.mark.parametrize(
    ("fault", "status", "what"),
    [
        ("silence", 200, "did not answer within"),
        ("stall", 200, "did not answer within"),
        ("drip", 200, "was still answering"),
        ("endless", 200, "did not stop"),
        ("cut", 200, "broke while"),
        ("polite", 200, "broke while"),
        ("garbage", 200, "broke while"),
        ("shape", 200, "broke while"),
        ("empty", 200, "said nothing"),
        ("", 401, "refused the key"),
        ("", 429, "rate limit"),
        ("", 500, "failed"),
    ],
)
def test_the_notes_answer_with_a_warning(
    fault: str, status: int, what: str, tutor_with: Callable[..., StudyTutor]
) -> None:
    pieces = [] if fault == "empty" else SAID
    server = ModelServer(pieces, "" if fault == "empty" else fault, status, retry_after="60")
    with server:
        tutor = tutor_with(
            server, llm_timeout=0.3, llm_max_tokens=40 if fault == "endless" else 2048
        )
        answer = last(tutor)
    assert what in answer.warning
    assert answer.mode == "notes"
    assert not answer.refused
    assert "100 degrees Celsius" in answer.text
    assert all(sentence.supported for sentence in answer.sentences)


def test_nobody_listens(tutor_with: Callable[..., StudyTutor]) -> None:
    with ModelServer(SAID) as server:
        tutor = tutor_with(server)
    answer = last(tutor)
    assert "cannot be reached" in answer.warning
    assert "100 degrees Celsius" in answer.text


def test_stopping_closes_the_request(tutor_with: Callable[..., StudyTutor]) -> None:
    with ModelServer(["Water "], "drip") as server:
        stream = tutor_with(server).ask_stream("water", QUESTION)
        assert next(stream).mode == "model"
        stream.close()  # type: ignore[attr-defined]  # what the stop button does
        assert server.hung_up.wait(20)
    assert len(server.requests) == 1


def test_checking_a_model_that_works(tutor_with: Callable[..., StudyTutor]) -> None:
    with ModelServer(["A card ", "with two sides."]) as server:
        found = tutor_with(server).test_model()
    assert found.works
    assert found.sample == "A card with two sides."
    assert 0 < found.first <= found.seconds
    assert "openai:scripted works" in found.what


@pytest.mark.parametrize(
    ("status", "what", "todo"),
    [(401, "refused the key", "TUTOR_LLM_API_KEY"), (404, "has no model", "name")],
)
def test_checking_a_model_that_does_not(
    status: int, what: str, todo: str, tutor_with: Callable[..., StudyTutor]
) -> None:
    with ModelServer(status=status) as server:
        found = tutor_with(server).test_model()
    assert not found.works
    assert what in found.what
    assert todo in found.todo
    assert found.sample == ""


def test_checking_a_model_that_says_nothing(tutor_with: Callable[..., StudyTutor]) -> None:
    with ModelServer([" "]) as server:
        assert "said nothing" in tutor_with(server).test_model().what


def test_checking_when_none_is_set() -> None:
    found = check_model(Settings(llm="none"))
    assert not found.works
    assert "No language model is set" in found.what
    assert "TUTOR_LLM" in found.todo
