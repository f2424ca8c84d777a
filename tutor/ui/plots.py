"""Plots as inline SVG. Each is named by a title, and whoever shows it says its figures as text.

Lengths are percentages, so that a plot is as wide as its place and no text in it is stretched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.ui.markup import escape, items, tag

_BAR = 14
_SQUARE, _GAP = 14, 4
_COLUMNS = 84


@dataclass(frozen=True)
class Share:
    """A share from 0 to 1 with its interval; ``share`` is None where nothing is known."""

    share: float | None
    low: float
    high: float


def bar(share: Share, told: str) -> str:
    """A bar as long as the share, and a line across its interval."""
    inner = f'<rect class="st-bar-back" width="100%" height="{_BAR}" rx="4"/>'
    if share.share is not None:
        middle = _BAR / 2
        inner += (
            f'<rect class="st-bar" width="{share.share:.1%}" height="{_BAR}" rx="4"/>'
            f'<line class="st-span" x1="{share.low:.1%}" x2="{share.high:.1%}" '
            f'y1="{middle}" y2="{middle}"/>'
        )
    return _svg(told, inner, width="100%", height=str(_BAR))


def bars(rows: Sequence[tuple[str, Share, str]]) -> str:
    """Named bars, one below the other; each row is a name, its share, and its figures as text."""
    listed = [
        tag("span", escape(name), "st-bar-name")
        + bar(share, f"{name}: {figures}")
        + tag("span", escape(figures), "st-bar-figures")
        for name, share, figures in rows
    ]
    return items("ul", listed, "st-bars")


def squares(cells: Sequence[tuple[str, str]], told: str, in_a_row: int = 16) -> str:
    """A field of squares, each with a CSS class and a title of its own."""
    step = _SQUARE + _GAP
    drawn = [
        f'<rect class="{name}" x="{place % in_a_row * step + 1}" '
        f'y="{place // in_a_row * step + 1}" width="{_SQUARE}" height="{_SQUARE}" rx="3">'
        f"<title>{escape(title)}</title></rect>"
        for place, (name, title) in enumerate(cells)
    ]
    width = min(len(cells), in_a_row) * step
    height = -(-len(cells) // in_a_row) * step
    # Where there is less room they get smaller.
    box = {"viewBox": f"0 0 {width} {height}", "preserveAspectRatio": "xMinYMid meet"}
    return _svg(told, "".join(drawn), width=str(width), height=str(height), **box)


def columns(rows: Sequence[tuple[str, Sequence[tuple[str, float]]]], told: str) -> str:
    """Stacked columns; each row is what stands below it, and its parts (CSS class, value)."""
    tallest = max((sum(value for _, value in parts) for _, parts in rows), default=0) or 1
    step = 100 / max(len(rows), 1)
    drawn = []
    for place, (name, parts) in enumerate(rows):
        floor = float(_COLUMNS)
        for css_class, value in parts:
            height = _COLUMNS * value / tallest
            floor -= height
            drawn.append(
                f'<rect class="{css_class}" x="{place * step + step * 0.12:.2f}%" y="{floor:.1f}" '
                f'width="{step * 0.76:.2f}%" height="{height:.1f}"/>'
            )
        drawn.append(
            f'<text x="{(place + 0.5) * step:.2f}%" y="{_COLUMNS + 15}" '
            f'text-anchor="middle">{escape(name)}</text>'
        )
    return _svg(told, "".join(drawn), width="100%", height=str(_COLUMNS + 20))


def _svg(told: str, inner: str, **attributes: str) -> str:
    return tag("svg", f"<title>{escape(told)}</title>{inner}", "st-plot", role="img", **attributes)
