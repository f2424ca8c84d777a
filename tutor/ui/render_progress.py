"""The Progress tab as HTML: what is known, how sure that is, and what was done. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from corpus.course import Course
from tutor.learning.calibration import Calibrated
from tutor.learning.coverage import CoverageRow, NotesCover
from tutor.learning.exam_history import ExamEntry
from tutor.learning.mastery import Mastery
from tutor.learning.plan import Plan, PlanDay
from tutor.learning.progress import Progress
from tutor.learning.readiness import Readiness
from tutor.ui import plots, texts
from tutor.ui.markup import command, escape, items, tag
from tutor.ui.render_home import figures, mastery_bars
from tutor.ui.tabs import PRACTICE

_DAYS_AHEAD, _DAYS_BACK = 14, 28
_COVERS = get_args(NotesCover)


@dataclass(frozen=True)
class ProgressView:
    """What Progress shows of a learner in a course. ``readiness`` is that of the last exam."""

    course: Course
    today: date
    progress: Progress
    plan: Plan
    calibration: tuple[Calibrated, ...]
    exams: tuple[ExamEntry, ...]
    readiness: Readiness | None


def progress_html(view: ProgressView) -> str:
    """Everything, most telling first; what has no data yet is left out."""
    progress = view.progress
    begun = progress.overall.seen > 0
    parts = [
        _overall(progress) if begun else _nothing(),
        _part(texts.PROGRESS_MASTERY, mastery_map(view.course, progress.objectives)),
        _part(texts.PROGRESS_CALIBRATION, calibration(view.calibration)),
        _part(texts.PROGRESS_FORECAST, forecast(view.plan) if begun else ""),
        _part(texts.PROGRESS_EXAMS, exam_history(view.exams, view.readiness)),
        _part(texts.PROGRESS_DAYS, study_days(dict(progress.days), view.today) if begun else ""),
        _part(texts.PROGRESS_COVERAGE, coverage_map(view.course, progress.coverage)),
    ]
    return tag("div", "".join(parts), "st-progress")


def mastery_map(course: Course, objectives: Sequence[Mastery]) -> str:
    """A cell for each objective, section by section, coloured and named by its level."""
    of = {mastery.id: mastery for mastery in objectives}
    html = ""
    for section in course.sections:
        cells = [_cell(of[o.id]) for o in section.objectives if o.id in of]
        title = tag("h3", escape(f"{section.id}. {section.title}"))
        html += title + tag("ul", "".join(cells), "st-map")
    return html


def calibration(rows: Sequence[Calibrated]) -> str:
    """How often answers of each confidence were right; empty before any had one."""
    given = [row for row in rows if row.total]
    if not given:
        return tag("p", escape(texts.PROGRESS_NO_CONFIDENCE), "st-status")
    listed = [
        (
            texts.of("CONFIDENCE", row.confidence),
            plots.Share(row.share, row.low, row.high),
            texts.PROGRESS_RIGHT_OF.format(
                right=row.right, total=row.total, low=row.low, high=row.high
            ),
        )
        for row in given
    ]
    told = tag("p", escape(texts.PROGRESS_CALIBRATION_TOLD), "st-status")
    return plots.bars(listed) + told


def forecast(plan: Plan) -> str:
    """The cards of the coming days, and what following the plan would come to."""
    days = plan.days[:_DAYS_AHEAD]
    if not days or not plan.cards:
        return ""
    rows = [(str(day.day.day), _stacked(day)) for day in days]
    told = texts.PROGRESS_FORECAST_ALT.format(
        days=len(days),
        new=sum(day.new for day in days),
        review=sum(day.review for day in days),
        minutes=plan.minutes_a_day,
    )
    legend = _legend([(css, told) for css, told in _stacks() if _drawn(css, rows)])
    html = tag("div", plots.columns(rows, told), "st-columns") + legend + tag("p", escape(told))
    if plan.exam_date:
        recall = texts.PROGRESS_RECALL.format(
            date=plan.exam_date.isoformat(), plan=plan.recall_with, without=plan.recall_without
        )
        html += tag("p", escape(recall))
    return html + tag("p", escape(texts.PROGRESS_FORECAST_TOLD), "st-status")


def exam_history(exams: Sequence[ExamEntry], readiness: Readiness | None) -> str:
    """The share right of each ended exam with its interval, oldest first; each opens its report."""
    ended = [entry for entry in exams if entry.score and entry.ended]
    if not ended:
        return tag("p", escape(texts.PROGRESS_NO_EXAM), "st-status")
    listed = [
        (
            f"{entry.ended:%Y-%m-%d}",
            plots.Share(entry.score.share, entry.score.low, entry.score.high),
            texts.PROGRESS_RIGHT_OF.format(
                right=entry.score.right,
                total=entry.score.total,
                low=entry.score.low,
                high=entry.score.high,
            ),
        )
        for entry in ended
        if entry.score
    ]
    return plots.bars(listed) + (readiness_html(readiness) if readiness else "")


def study_days(days: Mapping[str, int], today: date) -> str:
    """A square for each of the last days, darker where more was answered."""
    last = [today - timedelta(days=back) for back in range(_DAYS_BACK - 1, -1, -1)]
    counts = [days.get(day.isoformat(), 0) for day in last]
    busiest = max(counts)
    cells = [
        (_shade(n, busiest), f"{day.isoformat()}: {texts.counted('PROGRESS_ANSWERS', n)}")
        for day, n in zip(last, counts, strict=True)
    ]
    told = texts.PROGRESS_DAYS_ALT.format(
        days=sum(n > 0 for n in counts), of=_DAYS_BACK, answers=sum(counts)
    )
    row = in_a_row(days, today)
    if row > 1:
        told += " " + texts.PROGRESS_IN_A_ROW.format(n=row)
    return plots.squares(cells, told, in_a_row=14) + tag("p", escape(told), "st-status")


def in_a_row(days: Mapping[str, int], today: date) -> int:
    """Days studied one after the other up to today; today need not be one of them yet."""
    day = today if days.get(today.isoformat()) else today - timedelta(days=1)
    row = 0
    while days.get((day - timedelta(days=row)).isoformat()):
        row += 1
    return row


def coverage_map(course: Course, rows: Sequence[CoverageRow]) -> str:
    """What the notes and the questions hold of each objective: a picture, and it as a table."""
    if not rows:
        return ""
    total = Counter(row.notes for row in rows)
    told = texts.PROGRESS_COVERAGE_ALT.format(
        all=len(rows), **{name: total[name] for name in _COVERS}
    )
    drawn = ""
    for section in course.sections:
        own = [row for row in rows if row.section == section.id]
        cells = [(f"st-{row.notes}", _covered(row)) for row in own]
        name = f"{section.id}. {section.title}"
        drawn += tag(
            "li", tag("span", escape(name)) + plots.squares(cells, f"{name}. {told}", in_a_row=18)
        )
    legend = _legend([(f"st-{name}", texts.of("PROGRESS_NOTES", name)) for name in _COVERS])
    table = tag("details", tag("summary", escape(texts.PROGRESS_AS_TABLE)) + _coverage_table(rows))
    return tag("p", escape(told)) + tag("ul", drawn, "st-coverage") + legend + table


def _overall(progress: Progress) -> str:
    lines = [tag("p", escape(figures(progress.overall)), "st-lead")]
    if progress.misconceptions:
        told = texts.counted("PROGRESS_MISCONCEPTIONS", len(progress.misconceptions))
        lines.append(tag("p", escape(told)))
    if progress.disputed:
        told = texts.counted("PROGRESS_DISPUTED", len(progress.disputed))
        lines.append(tag("p", escape(told), "st-status"))
    return tag("section", "".join(lines) + (mastery_bars(progress) if progress.sections else ""))


def _nothing() -> str:
    link = command("go", PRACTICE, escape(texts.REVIEW_PRACTISE), "st-go")
    told = tag("p", escape(texts.PROGRESS_NOTHING))
    return tag("section", f"{told}<p>{link}</p>", "st-nothing")


def _cell(mastery: Mastery) -> str:
    level = texts.of("LEVEL", mastery.level.replace(" ", "_"))
    seen = texts.PROGRESS_SEEN.format(seen=mastery.seen, cards=mastery.cards)
    inner = (
        command(
            "go",
            f"{PRACTICE} {mastery.id}",
            escape(mastery.id),
            "st-cell-id",
            texts.PROGRESS_PRACTISE.format(objective=mastery.id),
        )
        + tag("span", escape(level), "st-cell-level")
        + tag("span", escape(mastery.title), "st-cell-title")
        + tag("span", escape(seen), "st-cell-seen")
    )
    name = mastery.level.replace(" ", "-")
    return tag("li", inner, f"st-cell st-level-{name}", title=figures(mastery))


def readiness_html(readiness: Readiness) -> str:
    """What is to be expected on questions new to the learner."""
    if readiness.share is None:
        return tag("p", escape(texts.PROGRESS_ALL_MET), "st-status")
    told = texts.PROGRESS_READINESS.format(
        low=readiness.low, high=readiness.high, answers=readiness.answers
    )
    if readiness.met_before:
        told += " " + texts.PROGRESS_MET_BEFORE.format(n=readiness.met_before)
    if readiness.sections_missing:
        missing = ", ".join(readiness.sections_missing)
        told += " " + texts.PROGRESS_SECTIONS_MISSING.format(sections=missing)
    if readiness.target is not None:
        standing = texts.of("PROGRESS_STANDING", readiness.standing)
        told += " " + standing.format(target=readiness.target)
    return tag("p", escape(told))


def _stacked(day: PlanDay) -> list[tuple[str, float]]:
    counts = (day.review, day.new, day.mock_questions)
    return [(css, float(n)) for (css, _), n in zip(_stacks(), counts, strict=True)]


def _stacks() -> tuple[tuple[str, str], ...]:
    """The parts of a day's column, lowest first: CSS class and name."""
    return (
        ("st-column-review", texts.PROGRESS_TO_REVIEW),
        ("st-column-new", texts.PROGRESS_NEW),
        ("st-column-mock", texts.PROGRESS_MOCK),
    )


def _drawn(css: str, rows: Sequence[tuple[str, Sequence[tuple[str, float]]]]) -> bool:
    return any(name == css and value for _, parts in rows for name, value in parts)


def _shade(n: int, busiest: int) -> str:
    return f"st-shade-{-(-3 * n // busiest)}" if n else "st-shade-0"


def _covered(row: CoverageRow) -> str:
    notes = texts.of("PROGRESS_NOTES", row.notes)
    return f"{row.objective} {row.title}: {notes}"


def _coverage_table(rows: Sequence[CoverageRow]) -> str:
    names = ("OBJECTIVE", "NOTES", "ASKED", "FACTS", "KNOWN")
    head = "".join(tag("th", escape(texts.of("PROGRESS_COLUMN", name))) for name in names)
    body = "".join(
        tag(
            "tr",
            tag("td", escape(f"{row.objective} {row.title}"))
            + tag("td", escape(texts.of("PROGRESS_NOTES", row.notes)))
            + tag("td", f"{row.asked} / {row.questions}")
            + tag("td", str(row.facts))
            + tag("td", escape(texts.of("LEVEL", row.mastery.level.replace(" ", "_")))),
        )
        for row in rows
    )
    table = tag("thead", tag("tr", head)) + tag("tbody", body)
    return tag("div", tag("table", table, "st-table"), "st-wide")


def _legend(entries: Sequence[tuple[str, str]]) -> str:
    rows = [
        tag("svg", f'<rect class="{name}" width="12" height="12" rx="3"/>', aria_hidden="true")
        + tag("span", escape(told))
        for name, told in entries
    ]
    return items("ul", rows, "st-legend")


def _part(title: str, inner: str) -> str:
    return tag("section", tag("h2", escape(title), "st-heading") + inner) if inner else ""
