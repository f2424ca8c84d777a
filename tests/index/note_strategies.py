"""Notes as learners write them, for hypothesis: shapes whole and broken, in many scripts."""

from __future__ import annotations

from hypothesis import strategies as st

from index.document import Document
from index.loaders import markdown, text

_LINES = st.sampled_from(
    [
        *[
            "# Title",
            "## Precision",
            "## Recall",
            "### Deep",
            "#### Deeper still",
            "## 见出し" * 12,
        ],
        *["- item one", "- A trial starts by:", "  - nested item", "1. first", "2. second"],
        *["| Metric | Range |\n|---|---|\n| RMSE | 0 and up |\n| R2 | up to 1 |", "| a | b |"],
        *["```python\nx = f(1)\n\ny = 2\n```", "    indented code", "> quoted. Twice."],
        *["RMSE is in the target's unit. It punishes large errors.", "See e.g. Fig. 3 of it."],
        *["Use `df.summary()`. Then stop!", "A sentence. " * 70, "word " * 400, "x" * 900],
        *[
            "特徴量テーブルは再利用できます。" * 25,
            "한국어 노트 " * 90,
            "ﬁne\u00a0print…",
            "\t",
            "",
        ],
        *["", "", "Domain 1: Models", "(((((((((([[[[[" * 40, "é" * 300, "\U0001f9ea" * 120],
    ]
)
_ANYTHING = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
NOTES = st.lists(_LINES | _ANYTHING, min_size=1, max_size=18).map("\n".join)


def loaded(note: str, *, as_markdown: bool) -> Document:
    """The note as a document; a full stop keeps it from being empty."""
    load = markdown.load if as_markdown else text.load
    return load(f"{note}\n.".encode("utf-8", "replace"), "note.md", 1_000_000)
