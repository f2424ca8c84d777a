"""Reviews, plans and disputes over the store: what every learner meets, also with bad input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from exam_course import HandClock, make_bank, make_course_of_exam, make_question
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from study_events import note

from corpus.errors import QuestionError
from corpus.questions import Question
from tutor.errors import ExamError
from tutor.learning.cards_key_facts import key_facts
from tutor.learning.dispute import Opinion, as_cases
from tutor.learning.events import Goal
from tutor.learning.learning import Learning

COURSE = make_course_of_exam()
NOTES = note(
    "1/1.01-a.md", ("A", "Last minute"), "- Objective 1.01 is learnt by heart in 36 minutes."
)


def notes_index(*proved: Question) -> Any:
    """An index as far as studying reads it."""
    text = "\n".join([NOTES.text, *(q.receipt.quote for q in proved)])
    document = SimpleNamespace(source="a.md", text=text)
    return SimpleNamespace(
        chunks=[NOTES], version=Path("1"), records=SimpleNamespace(documents={"a.md": document})
    )


@pytest.fixture
def desk(place: str | Path, clock: HandClock) -> Iterator[Callable[..., Learning]]:
    opened: list[Learning] = []

    def open_(bank: list[Question] | None = None, **given: Any) -> Learning:
        questions = make_bank(COURSE, 2) if bank is None else bank
        given = {"notes": lambda _: notes_index(*questions), **given}
        opened.append(Learning(place, lambda _: COURSE, lambda _: questions, clock, **given))
        return opened[-1]

    yield open_
    for learning in opened:
        learning.store.close()


def test_a_sitting_follows_the_plan_and_ends(desk: Callable[..., Learning]) -> None:
    learning = desk()
    learning.set_goal("ann", "c", Goal(learning.now().date() + timedelta(days=9), 0.8, 10))
    seen = []
    while (shown := learning.review_next("ann", "c")) and len(seen) < 50:
        card = shown.due.card
        seen.append(card.id)
        if card.question:
            learning.answer_card("ann", "c", card.id, chosen=sorted(card.question.key), seconds=60)
        else:
            learning.answer_card("ann", "c", card.id, typed="36", seconds=60)
    assert 8 <= len(seen) <= 12  # ten minutes of about a minute each
    assert len(set(seen)) == len(seen)
    progress = learning.progress("ann", "c")
    assert progress.overall.seen == len(seen)
    assert progress.overall.known == len(seen)
    assert progress.days == ((learning.now().date().isoformat(), len(seen)),)
    assert progress.to_json()["overall"]["seen"] == len(seen)


def test_the_plan_is_made_anew_each_day(desk: Callable[..., Learning], clock: HandClock) -> None:
    learning = desk()
    learning.set_goal("ann", "c", Goal(clock.now.date() + timedelta(days=5), None, 30))
    before = learning.plan("ann", "c")
    clock.tick(86_400)
    after = learning.plan("ann", "c")
    assert (len(before.days), len(after.days)) == (5, 4)
    assert after.days[0].day == before.days[1].day
    assert after.recall_with < before.recall_with
    assert learning.plan("bob", "c").exam_date is None


def test_a_confident_error_comes_back_before_anything_else(
    desk: Callable[..., Learning],
) -> None:
    learning = desk()
    card = "q-3.05-01"
    wrong = next(q for q in make_bank(COURSE, 2) if q.id == card)
    label = min(set("ABCD") - wrong.key)
    event = learning.answer_card("ann", "c", card, chosen=[label], confidence="sure")
    assert event.correct is False
    following = learning.review_next("ann", "c")
    assert following is not None
    assert following.due.card.id == card
    assert learning.progress("ann", "c").misconceptions == (card,)


def test_questions_of_an_open_exam_are_in_no_review(desk: Callable[..., Learning]) -> None:
    learning = desk()
    for question in make_bank(COURSE, 2)[:3]:
        learning.grade_card("ann", "c", question.id, "again")
    view = learning.start_exam("ann", "c", n=96)
    hidden = {asked.id for asked in learning.withheld("ann", "c")}
    assert len(hidden) == view.total == 96
    assert learning.due("ann", "c") == []
    shown = learning.review_next("ann", "c")
    assert shown is not None
    assert shown.due.card.fact
    for forbidden in (
        lambda: learning.answer_card("ann", "c", "q-1.01-01", chosen=["A"]),
        lambda: learning.dispute("ann", "c", "q-1.01-01"),
    ):
        with pytest.raises(ExamError, match="open exam"):
            forbidden()
    learning.submit("ann", view.exam)
    assert len(learning.progress("ann", "c").coverage) == 48


def test_answers_of_an_exam_are_reviews_once_it_has_ended(desk: Callable[..., Learning]) -> None:
    learning = desk()
    view = learning.start_exam("ann", "c", n=10)
    for number in range(1, 8):
        learning.answer("ann", view.exam, number, ["A"], confidence="unsure")
    assert learning.progress("ann", "c").overall.seen == 0
    learning.submit("ann", view.exam)
    assert learning.progress("ann", "c").overall.seen == 7


def test_a_disputed_question_leaves_reviews_and_forms_and_history_stays(
    desk: Callable[..., Learning],
) -> None:
    opinions: list[str] = []

    def opinion(course: str, question: Question) -> Opinion:
        opinions.append(question.id)
        return Opinion(notes=True, model=False)

    learning = desk(opinion=opinion)
    learning.answer_card("ann", "c", "q-1.01-01", chosen=["A"], confidence="sure")
    before = learning.store.events("ann", "c")
    check = learning.dispute("ann", "c", "q-1.01-01", "two options\nare right")
    assert check.proof_stands
    assert "another key" in check.text
    assert opinions == ["q-1.01-01"]
    assert learning.store.events("ann", "c")[:-1] == before
    assert learning.due("ann", "c") == []
    drawn = learning.start_exam("ann", "c", n=96)
    assert drawn.total == 95
    assert "q-1.01-01" not in {q.id for q in learning.withheld("ann", "c")}
    with pytest.raises(QuestionError, match="was disputed"):
        learning.answer_card("ann", "c", "q-1.01-01", chosen=["A"])
    assert learning.progress("ann", "c").disputed == ("q-1.01-01",)
    assert learning.disputes("bob", "c") == []
    assert learning.start_exam("bob", "c", n=96).total == 96


def test_disputes_are_cases_with_what_was_said_and_found(desk: Callable[..., Learning]) -> None:
    learning = desk(notes=lambda _: notes_index())
    check = learning.dispute("ann", "c", "q-1.01-01", "not in\nmy notes: - id: x")
    assert not check.proof_stands
    assert check.missing == ("notes/a.md",)
    assert learning.review_next("ann", "c") is not None
    fact = next(c for c in (learning.review_next("ann", "c"),) if c)
    learning.dispute("ann", "c", fact.due.card.id)
    written = as_cases(learning.disputes("ann", "c"), "c")
    cases = yaml.safe_load(written)
    asked = [case for case in cases if case["id"] == "d-q-1.01-01"]
    assert asked[0]["key"] == ["B"]
    assert asked[0]["in_notes"] is False
    assert written.startswith("# disputed 2026-03-01: not in my notes")
    assert as_cases([], "c") == "[]\n"


def test_a_question_that_left_the_bank_is_passed_over(
    desk: Callable[..., Learning], clock: HandClock
) -> None:
    bank = make_bank(COURSE, 2)
    learning = desk(bank)
    learning.answer_card("ann", "c", bank[0].id, chosen=["A"], confidence="sure")
    del bank[0]
    clock.tick(86_400 * 30)
    assert learning.due("ann", "c") == []
    assert learning.progress("ann", "c").forgotten_cards == 1
    with pytest.raises(QuestionError, match="not in this course"):
        learning.card("ann", "c", "q-1.01-01")


def test_answers_that_do_not_fit_are_refused_and_nothing_is_kept(
    desk: Callable[..., Learning],
) -> None:
    learning = desk()
    fact = key_facts([NOTES])[0].id
    for wrong in (
        lambda: learning.answer_card("ann", "c", "q-1.01-01", chosen=["E"]),
        lambda: learning.answer_card("ann", "c", "q-1.01-01"),
        lambda: learning.answer_card("ann", "c", fact, typed="  "),
        lambda: learning.grade_card("ann", "c", "nothing", "good"),
    ):
        with pytest.raises(QuestionError):
            wrong()
    assert learning.store.events("ann", "c") == []


def test_a_clock_set_back_is_said_and_loses_no_answer(
    desk: Callable[..., Learning], clock: HandClock
) -> None:
    learning = desk()
    clock.tick(86_400 * 900)
    learning.grade_card("ann", "c", "q-1.01-01", "good")
    clock.tick(-86_400 * 900)
    learning.grade_card("ann", "c", "q-1.01-02", "good")
    progress = learning.progress("ann", "c")
    assert progress.overall.seen == 2
    assert progress.repaired == 1
    clock.tick(86_400 * 10)
    assert {one.card.id for one in learning.due("ann", "c")} == {"q-1.01-01", "q-1.01-02"}


def opened_once(desk: Callable[..., Learning]) -> Learning:
    """One store for all examples: each has learners of its own."""
    if not hasattr(desk, "learning"):
        desk.learning = desk()  # type: ignore[attr-defined]
    return desk.learning  # type: ignore[attr-defined,no-any-return]


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ann", "bob"]),
            st.sampled_from(make_bank(COURSE, 2)[:6]),
            st.sampled_from(["again", "good"]),
        ),
        max_size=12,
    )
)
def test_no_learner_sees_what_another_did(
    desk: Callable[..., Learning], steps: list[tuple[str, Question, Any]]
) -> None:
    learning = opened_once(desk)
    names = {name: f"{name}-{learning.now().timestamp()}-{id(steps)}" for name in ("ann", "bob")}
    for name, question, grade in steps:
        learning.grade_card(names[name], "c", question.id, grade)
    for name, learner in names.items():
        own = {question.id for who, question, _ in steps if who == name}
        progress = learning.progress(learner, "c")
        assert progress.overall.seen == len(own)
        goal = replace(learning.goal(learner, "c"), minutes_a_day=7)
        learning.set_goal(learner, "c", goal)
        assert learning.plan(learner, "c").minutes_a_day == 7


def test_sections_and_what_belongs_to_none_make_up_the_whole(desk: Callable[..., Learning]) -> None:
    bank = [*make_bank(COURSE, 2), make_question("9.01", 1)]
    learning = desk(bank)
    learning.record_practice("ann", "c", bank[-1], bank[-1].key)
    progress = learning.progress("ann", "c")
    assert (progress.outside.cards, progress.outside.seen) == (1, 1)
    rows = (*progress.sections, progress.outside)
    assert sum(row.cards for row in rows) == progress.overall.cards
    assert sum(row.seen for row in rows) == progress.overall.seen
    assert progress.to_json()["outside"] == progress.outside.to_json()
    assert desk().progress("eve", "c").outside.cards == 0
