"""Plots: each has a name and its figures, and nothing leaves its frame."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from tutor.ui import plots

SHARES = st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)).map(sorted)
COUNTS = st.lists(st.integers(0, 400), min_size=1, max_size=40)


def parsed(svg: str) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)
    assert root.tag == "svg"
    assert root.attrib["role"] == "img"
    assert root[0].tag == "title"
    return root


def per_cent(value: str) -> float:
    return float(value.removesuffix("%"))


@given(SHARES)
def test_a_bar_and_its_interval_lie_in_their_frame(edges: list[float]) -> None:
    low, share, high = edges
    root = parsed(plots.bar(plots.Share(share, low, high), "half <known>"))
    assert root[0].text == "half <known>"
    line = root.find("line")
    assert line is not None
    assert 0 <= per_cent(line.attrib["x1"]) <= per_cent(line.attrib["x2"]) <= 100
    assert per_cent(root.findall("rect")[1].attrib["width"]) <= 100


def test_nothing_known_is_an_empty_frame() -> None:
    root = parsed(plots.bar(plots.Share(None, 0, 1), "nothing"))
    assert len(root.findall("rect")) == 1
    assert root.find("line") is None


def test_bars_say_their_figures_as_text() -> None:
    html = plots.bars([("A & B", plots.Share(0.5, 0.2, 0.8), "20% to 80%")])
    assert '<span class="st-bar-figures">20% to 80%</span>' in html
    assert "<title>A &amp; B: 20% to 80%</title>" in html
    assert plots.bars([]) == ""


@given(COUNTS, COUNTS)
def test_columns_stay_in_their_frame(first: list[int], second: list[int]) -> None:
    rows = [
        (str(n), [("st-one", float(a)), ("st-two", float(b))])
        for n, (a, b) in enumerate(zip(first, second, strict=False))
    ]
    root = parsed(plots.columns(rows, "days"))
    tall = float(root.attrib["height"])
    for rect in root.findall("rect"):
        assert 0 <= per_cent(rect.attrib["x"]) <= 100
        assert per_cent(rect.attrib["x"]) + per_cent(rect.attrib["width"]) <= 100.01
        assert -0.06 <= float(rect.attrib["y"]) <= tall
    assert [text.text for text in root.findall("text")] == [name for name, _ in rows]


@given(st.integers(1, 60), st.integers(1, 20))
def test_squares_fill_rows(count: int, in_a_row: int) -> None:
    root = parsed(plots.squares([("st-x", f"n{i}") for i in range(count)], "field", in_a_row))
    places = {(r.attrib["x"], r.attrib["y"]) for r in root.findall("rect")}
    assert len(places) == count
    for rect in root.findall("rect"):
        assert int(rect.attrib["x"]) < int(root.attrib["width"])
        assert int(rect.attrib["y"]) < int(root.attrib["height"])
    size = f"{root.attrib['width']} {root.attrib['height']}"
    assert root.attrib["viewBox"] == f"0 0 {size}", "it shrinks on a narrow screen"
    assert not re.search(r"http", plots.squares([("a", "b")], "c"))
