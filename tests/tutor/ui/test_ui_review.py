"""The Review tab: one card at a time, judged by the bank's labels whatever the page shows."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest
from scripted_ui_tutor import ScriptedTutor, question

from tutor.ui import exam_tab, practice_tab, review_tab, texts
from tutor.ui.border import NotYet
from tutor.ui.practice_page import begin_set
from tutor.ui.session import Session, seconds_taken
from tutor.ui.startup import Startup
from tutor.ui.wiring import Updates


@pytest.fixture
def reviewing(tutor: ScriptedTutor, startup: Startup, session: Session) -> Session:
    """q1 was wrong with confidence, q2 is new."""
    begin_set(tutor, session, tutor.questions)
    practice_tab.check(tutor, session=session, one="D", several=[], how_sure="sure")
    tutor.clock.tick(minutes=20)
    enter(tutor, startup, session)
    return session


def enter(tutor: ScriptedTutor, startup: Startup, session: Session) -> Updates:
    *_, last = review_tab.entered(tutor, startup, session=session)
    return last


def give(tutor: ScriptedTutor, session: Session, **given: Any) -> Updates:
    nothing: dict[str, Any] = {"card_one": None, "card_several": [], "typed": "", "sure": None}
    return review_tab.answer(tutor, session=session, **{**nothing, **given})


def page_label(session: Session, bank: str) -> str:
    """The letter on the page of an option that the bank labels so."""
    return "ABCD"[session.review.labels.index(bank)]


def test_what_was_wrong_with_confidence_comes_first(
    tutor: ScriptedTutor, startup: Startup, reviewing: Session
) -> None:
    shown = enter(tutor, startup, reviewing)
    assert "Question q1" in shown["card"]
    assert texts.REVIEW_WHY_sure_and_wrong in shown["card"]
    assert texts.REVIEW_WAITING.format(n=1) in shown["head"]
    assert shown["card_one"]["visible"] is True
    assert shown["card_several"]["visible"] is False
    sent = json.dumps({k: v for k, v in shown.items() if k != "session"})
    assert "secret" not in sent


def test_an_answer_is_judged_by_the_banks_labels(tutor: ScriptedTutor, reviewing: Session) -> None:
    tutor.clock.tick(seconds=40)
    chosen = page_label(reviewing, "B")
    shown = give(tutor, reviewing, card_one=chosen, sure="sure")
    assert texts.ANSWERED_RIGHT in shown["outcome"]
    assert "secret reason B of q1" in shown["outcome"]
    assert shown["following"]["visible"] is True
    assert shown["answer"]["visible"] is False
    *_, event = tutor.learning.store.events(reviewing.learner, reviewing.course)
    assert (event.card, event.chosen, event.correct) == ("q1", ("B",), True)
    assert (event.confidence, event.seconds) == ("sure", 40)
    assert reviewing.passage("r-1")


def test_a_card_counts_once(tutor: ScriptedTutor, reviewing: Session) -> None:
    give(tutor, reviewing, card_one="A")
    before = len(tutor.learning.store.events(reviewing.learner))
    give(tutor, reviewing, card_one="B")
    assert len(tutor.learning.store.events(reviewing.learner)) == before
    assert reviewing.review.done == 1


def test_the_next_card_is_another_and_in_the_end_there_is_none(
    tutor: ScriptedTutor, startup: Startup, reviewing: Session
) -> None:
    give(tutor, reviewing, card_one=page_label(reviewing, "B"), sure="sure")
    shown = review_tab.next_card(tutor, session=reviewing)
    assert "Question q2" in shown["card"]
    assert texts.REVIEW_WHY_new in shown["card"]
    assert shown["outcome"] == ""
    assert shown["card_several"]["visible"] is True
    several = [page_label(reviewing, label) for label in "AC"]
    shown = give(tutor, reviewing, card_several=several, sure="sure")
    assert texts.ANSWERED_RIGHT in shown["outcome"]
    over = review_tab.next_card(tutor, session=reviewing)
    assert escape(texts.REVIEW_ALL_DONE) in over["card"]
    assert 'href="#go/practice"' in over["card"]
    assert over["answer"]["visible"] is over["following"]["visible"] is False
    assert escape(texts.REVIEW_ALL_DONE) in enter(tutor, startup, reviewing)["card"]


def test_coming_back_to_the_tab_keeps_an_answered_card(
    tutor: ScriptedTutor, startup: Startup, reviewing: Session
) -> None:
    give(tutor, reviewing, card_one="A")
    assert "secret reason" in enter(tutor, startup, reviewing)["outcome"]


def test_nothing_answered_is_not_checked(tutor: ScriptedTutor, reviewing: Session) -> None:
    with pytest.raises(NotYet):
        give(tutor, reviewing)
    with pytest.raises(NotYet):
        review_tab.dispute_card(tutor, session=reviewing, reason="")
    with pytest.raises(NotYet):
        review_tab.grade(tutor, "good", session=reviewing)


def test_a_disputed_card_comes_back_no_more(
    tutor: ScriptedTutor, startup: Startup, reviewing: Session
) -> None:
    give(tutor, reviewing, card_one="A")
    shown = review_tab.dispute_card(tutor, session=reviewing, reason="B too")
    assert texts.DISPUTE_OUT in shown["disputed"]
    assert shown["dispute"]["visible"] is False
    (kept,) = tutor.learning.disputes(reviewing.learner, reviewing.course)
    assert (kept.card, kept.reason) == ("q1", "B too")
    tutor.clock.tick(days=30)
    following = review_tab.next_card(tutor, session=reviewing)
    assert "Question q2" in following["card"]
    assert following["disputed"] == ""


def test_a_card_that_an_exam_has_drawn_since_is_passed_over(
    tutor: ScriptedTutor, reviewing: Session
) -> None:
    exam_tab.begin(tutor, session=reviewing, length=2)
    shown = give(tutor, reviewing, card_one="A")
    assert 'role="alert"' in shown["waiting"]
    assert "secret" not in json.dumps({k: v for k, v in shown.items() if k != "session"})
    assert texts.REVIEW_NOTHING in shown["card"]


def test_another_course_begins_with_its_own_cards(tutor: ScriptedTutor, reviewing: Session) -> None:
    reviewing.enter("other")
    with pytest.raises(NotYet):
        give(tutor, reviewing, card_one="A")


def test_time_away_is_no_time_taken(tutor: ScriptedTutor) -> None:
    began = tutor.clock.now
    tutor.clock.tick(seconds=30)
    assert seconds_taken(began, tutor.clock.now) == 30
    tutor.clock.tick(hours=2)
    assert seconds_taken(began, tutor.clock.now) is None
    assert seconds_taken(tutor.clock.now, began) is None
    assert seconds_taken(None, began) is None


def test_options_with_lines_are_listed_above_the_letters(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    coded = question("q1").model_dump()
    coded["options"][0]["text"] = "fmin(\n  f)"
    tutor.questions = [type(tutor.questions[0]).model_validate(coded)]
    shown = enter(tutor, startup, session)
    assert "st-lettered" in shown["card"]
    assert shown["card_one"]["choices"] == [(label, label) for label in "ABCD"]
