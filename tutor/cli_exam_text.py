"""What ``tutor exam`` prints for a reader. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.cli_output import one_line, table

if TYPE_CHECKING:
    from tutor.learning.exam_report import Changes, ExamReport, Score, TopicScore
    from tutor.learning.exam_review import Reviewed
    from tutor.learning.exam_view import ExamView, QuestionView

_BAR = 20  # characters for 100 %


def view_text(view: ExamView) -> str:
    """An open exam: the clock, what is left to do, and the question in view."""
    if view.ended:
        how = "was up" if view.ended_by == "deadline" else "is over"
        return f"The time of this exam {how}. See `tutor exam report`."
    minutes, seconds = divmod(int(view.remaining_seconds), 60)
    lines = [
        f"{view.title} · exam {view.exam}",
        f"Time left {minutes}:{seconds:02d} of {view.minutes} minutes"
        + (" · five minutes or less" if view.warning else ""),
        f"Answered {view.total - len(view.unanswered)} of {view.total}"
        + (f" · unanswered {_numbers(view.unanswered)}" if view.unanswered else ""),
    ]
    lines += [f"Flagged {_numbers(view.flagged)}"] if view.flagged else []
    lines += [view.notice] if view.notice else []
    return "\n".join([*lines, "", _question_text(view.questions[view.position - 1])])


def _question_text(question: QuestionView) -> str:
    pick = "" if question.kind == "single" else f"  (choose {question.choose})"
    flagged = "  [flagged]" if question.flagged else ""
    options = [
        f" {'>' if label in question.chosen else ' '} {label}. {text}"
        for label, text in question.options.items()
    ]
    return "\n".join([f"{question.number}. {question.stem}{pick}{flagged}", *options])


def report_text(report: ExamReport) -> str:
    """The whole report."""
    how = "at the deadline" if report.ended_by == "deadline" else "by you"
    parts = [
        f"{report.title} · exam {report.exam}\n"
        f"Ended {how} after {report.seconds_used / 60:.0f} of {report.minutes} minutes",
        f"Score {_score(report.score)}"
        + (f" · {len(report.unanswered)} unanswered" if report.unanswered else ""),
        report.passing,
        report.readiness.text,
        _topics("By section", report.sections),
        _topics("By objective", report.objectives),
        _time_text(report),
        _answers_text(report),
        _earlier_text(report),
        report.notice,
        "`tutor exam report --review wrong` goes through what went wrong.",
    ]
    return "\n\n".join(part for part in parts if part)


def review_text(items: Sequence[Reviewed]) -> str:
    """Questions one by one, each option with its verdict and why."""
    if not items:
        return "No question of this kind."
    return "\n\n".join(_reviewed_text(item) for item in items)


def _reviewed_text(item: Reviewed) -> str:
    lines = [f"{item.number}. {item.question.stem}   ({item.question.id})"]
    for label, option in item.question.labelled().items():
        mark = "✓" if option.correct else "✗" if label in item.chosen else " "
        why = f" — {one_line(option.why)}" if option.why else ""
        lines.append(f" {'>' if label in item.chosen else ' '}{mark} {label}. {option.text}{why}")
    proof = item.question.receipt
    return "\n".join([*lines, f"   {proof.source}: “{one_line(proof.quote)}”"])


def _score(score: Score) -> str:
    return (
        f"{score.right} of {score.total}, {score.share:.0%} "
        f"(95 % interval {score.low:.0%} to {score.high:.0%})"
    )


def _topics(title: str, topics: Sequence[TopicScore]) -> str:
    if not topics:
        return ""
    rows = [
        (t.id, f"{t.score.right}/{t.score.total}", f"{t.score.low:.0%}–{t.score.high:.0%}", t.title)
        for t in topics
    ]
    return f"{title}\n{table(rows, ('', 'right', '95 %', ''))}"


def _time_text(report: ExamReport) -> str:
    """Where the time went: the middle, and the slowest questions."""
    times = sorted(report.seconds, key=lambda t: t.seconds)
    slowest = [f"{t.number} ({t.seconds:.0f} s)" for t in times[:-4:-1] if t.seconds]
    if not slowest:
        return ""
    middle = times[len(times) // 2].seconds
    return f"Time a question: median {middle:.0f} s, longest {', '.join(slowest)}"


def _answers_text(report: ExamReport) -> str:
    lines = []
    if report.confident_errors:
        lines.append(f"Sure, and wrong: {_numbers(report.confident_errors)}")
    changes: Changes = report.changes
    named = {
        "right to wrong": changes.right_to_wrong,
        "wrong to right": changes.wrong_to_right,
        "wrong to another wrong": changes.wrong_to_wrong,
    }
    lines += [
        f"Changed from {how}: {_numbers(numbers)}" for how, numbers in named.items() if numbers
    ]
    return "\n".join(lines)


def _earlier_text(report: ExamReport) -> str:
    """Your exams as bars, this one last."""
    if not report.earlier or report.growth is None:
        return ""
    rows = [(f"{e.ended:%Y-%m-%d}", e.score) for e in report.earlier]
    rows.append((f"{report.ended:%Y-%m-%d}", report.score))
    bars = [
        f"{day}  {'█' * round(_BAR * score.share):<{_BAR}} {score.share:4.0%} of {score.total}"
        for day, score in rows
    ]
    growth = report.growth
    said = (
        f"Since the exam before: {growth.grown * 100:+.0f} points "
        f"(95 % interval {growth.low * 100:+.0f} to {growth.high * 100:+.0f})"
    )
    return "\n".join(["Your exams", *bars, said])


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
