"""What a learner can do in an exam, on events alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from exam_course import START, make_bank, make_course_of_exam, right_labels, wrong_labels
from hypothesis import given
from hypothesis import strategies as st

from tutor.errors import ExamError
from tutor.learning import exam as rules
from tutor.learning.events import Event
from tutor.learning.exam import Exam, replay
from tutor.learning.exam_draw import draw
from tutor.learning.exam_report import report_of
from tutor.learning.exam_review import missed_of, review_of
from tutor.learning.exam_view import view_of

COURSE = make_course_of_exam()
FORM = draw(COURSE, make_bank(COURSE, 2), n=8, last_seen={}, seed=1)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


class Sitting:
    """An exam and the events so far."""

    def __init__(self) -> None:
        self.events = rules.begin("ada", "c", "e1", FORM, START)

    @property
    def exam(self) -> Exam:
        return replay(self.events)

    def right(self, number: int, at: float, **how: object) -> None:
        self._answer(number, right_labels(FORM, number), at, **how)

    def wrong(self, number: int, at: float, **how: object) -> None:
        self._answer(number, wrong_labels(FORM, number), at, **how)

    def _answer(self, number: int, labels: tuple[str, ...], at: float, **how: object) -> None:
        self.events += rules.answer(self.exam, number, labels, after(at), **how)  # type: ignore[arg-type]

    def end(self, at: float) -> Exam:
        self.events += rules.submit(self.exam, after(at))
        return self.exam


def test_answers_changes_flags_and_places_are_kept() -> None:
    sitting = Sitting()
    sitting.right(1, 10, confidence="sure")
    sitting.wrong(2, 20)
    sitting.events += rules.flag(sitting.exam, 2, True, after(21))
    sitting.right(2, 30, confidence="guess")
    sitting.events += rules.move(sitting.exam, 5, after(40))
    view = view_of(sitting.exam, after(50))
    assert view.questions[0].chosen == right_labels(FORM, 1)
    assert view.questions[1].chosen == right_labels(FORM, 2)
    assert (view.questions[1].confidence, view.questions[1].flagged) == ("guess", True)
    assert view.position == 5
    assert view.unanswered == (3, 4, 5, 6, 7, 8)
    assert view.flagged == (2,)
    assert view.remaining_seconds == FORM.minutes * 60 - 50


def test_an_answer_can_be_taken_back() -> None:
    sitting = Sitting()
    sitting.right(1, 10)
    sitting.events += rules.answer(sitting.exam, 1, (), after(20))
    assert sitting.exam.unanswered[0] == 1
    assert sitting.exam.marks[0].earlier != ()


def test_the_same_answer_again_adds_nothing() -> None:
    sitting = Sitting()
    sitting.right(1, 10)
    count = len(sitting.events)
    sitting.right(1, 11)
    sitting.events += rules.flag(sitting.exam, 1, False, after(12))
    assert len(sitting.events) == count
    sitting.right(1, 13, confidence="sure")
    assert len(sitting.events) == count + 1


def test_nothing_is_judged_before_the_end() -> None:
    sitting = Sitting()
    sitting.right(1, 10)
    sitting.wrong(2, 20)
    assert all(e.correct is None for e in sitting.events)
    for told in (review_of, missed_of, lambda exam: report_of(exam, [], None)):
        with pytest.raises(ExamError, match="open"):
            told(sitting.exam)


def test_the_end_judges_what_stands_once() -> None:
    sitting = Sitting()
    sitting.wrong(1, 10)
    sitting.right(1, 20, confidence="unsure")
    sitting.wrong(2, 30, confidence="sure", seconds=7.0)
    exam = sitting.end(60)
    judged = [e for e in sitting.events if e.detail.get("graded")]
    assert [(e.card, e.correct, e.confidence, e.seconds) for e in judged] == [
        (FORM.questions[0].question.id, True, "unsure", 20.0),
        (FORM.questions[1].question.id, False, "sure", 7.0),
    ]
    assert [e.at for e in judged] == [after(20), after(30)]
    assert exam.ended == after(60)
    assert replay(sitting.events).marks == exam.marks  # judging again changes no state


def test_an_ended_exam_takes_nothing_more() -> None:
    sitting = Sitting()
    sitting.end(60)
    for command in (
        lambda: rules.answer(sitting.exam, 1, ("A",), after(61)),
        lambda: rules.flag(sitting.exam, 1, True, after(61)),
        lambda: rules.move(sitting.exam, 2, after(61)),
        lambda: rules.submit(sitting.exam, after(61)),
    ):
        with pytest.raises(ExamError, match="was submitted"):
            command()
    late = replace(sitting.events[-1], kind="answered", card=FORM.questions[0].question.id)
    assert replay([*sitting.events, replace(late, chosen=("A",))]).marks == sitting.exam.marks


@pytest.mark.parametrize(
    ("number", "labels", "said"),
    [(0, ("A",), "no question 0"), (9, ("A",), "no question 9"), (1, ("E",), "no option E"),
     (1, ("A", ""), "no option")],
)  # fmt: skip
def test_what_is_not_in_the_form_is_refused(number: int, labels: tuple[str], said: str) -> None:
    with pytest.raises(ExamError, match=said):
        rules.answer(Sitting().exam, number, labels, after(1))


def test_a_single_choice_takes_one_option() -> None:
    number = next(n for n, q in enumerate(FORM.questions, 1) if q.question.kind == "single")
    with pytest.raises(ExamError, match="takes one option"):
        rules.answer(Sitting().exam, number, ("A", "B"), after(1))


def test_time_is_the_questions_that_was_in_view() -> None:
    sitting = Sitting()
    sitting.right(1, 30)
    sitting.events += rules.move(sitting.exam, 2, after(40))
    sitting.right(2, 100)
    sitting.events += rules.move(sitting.exam, 1, after(110))
    sitting.wrong(1, 115)
    exam = sitting.end(120)
    assert [m.seconds for m in exam.marks[:3]] == [50.0, 70.0, 0.0]
    by_command_line = Sitting()  # which answers without turning to the question first
    by_command_line.right(1, 30)
    by_command_line.right(2, 50)
    by_command_line.right(3, 90)
    assert [m.seconds for m in by_command_line.exam.marks[:3]] == [30.0, 20.0, 40.0]


def test_the_report_says_how_answers_were_changed() -> None:
    sitting = Sitting()
    sitting.right(1, 10, confidence="sure")
    sitting.wrong(1, 20, confidence="sure")  # right to wrong, and sure of it
    sitting.wrong(2, 30)
    sitting.right(2, 40)  # wrong to right
    sitting.right(3, 50)
    sitting.events += rules.answer(sitting.exam, 3, (), after(55))  # given up for nothing
    sitting.wrong(4, 60)
    report = report_of(sitting.end(70), [], None)
    assert report.changes.right_to_wrong == (1, 3)
    assert report.changes.wrong_to_right == (2,)
    assert report.confident_errors == (1,)
    assert report.unanswered == (3, 5, 6, 7, 8)
    assert (report.score.right, report.score.total) == (1, 8)
    assert report.seconds_used == 70
    assert sum(t.score.total for t in report.sections) == 8
    assert sum(t.score.right for t in report.objectives) == 1
    assert report.passing == "The vendor publishes no passing score."


def test_review_keeps_what_was_asked_for() -> None:
    sitting = Sitting()
    sitting.right(1, 10, confidence="guess")
    sitting.wrong(2, 20)
    sitting.events += rules.flag(sitting.exam, 3, True, after(25))
    sitting.right(3, 30)
    exam = sitting.end(40)
    assert [item.number for item in review_of(exam)] == list(range(1, 9))
    assert [item.number for item in review_of(exam, "wrong")] == [2, 4, 5, 6, 7, 8]
    assert [item.number for item in review_of(exam, "flagged")] == [3]
    assert [item.number for item in review_of(exam, "guessed")] == [1]
    for item in review_of(exam):
        assert frozenset(item.key) == item.question.key
        assert item.right == (item.question.key == frozenset(item.chosen))
    names = [asked.question.id for asked in FORM.questions]
    assert missed_of(exam) == (names[0], *names[1:2], *names[3:])


def test_a_clock_set_back_gives_no_time() -> None:
    sitting = Sitting()
    sitting.right(1, 300)
    view = view_of(sitting.exam, after(-3600))
    assert view.remaining_seconds == FORM.minutes * 60 - 300
    assert "set back by about 65 minutes" in view.notice
    sitting.right(2, -3500)
    assert sitting.exam.last == after(300)
    assert [e.at for e in sitting.events] == sorted(e.at for e in sitting.events)


def test_no_exam() -> None:
    with pytest.raises(ExamError, match="no such exam"):
        replay([])


commands = st.lists(
    st.tuples(st.sampled_from("arfumc"), st.integers(1, 8), st.floats(-50, 400)), max_size=40
)


@given(commands)
def test_whatever_is_done_the_state_holds_together(done: list[tuple[str, int, float]]) -> None:
    """No time is lost or invented, and the order of the clock does not matter."""
    sitting, at = Sitting(), 0.0
    stands: dict[int, bool] = {}
    for what, number, gap in done:
        at += gap
        exam = sitting.exam
        if exam.is_due(after(at)):
            sitting.events += rules.close(exam)
            break
        if what in "ar":
            (sitting.right if what == "r" else sitting.wrong)(number, at)
            stands[number] = what == "r"
        elif what == "c":
            sitting.events += rules.answer(exam, number, (), after(at))
            stands.pop(number, None)
        elif what == "m":
            sitting.events += rules.move(exam, number, after(at))
        else:
            sitting.events += rules.flag(exam, number, what == "f", after(at))
    exam = sitting.exam
    assert {n: exam.is_right(n) for n in exam.numbers if n not in exam.unanswered} == stands
    assert sum(m.seconds for m in exam.marks) == pytest.approx(
        (min(exam.last, exam.deadline) - START).total_seconds()
    )
    last: Event = sitting.events[-1]
    assert exam.ended in (None, exam.deadline)
    assert (exam.ended_by == "deadline") == (last.kind == "exam_submitted")
