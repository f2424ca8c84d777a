"""What the memory simulation found, as data, as text and as a part of the HTML report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from eval.cases import CaseError
from eval.charts import lines
from eval.memory_simulation_forecasts import Losses

LEAST_GAIN = 1.1
MOST_LOSS_RATIO = 0.70
STORED = Path(__file__).with_name("memory_simulation.json")


@dataclass(frozen=True)
class Setting:
    """So many days of so many minutes."""

    days: int
    minutes: int


@dataclass(frozen=True)
class Outcome:
    """What one way of studying came to.

    ``recalled`` is the share of the exam's weight truly recalled on exam day, ``by_day`` what it
    would be after each day of study if that were the last.
    """

    recalled: float
    by_day: tuple[float, ...]
    answers: int
    seen: int
    losses: Losses | None


@dataclass(frozen=True)
class Comparison:
    """Plan and plain due order for one learner and setting."""

    seed: int
    setting: Setting
    plan: Outcome
    due: Outcome

    @property
    def ratio(self) -> float:
        """Recall on exam day by the plan over that in due order."""
        return self.plan.recalled / self.due.recalled


@dataclass(frozen=True)
class Simulation:
    """All comparisons, and the log losses on irregular practice by seed."""

    comparisons: tuple[Comparison, ...]
    practice: dict[int, Losses]


def write_simulation(found: Simulation, path: Path = STORED) -> None:
    """Keep a run, rounded to four places, for the report."""
    raw = TypeAdapter(Simulation).dump_python(found, mode="json")
    path.write_text(json.dumps(_rounded(raw), indent=1) + "\n", "utf-8")


def read_simulation(path: Path = STORED) -> Simulation | None:
    """The run that was kept; None where none was.

    Raises:
        CaseError: the file is damaged.
    """
    if not path.is_file():
        return None
    try:
        return TypeAdapter(Simulation).validate_json(path.read_bytes())
    except ValidationError as error:
        raise CaseError(
            f"{path} is damaged", "Make it anew with `python -m eval.memory_simulation`"
        ) from error


def as_text(found: Simulation) -> str:
    """Every figure, and the goals beside those they are measured in."""
    said = ["Recall on exam day, share of the exam's weight (known memory model, equal time)"]
    for one in found.comparisons:
        said.append(
            f"  {one.setting.days} days x {one.setting.minutes} min, seed {one.seed}: "
            f"plan {one.plan.recalled:.3f}, due order {one.due.recalled:.3f}, "
            f"ratio {one.ratio:.2f}  ({one.plan.seen} and {one.due.seen} cards seen, "
            f"{one.plan.answers} and {one.due.answers} answers)"
        )
    said += ["", "Log loss of forecasts of recall, same reviews"]
    for seed, losses in found.practice.items():
        said.append(f"  irregular practice, seed {seed}: {_losses(losses)}")
    for one in found.comparisons:
        for name, outcome in (("due order", one.due), ("plan", one.plan)):
            if outcome.losses:
                where = f"{one.setting.days} x {one.setting.minutes}, {name}, seed {one.seed}"
                said.append(f"  {where}: {_losses(outcome.losses)}")
    return "\n".join([*said, "", *verdicts(found)])


def verdicts(found: Simulation) -> list[str]:
    """The goals and whether each is reached, over all seeds."""
    gain, ratio, below = _measured(found)
    return [
        f"gain over due order, least of the seeds: {gain:.2f} "
        f"(goal {LEAST_GAIN}: {_said(gain >= LEAST_GAIN)})",
        f"FSRS loss over SM-2's on irregular practice, worst of the seeds: {ratio:.2f} "
        f"(goal {MOST_LOSS_RATIO}: {_said(ratio <= MOST_LOSS_RATIO)})",
        f"FSRS below the best constant on irregular practice: {_said(below)}",
    ]


def as_section(found: Simulation | None) -> str:
    """A section of the HTML report: a picture, the verdicts, all figures; nothing without."""
    if found is None or not found.comparisons:
        return ""
    first = _main(found)
    setting = first[0].setting
    curves = [
        curve
        for one in first
        for curve in (
            (f"plan, seed {one.seed}", one.plan.by_day, "curve"),
            (f"due order, seed {one.seed}", one.due.by_day, "other"),
        )
    ]
    picture = lines(curves, "days of study", "recall on exam day")
    items = "".join(f"<li>{escape(line)}</li>" for line in verdicts(found))
    return (
        f"<h2>Memory: the plan against plain due order</h2><p>A learner with a known memory model, "
        f"{setting.days} days of {setting.minutes} minutes; the solid lines are the plan, one for "
        f"each seed, the dashed ones due order.</p>{picture}<ul>{items}</ul>"
        f"<details><summary>All figures</summary><pre>"
        f"{escape(as_text(found))}</pre></details>"
    )


def _measured(found: Simulation) -> tuple[float, float, bool]:
    """The worst over the seeds, in the setting and on the reviews that the goals are about."""
    losses = list(found.practice.values())
    below = all(loss.fsrs < loss.constant for loss in losses)
    gain = min(one.ratio for one in _main(found))
    return gain, max(loss.ratio for loss in losses), below


def _main(found: Simulation) -> Sequence[Comparison]:
    """The runs of the first setting."""
    setting = found.comparisons[0].setting
    return [one for one in found.comparisons if one.setting == setting]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list) else value


def _losses(loss: Losses) -> str:
    return (
        f"FSRS {loss.fsrs:.3f}, SM-2 {loss.sm2:.3f}, ratio {loss.ratio:.2f}, "
        f"constant {loss.constant:.3f}, truth {loss.truth:.3f}  "
        f"({loss.n} reviews, {loss.recalled:.0%} recalled)"
    )


def _said(yes: bool) -> str:
    return "reached" if yes else "not reached"
