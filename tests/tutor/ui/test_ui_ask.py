"""The Ask tab's handlers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_ui_tutor import ANSWER, COURSE, REFUSAL, SOURCE, ScriptedTutor, question

from tutor.answering.answer import Turn
from tutor.errors import ModelError
from tutor.quizzing.models import Explanation
from tutor.ui import ask_page, ask_tab, texts
from tutor.ui.border import NotYet
from tutor.ui.session import Exchange, Session
from tutor.ui.startup import Startup
from tutor.ui.wiring import Updates


def asked(tutor: ScriptedTutor, startup: Startup, session: Session, text: str) -> list[Updates]:
    return list(ask_tab.ask(tutor, startup, session=session, question=text))


def test_a_question_is_answered_with_links_to_its_passages(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    first, *_, last = asked(tutor, startup, session, "  why?  ")
    assert texts.SEARCHING in first["chat"][1]["content"]
    assert first["box"]["value"] == {"text": "", "files": []}
    assert (first["box"]["submit_btn"], first["box"]["stop_btn"]) == (False, True)
    assert (last["box"]["submit_btn"], last["box"]["stop_btn"]) == (True, False)
    assert "value" not in last["box"], "what was typed meanwhile stays"
    assert "#passage/a0-1" in last["chat"][1]["content"]
    assert last["examples"]["visible"] is False
    assert tutor.calls == [("ask", (COURSE, "why?", ()))]
    assert all("\n" not in message["content"] for message in last["chat"])


def test_follow_ups_carry_what_was_said(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    asked(tutor, startup, session, "why?")
    asked(tutor, startup, session, "and for RMSE?")
    assert tutor.calls[-1] == ("ask", (COURSE, "and for RMSE?", (Turn("why?", ANSWER.text),)))


def test_nothing_asked_is_not_an_exchange(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    with pytest.raises(NotYet):
        asked(tutor, startup, session, "  \n ")
    assert session.exchanges == []


def test_a_known_failure_says_what_to_do_and_keeps_what_was_written(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    tutor.answers = [
        replace(ANSWER, sentences=(), text="half of"),
        ModelError("The model is away", "Start it"),
    ]
    *_, last = asked(tutor, startup, session, "why?")
    content = last["chat"][1]["content"]
    assert "The model is away. Start it." in content
    assert "half of" in content
    assert last["box"]["submit_btn"] is True


def test_a_defect_is_logged_and_told_in_general(
    tutor: ScriptedTutor,
    startup: Startup,
    session: Session,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tutor.answers = [ZeroDivisionError("secret detail")]
    *_, last = asked(tutor, startup, session, "why?")
    assert texts.UNEXPECTED in last["chat"][1]["content"]
    assert "secret detail" not in last["chat"][1]["content"]
    assert "ZeroDivisionError: secret detail" in capsys.readouterr().err


def test_retry_asks_the_newest_question_again(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    tutor.answers = [REFUSAL]
    asked(tutor, startup, session, "why?")
    tutor.answers = [ANSWER]
    *_, last = ask_tab.retry(tutor, startup, session=session)
    assert len(session.exchanges) == 1
    assert texts.REFUSED not in last["chat"][1]["content"]
    session.exchanges = []
    with pytest.raises(NotYet):
        list(ask_tab.retry(tutor, startup, session=session))


def test_a_carried_practice_question_cannot_be_asked_again(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    explanation = Explanation("q1", ("B",), "bank", None, {}, (), "t")
    session.exchanges = [
        Exchange("stem", explanation=explanation, asked_about=question("q1"), finished=True)
    ]
    with pytest.raises(NotYet):
        list(ask_tab.retry(tutor, startup, session=session))
    assert len(session.exchanges) == 1


def test_stopping_keeps_what_was_written_and_lets_go_of_the_stream(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    tutor.answers = [replace(ANSWER, sentences=(), text="half of"), ANSWER]
    stream = ask_tab.ask(tutor, startup, session=session, question="why?")
    assert isinstance(stream, Iterator)
    next(stream)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    shown = ask_tab.stop(tutor, session=session)
    assert "half of" in shown["chat"][1]["content"]
    assert texts.WRITING not in shown["chat"][1]["content"]
    assert shown["box"]["submit_btn"] is True


def test_one_question_at_a_time(tutor: ScriptedTutor, startup: Startup, session: Session) -> None:
    stream = ask_tab.ask(tutor, startup, session=session, question="why?")
    next(stream)
    for again in (
        ask_tab.ask(tutor, startup, session=session, question="and?"),
        ask_tab.retry(tutor, startup, session=session),
    ):
        with pytest.raises(NotYet):
            next(again)
    ask_tab.stop(tutor, session=session)
    assert list(stream) == [], "what comes after a stop is not shown"
    assert session.exchanges[0].answer is None


def test_an_example_link_asks_its_question(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    html = ask_page.examples_html(["What is 50% of <x>?"])
    link = html.partition('href="')[2].partition('"')[0]
    list(ask_tab.ask_example(tutor, startup, session=session, link=link))
    assert tutor.calls == [("ask", (COURSE, "What is 50% of <x>?", ()))]


def test_examples_come_from_the_notes_of_the_course(tutor: ScriptedTutor) -> None:
    assert ask_page.example_questions(tutor, COURSE) == ("What do my notes say about Tuning?",)
    assert ask_page.example_questions(tutor, "empty") == ()
    tutor.examples = ("How are models tuned?",)
    assert ask_page.example_questions(tutor, COURSE) == ("How are models tuned?",)
    tutor.examples = ()
    del tutor.files[SOURCE]
    assert ask_page.example_questions(tutor, COURSE) == ()


@given(st.lists(st.floats(0, 0.3), max_size=30))
def test_pacing_never_shows_too_often_and_never_drops_the_last(gaps: list[float]) -> None:
    now = 0.0
    times: list[float] = []
    answers = [replace(ANSWER, text=str(n)) for n in range(len(gaps))]

    def growing() -> Iterator[object]:
        nonlocal now
        for gap, answer in zip(gaps, answers, strict=True):
            now += gap
            yield answer

    shown = []
    for answer in ask_tab.paced(growing(), seconds=0.08, clock=lambda: now):  # type: ignore[arg-type]
        shown.append(answer)
        times.append(now)
    assert shown[-1:] == answers[-1:]
    assert shown == sorted(shown, key=lambda a: int(a.text))
    between = [b - a for a, b in pairwise(times[:-1])]
    assert all(gap >= 0.08 - 1e-9 for gap in between), "only the last may follow sooner"
