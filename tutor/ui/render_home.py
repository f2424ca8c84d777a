"""The Home tab as HTML: what to do now, and how far one has come. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.course import Course
from tutor.learning.events import Goal
from tutor.learning.mastery import Mastery
from tutor.learning.plan import Plan
from tutor.learning.practice import PracticeSet
from tutor.learning.progress import Progress
from tutor.ui import plots, texts
from tutor.ui.markup import command, escape, items, tag
from tutor.ui.tabs import ASK, EXAM, NOTES, PRACTICE, REVIEW, SETTINGS

_MARKS = {ASK: "?", PRACTICE: "✓", EXAM: "◷"}
_OBJECTIVES_NAMED = 3


@dataclass(frozen=True)
class HomeView:
    """What Home shows of a learner in a course. ``exam_minutes`` are left of an open exam."""

    course: Course
    begun: bool
    today: date
    goal: Goal
    plan: Plan
    progress: Progress
    practice: PracticeSet | None
    exam_minutes: int | None


def home_html(view: HomeView) -> str:
    """Three choices; below, unless it is the first start, the day and the standing."""
    if not view.begun:
        return welcome_html() + _exam_date(view, first=True)
    tiles = (_today(view), _due(view.progress.due), _exam_date(view))
    return (
        choices_html(big=False)
        + _continue(view)
        + tag("div", "".join(tiles), "st-tiles")
        + _mastery(view.progress)
    )


def welcome_html(note: str = "") -> str:
    """What a learner sees before there is anything to show; ``note`` says why, as safe HTML."""
    head = tag("h2", escape(texts.HOME_WELCOME), "st-heading")
    return tag("div", head + note, "st-welcome") + choices_html(big=True)


def no_notes_html() -> str:
    """Where to begin in a course that has nothing to ask about."""
    link = command("go", NOTES, escape(texts.HOME_ADD_NOTES), "st-go")
    return tag("p", escape(texts.HOME_NO_NOTES), "st-intro") + tag("p", link)


def choices_html(*, big: bool) -> str:
    """Ask, practise, mock exam."""
    listed = []
    for tab, mark in _MARKS.items():
        title = tag("strong", escape(texts.of("HOME_CHOICE", tab)))
        told = tag("span", escape(texts.of("HOME_CHOICE_TOLD", tab)), "st-choice-told")
        icon = tag("span", mark, "st-choice-mark", aria_hidden="true")
        listed.append(command("go", tab, icon + title + (told if big else ""), "st-choice"))
    return items("ul", listed, "st-choices" if big else "st-choices st-small")


def figures(mastery: Mastery) -> str:
    """What is known of some cards, as words: never a bare percentage."""
    seen = texts.PROGRESS_SEEN.format(seen=mastery.seen, cards=mastery.cards)
    if mastery.estimate is None:
        return f"{texts.PROGRESS_NOTHING_SEEN} · {seen}"
    known = texts.PROGRESS_KNOWN.format(low=mastery.low, high=mastery.high)
    return f"{known} · {seen}"


def mastery_bars(progress: Progress) -> str:
    """A bar with its interval for each section, and for the cards of none if there are any.

    A course without a blueprint has one bar.
    """
    bars = [(f"{m.id} {m.title}", m) for m in progress.sections or (progress.overall,)]
    if progress.sections and progress.outside.cards:
        bars.append((texts.PROGRESS_OUTSIDE, progress.outside))
    return plots.bars(
        [(name, plots.Share(m.estimate, m.low, m.high), figures(m)) for name, m in bars]
    )


def _continue(view: HomeView) -> str:
    rows = []
    if view.exam_minutes is not None:
        told = texts.HOME_EXAM_OPEN.format(minutes=view.exam_minutes)
        link = command("go", EXAM, escape(texts.HOME_CONTINUE_EXAM), "st-go")
        rows.append(tag("span", escape(told)) + link)
    if view.practice:
        done = len(view.practice.questions) - view.practice.left
        told = texts.HOME_PRACTICE_OPEN.format(done=done, total=len(view.practice.questions))
        link = command("go", PRACTICE, escape(texts.HOME_CONTINUE_PRACTICE), "st-go")
        rows.append(tag("span", escape(told)) + link)
    return items("ul", rows, "st-continue")


def _tile(title: str, figure: str, told: Sequence[str], link: str) -> str:
    lines = "".join(tag("p", line) for line in told if line)
    head = tag("h2", escape(title), "st-heading")
    return tag("section", head + tag("div", escape(figure), "st-figure") + lines + link, "st-tile")


def _today(view: HomeView) -> str:
    plan = view.plan
    if not plan.today:
        told = texts.HOME_TODAY_DONE if plan.cards else texts.HOME_NOTHING_TO_LEARN
        return _tile(texts.HOME_TODAY, "✓" if plan.cards else "–", [escape(told)], "")
    day = plan.days[0]
    lines = [escape(texts.HOME_TODAY_CARDS.format(new=day.new, review=day.review))]
    put_off = view.progress.due - day.review
    if day.new and put_off > 0:
        lines.append(escape(texts.HOME_TODAY_PUT_OFF.format(n=put_off)))
    if day.mock_questions:
        lines.append(escape(texts.HOME_TODAY_MOCK.format(n=day.mock_questions)))
    titles = view.course.objectives
    named = [
        escape(f"{name} {titles[name].title}")
        for name, _ in day.objectives[:_OBJECTIVES_NAMED]
        if name in titles
    ]
    if named:
        lines.append(escape(texts.HOME_TODAY_MOSTLY))
    link = command("go", REVIEW, escape(texts.HOME_TODAY_START), "st-go")
    figure = texts.HOME_MINUTES.format(n=max(1, round(day.minutes)))
    return _tile(texts.HOME_TODAY, figure, lines, items("ul", named, "st-mostly") + link)


def _due(due: int) -> str:
    if not due:
        return _tile(texts.HOME_DUE, "0", [escape(texts.HOME_NOTHING_DUE)], "")
    link = command("go", REVIEW, escape(texts.HOME_REVIEW), "st-go")
    return _tile(texts.HOME_DUE, str(due), [escape(texts.HOME_DUE_TOLD)], link)


def _exam_date(view: HomeView, *, first: bool = False) -> str:
    """Days to the exam and whether the plan suffices; or where to set the date."""
    day = view.goal.exam_date
    if day is None:
        link = command("go", SETTINGS, escape(texts.HOME_SET_DATE), "st-go st-quiet")
        if first:
            return tag("p", f"{escape(texts.HOME_NO_DATE)} {link}", "st-intro st-first-date")
        return _tile(texts.HOME_EXAM_DAY, "–", [escape(texts.HOME_NO_DATE)], link)
    left = (day - view.today).days
    if left < 0:
        link = command("go", SETTINGS, escape(texts.HOME_SET_DATE), "st-go st-quiet")
        return _tile(texts.HOME_EXAM_DAY, day.isoformat(), [escape(texts.HOME_DATE_PASSED)], link)
    figure = texts.counted("HOME_DAYS", left) if left else texts.HOME_DAY_IS_TODAY
    lines = [escape(day.isoformat()), escape(_enough(view.plan))]
    return _tile(texts.HOME_EXAM_DAY, figure, lines, "")


def _enough(plan: Plan) -> str:
    if plan.enough is None or not plan.days:
        return ""
    if plan.enough:
        return texts.HOME_ENOUGH.format(minutes=plan.minutes_a_day)
    return texts.HOME_NOT_ENOUGH.format(
        minutes=plan.minutes_a_day, unseen=plan.unseen, needed=plan.minutes_needed or 0
    )


def _mastery(progress: Progress) -> str:
    """By section; as a whole where the course has no blueprint."""
    head = tag("h2", escape(texts.HOME_MASTERY), "st-heading")
    note = tag("p", escape(texts.HOME_MASTERY_TOLD), "st-status")
    return tag("section", head + mastery_bars(progress) + note, "st-standing")
