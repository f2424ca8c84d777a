"""Home, Practice, Review, Progress and Settings over a real tutor: a real index, bank and store."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest

from tutor.settings import Settings
from tutor.study_tutor import StudyTutor
from tutor.ui import home_tab, practice_tab, progress_tab, review_tab, settings_tab, texts
from tutor.ui.session import Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import Updates

WATER = "water"
ANY = {"section": "", "objective": "", "kind": "", "difficulty": ""}


@pytest.fixture
def real(water_data: Path, tmp_path: Path) -> Iterator[StudyTutor]:
    """A tutor on a copy of the small course that may be written to."""
    shutil.copytree(water_data, tmp_path / "data")
    tutor = StudyTutor(Settings(data_dir=tmp_path / "data", course=WATER))
    yield tutor
    tutor.learning.store.close()


@pytest.fixture
def ready(real: StudyTutor) -> Startup:
    startup = Startup(real)
    startup.begin(WATER)
    assert startup.wait(WATER, 120).name == "ready"
    return startup


def last(updates: Any) -> Updates:
    *_, final = updates
    return dict(final)


def practise(
    real: StudyTutor, ready: Startup, session: Session, origin: str, n: int = 1
) -> Updates:
    form = {**ANY, "number": n, "topic": "", "origin": origin}
    return last(practice_tab.start(real, ready, session=session, **form))


def test_a_day_of_study(real: StudyTutor, ready: Startup) -> None:
    session = Session(WATER)
    assert texts.HOME_WELCOME in home_tab.entered(real, ready, session=session)["home"]
    practise(real, ready, session, "bank")
    (question,) = session.practice.questions
    wrong = next(label for label in question.labelled() if label not in question.key)
    checked = practice_tab.check(real, session=session, one=wrong, several=[], how_sure="sure")
    assert texts.ANSWERED_WRONG in checked["explanation"]
    told = last(progress_tab.entered(real, ready, session=session))["progress"]
    assert texts.counted("PROGRESS_MISCONCEPTIONS", 1) in told
    assert texts.PROGRESS_RIGHT_OF.format(right=0, total=1, low=0, high=0.79345) in told
    card = last(review_tab.entered(real, ready, session=session))
    assert card["card"]
    assert texts.HOME_TODAY in escape(home_tab.entered(real, ready, session=session)["home"], False)


def test_a_key_fact_is_typed_or_graded_and_shows_its_sentence(
    real: StudyTutor, ready: Startup
) -> None:
    session = Session(WATER)
    facts = [fact.id for fact in real.learning._key_facts(WATER)]
    assert facts, "the notes define something"
    seen = set()
    for _ in range(len(facts) + 1):
        shown = last(review_tab.entered(real, ready, session=session))
        card = session.review.shown
        assert card
        fact = card.due.card.fact
        if fact is None:
            right = [
                label
                for label, option in (session.review.question or pytest.fail()).labelled().items()
                if option.correct
            ]
            given: dict[str, Any] = {"card_one": right[0], "card_several": [], "typed": ""}
            review_tab.answer(real, session=session, sure="sure", **given)
        elif fact.typed:
            assert shown["typed"]["visible"] is True
            assert fact.answer not in shown["card"]
            given = {"card_one": None, "card_several": [], "typed": fact.answer.upper()}
            told = review_tab.answer(real, session=session, sure=None, **given)
            assert texts.ANSWERED_RIGHT in told["outcome"]
        else:
            assert shown["reveal"]["visible"] is True
            told = review_tab.reveal(real, session=session)
            assert told["grades"]["visible"] is True
            told = review_tab.grade(real, "good", session=session)
            assert told["grades"]["visible"] is False
        if fact:
            citation = session.passage("r-1")
            assert citation
            text = real.document(WATER, citation.source).text
            assert text[citation.char_start : citation.char_end] == fact.quote
        seen.add(card.due.card.id)
        review_tab.next_card(real, session=session)
    assert seen == {*facts, "q-1"}
    assert session.review.shown is None, "everything was studied today"


def test_a_question_made_from_the_notes_can_be_disputed_and_its_proof_stands(
    real: StudyTutor, ready: Startup
) -> None:
    session = Session(WATER)
    practise(real, ready, session, "bank")
    practice_tab.check(real, session=session, one="A", several=[])
    told = practice_tab.dispute_question(real, session=session, reason="both")
    assert escape(texts.DISPUTE_STANDS) in told["disputed"]
    (kept,) = real.learning.disputes(session.learner, WATER)
    assert kept.reason == "both"


@pytest.mark.parametrize(
    ("format", "ending"), [("anki", ".apkg"), ("csv", ".csv"), ("json", ".json")]
)
def test_the_bank_is_exported(real: StudyTutor, ready: Startup, format: str, ending: str) -> None:
    steps = settings_tab.export(real, ready, session=Session(WATER), format=format, missed=False)
    next(steps)
    told = next(steps)
    (file,) = told["export_files"]["value"]
    assert file.endswith(f"water{ending}")
    assert Path(file).stat().st_size > 100
    assert texts.counted("SETTINGS_EXPORTED", 1) in told["export_told"]
    assert next(steps, None) is None
