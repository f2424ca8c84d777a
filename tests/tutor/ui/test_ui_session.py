"""One learner's page."""

from __future__ import annotations

from copy import deepcopy

from scripted_ui_tutor import ANSWER, FOLDS, LOSS, NEGATIVE, REFUSAL, question

from tutor.answering.answer import Turn
from tutor.quizzing.models import Explanation
from tutor.ui.session import Exchange, Practice, Session


def explained(chosen: tuple[str, ...] = ("B",)) -> Explanation:
    return Explanation("q1", ("B",), "bank", None, {}, (LOSS,), "The explanation.", chosen)


def test_copies_share_nothing() -> None:
    first = Session("a")
    second = deepcopy(first)
    second.exchanges.append(Exchange("x"))
    second.seen.add("q1")
    second.practice.results["q1"] = explained()
    assert first == Session("a")


def test_a_link_leads_to_its_own_citation() -> None:
    session = Session("a", [Exchange("q", ANSWER), Exchange("r", REFUSAL)])
    session.practice = Practice((question("q1"),), results={"q1": explained()})
    assert session.passage("a0-1") == LOSS
    assert session.passage("a0-2") == NEGATIVE
    assert session.passage("n1-3") == FOLDS
    assert session.passage("q-1") == LOSS
    for gone in ("a0-9", "a1-3", "n0-1", "a7-1", "q-2", "", "a-1", "ax-1", "a²-1"):
        assert session.passage(gone) is None


def test_follow_ups_carry_the_turns_that_were_answered() -> None:
    session = Session("a", [Exchange("first", ANSWER, finished=True), Exchange("stopped")])
    session.exchanges.append(Exchange("stem", explanation=explained(), finished=True))
    session.exchanges.append(Exchange("new"))
    assert session.previous() == (Turn("why?", ANSWER.text), Turn("stem", "The explanation."))
    session.exchanges = [Exchange(str(n), ANSWER, finished=True) for n in range(20)]
    assert len(session.previous()) == 6


def test_what_is_missed() -> None:
    questions = (question("q1"), question("q2"), question("q3"))
    practice = Practice(questions, results={"q1": explained(), "q2": explained(("A",))})
    assert practice.missed == questions[1:]
    assert practice.current == questions[0]
    practice.at = 3
    assert practice.current is None


def test_another_course_begins_anew() -> None:
    session = Session("a", [Exchange("x")], Practice((question("q1"),)), {"q1"})
    session.enter("b")
    assert session == Session("b")
