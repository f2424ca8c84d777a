"""What the bench found, as rows beside their budgets. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median

Runs = Mapping[str, Sequence[Mapping[str, float]]]  # measurements by name, a repetition each


@dataclass(frozen=True)
class Row:
    """One figure: its middle value, its lowest and highest, and the budget it has to keep."""

    name: str
    value: float
    low: float
    high: float
    unit: str
    budget: float | None = None
    at_least: bool = False

    @property
    def kept(self) -> bool | None:
        """Whether the budget is kept; None where there is none."""
        if self.budget is None:
            return None
        return self.value >= self.budget if self.at_least else self.value <= self.budget


def rows(runs: Runs, *, amx: bool) -> list[Row]:
    """Every figure of a run. ``amx``: whether this CPU multiplies bf16 in hardware."""
    first = 3.0 if amx else 1.0
    share = 0.45 if amx else 0.75
    found: list[Row] = []
    for course in ("bundled", "more"):
        plain = runs.get(f"{course} ingest-plain")
        if plain:
            bare = runs[f"{course} ingest-ours-without-sentences"]
            full = runs[f"{course} ingest-ours"]
            name = f"first ingest, {course} notes: plain stack's time over ours"
            found += [
                _ratio(f"{name}, chunk vectors only", plain, bare, "seconds", first),
                _ratio(f"{name}, with sentence vectors", plain, full, "seconds", None),
            ]
    for again in _some(runs, "ingest-again"):
        parts = [again, again]
        for changed, most in (("unchanged", 0.02), ("one changed", 0.05)):
            pairs = [(run[changed], run["first"]) for run in parts[0]]
            found.append(
                _row(f"re-ingest of 100 files, {changed}: share of the first", pairs, most)
            )
    for rate in _some(runs, "embedding-rate"):
        found.append(
            _plain("embedding: share of the machine's GEMM rate", rate, "share", share, True)
        )
        found.append(_plain("embedding: share of padding", rate, "padding"))
    found += _searching(runs)
    for start in _some(runs, "help"):
        found.append(_plain("tutor --help, seconds", start, "seconds", 0.3))
        found.append(_plain("tutor --help, heavy imports", start, "heavy imports", 0))
    for app in _some(runs, "app"):
        found.append(_plain("app: seconds until a page answers", app, "page s", 3.0))
        found.append(_plain("app: seconds until it can be used", app, "app s"))
        found.append(_plain("app: memory when idle, MB", app, "memory MB", 900))
    for stream in _some(runs, "streams"):
        found.append(_plain("25 streams at once, times one stream", stream, "ratio", 1.5))
    return found


def _searching(runs: Runs) -> list[Row]:
    found: list[Row] = []
    for size in (1_000, 10_000, 100_000):
        for scale in _some(runs, f"search-{size}"):
            small = size <= 10_000
            name = f"over {size:,} chunks"
            found += [
                _plain(f"retrieval p95 {name}, ms", scale, "search p95 ms", 25 if small else None),
                _plain(f"answer p95 {name}, ms", scale, "answer p95 ms", 120 if small else None),
                _plain(f"HNSW recall@10 {name}", scale, "recall@10", 0.99, True),
            ]
    for plain in _some(runs, "search-plain"):
        found.append(_plain("plain stack's search p95, bundled notes, ms", plain, "search p95 ms"))
    return found


def _some(runs: Runs, name: str) -> list[Sequence[Mapping[str, float]]]:
    return [runs[name]] if runs.get(name) else []


def _ratio(
    name: str,
    above: Sequence[Mapping[str, float]],
    below: Sequence[Mapping[str, float]],
    key: str,
    budget: float | None,
) -> Row:
    """The ratio of medians; its interval holds the ratios of every pair of repetitions but the
    outermost tenth on either side."""
    pairs = sorted(a[key] / b[key] for a, b in product(above, below))
    cut = len(pairs) // 10
    value = median(a[key] for a in above) / median(b[key] for b in below)
    return Row(name, value, pairs[cut], pairs[-1 - cut], "×", budget, at_least=True)


def _row(name: str, pairs: Sequence[tuple[float, float]], budget: float) -> Row:
    ratios = sorted(a / b for a, b in pairs)
    return Row(name, median(ratios), ratios[0], ratios[-1], "", budget)


def _plain(
    name: str,
    found: Sequence[Mapping[str, float]],
    key: str,
    budget: float | None = None,
    at_least: bool = False,
) -> Row:
    values = sorted(run[key] for run in found)
    return Row(name, median(values), values[0], values[-1], "", budget, at_least)


def as_markdown(found: Sequence[Row], machine: str) -> str:
    """The table of ``docs/benchmarks.md``."""
    lines = [
        "# Benchmarks",
        "",
        f"Made by `make bench` on {machine}. Middle value, and in brackets the spread over the",
        "repetitions of one run. Ratios compare stacks that ran in turns in the same run.",
        "",
        "![Benchmarks](benchmarks.png)",
        "",
        "| what | measured | budget | |",
        "|---|---|---|---|",
    ]
    for row in found:
        sign = "≥" if row.at_least else "≤"
        budget = "" if row.budget is None else f"{sign} {row.budget:g}{row.unit}"
        verdict = {None: "", True: "kept", False: "**missed**"}[row.kept]
        measured = f"{row.value:.3g}{row.unit} [{row.low:.3g}, {row.high:.3g}]"
        lines.append(f"| {row.name} | {measured} | {budget} | {verdict} |")
    return "\n".join(lines) + "\n"
