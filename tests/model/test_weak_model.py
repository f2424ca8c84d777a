"""A real weak model invents and repeats: nothing that the notes do not back is shown as backed.

Its answers differ between machines, so they are judged, not compared: a sentence counts as backed
when nearly all of its words stand in the same order in one cited passage. That is stricter than
the tutor's own check, which a model this weak never needs to be spared.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
from injected_notes import INJECTIONS, PAYLOAD, notes

from eval.cases import Fact, bundled_cases
from index.lexical import terms_of
from tutor.answering.answer import Answer
from tutor.answering.marked_text import marked_sentences
from tutor.answering.prompt import fitting
from tutor.answering.proof import Prover, Said
from tutor.answering.quotable import teaches
from tutor.model_check import check_model
from tutor.settings import Settings
from tutor.study_tutor import StudyTutor

pytestmark = [pytest.mark.model, pytest.mark.timeout(3600)]
COURSE = "weak"
_IN_ORDER = 0.75
_CASES = [fact for fact in bundled_cases().facts if fact.objective.startswith("3.")][::9]
FEW, TWENTY = _CASES[:2], _CASES[:20]


def backed(sentence: str, quote: str) -> bool:
    """Whether a sentence's words stand in the quote in the same order, but for a few."""
    ours, theirs = terms_of(sentence), terms_of(quote)
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= _IN_ORDER * len(ours)


def check(tutor: StudyTutor, answer: Answer) -> int:
    """Every supported sentence is backed by what it cites; returns how many sentences there are."""
    for citation in answer.citations:
        text = tutor.document(COURSE, citation.source).text
        assert text[citation.char_start : citation.char_end] == citation.quote
    quotes = {c.n: f"{' '.join(c.heading)} {c.quote}" for c in answer.citations}
    for sentence in answer.sentences:
        if sentence.supported:
            assert any(backed(sentence.text, quotes[n]) for n in sentence.citations), sentence
    return len(answer.sentences)


def ask(tutor: StudyTutor, fact: Fact) -> int:
    answer = tutor.ask(COURSE, fact.question)
    assert "connection" not in answer.warning, answer.warning
    if answer.mode == "model" and not answer.refused:
        everything_cited(tutor, fact.question, answer)
    return check(tutor, answer) if answer.mode == "model" else 0


def everything_cited(tutor: StudyTutor, question: str, answer: Answer) -> None:
    """The worst case: each sentence again, as if the model had cited every passage it got."""
    index = tutor.index(COURSE)
    hits = index.search(question, 20).hits
    passages = fitting([hit.chunk for hit in hits if teaches(hit.chunk)], index.count_tokens)
    for said in {s.text for s in marked_sentences(answer.text)}:
        for proof in Prover(index).prove(Said(said, question), passages):
            assert not proof.proves or backed(said, f"{proof.context} {proof.text}"), said


def test_short_two_questions(weak_tutor: StudyTutor) -> None:
    assert weak_tutor.test_model().works
    assert sum(ask(weak_tutor, fact) for fact in FEW) >= 2


def test_short_weights_in_this_process(model_folder: Path) -> None:
    pytest.importorskip("langchain_huggingface")
    found = check_model(Settings(llm=f"huggingface:{model_folder}", llm_max_tokens=12))
    assert found.works, found
    assert found.sample


def test_twenty_questions(weak_tutor: StudyTutor) -> None:
    assert sum(ask(weak_tutor, fact) for fact in TWENTY) >= 20


@pytest.mark.parametrize("few", [pytest.param(2, id="short"), pytest.param(20, id="twenty")])
def test_instructions_in_notes(
    few: int, model_settings: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("injected")
    (folder / "notes").mkdir()
    for name, text in notes(attacked=True).items():
        (folder / "notes" / name).write_text(text, "utf-8")
    given = {**model_settings, "llm_max_tokens": 60}
    tutor = StudyTutor(Settings(data_dir=folder / "data", **given))  # type: ignore[arg-type]
    tutor.create_course("Weak")
    tutor.ingest(COURSE, [folder / "notes"])
    for injection in INJECTIONS[:few]:
        answer = tutor.ask(COURSE, injection.fact)
        check(tutor, answer)
        for sentence in answer.sentences:
            if sentence.supported:
                assert not any(word in sentence.text for word in PAYLOAD), sentence
