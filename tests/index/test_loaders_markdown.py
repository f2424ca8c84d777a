from __future__ import annotations

from pathlib import Path

from loader_files import headings, load_text, shape

NOTE = """\
---
title: "Tuning: Hyperopt"
tags: [a, b]
---

# Hyperopt {#hyperopt}

<!--
# not a heading
-->
It *minimises* the loss.
It wraps here.

## The `fmin` call

1. First item
   wraps here
   - nested item

     second paragraph of it
2. Second item
   ```python
   # not a heading
   fmin(fn, space)
   ```

| name | default |
|------|---------|
| max_evals | none |

Under a rule
------------
• typed bullet
• another

    indented = code
"""


def test_blocks_and_headings_of_a_full_note(tmp_path: Path) -> None:
    document = load_text(tmp_path, "note.md", NOTE)
    assert document.text == NOTE
    assert document.title == "Tuning: Hyperopt"
    assert document.pages[0].number is None
    assert headings(document) == [(1, "Hyperopt"), (2, "The fmin call"), (2, "Under a rule")]
    kinds = [(kind, text.split("\n")[0].strip()) for kind, text in shape(document)]
    assert kinds == [
        ("paragraph", "---"),
        ("heading1", "# Hyperopt {#hyperopt}"),
        ("paragraph", "<!--"),
        ("paragraph", "It *minimises* the loss."),
        ("heading2", "## The `fmin` call"),
        ("list_item", "1. First item"),
        ("list_item", "- nested item"),
        ("list_item", "second paragraph of it"),
        ("list_item", "2. Second item"),
        ("code", "```python"),
        ("table", "| name | default |"),
        ("heading2", "Under a rule"),
        ("list_item", "• typed bullet"),
        ("list_item", "• another"),
        ("code", "indented = code"),
    ]
    assert document.heading_path(document.text.index("max_evals")) == ("Hyperopt", "The fmin call")
    assert document.heading_path(document.text.index("tags")) == ()
    assert document.page_at(5) is None


def test_a_sentence_over_a_rule_is_no_heading(tmp_path: Path) -> None:
    document = load_text(tmp_path, "note.md", "# Title\n\nThis is a sentence.\n---\nAnother.\n")
    assert headings(document) == [(1, "Title")]


def test_html_headings_and_tables_in_markdown(tmp_path: Path) -> None:
    text = '<h1 align="center">Spark <b>ML</b></h1>\n\n<table><tr><td>x</td></tr></table>\n'
    document = load_text(tmp_path, "note.md", text)
    assert [kind for kind, _ in shape(document)] == ["heading1", "table"]
    assert headings(document) == [(1, "Spark ML")]


def test_newlines_are_normalised_and_the_name_is_the_last_resort_for_a_title(
    tmp_path: Path,
) -> None:
    path = tmp_path / "my_exam-notes.md"
    path.write_bytes(b"one\r\ntwo\rthree")
    document = load_text(tmp_path, "other.md", "x")
    assert document.title == "other"
    from loader_files import load

    document = load(path)
    assert (document.text, document.title) == ("one\ntwo\nthree", "my exam notes")


def test_an_open_fence_runs_to_the_end(tmp_path: Path) -> None:
    document = load_text(tmp_path, "note.md", "# A\n```\n# b\n\n# c\n")
    assert shape(document) == [("heading1", "# A"), ("code", "```\n# b\n\n# c")]


def test_heading_paths_close_at_higher_levels(tmp_path: Path) -> None:
    document = load_text(tmp_path, "n.md", "# A\na\n### B\nb\n## C\nc\n# D\nd\n")
    path = {c: document.heading_path(document.text.index(f"\n{c}\n") + 1) for c in "abcd"}
    assert path == {"a": ("A",), "b": ("A", "B"), "c": ("A", "C"), "d": ("D",)}


def test_deep_nesting_keeps_all_text_in_blocks(tmp_path: Path) -> None:
    text = "".join("  " * depth + f"- level {depth}\n" for depth in range(60))
    load_text(tmp_path, "deep.md", text + ">" * 60 + " quoted\n")
