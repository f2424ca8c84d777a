"""The report of an exam that has ended: what the score says, and what it does not. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from corpus.questions import Question
from tutor.errors import ExamError
from tutor.learning.exam import Exam
from tutor.learning.exam_form import Topic
from tutor.learning.intervals import difference, wilson
from tutor.learning.readiness import Readiness, readiness_of


@dataclass(frozen=True)
class Score:
    """Right answers of all, with Wilson's 95 % interval. An unanswered question counts as wrong."""

    right: int
    total: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class TopicScore:
    """The score of one section or objective."""

    id: str
    title: str
    weight: float
    score: Score


@dataclass(frozen=True)
class QuestionTime:
    """How long one question was before the learner."""

    number: int
    seconds: float
    right: bool


@dataclass(frozen=True)
class Changes:
    """Numbers of questions whose answer was changed, by what came of it.

    ``right_to_wrong``: a right answer was given up for a wrong one or for none;
    ``wrong_to_right``: what stands is right and an earlier answer was wrong.
    """

    right_to_wrong: tuple[int, ...]
    wrong_to_right: tuple[int, ...]
    wrong_to_wrong: tuple[int, ...]


@dataclass(frozen=True)
class EarlierExam:
    """An exam that this one is compared with."""

    exam: str
    ended: datetime
    score: Score


@dataclass(frozen=True)
class Growth:
    """How much the share grew since the exam before, with Newcombe's 95 % interval."""

    since: str
    grown: float
    low: float
    high: float


@dataclass(frozen=True)
class ExamReport:
    """All that an exam tells. ``seconds`` and ``seconds_used`` are of the learner's time."""

    exam: str
    course: str
    title: str
    started: datetime
    ended: datetime
    ended_by: str
    minutes: int
    seconds_used: float
    score: Score
    unanswered: tuple[int, ...]
    sections: tuple[TopicScore, ...]
    objectives: tuple[TopicScore, ...]
    seconds: tuple[QuestionTime, ...]
    confident_errors: tuple[int, ...]
    changes: Changes
    earlier: tuple[EarlierExam, ...]
    growth: Growth | None
    readiness: Readiness
    passing: str
    notice: str

    def to_json(self) -> dict[str, Any]:
        """For the command line and other programs; moments as ISO 8601."""
        value = asdict(self)
        value["started"] = self.started.isoformat()
        value["ended"] = self.ended.isoformat()
        for row in value["earlier"]:
            row["ended"] = row["ended"].isoformat()
        return value


def report_of(exam: Exam, earlier: Sequence[Exam], target: float | None) -> ExamReport:
    """The report of an ended exam; ``earlier`` are the learner's exams that ended before it.

    Raises:
        ExamError: the exam is still open: nothing is told before its end.
    """
    if exam.ended is None or exam.ended_by is None:
        raise ExamError(
            "This exam is still open, and is judged when it ends", "Submit it: `tutor exam submit`"
        )
    before = sorted(earlier, key=lambda e: (e.ended or e.started, e.id))
    numbers = list(exam.numbers)
    right = [exam.is_right(n) for n in numbers]
    marks = exam.marks
    return ExamReport(
        exam=exam.id,
        course=exam.course,
        title=exam.form.title,
        started=exam.started,
        ended=exam.ended,
        ended_by=exam.ended_by,
        minutes=exam.form.minutes,
        seconds_used=(exam.ended - exam.started).total_seconds(),
        score=score_of(exam, numbers),
        unanswered=tuple(exam.unanswered),
        sections=_by_topic(exam, exam.form.sections, "section"),
        objectives=_by_topic(exam, exam.form.objectives, "objective"),
        seconds=tuple(
            QuestionTime(n, round(marks[n - 1].seconds, 1), right[n - 1]) for n in numbers
        ),
        confident_errors=tuple(confident_errors(exam)),
        changes=_changes(exam),
        earlier=tuple(
            EarlierExam(e.id, e.ended or e.started, score_of(e, e.numbers)) for e in before
        ),
        growth=_growth(exam, before[-1]) if before else None,
        readiness=readiness_of([*before, exam], target),
        passing=exam.form.passing,
        notice=exam.form.notice,
    )


def score_of(exam: Exam, numbers: Sequence[int]) -> Score:
    """The score over these questions."""
    right = sum(exam.is_right(n) for n in numbers)
    share = right / len(numbers) if numbers else 0.0
    return Score(right, len(numbers), share, *wilson(share, len(numbers)))


def confident_errors(exam: Exam) -> list[int]:
    """Numbers that are wrong although the learner was sure."""
    return [
        n for n in exam.numbers if exam.marks[n - 1].confidence == "sure" and not exam.is_right(n)
    ]


def _by_topic(exam: Exam, topics: Sequence[Topic], name: str) -> tuple[TopicScore, ...]:
    """Scores of the topics that the form has questions of, in the blueprint's order."""
    scores = []
    for topic in topics:
        numbers = [n for n in exam.numbers if _topic(exam.question(n).question, name) == topic.id]
        if numbers:
            scores.append(TopicScore(topic.id, topic.title, topic.weight, score_of(exam, numbers)))
    return tuple(scores)


def _topic(question: Question, name: str) -> str:
    return question.section if name == "section" else question.objective


def _changes(exam: Exam) -> Changes:
    given_up: list[int] = []
    mended: list[int] = []
    still: list[int] = []
    for number in exam.numbers:
        mark, key = exam.marks[number - 1], exam.question(number).question.key
        earlier = [frozenset(chosen) == key for chosen in mark.earlier]
        if not earlier:
            continue
        if exam.is_right(number):
            if not all(earlier):
                mended.append(number)
        else:
            (given_up if any(earlier) else still).append(number)
    return Changes(tuple(given_up), tuple(mended), tuple(still))


def _growth(exam: Exam, before: Exam) -> Growth:
    then, now = score_of(before, before.numbers), score_of(exam, exam.numbers)
    low, high = difference((then.right, then.total), (now.right, now.total))
    return Growth(before.id, now.share - then.share, low, high)
