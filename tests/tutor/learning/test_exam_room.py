"""Exams as pages and commands use them, on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from exam_course import (
    START,
    HandClock,
    make_bank,
    make_course_of_exam,
    make_question,
    right_labels,
    wrong_labels,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tutor.errors import CourseUnknown, ExamError
from tutor.learning.events import Event, Goal
from tutor.learning.exam_form import Form
from tutor.learning.learning import Learning

Open = Callable[..., Learning]


def form_of(learning: Learning, learner: str, exam: str) -> Form:
    [drawn] = learning.store.events(learner, exam=exam, kinds=("form_drawn",))
    return Form.model_validate(drawn.detail)


def sit(learning: Learning, learner: str, right: int, n: int = 12, **how: Any) -> str:
    """A whole exam with that many right answers."""
    exam = learning.start_exam(learner, "c", n=n, **how).exam
    form = form_of(learning, learner, exam)
    for number in range(1, n + 1):
        labels = right_labels(form, number) if number <= right else wrong_labels(form, number)
        learning.answer(learner, exam, number, labels)
    learning.submit(learner, exam)
    return exam


def test_an_exam_goes_on_in_another_process(open_learning: Open, clock: HandClock) -> None:
    one, two = open_learning(), open_learning()
    exam = one.start_exam("ada", "c").exam
    clock.tick(60)
    one.answer("ada", exam, 3, ["B"], confidence="sure")
    one.flag("ada", exam, 4)
    seen = two.exam_view("ada", exam)
    assert seen == one.exam_view("ada", exam)
    assert seen.questions[2].chosen == ("B",)
    assert seen.questions[3].flagged
    assert seen.remaining_seconds == 89 * 60
    assert two.latest_exam("ada", "c") == exam


def test_two_tabs_answer_the_same_question(open_learning: Open) -> None:
    """The last one stands, and what the other gave is not lost."""
    tabs = [open_learning(), open_learning()]
    exam = tabs[0].start_exam("ada", "c", n=4).exam
    kind = tabs[0].exam_view("ada", exam).questions[0].kind
    choices = [("A",), ("B",), ("C",)] if kind == "single" else [("A", "B"), ("B", "C"), ("C",)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: tabs[n % 2].answer("ada", exam, 1, choices[n % 3]), range(12)))
    tabs[1].answer("ada", exam, 1, choices[0])
    assert tabs[0].exam_view("ada", exam).questions[0].chosen == choices[0]
    form = form_of(tabs[0], "ada", exam)
    kept = tabs[0].store.events("ada", exam=exam, kinds=("answered",))
    pages = [form.questions[0].page_labels(e.chosen) for e in kept]
    assert set(pages) == set(choices)
    assert pages[-1] == choices[0]


def test_the_deadline_ends_it_even_when_nobody_was_there(
    open_learning: Open, clock: HandClock
) -> None:
    learning = open_learning()
    exam = learning.start_exam("ada", "c", n=8).exam
    form = form_of(learning, "ada", exam)
    learning.answer("ada", exam, 1, right_labels(form, 1))
    clock.tick(3 * 24 * 3600)  # the machine was off for three days
    later = open_learning()
    view = later.exam_view("ada", exam)
    assert (view.ended, view.ended_by, view.questions) == (True, "deadline", ())
    report = later.report("ada", exam)
    assert report.ended == report.started.replace(minute=15)
    assert (report.score.right, report.score.total, len(report.unanswered)) == (1, 8, 7)
    assert report.seconds_used == 15 * 60
    with pytest.raises(ExamError, match="time of this exam was up"):
        later.answer("ada", exam, 2, ["A"])


def test_an_answer_past_the_deadline_ends_the_exam(learning: Learning, clock: HandClock) -> None:
    exam = learning.start_exam("ada", "c", n=8, minutes=1).exam
    learning.answer("ada", exam, 1, ["A"])
    clock.tick(61)
    with pytest.raises(ExamError, match="time of this exam was up"):
        learning.answer("ada", exam, 2, ["A"])
    [ended] = learning.store.events("ada", exam=exam, kinds=("exam_submitted",))
    assert ended.detail == {"by": "deadline"}
    assert len(learning.report("ada", exam).unanswered) == 7


def test_five_minutes_before_the_end_there_is_a_warning(
    learning: Learning, clock: HandClock
) -> None:
    exam = learning.start_exam("ada", "c").exam
    clock.tick(85 * 60 - 1)
    assert not learning.exam_view("ada", exam).warning
    clock.tick(1)
    assert learning.exam_view("ada", exam).warning


def test_one_exam_at_a_time(learning: Learning, clock: HandClock) -> None:
    first = learning.start_exam("ada", "c", n=8).exam
    with pytest.raises(ExamError, match="open already"):
        learning.start_exam("ada", "c")
    learning.start_exam("bob", "c")
    learning.start_exam("ada", "another course")
    clock.tick(16 * 60)  # the first one is over by now, though nobody looked
    second = learning.start_exam("ada", "c").exam
    entries = learning.exams("ada", "c")
    assert [e.exam for e in entries] == [first, second]
    assert entries[0].score is not None
    assert entries[1].score is None


def test_starting_twice_at_once_starts_one(open_learning: Open) -> None:
    tabs = [open_learning(), open_learning()]

    def start(n: int) -> str:
        try:
            return tabs[n % 2].start_exam("ada", "c", n=4).exam
        except ExamError:
            return ""

    with ThreadPoolExecutor(4) as pool:
        started = [exam for exam in pool.map(start, range(4)) if exam]
    assert len(started) == 1


def test_an_open_exam_tells_no_key(open_learning: Open) -> None:
    """What the page gets is the same whatever the key is."""
    seen = []
    for learner, right in (("ada", "A"), ("bob", "C")):
        bank = [make_question("1.01", n, right, takeaway=f"it is {right}") for n in range(12)]
        learning = open_learning(bank=bank)
        exam = learning.start_exam(learner, "c", n=12, seed=1).exam
        learning.answer(learner, exam, 1, ["A"])
        view = learning.exam_view(learner, exam).to_json()
        assert view.pop("exam") == exam
        seen.append(json.dumps(view))
        for told in (learning.report, learning.review, learning.missed):
            with pytest.raises(ExamError, match="open"):
                told(learner, exam)
    assert seen[0] == seen[1]
    assert "why" not in seen[0]
    assert "proof" not in seen[0]


def test_practice_is_no_oracle_for_an_open_exam(learning: Learning) -> None:
    bank = {q.id: q for q in make_bank(make_course_of_exam())}
    exam = learning.start_exam("ada", "c", n=12).exam
    [asked, *_] = learning.withheld("ada", "c")
    with pytest.raises(ExamError, match="in your open exam"):
        learning.record_practice("ada", "c", bank[asked.id], ["A"])
    assert learning.record_practice("bob", "c", bank[asked.id], ["A"]).correct is not None
    assert learning.withheld("ada", "d") == []
    assert len(learning.withheld("ada")) == 12
    learning.submit("ada", exam)
    assert learning.withheld("ada") == []
    kept = learning.record_practice("ada", "c", bank[asked.id], sorted(asked.key), seconds=3)
    assert kept.correct
    assert kept.detail["texts"] == [o.text for o in asked.options if o.correct]


def test_a_question_removed_from_the_bank_stays_in_the_exam(open_learning: Open) -> None:
    exam = open_learning().start_exam("ada", "c", n=12).exam
    emptied = open_learning(bank=[])
    form = form_of(emptied, "ada", exam)
    emptied.answer("ada", exam, 1, right_labels(form, 1))
    emptied.submit("ada", exam)
    assert emptied.report("ada", exam).score.right == 1
    assert len(emptied.review("ada", exam)) == 12
    with pytest.raises(ExamError, match="no questions"):
        emptied.start_exam("ada", "c")


def test_a_deleted_course_keeps_its_history(
    open_learning: Open, place: Any, clock: HandClock
) -> None:
    learning = open_learning()
    exam = sit(learning, "ada", right=9)
    open_exam = learning.start_exam("ada", "c", n=4).exam

    def gone(_: str) -> Any:
        raise CourseUnknown("There is no course", "Make it")

    without = Learning(place, gone, gone, clock)
    assert without.report("ada", exam).score.right == 9
    assert len(without.review("ada", exam, "wrong")) == 3
    without.answer("ada", open_exam, 1, ["A"])
    without.submit("ada", open_exam)
    assert len(without.exams("ada", "c")) == 2
    with pytest.raises(CourseUnknown):
        without.start_exam("ada", "c")
    without.store.close()


def test_a_retake_is_new_and_leaves_disputed_questions_out(learning: Learning) -> None:
    first = sit(learning, "ada", right=3, n=48)
    cards = {q.question.id for q in form_of(learning, "ada", first).questions}
    bank = make_bank(make_course_of_exam())
    disputed = [q.id for q in bank if q.id not in cards and q.id.endswith("2")]
    for card in disputed:
        learning.record(Event("ada", "c", "disputed", START, card=card))
    second = learning.start_exam("ada", "c").exam
    again = form_of(learning, "ada", second)
    assert not cards & {q.question.id for q in again.questions}
    assert not {q.question.id for q in again.questions} & set(disputed)
    assert not any(q.seen for q in again.questions)


def test_what_was_practised_is_not_new(learning: Learning) -> None:
    bank = make_bank(make_course_of_exam())
    for question in bank:
        if not question.id.endswith("1"):
            learning.record(Event("ada", "c", "shown", START, card=question.id))
    exam = learning.start_exam("ada", "c").exam
    assert {q.question.id[-1] for q in form_of(learning, "ada", exam).questions} == {"1"}


def test_a_report_compares_with_the_exams_before(learning: Learning, clock: HandClock) -> None:
    learning.set_goal("ada", "c", Goal(target=0.7))
    exams = []
    for right in (12, 24, 40):
        exams.append(sit(learning, "ada", right=right, n=48))
        clock.tick(86_400)
    sit(learning, "bob", right=0)
    first, second, third = (learning.report("ada", exam) for exam in exams)
    assert (first.earlier, first.growth) == ((), None)
    assert [e.score.right for e in third.earlier] == [12, 24]
    assert second.growth is not None
    assert second.growth.grown == pytest.approx(0.25)
    assert second.growth.low == pytest.approx(0.0566, abs=2e-3)
    ready = third.readiness
    assert (ready.exams, ready.answers, ready.met_before) == (3, 144, 0)
    assert ready.share == pytest.approx(76 / 144, abs=0.02)
    assert ready.high - ready.low == pytest.approx(0.16, abs=0.01)
    assert ready.standing == "below"
    assert "your own target of 70%" in ready.text
    assert first.readiness.low < 0.25 < first.readiness.high


def test_questions_met_before_say_nothing_of_readiness(open_learning: Open) -> None:
    learning = open_learning(bank=1)
    sit(learning, "ada", right=12, n=48)
    again = learning.report("ada", sit(learning, "ada", right=48, n=48))
    assert again.score.share == 1.0
    assert (again.readiness.answers, again.readiness.met_before) == (48, 48)
    assert again.readiness.share == pytest.approx(0.25, abs=0.02)


def test_another_learners_exam_is_not_there(learning: Learning) -> None:
    exam = learning.start_exam("ada", "c", n=4).exam
    for told in (learning.exam_view, learning.report, learning.review, learning.submit):
        with pytest.raises(ExamError, match="no such exam"):
            told("bob", exam)
    with pytest.raises(ExamError, match="no such exam"):
        learning.answer("bob", exam, 1, ["A"])
    with pytest.raises(ExamError, match="not started an exam"):
        learning.latest_exam("bob", "c")


moves = st.lists(
    st.tuples(st.sampled_from(["ada", "bob", "eve"]), st.integers(1, 4), st.sampled_from("ABCD")),
    max_size=12,
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves)
def test_interleaved_learners_each_have_their_own_exam(
    open_learning: Open, done: list[tuple[str, int, str]]
) -> None:
    learning = open_learning()
    names = ("ada", "bob", "eve")
    exams = {name: learning.start_exam(name, "c", n=4).exam for name in names}
    stands: dict[str, dict[int, tuple[str, ...]]] = {name: {} for name in names}
    for name, number, label in done:
        learning.answer(name, exams[name], number, [label])
        stands[name][number] = (label,)
    for name in names:
        view = learning.exam_view(name, exams[name])
        assert {q.number: q.chosen for q in view.questions if q.chosen} == stands[name]
        learning.submit(name, exams[name])
