"""Conflicts of the notes and the health of a question bank as HTML. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutor.answering.conflicts_search import NotesConflict
from tutor.answering.conflicts_shown import claim_text
from tutor.quizzing.health import HealthReport, KeyPlaces, Part
from tutor.ui import plots, texts
from tutor.ui.markup import command, escape, items, prose, tag

_ALWAYS = "always "
_TRICKS = {
    "longest": "BLIND_longest",
    "shortest": "BLIND_shortest",
    "most overlap with the stem": "BLIND_overlap",
    "longest, else B": "BLIND_else_b",
}


def conflicts_html(conflicts: Sequence[NotesConflict]) -> str:
    """Each pair side by side; ``#passage/c0-1`` opens the first side of the first conflict."""
    if not conflicts:
        return tag("p", escape(texts.FINDINGS_CONFLICTS_NONE), "st-empty")
    told = tag("p", escape(texts.counted("FINDINGS_CONFLICTS_TOLD", len(conflicts))), "st-status")
    return told + "".join(_conflict(c, number) for number, c in enumerate(conflicts))


def _conflict(conflict: NotesConflict, number: int) -> str:
    sides = (
        prose(claim_text(side))
        + command("passage", f"c{number}-{side.n}", escape(side.place), "st-place st-open")
        for side in conflict.sides
    )
    head = tag("strong", escape(texts.of("CONFLICT_KIND", conflict.kind)))
    both = "".join(tag("div", side, "st-side") for side in sides)
    return tag("div", head + tag("div", both, "st-sides"), "st-conflict")


def health_html(report: HealthReport) -> str:
    """Counts, flaws, places of the key, and the blind baselines; no key of any question."""
    whole = report.overall
    counts = (
        (texts.HEALTH_QUESTIONS, f"{whole.questions:,}"),
        (texts.HEALTH_FLAWED, f"{whole.flawed.hits:g} ({whole.flawed.share:.1%})"),
        (texts.HEALTH_DUPLICATES, f"{report.duplicates.hits:g} ({report.duplicates.share:.1%})"),
    )
    rows = "".join(tag("dt", escape(name)) + tag("dd", escape(n)) for name, n in counts)
    return (
        tag("dl", rows, "st-figures")
        + _part(texts.HEALTH_BLIND, _blind(whole))
        + _part(texts.HEALTH_PLACES, _places(report.key_places))
        + _part(texts.HEALTH_FLAWS, _flaws({**report.hard_flaws, **report.soft_flaws}))
    )


def _part(title: str, html: str) -> str:
    return tag("h3", escape(title), "st-heading") + html


def _blind(part: Part) -> str:
    rows = [
        (
            _trick(name),
            plots.Share(got.share, got.low, got.high),
            texts.HEALTH_BLIND_FIGURES.format(share=got.share, low=got.low, high=got.high),
        )
        for name, got in part.blind.items()
    ]
    chance = next(iter(part.blind.values())).chance if part.blind else 0.0
    told = texts.HEALTH_BLIND_TOLD.format(chance=chance)
    return tag("p", escape(told), "st-status") + plots.bars(rows)


def _trick(name: str) -> str:
    if name.startswith(_ALWAYS):
        return texts.BLIND_always.format(label=name.removeprefix(_ALWAYS))
    return getattr(texts, _TRICKS[name]) if name in _TRICKS else name


def _places(places: KeyPlaces) -> str:
    told = texts.HEALTH_PLACES_TOLD.format(chi=places.chi_squared, p=places.p_value)
    counts = " · ".join(f"{label} {count}" for label, count in places.counts.items())
    return tag("p", escape(counts)) + tag("p", escape(told), "st-status")


def _flaws(found: Mapping[str, int]) -> str:
    if not found:
        return tag("p", escape(texts.HEALTH_NO_FLAWS), "st-status")
    return items(
        "ul", [f"{escape(name)}: {count:,}" for name, count in found.items()], "st-remarks"
    )
