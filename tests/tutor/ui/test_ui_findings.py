"""Coverage, conflicts and the bank's health on the Notes tab, and what the page's address opens."""

from __future__ import annotations

import pytest
from scripted_ui_tutor import COURSE, FOLDS, LOSS, SOURCE, ScriptedTutor, question

from tutor.answering.conflicts_search import NotesConflict, NotesConflicts
from tutor.ui import addresses, notes_findings, page, texts
from tutor.ui.render_findings import conflicts_html, health_html
from tutor.ui.session import Session
from tutor.ui.startup import Startup
from tutor.ui.tabs import ASK, NOTES


class DisagreeingTutor(ScriptedTutor):
    def conflicts(self, course_id: str) -> NotesConflicts:
        return NotesConflicts((NotesConflict("number", (LOSS, FOLDS)),), 7)

    def note_texts(self, course_id: str) -> dict[str, str]:
        return {SOURCE: self.document(course_id, SOURCE).text}


@pytest.fixture
def tutor() -> ScriptedTutor:
    return DisagreeingTutor()


def test_conflicts_stand_side_by_side_and_open(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    shown = notes_findings.conflicts(tutor, startup, session=session)["conflicts"]
    assert shown.count('class="st-side"') == 2
    assert texts.CONFLICT_KIND_number in shown
    assert texts.FINDINGS_CONFLICTS_TOLD_one in shown
    assert session.passage(f"c0-{LOSS.n}") == LOSS
    assert session.passage(f"c0-{FOLDS.n}") == FOLDS
    assert session.passage("c1-1") is None
    assert texts.FINDINGS_CONFLICTS_NONE in conflicts_html([])


def test_coverage_needs_an_outline(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    assert "1.01" in notes_findings.coverage(tutor, startup, session=session)["coverage"]
    assert startup.wait(COURSE).over
    startup.begin("other")
    other = notes_findings.coverage(tutor, startup, session=Session("other"))
    assert texts.FINDINGS_COVERAGE_NONE in other["coverage"]


def test_health_tells_no_key(tutor: ScriptedTutor, startup: Startup, session: Session) -> None:
    shown = notes_findings.health(tutor, startup, session=session)["health"]
    assert "secret" not in shown
    assert texts.BLIND_longest in shown
    assert texts.BLIND_always.format(label="A") in shown
    tutor.questions = []
    without = notes_findings.health(tutor, startup, session=session)["health"]
    assert texts.FINDINGS_HEALTH_NONE in without


def test_a_sound_bank_has_no_flaws() -> None:
    from tutor.quizzing.health import health_of

    report = health_of([question("q1")])
    shown = health_html(report)
    assert all(name in shown for name in report.soft_flaws | report.hard_flaws)
    none = report.__class__(**vars(report) | {"hard_flaws": {}, "soft_flaws": {}})
    assert texts.HEALTH_NO_FLAWS in health_html(none)


@pytest.mark.parametrize(
    ("query", "tab"),
    [
        ({"tab": "notes"}, NOTES),
        ({"tab": "nowhere"}, None),
        ({"tab": "notes", "q": "why?"}, ASK),
        ({"q": "   "}, None),
        ({"__theme": "dark"}, None),
    ],
)
def test_an_address_turns_to_a_tab(
    tutor: ScriptedTutor, startup: Startup, session: Session, query: dict[str, str], tab: str | None
) -> None:
    updates = page.opened(tutor, startup, session=session, query=query)
    assert updates.get("tabs", {"selected": None})["selected"] == tab
    assert session.pending == (query.get("q") or "").strip()
    assert updates["address"] == COURSE


def test_an_address_opens_only_ones_own_exam(tutor: ScriptedTutor) -> None:
    exam = tutor.learning.start_exam("ada", COURSE, n=1).exam
    ada, bob = Session(COURSE, learner="ada"), Session(COURSE, learner="bob")
    addresses.follow(tutor, ada, {"exam": exam})
    with pytest.warns(UserWarning, match="exam"):
        addresses.follow(tutor, bob, {"exam": exam})
    assert (ada.exam, bob.exam) == (exam, "")


def test_an_address_enters_a_course_that_is_there(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    tutor.titles["physics"] = "Physics"
    page.opened(tutor, startup, session=session, query={"course": "physics"})
    assert session.course == "physics"


def test_what_was_found_in_one_course_does_not_stand_in_another(
    tutor: ScriptedTutor, startup: Startup, session: Session
) -> None:
    tutor.titles["other"] = "Other"
    shown = page.choose_course(tutor, startup, session=session, course="other")
    for name in ("coverage", "conflicts", "health"):
        assert texts.FINDINGS_COMPUTING in shown[name]
        assert shown[f"{name}_box"]["open"] is False
