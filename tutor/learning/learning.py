"""``Learning``: what learners do, over the store. Reached as ``StudyTutor.learning``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from corpus.questions import Question
from tutor.errors import ExamError
from tutor.learning.events import Confidence, Event, Goal
from tutor.learning.studying import Studying


class Learning(Studying):
    """Practice, goals and exams of all learners, each by id.

    See :class:`Studying` for reviews and plans, :class:`ExamRoom` for exams.
    """

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
    ) -> Event:
        """Judge and keep an answer to a practice question; ``chosen`` are labels of ``question``.

        The texts of the chosen options are kept as well, since a quiz shuffles the labels.

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
                detail={"texts": texts},
            )
        )

    def goal(self, learner: str, course_id: str) -> Goal:
        """What the learner wants of a course."""
        return self.store.goal(learner, course_id)

    def set_goal(self, learner: str, course_id: str, goal: Goal) -> None:
        """Set exam date, own target and minutes a day."""
        self.store.set_goal(learner, course_id, goal, self.now())
