"""The Progress tab: what it plots, and that each plot is said as text."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from scripted_ui_tutor import COURSE, ScriptedTutor, question

from tutor.learning.coverage import CoverageRow
from tutor.learning.events import Goal
from tutor.ui import exam_tab, practice_tab, progress_tab, texts
from tutor.ui.practice_page import begin_set
from tutor.ui.render_progress import calibration, coverage_map, in_a_row, study_days
from tutor.ui.session import Session
from tutor.ui.startup import Startup

TODAY = date(2026, 3, 1)


def progress(tutor: ScriptedTutor, startup: Startup, session: Session) -> str:
    *_, last = progress_tab.entered(tutor, startup, session=session)
    return str(last["progress"])


def study(tutor: ScriptedTutor, session: Session, how_sure: str = "sure") -> None:
    begin_set(tutor, session, tutor.questions)
    practice_tab.check(tutor, session=session, one="D", several=[], how_sure=how_sure)


def test_before_anything_is_answered_it_says_what_will_be_here(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    html = progress(tutor, startup, session)
    assert texts.PROGRESS_NOTHING in html
    assert texts.PROGRESS_NO_EXAM in html
    assert texts.PROGRESS_NO_CONFIDENCE in html
    assert texts.PROGRESS_DAYS not in html
    assert f"0 of {len(tutor.questions)} cards seen" in html


def test_answers_show_in_mastery_calibration_forecast_and_days(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    study(tutor, session)
    goal = Goal(tutor.clock.now.date() + timedelta(days=20), 0.8, 30)
    tutor.learning.set_goal(session.learner, COURSE, goal)
    html = progress(tutor, startup, session)
    assert "st-level-too-little-to-tell" in html
    assert texts.counted("PROGRESS_MISCONCEPTIONS", 1) in html
    assert texts.PROGRESS_RIGHT_OF.format(right=0, total=1, low=0.0, high=0.79345) in html
    assert "On 2026-03-21 you would recall" in html
    assert texts.PROGRESS_DAYS_ALT.format(days=1, of=28, answers=1) in html
    assert html.count('role="img"') == html.count('<svg class="st-plot"')


def test_ended_exams_are_plotted_and_open_ones_are_not(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    tutor.questions = [question(f"q{n}") for n in range(4)]
    exam_tab.begin(tutor, session=session, length=4)
    assert texts.PROGRESS_NO_EXAM in progress(tutor, startup, session)
    exam = tutor.learning.latest_exam(session.learner, COURSE)
    options = tutor.learning.exam_view(session.learner, exam).questions[0].options
    wrong = next(label for label, text in options.items() if not text.startswith("Option B"))
    tutor.learning.answer(session.learner, exam, 1, [wrong])
    exam_tab.submit(tutor, session=session)
    tutor.learning.set_goal(session.learner, COURSE, Goal(target=0.9))
    html = progress(tutor, startup, session)
    assert "2026-03-01" in html
    assert "0 of 4 right" in html
    assert texts.PROGRESS_STANDING_below.format(target=0.9) in html


def test_calibration_names_each_confidence_that_was_used(tutor: ScriptedTutor) -> None:
    assert calibration(()) == f'<p class="st-status">{texts.PROGRESS_NO_CONFIDENCE}</p>'


def test_coverage_is_a_picture_and_a_table(tutor: ScriptedTutor, session: Session) -> None:
    (mastery,) = tutor.learning.progress(session.learner, COURSE).objectives
    row = CoverageRow("1.01", "Tune a model", "1", "thin", 40, (), 3, 2, 1, 0, 0.0, mastery)
    html = coverage_map(tutor.course(COURSE), [row])
    assert texts.PROGRESS_COVERAGE_ALT.format(all=1, covered=0, thin=1, missing=0) in html
    assert f"<title>1.01 Tune a model: {texts.PROGRESS_NOTES_thin}</title>" in html
    assert "<td>1 / 3</td><td>2</td>" in html
    assert coverage_map(tutor.course("other"), []) == ""


def test_days_in_a_row_do_not_break_before_the_day_is_over() -> None:
    def days(*back: int) -> dict[str, int]:
        return {(TODAY - timedelta(days=n)).isoformat(): 2 for n in back}

    assert in_a_row(days(), TODAY) == 0
    assert in_a_row(days(0), TODAY) == 1
    assert in_a_row(days(1, 2, 3), TODAY) == 3
    assert in_a_row(days(0, 1, 3), TODAY) == 2
    assert in_a_row(days(2, 3), TODAY) == 0
    assert "in a row" not in study_days(days(0), TODAY)
    assert texts.PROGRESS_IN_A_ROW.format(n=2) in study_days(days(0, 1), TODAY)


@given(st.dictionaries(st.integers(0, 60), st.integers(0, 500), max_size=40))
def test_every_day_has_a_square_and_a_shade(answers: dict[int, int]) -> None:
    days = {(TODAY - timedelta(days=back)).isoformat(): n for back, n in answers.items()}
    html = study_days(days, TODAY)
    assert sum(html.count(f"st-shade-{shade}") for shade in range(4)) == 28
    lit = sum(n > 0 for back, n in answers.items() if back < 28)
    assert html.count("st-shade-0") == 28 - lit


def test_cards_of_no_section_have_a_row_of_their_own(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    assert texts.PROGRESS_OUTSIDE not in progress(tutor, startup, session)
    tutor.questions.append(question("q9", section="9", objective="9.01"))
    study(tutor, session)
    html = progress(tutor, startup, session)
    assert "1 of 3 cards seen" in html
    before, _, after = html.partition(texts.PROGRESS_OUTSIDE)
    assert "1 of 2 cards seen" in before
    assert after.index("0 of 1 cards seen") < after.index("</li>")
