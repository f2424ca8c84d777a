"""Home, Practice, Review, Progress and Settings over a real tutor: a real index, bank and store."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import pytest
from small_course import HashEmbedder

from tutor.learning.cards_key_facts import GAP
from tutor.settings import Settings
from tutor.study_tutor import StudyTutor
from tutor.ui import home_tab, practice_tab, progress_tab, review_tab, settings_tab, texts
from tutor.ui.review_page import page
from tutor.ui.session import Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import Updates

WATER = "water"
ANY = {"section": "", "objective": "", "kind": "", "difficulty": ""}
NOTES = """# Phases of water

## Boiling

Water boils at 100 degrees Celsius at sea level.
**Evaporation** is the change of a liquid into a gas below its boiling point.

## To remember

- Water freezes at 0 degrees Celsius at sea level.
- Ice floats because it is less dense than liquid water.
"""
BANK = """- id: q-1
  stem: At which temperature does water boil at sea level?
  options:
    - {text: "0 degrees", why: "Water freezes there."}
    - {text: "100 degrees", correct: true, why: "The note says so."}
  receipt: {source: notes/water.md, quote: "Water boils at 100 degrees Celsius at sea level."}
"""


class HashedTutor(StudyTutor):
    """A real tutor but for its embedding model, which would take a minute to load."""

    @cached_property
    def _embedder(self) -> HashEmbedder:  # type: ignore[override]
        return HashEmbedder()


@pytest.fixture
def real(tmp_path: Path) -> Iterator[StudyTutor]:
    """A tutor with one small course, indexed."""
    course = tmp_path / WATER
    for name, text in (("notes/water.md", NOTES), ("questions/bank.yaml", BANK)):
        (course / name).parent.mkdir(parents=True)
        (course / name).write_text(text, "utf-8")
    (course / "course.toml").write_text('id = "water"\ntitle = "Water"\n', "utf-8")
    tutor = HashedTutor(Settings(data_dir=tmp_path / "data", course=WATER))
    tutor.ingest(WATER, [course])
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
    form: dict[str, Any] = {**ANY, "number": n, "topic": "", "origin": origin}
    return last(practice_tab.start(real, ready, session=session, **form))


def test_a_day_of_study(real: StudyTutor, ready: Startup) -> None:
    session = Session(WATER)
    assert texts.HOME_WELCOME in home_tab.entered(real, ready, session=session)["home"]
    practise(real, ready, session, "bank")
    (question,) = session.practice.questions
    wrong = next(label for label in question.labelled() if label not in question.key)
    checked = practice_tab.check(real, session=session, one=wrong, several=[], how_sure="sure")
    assert "st-wrong" in checked["explanation"]
    told = last(progress_tab.entered(real, ready, session=session))["progress"]
    assert texts.counted("PROGRESS_MISCONCEPTIONS", 1) in told
    assert texts.PROGRESS_RIGHT_OF.format(right=0, total=1, low=0, high=0.79345) in told
    card = last(review_tab.entered(real, ready, session=session))
    assert card["card"]
    assert escape(texts.HOME_TODAY) in home_tab.entered(real, ready, session=session)["home"]


def test_every_card_comes_once_today_and_shows_its_sentence(
    real: StudyTutor, ready: Startup
) -> None:
    session = Session(WATER)
    seen = []
    while last(review_tab.entered(real, ready, session=session))["card"] and session.review.shown:
        card = session.review.shown.due.card
        seen.append(card.id)
        study(real, session)
        if card.fact:
            citation = session.passage("r-1")
            assert citation
            text = real.document(WATER, citation.source).text
            assert text[citation.char_start : citation.char_end] == card.fact.quote
        review_tab.next_card(real, session=session)
    kinds = {card[:1] for card in seen}
    assert len(seen) == len(set(seen)) == 4, "a question and three key facts"
    assert len(kinds) > 1


def study(real: StudyTutor, session: Session) -> None:
    """Answer the card on the page right, as its kind wants it."""
    review = session.review
    assert review.shown
    shown, fact = page(real, session), review.shown.due.card.fact
    given: dict[str, Any] = {"card_one": None, "card_several": [], "typed": ""}
    if review.question:
        (given["card_one"],) = review.question.key
    elif fact and fact.typed:
        assert shown["typed"]["visible"] is True
        assert GAP in shown["card"]
        assert fact.quote not in shown["card"]
        given["typed"] = fact.answer.upper()
    else:
        assert shown["reveal"]["visible"] is True
        assert review_tab.reveal(real, session=session)["grades"]["visible"] is True
        graded = review_tab.grade(real, "good", session=session)
        assert graded["grades"]["visible"] is False
        return
    told = review_tab.answer(real, session=session, sure="sure", **given)
    assert texts.ANSWERED_RIGHT in told["outcome"]


def test_the_proof_of_a_disputed_question_stands_in_the_notes(
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
