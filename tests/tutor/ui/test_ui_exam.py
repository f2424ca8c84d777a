"""The Mock exam tab: what it shows while an exam is open, at its end, and afterwards."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from scripted_ui_tutor import ScriptedTutor, question

from corpus.errors import StudyError
from tutor.ui import exam_tab, texts
from tutor.ui.exam_page import page
from tutor.ui.session import Session


@pytest.fixture
def sitting(tutor: ScriptedTutor, session: Session) -> Session:
    """An open exam of three questions, the second with several right options."""
    tutor.questions = [
        question("q1"),
        question("q2", right="AC", kind="multiple"),
        question("q3"),
    ]
    exam_tab.begin(tutor, session=session, length=3)
    return session


def sheet(
    tutor: ScriptedTutor, session: Session, *labels: str, sure: str = "", at: str = ""
) -> dict[str, Any]:
    """What the page sends: the question on it, and what is chosen there."""
    at = at or page(tutor, session)["exam_at"]
    values = [f"{at.split()[0]}.{label}" for label in labels]
    return {
        "session": session,
        "exam_at": at,
        "exam_one": values[0] if values else None,
        "exam_several": values,
        "confidence": sure,
    }


def choose(tutor: ScriptedTutor, session: Session, *labels: str, **how: str) -> dict[str, Any]:
    return exam_tab.choose(tutor, **sheet(tutor, session, *labels, **how))


def right_labels(tutor: ScriptedTutor, session: Session) -> list[str]:
    """The key of the question on the page, by its text: an open exam never tells it."""
    view = tutor.learning.exam_view(session.learner, session.exam)
    asked = view.questions[view.position - 1]
    keys = {o.text for q in tutor.questions for o in q.options if o.correct}
    return [label for label, text in asked.options.items() if text in keys]


def test_the_list_offers_whole_and_shorter_exams(tutor: ScriptedTutor, session: Session) -> None:
    tutor.questions = [question(f"q{n}") for n in range(8)]
    shown = page(tutor, session)
    assert [n for _, n in shown["length"]["choices"]] == [8, 4, 2]
    assert texts.EXAM_NONE_YET in shown["entries"]


def test_without_a_bank_there_is_no_exam_to_start(tutor: ScriptedTutor, session: Session) -> None:
    tutor.questions = []
    shown = page(tutor, session)
    assert shown["begin"]["visible"] is False
    assert texts.EXAM_NO_BANK in shown["exam_intro"]


def test_nothing_of_an_open_exam_tells_a_key(tutor: ScriptedTutor, sitting: Session) -> None:
    everything = [page(tutor, sitting)]
    for _ in range(3):
        everything.append(choose(tutor, sitting, "A"))
        everything.append(exam_tab.step(tutor, 1, **sheet(tutor, sitting, "A")))
    shown = json.dumps([{k: v for k, v in u.items() if k != "session"} for u in everything])
    assert "secret" not in shown  # reasons, takeaways
    assert not re.search(r"correct|st-right|st-wrong", shown)


def test_an_answer_survives_a_new_page(tutor: ScriptedTutor, sitting: Session) -> None:
    choose(tutor, sitting, *right_labels(tutor, sitting), sure="sure")
    reloaded = Session(sitting.course, learner=sitting.learner)
    shown = page(tutor, reloaded)
    assert reloaded.exam == sitting.exam
    assert "st-is-answered" in shown["navigator"]
    assert shown["confidence"]["value"] == "sure"


def test_an_answer_belongs_to_the_question_it_was_given_on(
    tutor: ScriptedTutor, sitting: Session
) -> None:
    """Although another tab has turned the exam to another question meanwhile."""
    first = page(tutor, sitting)["exam_at"]
    exam_tab.turn_to(tutor, link="#number/3", **sheet(tutor, sitting))
    choose(tutor, sitting, "B", at=first)
    exam_tab.flag(tutor, **sheet(tutor, sitting, "B", at=first))
    view = tutor.learning.exam_view(sitting.learner, sitting.exam)
    assert [q.chosen for q in view.questions] == [("B",), (), ()]
    assert view.flagged == (1,)
    exam_tab.step(tutor, 1, **sheet(tutor, sitting, "B", at=first))
    assert tutor.learning.exam_view(sitting.learner, sitting.exam).position == 2


def test_going_on_keeps_an_answer_whose_event_comes_later(
    tutor: ScriptedTutor, sitting: Session
) -> None:
    shown = exam_tab.step(tutor, 1, **sheet(tutor, sitting, "C", sure="sure"))
    assert shown["navigator"].count("st-is-answered") == 1


def test_going_on_leaves_alone_what_another_tab_has_changed(
    tutor: ScriptedTutor, sitting: Session
) -> None:
    choose(tutor, sitting, "A")
    first = page(tutor, sitting)["exam_at"]
    choose(tutor, sitting, "D", at=first)  # in the other tab
    exam_tab.step(tutor, 1, **sheet(tutor, sitting, "A", at=first))
    view = tutor.learning.exam_view(sitting.learner, sitting.exam)
    assert view.questions[0].chosen == ("D",)


def test_an_option_of_another_question_is_no_answer(tutor: ScriptedTutor, sitting: Session) -> None:
    """Although it is still on the page when the next question is."""
    exam_tab.step(tutor, 2, **sheet(tutor, sitting))
    choose(tutor, sitting, "C")
    late = {**sheet(tutor, sitting), "exam_one": "1.A", "exam_several": ["1.A"]}
    exam_tab.choose(tutor, **late)
    view = tutor.learning.exam_view(sitting.learner, sitting.exam)
    assert [q.chosen for q in view.questions] == [(), (), ("C",)]


def test_another_learner_sees_nothing_of_it(tutor: ScriptedTutor, sitting: Session) -> None:
    shown = page(tutor, Session(sitting.course, learner="somebody else"))
    assert shown["sitting"]["visible"] is False
    assert texts.EXAM_NONE_YET in shown["entries"]
    stolen = Session(sitting.course, learner="somebody else", exam=sitting.exam)
    with pytest.raises(StudyError):
        page(tutor, stolen)


def test_flagged_and_unanswered_questions_are_listed_before_submitting(
    tutor: ScriptedTutor, sitting: Session
) -> None:
    choose(tutor, sitting, "A")
    exam_tab.flag(tutor, **sheet(tutor, sitting, "A"))
    shown = exam_tab.look_over(tutor, **sheet(tutor, sitting, "A"))
    assert texts.EXAM_UNANSWERED.format(count=2) in shown["before_submit"]
    assert texts.EXAM_FLAGGED.format(count=1) in shown["before_submit"]
    assert shown["sitting"]["visible"] is False


def test_after_the_last_question_comes_the_look_over(
    tutor: ScriptedTutor, sitting: Session
) -> None:
    exam_tab.turn_to(tutor, link="#number/3", **sheet(tutor, sitting))
    shown = exam_tab.step(tutor, 1, **sheet(tutor, sitting))
    assert shown["looking_over"]["visible"] is True


def test_the_report_says_score_interval_and_what_to_look_at(
    tutor: ScriptedTutor, sitting: Session
) -> None:
    right = right_labels(tutor, sitting)
    exam_tab.step(tutor, 1, **sheet(tutor, sitting, *right))
    shown = exam_tab.submit(tutor, session=sitting)
    assert shown["reported"]["visible"] is True
    assert "1 / 3" in shown["exam_report"]
    assert f"{texts.EXAM_NOT_ANSWERED} (2)" in shown["exam_report"]
    assert shown["looked_back"].count("st-action") == 2  # the two that are wrong
    every = exam_tab.look_back(tutor, session=sitting, only="all")
    assert every["looked_back"].count("st-action") == 3


def test_the_missed_ones_are_carried_over_to_practice(
    tutor: ScriptedTutor, sitting: Session
) -> None:
    choose(tutor, sitting, *right_labels(tutor, sitting))
    exam_tab.submit(tutor, session=sitting)
    shown = exam_tab.practise_missed(tutor, session=sitting)
    assert len(sitting.practice.questions) == 2
    assert shown["tabs"]["selected"] == "practice"


def test_at_the_deadline_the_exam_ends_with_what_was_answered(
    tutor: ScriptedTutor, sitting: Session
) -> None:
    choose(tutor, sitting, *right_labels(tutor, sitting))
    tutor.clock.tick(hours=3)
    shown = exam_tab.time_is_up(tutor, session=sitting)
    assert shown["reported"]["visible"] is True
    assert "1 / 3" in shown["exam_report"]


def test_leaving_the_report_shows_the_exam_in_the_list(
    tutor: ScriptedTutor, sitting: Session
) -> None:
    exam_tab.submit(tutor, session=sitting)
    shown = exam_tab.back_to_list(tutor, session=sitting)
    assert shown["exams"]["visible"] is True
    assert texts.EXAM_SCORE.format(right=0, total=3) in shown["entries"]
