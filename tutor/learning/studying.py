"""Reviews, progress, plans and disputes over the store; the rules themselves are pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.course import Course
from corpus.questions import Question
from tutor.errors import ExamError
from tutor.learning.cards import Deck, StudyCard, make_deck
from tutor.learning.cards_key_facts import KeyFact, key_facts
from tutor.learning.clock import Clock
from tutor.learning.dispute import Dispute, Opinion, Recheck, dispute_event, disputes_in, recheck
from tutor.learning.events import Confidence, Event, Grade
from tutor.learning.exam_room import ExamRoom
from tutor.learning.memory import SECONDS_A_QUESTION
from tutor.learning.memory_replay import Recollection, recollect, shows_recall
from tutor.learning.plan import ExamFrame, Plan, make_plan
from tutor.learning.plan_gain import pace_of
from tutor.learning.progress import Progress, progress_of
from tutor.learning.review import (
    DueCard,
    Shown,
    answer_event,
    card_of,
    due_cards,
    grade_event,
    next_card,
    show,
)

if TYPE_CHECKING:
    from index.retriever import NotesIndex

SecondOpinion = Callable[[str, Question], Opinion]


@dataclass(frozen=True)
class _Desk:
    """One learner's events in a course, the deck, and the state at a moment."""

    name: str
    course: Course
    deck: Deck
    events: list[Event]
    state: Recollection
    now: datetime


class Studying(ExamRoom):
    """Cards of all learners, each by id; see :class:`ExamRoom` for the rest.

    ``notes`` gives a course's open index (without it there are no key facts and nothing to check a
    dispute against), ``opinion`` what else can be said of a disputed question. Every method
    raises ``StoreError``, ``CourseUnknown`` or ``IndexMissing`` when one of them cannot be used.
    """

    def __init__(
        self,
        place: str | Path,
        course: Callable[[str], Course],
        questions: Callable[[str], Sequence[Question]],
        clock: Clock | None = None,
        notes: Callable[[str], NotesIndex] | None = None,
        opinion: SecondOpinion | None = None,
    ) -> None:
        super().__init__(place, course, questions, clock)
        self._notes = notes
        self._opinion = opinion
        self._facts: dict[str, tuple[Path, list[KeyFact]]] = {}

    def due(self, learner: str, course_id: str) -> list[DueCard]:
        """The cards whose time has come, most urgent first; none of an open exam."""
        desk = self._desk(learner, course_id, reviewing=True)
        return due_cards(desk.deck, desk.state, desk.now)

    def review_next(self, learner: str, course_id: str) -> Shown | None:
        """The card to study now, its options shuffled; None when there is nothing.

        First what was wrong with confidence, then what the plan of today has next; beyond the
        plan's minutes, what is due.
        """
        desk = self._desk(learner, course_id, reviewing=True)
        today = [choice.card for choice in self._plan(desk, learner).today]
        following = next_card(desk.deck, desk.state, desk.now, today)
        return show(following) if following else None

    def card(self, learner: str, course_id: str, card_id: str) -> Shown:
        """One card, due or not. Raises QuestionError when the course has it no longer."""
        desk = self._desk(learner, course_id, reviewing=True)
        return show(card_of(desk.deck, card_id, desk.state, desk.now))

    def answer_card(
        self,
        learner: str,
        course_id: str,
        card_id: str,
        *,
        chosen: Sequence[str] = (),
        typed: str = "",
        confidence: Confidence | None = None,
        seconds: float | None = None,
    ) -> Event:
        """Judge and keep an answer: ``chosen`` are the bank's labels, ``typed`` is for key facts.

        Raises:
            QuestionError: the course has no such card (any more), or the answer does not fit it.
            ExamError: the question is in an exam that the learner has open.
        """
        blank = Event(learner, course_id, "answered", self.now())
        return self._keep(
            answer_event(
                blank,
                self._card(learner, course_id, card_id),
                chosen=chosen,
                typed=typed,
                confidence=confidence,
                seconds=seconds,
            )
        )

    def grade_card(
        self,
        learner: str,
        course_id: str,
        card_id: str,
        grade: Grade,
        *,
        seconds: float | None = None,
    ) -> Event:
        """Keep a learner's own grade of a card. Raises as :meth:`answer_card`."""
        blank = Event(learner, course_id, "recalled", self.now())
        card = self._card(learner, course_id, card_id)
        return self._keep(grade_event(blank, card, grade, seconds))

    def progress(self, learner: str, course_id: str) -> Progress:
        """Mastery with its evidence, and the coverage map."""
        desk = self._desk(learner, course_id)
        chunks = self._notes(course_id).chunks if self._notes else []
        return progress_of(desk.course, chunks, desk.deck, desk.state, desk.events, desk.now)

    def plan(self, learner: str, course_id: str) -> Plan:
        """What to do each day until the exam date of the learner's goal, made anew."""
        return self._plan(self._desk(learner, course_id, reviewing=True), learner)

    def dispute(
        self,
        learner: str,
        course_id: str,
        card_id: str,
        reason: str = "",
        question: Question | None = None,
    ) -> Recheck:
        """Check a card's proof again and take it out of all reviews and forms, for this learner.

        ``question`` is the item itself where it need not be among the course's cards: one made
        for a practice set.

        Raises:
            QuestionError: the course has no such card, or it was disputed before.
            ExamError: the question is in an exam that the learner has open.
        """
        card = self._card(learner, course_id, card_id, question)
        texts = {}
        if self._notes:
            documents = self._notes(course_id).records.documents.values()
            texts = {document.source: document.text for document in documents}
        asked = self._opinion if card.question else None
        opinion = asked(course_id, card.question) if asked and card.question else None
        check = recheck(card, texts, opinion)
        blank = Event(learner, course_id, "disputed", self.now())
        self._keep(dispute_event(blank, card, reason, check))
        return check

    def disputes(self, learner: str, course_id: str) -> list[Dispute]:
        """What the learner has disputed, oldest first."""
        return disputes_in(self.store.events(learner, course_id, kinds=("disputed",)))

    def _keep(self, event: Event) -> Event:
        return self.store.append([event])[0]

    def _card(
        self, learner: str, course_id: str, card_id: str, made: Question | None = None
    ) -> StudyCard:
        if card_id in {asked.id for asked in self.withheld(learner, course_id)}:
            raise ExamError(
                "This question is in your open exam", "Answer it there, or submit the exam"
            )
        desk = self._desk(learner, course_id)
        if made and card_id not in desk.deck.by_id and card_id not in desk.state.disputed:
            return StudyCard(made.id, made.objective, made.section, 0.0, made)
        return card_of(desk.deck, card_id, desk.state, desk.now).card

    def _plan(self, desk: _Desk, learner: str) -> Plan:
        goal = self.store.goal(learner, desk.name)
        exam = desk.course.exam
        today = [e for e in desk.events if shows_recall(e) and e.at.date() == desk.now.date()]
        return make_plan(
            desk.deck,
            desk.state.memories,
            desk.now,
            exam_date=goal.exam_date,
            minutes_a_day=goal.minutes_a_day,
            pace=pace_of(desk.events, desk.deck),
            frame=ExamFrame(exam.questions, exam.minutes) if exam else None,
            spent_today=sum(event.seconds or 0.0 for event in today) / 60,
        )

    def _desk(self, learner: str, course_id: str, *, reviewing: bool = False) -> _Desk:
        """What is there now; for reviewing, without the questions of an open exam."""
        course = self._course(course_id)
        hidden = {q.id for q in self.withheld(learner, course_id)} if reviewing else set()
        events = self.store.events(learner, course_id)
        now = self.now()
        exam = course.exam
        usual = exam.minutes * 60 / exam.questions if exam else SECONDS_A_QUESTION
        state = recollect(events, now, usual).settled(now, usual)
        bank, facts = self._questions(course_id), self._key_facts(course_id)
        return _Desk(
            course_id,
            course,
            make_deck(course, bank, facts, state.disputed | hidden),
            events,
            state,
            now,
        )

    def _key_facts(self, course_id: str) -> list[KeyFact]:
        """Made once for each version of the notes."""
        if self._notes is None:
            return []
        index = self._notes(course_id)
        kept = self._facts.get(course_id)
        if kept is None or kept[0] != index.version:
            kept = index.version, key_facts(index.chunks)
            self._facts[course_id] = kept
        return kept[1]
