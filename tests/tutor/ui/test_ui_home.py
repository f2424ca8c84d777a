"""The Home tab: what it offers on the first start, and what it shows afterwards."""

from __future__ import annotations

from datetime import timedelta

from scripted_ui_tutor import COURSE, ScriptedTutor, question

from tutor.learning.events import Goal
from tutor.ui import exam_tab, home_tab, practice_tab, texts
from tutor.ui.practice_page import begin_set
from tutor.ui.session import Session
from tutor.ui.startup import Startup


def home(tutor: ScriptedTutor, startup: Startup, session: Session) -> str:
    return str(home_tab.entered(tutor, startup, session=session)["home"])


def answer_one(tutor: ScriptedTutor, session: Session) -> None:
    begin_set(tutor, session, tutor.questions)
    practice_tab.check(tutor, session=session, one="B", several=[], how_sure="sure")


def test_the_first_start_offers_three_choices_and_nothing_else(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    html = home(tutor, startup, session)
    for tab in ("ask", "practice", "exam"):
        assert f'href="#go/{tab}"' in html
        assert texts.of("HOME_CHOICE_TOLD", tab) in html
    assert "st-tile" not in html
    assert 'href="#go/settings"' in html


def test_before_the_course_is_ready_there_is_something_to_do(
    tutor: ScriptedTutor, session: Session
) -> None:
    html = home(tutor, Startup(tutor), session)
    assert texts.HOME_SOON in html
    assert 'href="#go/ask"' in html
    assert home_tab.waiting()["home"] == html


def test_a_course_without_notes_says_where_to_add_them(
    tutor: ScriptedTutor, session: Session, startup: Startup
) -> None:
    tutor.fails = RuntimeError("nothing there")
    session.enter("empty")
    startup.begin("empty")
    startup.wait("empty")
    html = home(tutor, startup, session)
    assert texts.HOME_NO_NOTES in html
    assert 'href="#go/notes"' in html


def test_so_does_an_empty_course_that_is_ready(
    tutor: ScriptedTutor, session: Session, startup: Startup
) -> None:
    tutor.files = {}
    assert texts.HOME_NO_NOTES not in home(tutor, startup, session), "it has questions"
    tutor.questions = []
    assert texts.HOME_NO_NOTES in home(tutor, startup, session)


def test_an_unfinished_set_and_an_open_exam_can_be_gone_on_with(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    answer_one(tutor, session)
    html = home(tutor, startup, session)
    assert texts.HOME_PRACTICE_OPEN.format(done=1, total=2) in html
    assert texts.HOME_CONTINUE_EXAM not in html
    tutor.questions = [question(f"e{n}") for n in range(4)]
    exam_tab.begin(tutor, session=session, length=2)
    tutor.clock.tick(seconds=60)
    html = home(tutor, startup, session)
    assert texts.HOME_CONTINUE_EXAM in html
    left = tutor.learning.exam_view(session.learner, session.exam).remaining_seconds
    assert texts.HOME_EXAM_OPEN.format(minutes=int(left // 60)) in html


def test_days_to_the_exam_and_the_plan(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    answer_one(tutor, session)
    assert texts.HOME_NO_DATE in home(tutor, startup, session)
    today = tutor.clock.now.date()
    for days, told in (
        (10, texts.counted("HOME_DAYS", 10)),
        (1, "1 day left"),
        (0, texts.HOME_DAY_IS_TODAY),
        (-1, texts.HOME_DATE_PASSED),
    ):
        goal = Goal(today + timedelta(days=days), 0.8, 30)
        tutor.learning.set_goal(session.learner, COURSE, goal)
        assert told in home(tutor, startup, session)
    goal = Goal(today + timedelta(days=10), 0.8, 30)
    tutor.learning.set_goal(session.learner, COURSE, goal)
    html = home(tutor, startup, session)
    assert texts.HOME_TODAY_CARDS.format(new=1, review=0) in html
    assert "1.01 Tune a model" in html
    assert texts.HOME_ENOUGH.format(minutes=30) in html


def test_due_cards_and_mastery_are_shown(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    answer_one(tutor, session)
    tutor.clock.tick(days=60)
    html = home(tutor, startup, session)
    assert texts.HOME_DUE_TOLD in html
    assert 'href="#go/review"' in html
    assert '<svg class="st-plot" role="img"' in html
    assert texts.PROGRESS_SEEN.format(seen=1, cards=2) in html


def test_links_turn_to_tabs(tutor: ScriptedTutor, session: Session) -> None:
    session.exam = "an old report"
    turned = home_tab.go(tutor, session=session, link="#go/review")
    assert turned["tabs"]["selected"] == "review"
    assert session.exam == "an old report"
    home_tab.go(tutor, session=session, link="#go/exam")
    assert session.exam == ""


def test_a_link_may_choose_what_to_practise(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    answer_one(tutor, session)
    turned = home_tab.go(tutor, session=session, link="#go/practice%201.01")
    assert turned["tabs"]["selected"] == "practice"
    assert turned["section"] == "1"
    assert turned["objective"]["value"] == "1.01"
    assert turned["narrow"]["open"] is True
    opened = practice_tab.entered(tutor, startup, session=session)
    assert opened["form"]["visible"] is True, "the unfinished set does not stand in the way"
    resumed = practice_tab.entered(tutor, startup, session=session)
    assert "Question q2" in resumed["question"]
    stray = home_tab.go(tutor, session=session, link="#go/practice%209.99")
    assert stray.keys() == {"tabs", "session"}
