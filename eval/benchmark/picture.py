"""The picture of the bench: first ingest beside the plain stack, and search time by size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

Runs = Mapping[str, Sequence[Mapping[str, float]]]
_SIZES = (1_000, 10_000, 100_000)
_INGESTS = (
    ("plain stack", "ingest-plain", "#9aa5b1"),
    ("ours, chunk vectors only", "ingest-ours-without-sentences", "#2f7ed8"),
    ("ours, with sentence vectors", "ingest-ours", "#0b3c7a"),
)


def draw(runs: Runs, path: Path) -> None:
    """Write the picture as PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(13, 4.2), layout="constrained")
    _ingests(left, runs)
    _searches(right, runs)
    figure.savefig(path, dpi=130)
    pyplot.close(figure)


def _ingests(axes: Any, runs: Runs) -> None:
    courses = [c for c in ("bundled", "more") if runs.get(f"{c} ingest-plain")]
    width = 0.8 / len(_INGESTS)
    for number, (label, name, colour) in enumerate(_INGESTS):
        values = [[run["seconds"] for run in runs[f"{c} {name}"]] for c in courses]
        middle = [median(v) for v in values]
        spread = [
            [m - min(v) for m, v in zip(middle, values, strict=True)],
            [max(v) - m for m, v in zip(middle, values, strict=True)],
        ]
        places = [c + (number - 1) * width for c in range(len(courses))]
        axes.bar(places, middle, width, yerr=spread, label=label, color=colour, capsize=3)
    axes.set_xticks(range(len(courses)), [f"{c} notes" for c in courses])
    axes.set_ylabel("seconds")
    axes.set_title("First ingest of the same texts")
    axes.legend(frameon=False, fontsize=8)


def _searches(axes: Any, runs: Runs) -> None:
    sizes = [s for s in _SIZES if runs.get(f"search-{s}")]
    lines = (
        ("answer from notes, p95", "answer p95 ms", "-", "#0b3c7a"),
        ("retrieval, p95", "search p95 ms", "-", "#2f7ed8"),
        ("word index, p95", "words p95 ms", ":", "#c2571a"),
        ("vector index, p95", "vectors p95 ms", ":", "#3c8d5a"),
        ("embedding the question, p95", "embedding p95 ms", ":", "#9aa5b1"),
    )
    for label, key, style, colour in lines:
        middle = [median(run[key] for run in runs[f"search-{s}"]) for s in sizes]
        axes.plot(sizes, middle, style, marker="o", label=label, color=colour)
    if sizes:
        axes.set_xscale("log")
        axes.set_yscale("log")
    axes.set_xlabel("chunks")
    axes.set_ylabel("milliseconds")
    axes.set_title("Search and answer by size of the notes")
    axes.legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
