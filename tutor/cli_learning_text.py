"""What ``tutor review``, ``progress`` and ``plan`` print. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tutor.cli_output import one_line, table

if TYPE_CHECKING:
    from tutor.learning.mastery import Mastery
    from tutor.learning.memory import Memory
    from tutor.learning.plan import Plan
    from tutor.learning.progress import Progress
    from tutor.learning.review import DueCard, Shown

_WIDEST = 72
_DAYS_SHOWN = 14


def shown_json(shown: Shown) -> dict[str, Any]:
    """A card to be answered, without its key: labels are the bank's, the order is that shown."""
    due = shown.due
    question = due.card.question
    return {
        "card": due.card.id,
        "kind": due.card.kind,
        "why": due.why,
        "recall": None if due.recall is None else round(due.recall, 3),
        "due": due.memory.due.isoformat() if due.memory else None,
        "objective": due.card.objective,
        "section": due.card.section,
        "prompt": shown.prompt,
        "choose": len(question.key) if question else None,
        "options": [{"label": label, "text": option.text} for label, option in shown.options],
        "typed": bool(due.card.fact and due.card.fact.typed),
    }


def due_text(due: Sequence[DueCard], waiting: int) -> str:
    """What waits, most urgent first."""
    rows = [(one.card.id, one.why, f"{one.recall or 0:.0%}", _short(_prompt(one))) for one in due]
    listed = table(rows, ("card", "why", "recall", "asks")) if rows else ""
    said = f"{waiting} due. " + (
        "Run `tutor review` in a terminal to go through them." if waiting else "Nothing waits now."
    )
    return f"{listed}\n\n{said}" if listed else said


def progress_text(progress: Progress) -> str:
    """Mastery with its evidence, and where the notes or the questions are thin."""
    parts = [
        f"{progress.course}: {_level(progress.overall)}",
        f"{progress.due} cards are due now."
        + (
            f" {len(progress.misconceptions)} were wrong though you were sure."
            if progress.misconceptions
            else ""
        ),
    ]
    if progress.sections:
        other = replace(progress.outside, id="–", title="Of no section of the outline")
        shown = (*progress.sections, *([other] if other.cards else []))
        parts.append(_masteries("section", shown))
    rows = [
        (
            row.objective,
            row.notes,
            f"{row.asked} of {row.questions}",
            f"{row.mastery.seen} of {row.mastery.cards}",
            _interval(row.mastery),
            row.mastery.level,
            _short(row.title, 44),
        )
        for row in progress.coverage
    ]
    if rows:
        columns = ("objective", "notes", "asked", "cards seen", "known now", "level", "title")
        parts.append(table(rows, columns))
    if progress.repaired:
        parts.append(
            f"{progress.repaired} answers carried a time that cannot be right (was the clock set "
            "back?); they count as given right after the one before."
        )
    if progress.forgotten_cards:
        parts.append(
            f"{progress.forgotten_cards} cards of your history are no longer in the course; "
            "the history is kept."
        )
    return "\n\n".join(parts)


def plan_text(plan: Plan) -> str:
    """The verdict, then the days to come."""
    rows = [
        (
            f"{day.day:%a %d %b}",
            day.new,
            day.review,
            day.mock_questions or "",
            f"{day.minutes:.0f}",
            " ".join(name for name, _ in day.objectives[:4]),
        )
        for day in plan.days[:_DAYS_SHOWN]
    ]
    columns = ("day", "new", "review", "mock", "minutes", "mostly")
    rest = len(plan.days) - len(rows)
    parts = [plan.text]
    if rows:
        parts.append(table(rows, columns))
    if rest > 0:
        parts.append(f"… and {rest} more days; the plan is made anew each day.")
    return "\n\n".join(parts)


def due_date(memory: Memory, now: datetime) -> str:
    """When a card comes back, for a reader."""
    wait = memory.due - now
    if wait <= timedelta(0):
        return "at once"
    if wait < timedelta(hours=1):
        return f"in {max(1, round(wait.total_seconds() / 60))} minutes"
    days = round(wait.total_seconds() / 86_400)
    return "tomorrow" if days <= 1 else f"in {days} days"


def _masteries(name: str, masteries: Sequence[Mastery]) -> str:
    rows = [
        (m.id, f"{m.seen} of {m.cards}", _interval(m), m.level, _short(m.title, 44))
        for m in masteries
    ]
    return table(rows, (name, "cards seen", "known now", "level", "title"))


def _level(mastery: Mastery) -> str:
    return f"{mastery.seen} of {mastery.cards} cards seen, known now {_interval(mastery)}"


def _interval(mastery: Mastery) -> str:
    """An interval, never a bare percentage."""
    if mastery.estimate is None:
        return "nothing seen yet"
    return f"{mastery.low:.0%} to {mastery.high:.0%}"


def _prompt(due: DueCard) -> str:
    card = due.card
    return card.question.stem if card.question else card.fact.prompt if card.fact else card.id


def _short(text: str, most: int = _WIDEST) -> str:
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1] + "…"
