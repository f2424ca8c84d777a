"""What a model wrote, as sentences with the passages they cite: ``Bagging lowers variance. [2]``.

Pure. Marks inside code are code: ``runs[0]`` cites nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.sentences import Span, prose_spans, without_marker

_FENCE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_INLINE = re.compile(r"`[^`\n]*`")
_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\]")
_LED = re.compile(r"(?:\s*\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\])+[.!?]?")
# Marks behind a full stop end a sentence, whatever follows: "… of class B. [1] `fit` …".
_ENDS = re.compile(r"[.!?…][\"'”’)*_]*(?:\s*\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\])+")


@dataclass(frozen=True)
class MarkedSentence:
    """A sentence without its marks; ``between`` is what stands before it (space, a bullet)."""

    text: str
    marks: tuple[int, ...]
    between: str = ""
    complete: bool = True

    def marked(self, numbers: Sequence[int]) -> str:
        """The sentence with these numbers behind it."""
        fence = self.text.endswith("```")
        marks = "".join(f"[{n}]" for n in numbers)
        return f"{self.text}{chr(10) if fence else ' '}{marks}" if marks else self.text


def marked_sentences(text: str, *, complete: bool = True) -> list[MarkedSentence]:
    """Sentences in order; of an unfinished text the last one is not ``complete``."""
    found: list[MarkedSentence] = []
    at = 0
    for start, end in _with_their_marks(text, list(_spans(text))):
        said, marks = _without_marks(text[start:end])
        bare = without_marker(said)
        between = text[at:start] + said[: len(said) - len(bare)]
        at = end
        if bare.strip(" .,;:!?*_"):
            found.append(MarkedSentence(bare.strip(), marks, between))
        elif found and marks:
            found[-1] = _joined(found[-1], marks)
    if found and not complete:
        found[-1] = MarkedSentence(found[-1].text, (), found[-1].between, complete=False)
    return found


def _spans(text: str) -> Iterator[Span]:
    """Sentences line by line; a fenced block of code is one."""
    at = 0
    for fence in _FENCE.finditer(text):
        yield from _lines(text, at, fence.start())
        yield fence.span()
        at = fence.end()
    yield from _lines(text, at, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for line in re.finditer(r"[^\n]+", text[start:end]):
        begin, stop = start + line.start(), start + line.end()
        for marks in _ENDS.finditer(text, begin, stop):
            yield from prose_spans(text, begin, marks.end())
            begin = marks.end()
        yield from prose_spans(text, begin, stop)


def _with_their_marks(text: str, spans: list[Span]) -> list[Span]:
    """Give marks that stand behind a full stop to the sentence before them."""
    moved: list[Span] = []
    for start, end in spans:
        led = _LED.match(text, start, end)
        begin = start
        if moved and led:
            moved[-1] = (moved[-1][0], led.end())
            begin = led.end()
            begin += len(text[begin:end]) - len(text[begin:end].lstrip())
        if begin < end:
            moved.append((begin, end))
    return moved


def _without_marks(said: str) -> tuple[str, tuple[int, ...]]:
    if said.startswith("```") and said.count("```") > 1:
        body, fence, after = said.rpartition("```")
        return body + fence, tuple(_numbers(after))
    code = [match.span() for match in _INLINE.finditer(said)]
    marks: list[int] = []

    def take(match: re.Match[str]) -> str:
        start = match.end() - len(match.group().lstrip())
        if any(a <= start < b for a, b in code):
            return match.group()
        marks.extend(_numbers(match.group()))
        return ""

    bare = _MARK.sub(take, said)
    return re.sub(r"([.!?])[.!?]\Z", r"\1", bare), tuple(dict.fromkeys(marks))


def _numbers(text: str) -> Iterator[int]:
    """``[1, 3–5]`` cites 1, 3, 4 and 5."""
    for first, last in re.findall(r"(\d+)(?:\s*[–-]\s*(\d+))?", text):
        yield from range(int(first), min(int(last or first), int(first) + 20) + 1)


def _joined(sentence: MarkedSentence, marks: tuple[int, ...]) -> MarkedSentence:
    both = tuple(dict.fromkeys((*sentence.marks, *marks)))
    return MarkedSentence(sentence.text, both, sentence.between)
