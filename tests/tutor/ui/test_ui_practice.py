"""The Practice tab's handlers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from scripted_ui_tutor import COURSE, ScriptedTutor, question

from corpus.questions import Question
from tutor.errors import NoQuestions
from tutor.quizzing.models import QuizRequest
from tutor.ui import practice_page, practice_tab, texts
from tutor.ui.border import NotYet
from tutor.ui.render_practice import choices, question_html
from tutor.ui.session import Practice, Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import Updates

ANY = {"section": "", "objective": "", "kind": "", "difficulty": "", "origin": "any"}


def begin(tutor: ScriptedTutor, startup: Startup, session: Session, **form: Any) -> Updates:
    given = {**ANY, "number": 5, "topic": "", **form}
    *_, last = practice_tab.start(tutor, startup, session=session, **given)
    return last


def shown(updates: Updates) -> str:
    """Everything that goes to the browser."""
    sent = {name: value for name, value in updates.items() if name != "session"}
    return json.dumps(sent)


def test_the_key_is_not_in_the_page_before_the_answer_is_checked(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    before = shown(begin(tutor, startup, session))
    assert "Option A of q1" in before
    for secret in ("secret", "st-right", "correct", "#passage"):
        assert secret not in before
    after = shown(practice_tab.check(tutor, session=session, one="A", several=[]))
    assert "secret reason B of q1" in after
    assert "secret takeaway of q1" in after
    assert "q2" not in after, "the next question is not sent ahead"
    following = shown(practice_tab.next_question(tutor, session=session))
    assert "secret" not in following


def test_one_right_option_is_a_radio_and_several_are_check_boxes(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    first = begin(tutor, startup, session)
    assert (first["one"]["visible"], first["several"]["visible"]) == (True, False)
    practice_tab.check(tutor, session=session, one="B", several=[])
    second = practice_tab.next_question(tutor, session=session)
    assert (second["one"]["visible"], second["several"]["visible"]) == (False, True)
    assert second["several"]["value"] == []
    result = practice_tab.check(tutor, session=session, one="B", several=["A", "C"])
    assert texts.ANSWERED_RIGHT in result["explanation"]
    assert result["several"] == {"__type__": "update", "interactive": False}
    assert result["next"]["value"] == texts.FINISH


def test_a_wrong_answer_shows_the_key_and_what_was_chosen(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    begin(tutor, startup, session)
    html = practice_tab.check(tutor, session=session, one="D", several=[])["explanation"]
    assert texts.WRONG_AND_KEY.format(key="B") in html
    assert html.count(texts.YOU_CHOSE) == 1
    assert html.count('href="#passage/q-1"') >= 4


def test_an_answer_counts_once(tutor: ScriptedTutor, startup: Startup, session: Session) -> None:
    begin(tutor, startup, session)
    practice_tab.check(tutor, session=session, one="D", several=[])
    practice_tab.check(tutor, session=session, one="B", several=[])
    assert session.practice.results["q1"].chosen == ("D",)


def test_nothing_chosen_is_not_checked(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    with pytest.raises(NotYet):
        practice_tab.check(tutor, session=session, one="A", several=[])
    begin(tutor, startup, session)
    with pytest.raises(NotYet):
        practice_tab.check(tutor, session=session, one=None, several=["A"])


def test_the_result_lists_what_was_missed_and_it_can_be_practised_again(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    begin(tutor, startup, session)
    practice_tab.check(tutor, session=session, one="B", several=[])
    practice_tab.next_question(tutor, session=session)
    practice_tab.check(tutor, session=session, one=None, several=["A"])
    end = practice_tab.next_question(tutor, session=session)
    assert end["result"]["visible"] is True
    assert end["asked"]["visible"] is False
    assert "1 / 2" in end["summary"]
    assert "Question q2" in end["summary"]
    assert "Question q1" not in end["summary"]
    again = practice_tab.retry_missed(tutor, session=session)
    assert [q.id for q in session.practice.questions] == ["q2"]
    assert again["asked"]["visible"] is True
    assert session.practice.results == {}
    left = practice_tab.leave(tutor, session=session)
    assert left["form"]["visible"] is True
    assert session.practice == Practice()


def test_all_right_is_said(tutor: ScriptedTutor, startup: Startup, session: Session) -> None:
    tutor.questions = [question("q1")]
    begin(tutor, startup, session)
    practice_tab.check(tutor, session=session, one="B", several=[])
    end = practice_tab.next_question(tutor, session=session)
    assert texts.NOTHING_MISSED in end["summary"]
    assert end["again"]["visible"] is False


def test_the_form_becomes_a_request(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    form = {"section": "1", "kind": "multiple", "origin": "bank", "number": 2.0, "topic": " x "}
    last = begin(tutor, startup, session, **form)
    assert tutor.calls[-1] == (
        "quiz",
        QuizRequest(n=2, section="1", kind="multiple", origin="bank", topic="x"),
    )
    assert "key too long: 2" in last["notice"]
    begin(tutor, startup, session, section="1", objective="1.01")
    request = tutor.calls[-1][1]
    assert isinstance(request, QuizRequest)
    assert (request.section, request.objective) == ("", "1.01")


def test_no_question_comes_twice_until_all_were_asked(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    begin(tutor, startup, session, number=1)
    begin(tutor, startup, session, number=1)
    assert session.practice.questions[0].id == "q2"
    last = begin(tutor, startup, session, number=1)
    assert session.practice.questions[0].id == "q1"
    assert texts.STARTING_OVER in last["notice"]


def test_no_questions_at_all_says_so_and_stays_on_the_form(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    tutor.questions = []
    updates = practice_tab.start(tutor, startup, session=session, number=5, topic="", **ANY)
    assert texts.DRAWING in next(updates)["notice"]
    assert next(updates) == {"notice": ""}
    with pytest.raises(NoQuestions):
        next(updates)


def test_asking_about_a_question_carries_it_into_the_conversation(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    begin(tutor, startup, session)
    with pytest.raises(NotYet):
        practice_tab.ask_about(tutor, session=session)
    practice_tab.check(tutor, session=session, one="D", several=[])
    updates = practice_tab.ask_about(tutor, session=session)
    assert updates["tabs"]["selected"] == "ask"
    assert "Option D of q1" in updates["chat"][0]["content"]
    (exchange,) = session.exchanges
    turn = exchange.turn()
    assert turn
    assert turn.answer == "The explanation."
    assert "what does `fmin` do?" in turn.question


def test_objectives_follow_the_section(tutor: ScriptedTutor, session: Session) -> None:
    updates = practice_tab.choose_section(tutor, session=session, section="1")
    assert updates["objective"]["choices"] == [
        (texts.ANY_OBJECTIVE, ""),
        ("1.01 Tune a model", "1.01"),
    ]
    assert practice_tab.choose_section(tutor, session=session, section="")["objective"][
        "visible"
    ] is (False)
    offered = practice_page.choices_of_course(tutor.course(COURSE), with_model=False)
    assert ("Language model", "model") not in offered["origin"]["choices"]
    assert offered["origin"]["value"] == "notes", "there is no bank"


def test_options_with_lines_of_their_own_are_listed_under_the_stem() -> None:
    coded = question("q1").model_dump()
    coded["options"][0]["text"] = "```python\nfmin(f)\n```"
    coded["options"][1]["text"] = "a\n<b>"
    lines = Question.model_validate(coded)
    assert choices(lines) == [(label, label) for label in "ABCD"]
    html = question_html(Practice((lines,)), None)
    assert "fmin(f)" in html
    assert "a\n&lt;b&gt;" in html
    assert choices(question("q2"))[0] == ("A.  Option A of q2", "A")


def test_an_answer_is_kept_with_its_confidence_and_time(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    first = begin(tutor, startup, session)
    assert [value for _, value in first["how_sure"]["choices"]] == ["guess", "unsure", "sure"]
    assert first["how_sure"]["value"] is None
    tutor.clock.tick(seconds=12)
    practice_tab.check(tutor, session=session, one="D", several=[], how_sure="unsure")
    practice_tab.next_question(tutor, session=session)
    practice_tab.check(tutor, session=session, one=None, several=["A"], how_sure=None)
    events = tutor.learning.store.events(session.learner, COURSE, kinds=("answered",))
    assert [(e.card, e.correct, e.confidence, e.seconds) for e in events] == [
        ("q1", False, "unsure", 12),
        ("q2", False, None, 0),
    ]


def test_an_unfinished_set_comes_back_after_a_reload(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    begin(tutor, startup, session)
    practice_tab.check(tutor, session=session, one="D", several=[])
    reloaded = Session(COURSE)
    shown = practice_tab.entered(tutor, startup, session=reloaded)
    assert "Question q2" in shown["question"]
    assert "2 / 2" in shown["question"]
    assert reloaded.practice.results["q1"].chosen == ("D",)
    assert practice_tab.entered(tutor, startup, session=Session(COURSE, learner="eve")).keys() == {
        "session"
    }
    practice_tab.leave(tutor, session=reloaded)
    assert practice_tab.entered(tutor, startup, session=Session(COURSE)).keys() == {"session"}


def test_a_set_is_not_looked_for_before_the_course_is_ready(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    begin(tutor, startup, session)
    waiting = practice_tab.entered(tutor, Startup(tutor), session=Session(COURSE))
    assert waiting.keys() == {"session"}


def test_a_question_that_an_exam_has_drawn_since_leaves_the_set(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    begin(tutor, startup, session)
    view = tutor.learning.start_exam(session.learner, COURSE, n=2)
    told = practice_tab.check(tutor, session=session, one="B", several=[])
    assert texts.TAKEN_OUT in told["notice"]
    assert "secret" not in shown(told)
    assert [q.id for q in session.practice.questions] == ["q2"]
    tutor.learning.submit(session.learner, view.exam)
