"""The report of an ended exam, and its questions looked back at, as HTML. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.learning.exam_report import ExamReport, Score, TopicScore
from tutor.learning.exam_review import Reviewed
from tutor.ui import plots, texts
from tutor.ui.markup import command, escape, inline, items, tag
from tutor.ui.render_exam import numbers_html
from tutor.ui.render_progress import readiness_html

_WIDE, _TALL = 640, 120  # pixels of the pictures
_LABEL = 28  # pixels above the history, for what stands over a point


def report_html(report: ExamReport) -> str:
    """Score, readiness, sections, objectives, times, changes and history."""
    score = report.score
    used = texts.of("EXAM_ENDED", report.ended_by).format(minutes=round(report.seconds_used / 60))
    told = texts.EXAM_SCORE.format(right=score.right, total=score.total)
    head = (
        tag("h2", escape(told), "st-unseen", data_focus=f"report-{report.ended}")
        + tag("div", f"{score.right} / {score.total}", "st-score", aria_hidden="true")
        + tag("p", escape(_interval(score)))
        + tag("p", escape(used), "st-status")
        + tag("p", escape(report.passing), "st-status")
        + (tag("p", escape(report.notice), "st-status") if report.notice else "")
    )
    return tag(
        "div",
        head
        + _part(texts.EXAM_READINESS, readiness_html(report.readiness))
        + _part(texts.EXAM_BY_SECTION, _sections(report.sections))
        + _numbered(report)
        + _part(texts.EXAM_TIME_EACH, _times(report))
        + _part(texts.EXAM_HISTORY, _history(report) if report.earlier else "")
        + _folded(texts.EXAM_BY_OBJECTIVE, _objectives(report.objectives)),
        "st-report",
        data_exam=report.exam,
    )


def reviewed_html(listed: Sequence[Reviewed]) -> str:
    """The questions that were filtered, each with what was chosen; one click explains it."""
    if not listed:
        return tag("p", escape(texts.EXAM_NOTHING_HERE), "st-empty")
    return items("ul", map(_reviewed, listed), "st-list st-looked-back")


def _reviewed(row: Reviewed) -> str:
    verdict = "right" if row.right else "wrong"
    mark = tag(
        "span", escape(texts.RIGHT if row.right else texts.WRONG), f"st-verdict st-{verdict}"
    )
    flag = tag("span", "⚑", "st-is-flagged", title=texts.EXAM_STATE_flagged) if row.flagged else ""
    chosen = ", ".join(row.chosen) or texts.NOT_ANSWERED
    facts = f"{texts.YOU_CHOSE}: {chosen} · {texts.THE_ANSWER_IS} {', '.join(row.key)}"
    stem = inline(row.question.stem.strip().partition("\n")[0])
    return (
        tag("div", tag("strong", str(row.number)) + mark + flag, "st-option-head")
        + tag("div", stem, "st-missed-stem")
        + tag("div", escape(facts), "st-status")
        + command("explain", str(row.number), escape(texts.EXAM_EXPLAIN), "st-action")
    )


def _interval(score: Score) -> str:
    return texts.EXAM_INTERVAL.format(share=score.share, low=score.low, high=score.high)


def _part(title: str, inner: str) -> str:
    return tag("section", tag("h2", escape(title), "st-heading") + inner) if inner else ""


def _folded(title: str, inner: str) -> str:
    return tag("details", tag("summary", escape(title)) + inner) if inner else ""


def _sections(rows: Sequence[TopicScore]) -> str:
    """A bar a section with its interval; each row says its figures as text."""
    return plots.bars(
        [
            (
                f"{row.id} {row.title} · {row.weight:g}%",
                plots.Share(row.score.share, row.score.low, row.score.high),
                texts.PROGRESS_RIGHT_OF.format(
                    right=row.score.right,
                    total=row.score.total,
                    low=row.score.low,
                    high=row.score.high,
                ),
            )
            for row in rows
        ]
    )


def _objectives(rows: Sequence[TopicScore]) -> str:
    listed = [
        tag("td", escape(row.id))
        + tag("td", escape(row.title))
        + tag("td", f"{row.score.right} / {row.score.total}")
        for row in rows
    ]
    body = "".join(tag("tr", row) for row in listed)
    return tag("table", tag("tbody", body), "st-table") if listed else ""


def _numbered(report: ExamReport) -> str:
    """Question numbers worth a look, each a link to its explanation."""
    groups = (
        (texts.EXAM_SURE_AND_WRONG, report.confident_errors),
        (texts.EXAM_RIGHT_TO_WRONG, report.changes.right_to_wrong),
        (texts.EXAM_WRONG_TO_RIGHT, report.changes.wrong_to_right),
        (texts.EXAM_NOT_ANSWERED, report.unanswered),
    )
    return "".join(
        _part(f"{title} ({len(numbers)})", numbers_html(numbers, "explain"))
        for title, numbers in groups
        if numbers
    )


def _times(report: ExamReport) -> str:
    """A column a question, green where it was right."""
    times = report.seconds
    longest = max((t.seconds for t in times), default=0.0)
    if not longest:
        return ""
    width = _WIDE / len(times)
    columns = []
    for place, time in enumerate(times):
        height = _TALL * time.seconds / longest
        columns.append(
            f'<rect class="{"st-column-right" if time.right else "st-column-wrong"}" '
            f'x="{place * width:.1f}" y="{_TALL - height:.1f}" width="{max(width - 2, 1):.1f}" '
            f'height="{height:.1f}"><title>{time.number}: {time.seconds:.0f} s</title></rect>'
        )
    worst = max(times, key=lambda t: t.seconds)
    told = texts.EXAM_TIME_ALT.format(number=worst.number, seconds=worst.seconds)
    return _svg(told, _TALL + 4, "".join(columns)) + tag("p", escape(told), "st-status")


def _history(report: ExamReport) -> str:
    """The share of each exam with its interval, oldest first, this one last."""
    rows = [*((e.ended, e.score) for e in report.earlier), (report.ended, report.score)]
    step = _WIDE / (len(rows) + 1)
    points, path = [], []
    for place, (_, score) in enumerate(rows, 1):
        x = step * place
        low, y, high = (
            _TALL * (1 - value) + _LABEL for value in (score.low, score.share, score.high)
        )
        path.append(f"{x:.1f},{y:.1f}")
        points.append(
            f'<line class="st-span" x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}"/>'
            f'<circle class="st-point" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
            f'<text x="{x:.1f}" y="{high - 6:.1f}" text-anchor="middle">{score.share:.0%}</text>'
        )
    line = f'<polyline class="st-line" points="{" ".join(path)}"/>'
    listed = ", ".join(f"{when:%Y-%m-%d} {score.share:.0%}" for when, score in rows)
    told = texts.EXAM_HISTORY_ALT.format(rows=listed)
    grown = _grown(report)
    return _svg(told, _TALL + _LABEL + 8, line + "".join(points)) + grown


def _grown(report: ExamReport) -> str:
    if report.growth is None:
        return ""
    g = report.growth
    told = f"{g.grown:+.0%} ({g.low:+.0%} … {g.high:+.0%})"
    return tag("p", escape(told), "st-status")


def _svg(told: str, height: int, inner: str) -> str:
    title = f"<title>{escape(told)}</title>"
    box = f"0 0 {_WIDE} {height}"
    return tag("svg", title + inner, "st-picture", role="img", viewBox=box)
