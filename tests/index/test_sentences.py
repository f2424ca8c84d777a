"""Where sentences, rows and table headers are found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from note_strategies import NOTES

from index.sentences import Span, prose_spans, row_spans, table_header, trimmed, without_marker


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in prose_spans(text, 0, len(text))]


@settings(max_examples=200, deadline=None)
@given(text=NOTES | st.text(), bounds=st.tuples(st.integers(0, 60), st.integers(0, 60)))
def test_spans_are_all_that_is_not_white_space(text: str, bounds: tuple[int, int]) -> None:
    start, end = min(bounds), len(text) - min(max(bounds) - min(bounds), len(text))
    start = min(start, len(text))
    end = max(start, end)
    for spans in (prose_spans(text, start, end), row_spans(text, start, end)):
        assert_spans_cover(text, start, end, spans)


def assert_spans_cover(text: str, start: int, end: int, spans: list[Span]) -> None:
    at = start
    for a, b in spans:
        assert at <= a < b <= end
        assert not text[at:a].strip()
        assert text[a:b].strip()
        assert text[a:b] == text[a:b].rstrip()
        at = b
    assert not text[at:end].strip()


@settings(max_examples=100, deadline=None)
@given(text=st.text())
def test_a_trimmed_span_begins_and_ends_with_ink(text: str) -> None:
    span = trimmed(text, 0, len(text))
    assert (text[slice(*span)] if span else "") == text.strip()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One ends. Two follows! Is it three?", ["One ends.", "Two follows!", "Is it three?"]),
        ("Use e.g. Spark. Then stop.", ["Use e.g. Spark.", "Then stop."]),
        ("See Fig. 3 and Dr. Who.", ["See Fig. 3 and Dr. Who."]),
        ("Call `df.summary(). Then` it. Done.", ["Call `df.summary(). Then` it.", "Done."]),
        ("It is 0.5 or 1.5 times.", ["It is 0.5 or 1.5 times."]),
        ('He said "Stop." She did.', ['He said "Stop."', "She did."]),
        ("(A whole one.) Another.", ["(A whole one.)", "Another."]),
        ("終わります。次です。", ["終わります。", "次です。"]),
        ("It is lower. but goes on. End", ["It is lower. but goes on.", "End"]),
        ("1. First point. Second.", ["1. First point.", "Second."]),
        ("   ", []),
    ],
)
def test_where_sentences_end(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_a_table_header_needs_a_rule_below_it() -> None:
    assert table_header("| Metric | Range |\n|---|:--:|\n| RMSE | 0 |") == ["Metric", "Range"]
    assert table_header("| Metric | Range |\n| RMSE | 0 |") == []
    assert table_header("| Metric |") == []


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("- word", "word"),
        ("  3) word", "word"),
        ("• word", "word"),
        ("> ## word", "word"),
        ("-5 degrees", "-5 degrees"),
        ("3.5 times", "3.5 times"),
        ("", ""),
    ],
)
def test_markers_are_no_words(item: str, words: str) -> None:
    assert without_marker(item) == words
