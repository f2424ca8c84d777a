from __future__ import annotations

import json
from pathlib import Path

from loader_files import docx, headings, load, notebook, pptx, shape


def test_a_notebook_keeps_prose_and_code_and_drops_outputs(tmp_path: Path) -> None:
    path = notebook(
        tmp_path / "lab.ipynb",
        [
            ("markdown", "# Hyperopt\n\n- minimises\n\n```\nopen fence"),
            ("code", "# a comment\nbest = fmin(objective)\n"),
            ("raw", "left out"),
            ("code", "%md\n## Results\nThe loss fell."),
            ("code", "   "),
            ("code", 'text = """\n```\n"""'),
        ],
    )
    document = load(path)
    assert document.text == (
        "# Hyperopt\n\n- minimises\n\n```\nopen fence\n\n"
        "```python\n# a comment\nbest = fmin(objective)\n```\n\n"
        "## Results\nThe loss fell.\n\n"
        '````python\ntext = """\n```\n"""\n````'
    )
    assert document.title == "Hyperopt"
    assert headings(document) == [(1, "Hyperopt"), (2, "Results")]
    assert [kind for kind, _ in shape(document)] == [
        "heading1",
        "list_item",
        "code",
        "code",
        "heading2",
        "paragraph",
        "code",
    ]


def test_a_notebook_of_format_3_and_one_with_missing_fields(tmp_path: Path) -> None:
    path = tmp_path / "old.ipynb"
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Old", "metadata": {}},
        {"cell_type": "code", "input": "x = 1", "language": "python", "outputs": []},
    ]
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    path.write_text(json.dumps(old), encoding="utf-8")
    assert load(path).text == "## Old\n\n```python\nx = 1\n```"
    cells = [{"cell_type": "markdown", "source": ["half \ud83d", " pair"]}]
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": cells}))
    assert load(path).text == "half \ufffd pair"


def test_a_word_file(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "notes.docx",
        [("heading 1", "Metrics"), ("Normal", "Recall counts misses."), ("heading 2", "F1")],
    )
    document = load(path)
    assert document.text.strip() == "# Metrics\n\nRecall counts misses.\n\n## F1"
    assert headings(document) == [(1, "Metrics"), (2, "F1")]
    assert document.title == "Metrics"


def test_slides_become_pages_and_their_lines_items(tmp_path: Path) -> None:
    path = pptx(
        tmp_path / "deck.pptx",
        [("Bagging", "in parallel\nreduces variance"), ("Boosting", "in sequence")],
    )
    document = load(path)
    assert document.text == (
        "# Bagging\n- in parallel\n- reduces variance\n\n# Boosting\nin sequence"
    )
    assert [page.number for page in document.pages] == [1, 2]
    assert document.page_at(document.text.index("sequence")) == 2
    assert document.heading_path(document.text.index("variance")) == ("Bagging",)
