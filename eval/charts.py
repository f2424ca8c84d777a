"""Small pictures as inline SVG; colours come from the page's style sheet. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import count

from eval.figures import Figure

_ROW, _LABEL, _BAR, _NUMBER = 18, 150, 420, 110  # pixels
_SIDE, _MARGIN = 340, 46
Point = tuple[float, float]
Curve = tuple[str, Sequence[Point], str]
"""Its name, its points in the unit square, its class in the style sheet."""


def bars(rows: Sequence[tuple[str, str, Figure]], goal: float | None = None) -> str:
    """One bar a row, from 0 to 1, with its interval as a line and the goal as a dashed one.

    ``rows`` are (label, longer text shown on hover, figure).
    """
    height = _ROW * len(rows) + 24
    parts = [
        f'<svg role="img" viewBox="0 0 {_LABEL + _BAR + _NUMBER} {height}" class="chart">',
        f"<title>{len(rows)} bars from 0 to 1</title>",
    ]
    for number, (label, hint, figure) in enumerate(rows):
        parts += _bar(_ROW * number, label, hint, figure)
    if goal is not None:
        x = _LABEL + _BAR * goal
        parts.append(
            f'<line class="goal" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{_ROW * len(rows)}"/>'
            f'<text x="{x:.1f}" y="{height - 8}" text-anchor="middle">goal {goal:.2f}</text>'
        )
    return "".join((*parts, "</svg>"))


def curve(
    curves: Sequence[Curve], marks: Sequence[tuple[Point, str]], x_name: str, y_name: str
) -> str:
    """Curves in the unit square, named in a legend, and marked points with their names."""
    size = _SIDE + 2 * _MARGIN
    drawn = [f'<polyline class="{kind}" points="{_path(points)}"/>' for _, points, kind in curves]
    ticks = "".join(_tick(tenth / 10) for tenth in range(0, 11, 2))
    return (
        f'<svg role="img" viewBox="0 0 {size} {size}" class="chart square">'
        f"<title>{escape(y_name)} against {escape(x_name)}</title>"
        f'<rect class="frame" x="{_MARGIN}" y="{_MARGIN}" width="{_SIDE}" height="{_SIDE}"/>{ticks}'
        f"{''.join(drawn)}{''.join(_mark(*mark) for mark in marks)}{_legend(curves)}"
        f'<text x="{size / 2}" y="{size - 8}" text-anchor="middle">{escape(x_name)}</text>'
        f'<text transform="rotate(-90)" x="{-size / 2}" y="12" text-anchor="middle">'
        f"{escape(y_name)}</text></svg>"
    )


def lines(curves: Sequence[tuple[str, Sequence[float], str]], x_name: str, y_name: str) -> str:
    """Curves over equal steps, from 0 to 1 in height: (name shown on hover, values, class)."""
    size = _SIDE + 2 * _MARGIN
    steps = max((len(values) for _, values, _ in curves), default=1)
    drawn = []
    for name, values, kind in curves:
        points = [(step / steps, value) for step, value in enumerate((0.0, *values))]
        title = f"<title>{escape(name)}: {values[-1]:.2f} at the end</title>" if values else ""
        drawn.append(f'<polyline class="{kind}" points="{_path(points)}">{title}</polyline>')
    ends = f"0 to {steps} {x_name}"
    ticks = "".join(_tick_of_height(tenth / 10) for tenth in range(0, 11, 2))
    return (
        f'<svg role="img" viewBox="0 0 {size} {size}" class="chart square">'
        f"<title>{escape(y_name)} over {escape(ends)}</title>"
        f'<rect class="frame" x="{_MARGIN}" y="{_MARGIN}" width="{_SIDE}" height="{_SIDE}"/>{ticks}'
        f"{''.join(drawn)}"
        f'<text x="{size / 2}" y="{size - 18}" text-anchor="middle">{escape(ends)}</text>'
        f'<text transform="rotate(-90)" x="{-size / 2}" y="12" text-anchor="middle">'
        f"{escape(y_name)}</text></svg>"
    )


def _bar(top: int, label: str, hint: str, figure: Figure) -> list[str]:
    low, high = (_LABEL + _BAR * bound for bound in figure.interval)
    middle = top + _ROW / 2
    return [
        f"<g><title>{escape(hint)}</title>",
        f'<text x="{_LABEL - 8}" y="{middle + 4}" text-anchor="end">{escape(label)}</text>',
        f'<rect class="empty" x="{_LABEL}" y="{top + 3}" width="{_BAR}" height="{_ROW - 6}"/>',
        f'<rect class="bar" x="{_LABEL}" y="{top + 3}" width="{_BAR * figure.value:.1f}"'
        f' height="{_ROW - 6}"/>',
        f'<line class="interval" x1="{low:.1f}" x2="{high:.1f}" y1="{middle}" y2="{middle}"/>',
        f'<text x="{_LABEL + _BAR + 8}" y="{middle + 4}">{figure.value:.2f} of {figure.n}</text>',
        "</g>",
    ]


def _mark(point: Point, name: str) -> str:
    """A dot with its name, on the side where the square has room."""
    x, y = _at(point)
    side, anchor = (x - 9, "end") if point[0] > 1 / 2 else (x + 9, "start")
    return (
        f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        f'<text x="{side:.1f}" y="{y + 15:.1f}" text-anchor="{anchor}">{escape(name)}</text>'
    )


def _legend(curves: Sequence[Curve]) -> str:
    """A short piece of each curve with its name, side by side above the square."""
    step = (_SIDE + 2 * _MARGIN - 10) // max(1, len(curves))
    y = _MARGIN - 16
    return "".join(
        f'<polyline class="{kind}" points="{x},{y - 4} {x + 16},{y - 4}"/>'
        f'<text x="{x + 20}" y="{y}">{escape(name)}</text>'
        for x, (name, _, kind) in zip(count(10, step), curves, strict=False)
    )


def _path(points: Sequence[Point]) -> str:
    return " ".join("{:.1f},{:.1f}".format(*_at(point)) for point in points)


def _tick(value: float) -> str:
    x, _ = _at((value, value))
    along = f'<text x="{x:.1f}" y="{_MARGIN + _SIDE + 14}" text-anchor="middle">{value:.1f}</text>'
    return along + _tick_of_height(value)


def _tick_of_height(value: float) -> str:
    _, y = _at((0, value))
    return f'<text x="{_MARGIN - 5}" y="{y + 4:.1f}" text-anchor="end">{value:.1f}</text>'


def _at(point: Point) -> Point:
    """From the unit square to pixels; y points upwards."""
    return _MARGIN + _SIDE * point[0], _MARGIN + _SIDE * (1 - point[1])
