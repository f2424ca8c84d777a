"""What a model is asked: the prompt file, the passages it may use, the turns before.

Pure but for reading the prompt file, which is checked when it is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from index.chunking import Chunk
from tutor.answering.answer import Turn
from tutor.errors import ModelError

SENTINEL = "NOT IN NOTES"
MOST_PASSAGES = 8
# About 1,500 tokens at four characters each: a small local model still reads all of it.
MOST_PASSAGE_CHARACTERS = 6_000
MOST_TURNS = 3
MOST_TURN_CHARACTERS = 1_600

_FILE = Path(__file__).with_name("prompts") / "answer.md"
_SYSTEM = frozenset({"sentinel"})
_USER = frozenset({"conversation", "passages", "question"})
# A note could otherwise close its own wrapping and speak with the tutor's voice.
_WRAPPING = re.compile(r"<(?=\s*/?\s*passage)", re.IGNORECASE)
_MARKS = re.compile(r"\s*\[\d+(?:\s*[,–-]\s*\d+)*\]")


@dataclass(frozen=True)
class Prompt:
    """The two messages of a request."""

    system: Template
    user: Template

    def fill(
        self, question: str, passages: Sequence[Chunk], previous: Sequence[Turn]
    ) -> tuple[str, str]:
        """System and user message."""
        return self.system.substitute(sentinel=SENTINEL), self.user.substitute(
            conversation=conversation(previous), passages=wrapped(passages), question=question
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


def fitting(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The first chunks that fit into the prompt, at least one if there is any."""
    chosen: list[Chunk] = []
    room = MOST_PASSAGE_CHARACTERS
    for chunk in chunks:
        room -= len(chunk.text)
        if len(chosen) == MOST_PASSAGES or (chosen and room < 0):
            break
        chosen.append(chunk)
    return chosen


def wrapped(passages: Sequence[Chunk]) -> str:
    """Passages between tags that their own text cannot close."""
    return "\n\n".join(
        f'<passage n="{n}" from="{_inert(" › ".join((chunk.source, *chunk.heading)))}">\n'
        f"{_inert(chunk.text)}\n</passage>"
        for n, chunk in enumerate(passages, 1)
    )


def conversation(previous: Sequence[Turn]) -> str:
    """The newest turns that fit, oldest first; their marks are gone, for numbers differ now."""
    lines: list[str] = []
    room = MOST_TURN_CHARACTERS
    for turn in reversed(previous[-MOST_TURNS:]):
        answer = _MARKS.sub("", turn.answer)
        line = f"Learner: {turn.question}\nTutor: {answer}"[:room]
        room -= len(line)
        if line:
            lines.insert(0, line)
    return "\n".join(("Earlier in this conversation:", *lines, "")) if lines else ""


def _inert(text: str) -> str:
    return _WRAPPING.sub("‹", text)


def _unusable(file: Path, why: str) -> ModelError:
    return ModelError(
        f"The prompt {file.name} {why}", "Install study-tutor again, or mend the file"
    )
