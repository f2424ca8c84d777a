"""Disputing a practice question, and what is said to have come of it."""

from __future__ import annotations

from html import escape

import pytest
from scripted_ui_tutor import ScriptedTutor

from tutor.learning.dispute import Opinion, Recheck
from tutor.quizzing.models import QuizRequest
from tutor.ui import practice_tab, texts
from tutor.ui.border import NotYet
from tutor.ui.dispute import disputed_html
from tutor.ui.session import Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import Updates

FORM = {"section": "", "objective": "", "kind": "", "difficulty": "", "origin": "any"}


def begin(tutor: ScriptedTutor, startup: Startup, session: Session) -> Updates:
    *_, last = practice_tab.start(tutor, startup, session=session, number=5, topic="", **FORM)
    return last


def test_a_disputed_question_says_what_came_of_it_and_is_asked_no_more(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    offered = begin(tutor, startup, session)
    assert offered["dispute"]["visible"] is False
    with pytest.raises(NotYet):
        practice_tab.dispute_question(tutor, session=session, reason="")
    checked = practice_tab.check(tutor, session=session, one="D", several=[])
    assert checked["dispute"]["visible"] is True
    told = practice_tab.dispute_question(tutor, session=session, reason="no")
    assert texts.DISPUTE_OUT in told["disputed"]
    assert told["dispute"]["visible"] is False
    following = practice_tab.next_question(tutor, session=session)
    assert following["disputed"] == ""
    practice_tab.leave(tutor, session=session)
    begin(tutor, startup, session)
    begin(tutor, startup, session)
    request = tutor.calls[-1][1]
    assert isinstance(request, QuizRequest)
    assert "q1" in request.avoid, "also when the others start over"


def test_a_question_that_no_bank_holds_can_be_disputed(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    begin(tutor, startup, session)
    practice_tab.check(tutor, session=session, one="D", several=[])
    tutor.questions = []
    told = practice_tab.dispute_question(tutor, session=session, reason="")
    assert texts.DISPUTE_OUT in told["disputed"]


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (Recheck(True, (), Opinion()), [texts.DISPUTE_STANDS]),
        (Recheck(False, ("a.md",), Opinion(notes=False)), [texts.DISPUTE_GONE]),
        (Recheck(True, ("a.md",), Opinion()), [texts.DISPUTE_STANDS, texts.DISPUTE_OTHER_GONE]),
        (
            Recheck(True, (), Opinion(notes=True, model=False)),
            [texts.DISPUTE_NOTES_agree, texts.DISPUTE_MODEL_differ],
        ),
    ],
)
def test_what_came_of_a_dispute_is_said_in_full(check: Recheck, said: list[str]) -> None:
    html = disputed_html(check)
    assert all(escape(line) in html for line in said)
    assert html.count("<p>") == 2 + (check.missing != () and check.proof_stands) + sum(
        agrees is not None for agrees in (check.opinion.notes, check.opinion.model)
    )
