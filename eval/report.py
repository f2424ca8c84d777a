"""The eval's figures for a terminal and as JSON, and a count of cases while it runs."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from eval.figures import BALANCED, BY_KEY, MEASURES, EvalResult, Figure, Measure
from eval.judge import CaseResult

# What the tables by section and by kind show.
GROUP_KEYS = (
    "hit_at_4",
    "answer_in_context",
    "fact_coverage",
    "answerable_refused",
    "unanswerable_refused",
)
_WIDTH = 118
Figures = dict[str, Figure]


@contextmanager
def counting() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on stderr; nothing where stderr is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("asking")
        yield lambda done, total: progress.update(task, completed=done, total=total)


def as_lines(result: EvalResult) -> str:
    """Tables of all figures with intervals and goals, of sections and kinds, and of failures."""
    # Colours only where they are seen; the width does not depend on the terminal.
    out = Console(file=StringIO(), width=_WIDTH, force_terminal=sys.stdout.isatty())
    out.print(_main_table(result))
    for title, groups in (("section", result.sections), ("kind", result.kinds)):
        if groups:
            out.print(_group_table(title, groups))
    for failure, count in failures(result).most_common():
        out.print(f"{count:4} {failure}", highlight=False)
    for note in notes(result):
        out.print(note, highlight=False)
    assert isinstance(out.file, StringIO), "the console writes where it was told to"
    return out.file.getvalue()


def to_json(result: EvalResult) -> str:
    """Everything a program may want of a run; passages and answers are left to the HTML report."""
    value = {
        "course": result.course,
        "cases": len(result.cases),
        "figures": {
            measure.key: _measure_json(measure, result.splits)
            for measure in (*MEASURES, BALANCED)
            if measure.key in result.splits["all"]
        },
        "sections": _groups_json(result.sections),
        "kinds": _groups_json(result.kinds),
        "failures": dict(failures(result)),
        "notes": notes(result),
        "results": [_case_json(case) for case in result.cases],
    }
    return json.dumps(value, ensure_ascii=False) + "\n"


def failures(result: EvalResult) -> Counter[str]:
    """How many cases failed, by what went wrong."""
    return Counter(case.failure for case in result.cases if case.failure)


def notes(result: EvalResult) -> list[str]:
    """What a reader of the figures has to know about this run."""
    said = ["Tune: the cases the tutor was fitted on. Report: the third kept for reporting only."]
    model = result.model
    if model.answered or model.failed:
        said.append(
            f"The language model answered {model.answered} cases and failed at {model.failed}, "
            f"which the notes answered. Of its {model.sentences} sentences, {model.supported} are "
            "supported; "
            "the others are shown as unsupported and count for nothing."
        )
    if result.unplaced:
        said.append(
            f"The quotes of {len(result.unplaced)} facts are in no indexed note (judged by their "
            f"patterns): {', '.join(result.unplaced[:8])}"
        )
    return said


def shown(figure: Figure | None, places: int = 3) -> str:
    """A value with its interval: ``.912 [.885, .934]``; a dash for none."""
    if figure is None:
        return "–"
    low, high = figure.interval
    return f"{_short(figure.value, places)} [{_short(low, places)}, {_short(high, places)}]"


def goal_of(measure: Measure) -> str:
    """A goal as text: ``≥ .90``; empty without one."""
    if measure.goal is None:
        return ""
    return f"{'≤' if measure.at_most else '≥'} {_short(measure.goal, 2)}"


def verdict(measure: Measure, figure: Figure | None) -> str:
    """``reached`` or ``not reached``; empty without a goal or a figure."""
    reached = measure.reached(figure.value) if figure else None
    return "" if reached is None else "reached" if reached else "not reached"


def _main_table(result: EvalResult) -> Table:
    splits = result.splits
    counts = {name: sum(1 for c in result.cases if name in ("all", c.split)) for name in splits}
    table = Table(title=f"{result.course}: {len(result.cases)} cases, 95 % intervals")
    table.add_column("figure")
    for name in splits:
        table.add_column(f"{name} ({counts[name]})", justify="right", no_wrap=True)
    table.add_column("goal", no_wrap=True)
    table.add_column("all cases", no_wrap=True)
    for key in splits["all"]:
        measure = BY_KEY[key]
        values = [shown(splits[name].get(key)) for name in splits]
        now = verdict(measure, splits["all"].get(key))
        style = {"reached": "green", "not reached": "red"}.get(now, "")
        table.add_row(measure.label, *values, goal_of(measure), now, style=style)
    return table


def _group_table(title: str, groups: dict[str, Figures]) -> Table:
    table = Table(title=f"by {title}")
    table.add_column(title)
    keys = [key for key in GROUP_KEYS if any(key in figures for figures in groups.values())]
    for key in keys:
        table.add_column(BY_KEY[key].label, justify="right")
    for name, figures in groups.items():
        cells = [shown(figures.get(key), 2) for key in keys]
        table.add_row(f"{name} ({figures['citations_sound'].n})", *cells)
    return table


def _measure_json(measure: Measure, splits: dict[str, Figures]) -> dict[str, Any]:
    values = {name: f[measure.key].to_json() for name, f in splits.items() if measure.key in f}
    return {
        "label": measure.label,
        "goal": measure.goal,
        "at_most": measure.at_most,
        "reached": measure.reached(splits["all"][measure.key].value),
        **values,
    }


def _groups_json(groups: dict[str, Figures]) -> dict[str, dict[str, Any]]:
    return {
        name: {key: figure.to_json() for key, figure in figures.items()}
        for name, figures in groups.items()
    }


def _case_json(case: CaseResult) -> dict[str, Any]:
    rank = next((n for n, answers in enumerate(case.answering, 1) if answers), None)
    return {
        "id": case.id,
        "kind": case.kind,
        "split": case.split,
        "rank": rank,
        "in_context": case.in_context if case.answerable else None,
        "covered": case.covered if case.answerable else None,
        "refused": case.refused,
        "failure": case.failure,
        "flaws": list(case.flaws),
    }


def _short(value: float, places: int) -> str:
    """``.912`` rather than ``0.912``; 1 keeps its digit."""
    text = f"{value:.{places}f}"
    return text[1:] if text.startswith("0.") else text
