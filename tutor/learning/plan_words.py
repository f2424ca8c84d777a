"""What a plan comes to, in words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.learning.plan import Plan

_MOST_MINUTES = 240


def advice(plan: Plan, left: int) -> str:
    """Whether the days suffice, said plainly; ``left`` days remain, today included."""
    if not plan.cards:
        return "There is nothing to learn yet: this course has no questions and no key facts."
    if plan.exam_date is None:
        return (
            "No exam date is set, so this looks two weeks ahead. "
            "Set one with `tutor plan --exam-date YYYY-MM-DD`."
        )
    if left == 0:
        return "The exam date is today or has passed. Set another date, or go on reviewing."
    gained = (
        f"Following it, about {plan.recall_with:.0%} of these cards, weighted by the blueprint, "
        f"would be recalled on exam day; without more study, {plan.recall_without:.0%}. "
        "That is a forecast about these cards, not about the exam's own questions."
    )
    days = "1 day is" if left == 1 else f"{left} days are"
    if plan.unseen:
        seen = plan.cards - plan.unseen
        return (
            f"{days} left. At {plan.minutes_a_day} minutes a day they do not suffice: {seen} of "
            f"{plan.cards} cards are reached and {plan.unseen} stay unseen; those that weigh least "
            f"are left out. {_needed(plan)} {gained}"
        )
    return (
        f"{days} left. At {plan.minutes_a_day} minutes a day every card is seen before the exam. "
        f"{gained}"
    )


def _needed(plan: Plan) -> str:
    needed = plan.minutes_needed or 0
    if needed > _MOST_MINUTES:
        return "No sensible number of minutes a day would reach all of them by then."
    return f"About {needed} minutes a day would reach all."
