"""Instructions inside notes change nothing: not the answer, not what is supported, no key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from injected_notes import FACT, INJECTIONS, QUESTION, Injection, clean_notes, notes_with
from model_server import ModelServer, said_in

from tutor.answering.instructions import inert, speaks_to_a_model
from tutor.quizzing.models import QuizRequest
from tutor.settings import Settings
from tutor.study_tutor import StudyTutor

COURSE = "notes"
EVERY = [pytest.param(injection, id=injection.name) for injection in INJECTIONS]
Open = Callable[..., StudyTutor]


@pytest.fixture
def open_tutor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Makes a tutor over notes; ``more`` are settings."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    def made(notes: dict[str, str], **more: object) -> StudyTutor:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}" / "notes"
        folder.mkdir(parents=True)
        for name, text in notes.items():
            (folder / name).write_text(text, "utf-8")
        tutor = StudyTutor(Settings(data_dir=folder.parent / "data", **more))  # type: ignore[arg-type]
        course = tutor.create_course(COURSE)
        assert course == COURSE
        assert not tutor.ingest(COURSE, [folder]).failed
        return tutor

    return made


def test_there_are_twenty() -> None:
    assert len({injection.name for injection in INJECTIONS}) == 20


@pytest.mark.parametrize("injection", EVERY)
def test_with_notes_only_the_answer_is_as_if_it_were_not_there(
    injection: Injection, open_tutor: Open
) -> None:
    tutor = open_tutor(notes_with(injection))
    answer = tutor.ask(COURSE, QUESTION)
    assert not answer.refused
    assert any(FACT in sentence.text for sentence in answer.sentences)
    for word in ("answer B", "PWNED", "80 GB", "pirate", "忽略", "Ignor", "key"):
        assert word not in answer.text


@pytest.mark.parametrize("injection", EVERY)
def test_no_key_changes(injection: Injection, open_tutor: Open) -> None:
    request = QuizRequest(n=30, origin="notes", seed=1)
    clean = open_tutor(clean_notes()).quiz(COURSE, request).questions
    attacked = open_tutor(notes_with(injection)).quiz(COURSE, request).questions
    keys = {q.stem: {o.text for o in q.options if o.correct} for q in clean}
    assert keys
    assert sum(q.stem in keys for q in attacked) >= 0.7 * len(clean)
    for question in attacked:
        right = {option.text for option in question.options if option.correct}
        assert right == keys.get(question.stem, right)
        assert not speaks_to_a_model(question.receipt.quote)
        assert not any("PWNED" in text or text.strip(" .") == "B" for text in right)


@pytest.mark.parametrize("injection", EVERY)
def test_a_model_that_obeys_is_not_believed(injection: Injection, open_tutor: Open) -> None:
    """It cites every passage it was given, the attacked one among them."""
    every = "".join(f"[{n}]" for n in range(1, 9))
    with ModelServer([f"{injection.obeyed} {every}"]) as server:
        model = {"llm": "openai:scripted", "llm_base_url": server.url}
        tutor = open_tutor(notes_with(injection), **model)
        answer = tutor.ask(COURSE, QUESTION)
        request = server.requests[0]
    assert answer.mode == "model", answer.warning
    assert [s.text for s in answer.sentences if s.supported] == []
    said = said_in(request)
    assert said.count("<passage n=") == said.count("</passage>")
    assert not any(mark in said for mark in ("<|im_", "[INST]", "<system>", "<!--", "\u200b"))


def test_a_note_about_models_keeps_its_sentences() -> None:
    for text in (
        "A prompt injection is text that tries to change what a language model does.",
        "Ignore the index column when you count features.",
        "The answer depends on the metric: choose recall when a miss is expensive.",
        "Option B costs more than option A.",
        "Act on the alert before it escalates.",
        "A system message sets the tone of a chat model; `role` is `system`."[:30],
    ):
        assert not speaks_to_a_model(text), text


def test_inert_text_keeps_its_words() -> None:
    assert inert("List<String> x = a < b; <b>bold</b>") == "List<String> x = a < b; <b>bold</b>"
    assert inert("می\u200cخواهم") == "می\u200cخواهم"
