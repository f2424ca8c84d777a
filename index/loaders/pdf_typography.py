"""What the type of a PDF says: its body size, its headings, the words it breaks at line ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.loaders.pdf_lines import PdfLine
from index.loaders.text_headings import announces, reads_as_title

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)-$")
# First halves that usually keep their hyphen; a word the document writes in full decides first.
_KEEPS_HYPHEN = re.compile(
    "cross|one|two|three|multi|non|self|semi|pre|post|high|low|real|end|time|state|open|user|data"
    "|well|long|short|large|small|single|fine|in|out|up|hands|step|point|read|write"
)
_LARGER = 1.12  # times the body's size: headings are set at least this much larger
_SAME = 0.04  # share by which sizes may differ and still be the same level
_LONGEST_HEADING = 120


class Typography:
    """Facts of a whole document, found once from its pages."""

    def __init__(self, pages: Sequence[Sequence[PdfLine]]) -> None:
        lines = [line for page in pages for line in page]
        sizes: Counter[float] = Counter()
        for line in lines:
            if line.style:
                sizes[line.style.size] += len(line.text.strip())
        self._body = max(sizes, key=lambda size: sizes[size], default=0.0)
        # Text set with double spacing has a blank line between any two; a line that begins in
        # lower case certainly belongs to the one above it.
        gaps = Counter(
            line.gap for page in pages for line in page[1:] if line.text.lstrip()[0].islower()
        )
        self.gap = gaps.most_common(1)[0][0] if gaps else 0
        self._first = lines[0] if lines else None
        self._levels = self._size_levels(lines)
        self._bold_level = min(len(set(self._levels.values())) + 1, 6)
        self._styled = bool(self._levels) or any(
            self._is_bold_heading(page, at) for page in pages for at in range(len(page))
        )
        self._counted = any(announces(line.text.strip()) for line in lines)
        self._words = Counter(
            word.lower() for line in lines for word in _WORD.findall(line.text.rstrip("-"))
        )

    def level_at(self, page: Sequence[PdfLine], at: int) -> int:
        """Return the level of the heading on this line; 0 where it is none."""
        line = page[at]
        if line.style and line.style.size in self._levels and self._is_large(line):
            return self._levels[line.style.size]
        if self._styled:
            return self._bold_level if self._is_bold_heading(page, at) else 0
        return self._level_by_words(page, at)

    def same_heading(self, line: PdfLine, below: PdfLine) -> bool:
        """Return whether a large heading goes on in the line below it."""
        return line.style == below.style and self._is_large(below) and below.gap <= self.gap

    def seam(self, head: str, rest: str) -> tuple[str, str]:
        """Return ``head`` and what goes between it and ``rest``, a line that goes on from it.

        A word broken at the line's end loses its hyphen, a compound keeps it.
        """
        broken = _BROKEN_WORD.search(head)
        tail = _WORD.match(rest)
        if not broken or not tail or not tail.group()[0].islower():
            return head, "" if head.endswith("-") and broken else " "
        first, second = broken.group(1).lower(), tail.group().lower()
        whole, compound = self._words[first + second], self._words[f"{first}-{second}"]
        keeps = compound > whole or (compound == whole and bool(_KEEPS_HYPHEN.fullmatch(first)))
        return (head if keeps else head[:-1]), ""

    def _size_levels(self, lines: Sequence[PdfLine]) -> dict[float, int]:
        """Return the level of each size that headings have, the largest being 1."""
        sizes = sorted({line.style.size for line in lines if line.style and self._is_large(line)})
        levels: dict[float, int] = {}
        level, last = 0, 0.0
        for size in reversed(sizes):
            if not last or size < last * (1 - _SAME):
                level += 1
                last = size
            levels[size] = min(level, 5)
        return levels

    def _is_large(self, line: PdfLine) -> bool:
        text = line.text.strip()
        return (
            line.style is not None
            and line.style.size >= _LARGER * self._body
            and not line.style.monospaced
            and any(map(str.isalpha, text))
            and not (text.endswith(".") and len(text) > 60)
            and len(text) <= _LONGEST_HEADING
        )

    def _is_bold_heading(self, page: Sequence[PdfLine], at: int) -> bool:
        """A bold line of its own: not the middle of a bold paragraph, nor a label before text."""
        line, text = page[at], page[at].text.strip()
        if not line.style or not line.style.bold or line.style.size < 0.95 * self._body:
            return False
        below = page[at + 1] if at + 1 < len(page) else None
        runs_on = below and below.gap <= self.gap and below.style and below.style.bold
        opens = not at or line.gap > self.gap or len(page[at - 1].text) < 0.6 * len(text) + 30
        return opens and not runs_on and (announces(text) or reads_as_title(text))

    def _level_by_words(self, page: Sequence[PdfLine], at: int) -> int:
        """Judge a line by its words and place alone: one size, one weight throughout."""
        line, text = page[at], page[at].text.strip()
        opens = not at or line.gap > self.gap
        closes = at + 1 < len(page) and page[at + 1].gap > self.gap
        if not opens or len(text) > _LONGEST_HEADING or text.endswith((".", ",", ";")):
            return 0
        if announces(text):
            return 2
        if not closes or not reads_as_title(text):
            return 0
        return 1 if line is self._first else 2 + self._counted
