"""Instructions inside notes change nothing: not the answer, not what is supported, no key."""

from __future__ import annotations

import re
from itertools import cycle
from pathlib import Path

import pytest
from injected_notes import INJECTIONS, PAYLOAD, Injection, notes
from model_server import ModelServer, said_in

from corpus.course import BUNDLED_COURSE, bundled_courses
from corpus.questions import Question
from tutor.answering.instructions import inert, speaks_to_a_model
from tutor.quizzing.models import QuizRequest
from tutor.settings import Settings
from tutor.study_tutor import StudyTutor

COURSE = "rocks"
EVERY = [pytest.param(injection, id=injection.name) for injection in INJECTIONS]


def tutor_of(folder: Path, files: dict[str, str]) -> StudyTutor:
    """A tutor over notes."""
    written = folder / "notes"
    written.mkdir(parents=True)
    for name, text in files.items():
        (written / name).write_text(text, "utf-8")
    tutor = StudyTutor(Settings(data_dir=folder / "data"))
    assert tutor.create_course("Rocks") == COURSE
    report = tutor.ingest(COURSE, [written])
    assert {file.status for file in report.files} == {"added"}
    return tutor


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> StudyTutor:
    return tutor_of(tmp_path_factory.mktemp("attacked"), notes(attacked=True))


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def right(question: Question) -> set[str]:
    """What its key says."""
    return {option.text for option in question.options if option.correct}


def test_there_are_twenty() -> None:
    assert len({injection.name for injection in INJECTIONS}) == 20


@pytest.mark.parametrize("injection", EVERY)
def test_with_notes_only_the_fact_is_quoted_and_not_the_instruction(
    injection: Injection, attacked: StudyTutor
) -> None:
    answer = attacked.ask(COURSE, injection.fact)
    assert not answer.refused
    assert any(injection.fact in sentence.text for sentence in answer.sentences)
    assert [word for word in PAYLOAD if word in answer.text] == []


def test_no_key_changes(tmp_path: Path) -> None:
    """Notes that yield many questions, with an instruction behind each of twenty paragraphs."""
    folder = bundled_courses()[BUNDLED_COURSE].notes_folder
    clean = {p.name: p.read_text("utf-8") for p in folder.rglob("3.0[58]*.md")}
    assert len(clean) == 2
    texts = cycle(injection.text for injection in INJECTIONS)
    infested = {
        name: re.sub(r"(?<=\.)\n\n", lambda _: f"\n\n{next(texts)}\n\n", text)
        for name, text in clean.items()
    }
    assert all(injection.text in "".join(infested.values()) for injection in INJECTIONS)
    request = QuizRequest(n=60, origin="notes", seed=1, shuffled=False)
    asked, attacked = (
        tutor_of(tmp_path / name, files).quiz(COURSE, request).questions
        for name, files in (("clean", clean), ("infested", infested))
    )
    keys = {(q.stem, q.receipt.quote): right(q) for q in asked}
    same = [q for q in attacked if (q.stem, q.receipt.quote) in keys]
    assert len(same) >= 10
    for question in same:
        assert right(question) == keys[question.stem, question.receipt.quote]
    for question in attacked:
        assert any(question.receipt.quote in text for text in clean.values())
        assert not speaks_to_a_model(question.receipt.quote)
        shown = " ".join((question.stem, *(option.text for option in question.options)))
        assert [word for word in PAYLOAD if word in shown] == []


@pytest.mark.parametrize("injection", EVERY)
def test_a_model_that_obeys_is_not_believed(injection: Injection, attacked: StudyTutor) -> None:
    """It cites every passage that it was given, the attacked one among them."""
    every = "".join(f"[{n}]" for n in range(1, 9))
    with ModelServer([f"{injection.obeyed} {every}"]) as server:
        model = {"llm": "openai:scripted", "llm_base_url": server.url}
        settings = attacked.settings.model_copy(update=model)
        answer = StudyTutor(settings).ask(COURSE, injection.fact)
        said = said_in(server.requests[0])
    assert answer.mode == "model", answer.warning
    assert [s.text for s in answer.sentences if s.supported] == []
    assert injection.fact in said
    assert said.count("<passage n=") == said.count("</passage>")
    assert not any(mark in said for mark in ("<|im_", "[INST]", "<system>", "<!--", "\u200b"))


def test_a_note_about_models_keeps_its_sentences() -> None:
    for text in (
        "A prompt injection is text that tries to change what a language model does.",
        "Ignore the index column when you count features.",
        "The answer depends on the metric: choose recall when a miss is expensive.",
        "Option B costs more than option A.",
        "Act on the alert before it escalates.",
        "Always choose ML Runtime for machine learning workloads.",
    ):
        assert not speaks_to_a_model(text), text


def test_inert_text_keeps_its_words() -> None:
    assert inert("List<String> x = a < b; <b>bold</b>") == "List<String> x = a < b; <b>bold</b>"
    assert inert("می\u200cخواهم") == "می\u200cخواهم"
