"""What a model is asked: the prompt file, the passages it may use, the turns before.

Pure but for reading the prompt file, which is checked when it is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from index.chunking import Chunk
from tutor.answering.answer import Turn
from tutor.answering.instructions import inert
from tutor.errors import ModelError

CountTokens = Callable[[Sequence[str]], list[int]]
"""Counts the tokens of each text. The embedding model's: a chat model's differ by about a fifth."""

SENTINEL = "NOT IN NOTES"
MOST_PASSAGES = 8
# With the rules, the question and room for an answer, what the smallest local models read: 4,096.
MOST_PASSAGE_TOKENS = 1_600
MOST_TURN_TOKENS = 400

_FILE = Path(__file__).with_name("prompts") / "answer.md"
_SYSTEM = frozenset({"sentinel"})
_USER = frozenset({"conversation", "passages", "question"})
_MARKS = re.compile(r"\s*\[\d+(?:\s*[,–-]\s*\d+)*\]")


@dataclass(frozen=True)
class Prompt:
    """The two messages of a request."""

    system: Template
    user: Template

    def fill(
        self,
        question: str,
        passages: Sequence[Chunk],
        previous: Sequence[Turn],
        count: CountTokens,
    ) -> tuple[str, str]:
        """System and user message."""
        return self.system.substitute(sentinel=SENTINEL), self.user.substitute(
            conversation=conversation(previous, count),
            passages=wrapped(passages),
            question=inert(question),
        )


@lru_cache
def load_prompt(file: Path = _FILE) -> Prompt:
    """Read a prompt file: the system message, a line of ``---``, the user message.

    Raises:
        ModelError: the file is missing, or its variables are not those that are filled in.
    """
    try:
        system, rule, user = file.read_text("utf-8").partition("\n---\n")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(file, "cannot be read") from error
    if not rule:
        raise _unusable(file, "has no line `---` between its two messages")
    for text, wanted in ((system, _SYSTEM), (user, _USER)):
        template = Template(text)
        if not template.is_valid():
            raise _unusable(file, "holds a `$` that begins no variable")
        if wrong := wanted ^ set(template.get_identifiers()):
            raise _unusable(file, f"lacks or does not know {', '.join(sorted(wrong))}")
    return Prompt(Template(system.strip()), Template(user.strip()))


def fitting(chunks: Sequence[Chunk], count: CountTokens) -> list[Chunk]:
    """The first chunks that fit into the prompt, at least one if there is any."""
    chosen: list[Chunk] = []
    room = MOST_PASSAGE_TOKENS
    candidates = chunks[:MOST_PASSAGES]
    for chunk, tokens in zip(candidates, count([c.text for c in candidates]), strict=True):
        room -= tokens
        if chosen and room < 0:
            break
        chosen.append(chunk)
    return chosen


def wrapped(passages: Sequence[Chunk]) -> str:
    """Passages between tags that their own text cannot close."""
    return "\n\n".join(
        f'<passage n="{n}" from="{inert(" › ".join((chunk.source, *chunk.heading)))}">\n'
        f"{inert(chunk.text)}\n</passage>"
        for n, chunk in enumerate(passages, 1)
    )


def conversation(previous: Sequence[Turn], count: CountTokens) -> str:
    """The newest turns that fit, oldest first; their marks are gone, for numbers differ now."""
    lines: list[str] = []
    room = MOST_TURN_TOKENS
    for turn in reversed(previous):
        line = inert(f"Learner: {turn.question}\nTutor: {_MARKS.sub('', turn.answer)}").rstrip()
        kept = _cut(line, room, count)
        if kept:
            lines.insert(0, kept)
        room -= count([kept])[0]
        if kept != line or room <= 0:
            break
    return "\n".join(("Earlier in this conversation:", *lines, "")) if lines else ""


def _cut(line: str, most: int, count: CountTokens) -> str:
    """The longest beginning of a line, in whole words, of at most so many tokens."""
    ends = [0, *(word.end() for word in re.finditer(r"\S+", line))]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if count([line[: ends[middle]]])[0] <= most:
            low = middle
        else:
            high = middle - 1
    return line[: ends[low]]


def _unusable(file: Path, why: str) -> ModelError:
    return ModelError(
        f"The prompt {file.name} {why}", "Install study-tutor again, or mend the file"
    )
