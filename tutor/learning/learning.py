"""``Learning``: what learners do, over the store. Reached as ``StudyTutor.learning``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import uuid4

from corpus.questions import Question
from tutor.errors import ExamError
from tutor.learning.calibration import Calibrated, calibration_of
from tutor.learning.conversations import Conversations
from tutor.learning.events import Confidence, Event, Goal
from tutor.learning.practice import (
    PRACTICE_KINDS,
    PracticeSet,
    end_event,
    set_named,
    start_event,
    under_way,
)
from tutor.learning.studying import Studying


class Learning(Studying):
    """Practice, goals and exams of all learners, each by id.

    See :class:`Studying` for reviews and plans, :class:`ExamRoom` for exams.
    """

    @property
    def conversations(self) -> Conversations:
        """What learners asked of their notes and what was answered."""
        return Conversations(self.store.conversations, self.now)

    def record(self, event: Event) -> Event:
        """Add an event, at the present moment."""
        return self.store.append([replace(event, at=self.now())])[0]

    def record_practice(
        self,
        learner: str,
        course_id: str,
        question: Question,
        chosen: Iterable[str],
        *,
        confidence: Confidence | None = None,
        seconds: float | None = None,
        practice: str = "",
    ) -> Event:
        """Judge and keep an answer to a practice question; ``chosen`` are labels of ``question``.

        The texts of the chosen options are kept as well, since a quiz shuffles the labels.
        ``practice`` is the id of the set that the question is asked in.

        Raises:
            ExamError: the question is in an exam that the learner has open.
        """
        if question.id in {asked.id for asked in self.withheld(learner, course_id)}:
            raise ExamError(
                "This question is in your open exam", "Answer it there, or submit the exam"
            )
        picked = tuple(sorted(set(chosen)))
        texts = [o.text for label, o in question.labelled().items() if label in picked]
        event = Event(learner, course_id, "answered", self.now(), card=question.id, chosen=picked)
        return self.record(
            replace(
                event,
                correct=frozenset(picked) == question.key,
                confidence=confidence,
                seconds=seconds,
                detail={"texts": texts} | ({"set": practice} if practice else {}),
            )
        )

    def begin_practice(
        self, learner: str, course_id: str, questions: Sequence[Question], by: str = ""
    ) -> str:
        """Keep a practice set, so that it can be gone on with later; returns its id.

        A set that was asked for ``by`` a program is never gone on with on the page.
        """
        name = uuid4().hex[:12]
        self.record(start_event(self._blank(learner, course_id), name, questions, by))
        return name

    def practice(self, learner: str, course_id: str, name: str) -> PracticeSet | None:
        """The practice set of that id; None where the learner has none."""
        return set_named(self.store.events(learner, course_id, kinds=PRACTICE_KINDS), name)

    def end_practice(self, learner: str, course_id: str, practice: str) -> None:
        """Give a practice set up: it is not gone on with."""
        self.record(end_event(self._blank(learner, course_id), practice))

    def open_practice(self, learner: str, course_id: str) -> PracticeSet | None:
        """The newest practice set if it was not finished, without questions of an open exam."""
        found = under_way(self.store.events(learner, course_id, kinds=PRACTICE_KINDS))
        if found is None:
            return None
        rest = found.without(frozenset(q.id for q in self.withheld(learner, course_id)))
        return rest if rest.left else None

    def calibration(self, learner: str, course_id: str) -> tuple[Calibrated, ...]:
        """How often answers of each confidence were right."""
        return calibration_of(self.store.events(learner, course_id, kinds=("answered",)))

    def has_begun(self, learner: str, course_id: str) -> bool:
        """Whether the learner has answered or been asked anything in a course."""
        events = self.store.events(learner, course_id)
        return any(event.kind != "goal_set" for event in events)

    def goal(self, learner: str, course_id: str) -> Goal:
        """What the learner wants of a course."""
        return self.store.goal(learner, course_id)

    def set_goal(self, learner: str, course_id: str, goal: Goal) -> None:
        """Set exam date, own target and minutes a day."""
        self.store.set_goal(learner, course_id, goal, self.now())

    def _blank(self, learner: str, course_id: str) -> Event:
        return Event(learner, course_id, "shown", self.now())
