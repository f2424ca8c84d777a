"""A note in the passage panel: readable, its quote marked, and none of it able to act."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_ui_markup import ATTACKS, HARMLESS, Tags

from index.records import StoredDocument
from tutor.citations import Citation
from tutor.ui import texts
from tutor.ui.marked_note import blocks, marked
from tutor.ui.render_notes import AROUND, passage_html

NOTE = """# Tuning

Return **the *negative*** of a metric; `fmin` minimises. Write `a\\*b` or a\\*b &amp; c.

- first item
  - an item within
- second item
  goes on

| Class | Runs |
|---|---|
| `Trials` | one after another |
| `SparkTrials` | **in parallel** |

> quoted text
> goes on

```python
best = fmin(objective)
print(best)
```

See [the guide](http://evil.example/guide) and ![a plot](http://evil.example/x.png).
"""


def quoted(quote: str, note: str = NOTE) -> str:
    start = note.index(quote)
    html = marked(note, (start, start + len(quote)))
    assert html is not None
    return html


def seen(html: str) -> str:
    return " ".join("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.S)).split())


@pytest.mark.parametrize(
    ("quote", "inside"),
    [
        ("| `SparkTrials` | **in parallel** |", '<td><code><mark id="st-quote">SparkTrials</mark>'),
        ("**in parallel**", '<td><strong><mark id="st-quote">in parallel</mark></strong></td>'),
        ("- second item\n  goes on", '<li><mark id="st-quote">second item</mark><br'),
        ("- an item within", '<li><mark id="st-quote">an item within</mark></li>'),
        ("print(best)", 'fmin(objective)\n<mark id="st-quote">print(best)</mark>\n</code></pre>'),
        ("```python\nbest = fmin(objective)", '<mark id="st-quote">best = fmin(objective)</mark>'),
        ("> quoted text\n> goes on", '<mark id="st-quote">quoted text</mark><br />'),
        ("# Tuning", '<h4><mark id="st-quote">Tuning</mark></h4>'),
        ("a\\*b &amp; c", '<mark id="st-quote">a*b &amp; c</mark>.'),
        ("minimises", '</code> <mark id="st-quote">minimises</mark>. Write'),
        ("[the guide]", '<mark id="st-quote">the guide</mark></span>'),
    ],
)
def test_a_quote_is_marked_wherever_it_stands(quote: str, inside: str) -> None:
    html = quoted(quote)
    assert inside in html
    assert re.sub("</?mark[^>]*>", "", html) == marked(NOTE), "a mark changes nothing else"


def test_a_quote_over_several_elements_is_marked_in_each_and_named_once() -> None:
    html = quoted("Return **the *negative*** of a metric; `fmin` minimises.")
    assert unescape(re.sub("<[^>]+>", "", seen(html))) == (
        "Return the negative of a metric; fmin minimises."
    )
    assert html.count('id="st-quote"') == 1


def test_markup_is_rendered_and_nothing_of_it_is_left() -> None:
    html = marked(NOTE) or ""
    assert "<table>" in html
    assert "<strong>in parallel</strong>" in html
    assert "<pre><code>best = fmin(objective)" in html
    assert not re.search(r"\*\*|```|\|---", html)


def test_links_and_pictures_are_told_and_reach_nothing() -> None:
    found = Tags(marked(NOTE) or "").found
    assert {"a", "img"}.isdisjoint(name for name, _ in found)
    assert ("span", [("class", "st-link"), ("title", "http://evil.example/guide")]) in found


def assert_cannot_act(html: str | None) -> None:
    for name, attributes in Tags(html or "").found:
        assert name in HARMLESS | {"mark", "span"}, f"<{name}> from a note"
        assert {key for key, _ in attributes} <= {"class", "start", "style", "id", "title"}
        assert all("url(" not in (value or "") for key, value in attributes if key == "style"), (
            attributes
        )


@pytest.mark.parametrize("text", ATTACKS)
def test_a_note_cannot_act(text: str) -> None:
    assert_cannot_act(marked(text))
    assert_cannot_act(marked(text, (0, len(text))))


@given(st.text(alphabet=st.sampled_from("<>&\"'`*_[]()!|#-~:/\\ \r\nax1"), max_size=80), st.data())
def test_a_mark_neither_acts_nor_changes_what_is_shown(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    plain, html = marked(text), marked(text, (start, end))
    assert_cannot_act(plain)
    if html is not None:
        assert_cannot_act(html)
        assert re.sub("</?mark[^>]*>", "", html) == plain
        assert html.count('id="st-quote"') == 1
    assert all(place == 0 or text[place - 1] in "\r\n" for place in blocks(text))


def passage(text: str, quote: str, source: str = "a.md") -> str:
    start = text.index(quote)
    cited = Citation(1, source, None, (), quote, start, start + len(quote))
    return passage_html(StoredDocument(source, "A", text), cited)


def test_a_window_does_not_begin_within_a_table() -> None:
    table = NOTE[NOTE.index("| Class") : NOTE.index("> quoted")].strip()
    rows = "".join(f"| `Class{n}` | {n} things at once |\n" for n in range(60))
    html = passage(
        "before " * 500 + f"\n\n{table}\n{rows}\nafter", "| `Class58` | 58 things at once |"
    )
    assert "<th>Class</th>" in html
    assert "before" not in html
    assert texts.CUT_ABOVE in html


def test_a_table_too_long_for_the_panel_is_shown_as_it_is_written() -> None:
    rows = "".join(f"| `Class{n}` | {n} things at once |\n" for n in range(900))
    html = passage(f"| A | B |\n|---|---|\n{rows}", "| `Class800` | 800 things at once |")
    assert '<mark id="st-quote">| `Class800` | 800 things at once |</mark>' in html
    assert len(html) < 4 * AROUND


@pytest.mark.parametrize("source", ["a.txt", "b/A.PDF"])
def test_what_is_no_markdown_is_left_alone(source: str) -> None:
    html = passage("1. one\n# two *stars*\n    far", "# two *stars*", source)
    assert '1. one\n<mark id="st-quote"># two *stars*</mark>\n    far' in html


def test_a_quote_of_which_nothing_would_be_seen_is_shown_as_it_is_written() -> None:
    assert '<mark id="st-quote">|---|---|</mark>' in passage(NOTE, "|---|---|")
