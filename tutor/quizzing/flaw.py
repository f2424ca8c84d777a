"""A flaw of a question, and what a question is checked against."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.questions import Question


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong with an item. A hard flaw drops the question."""

    name: str
    hard: bool
    detail: str = ""


@dataclass(frozen=True)
class NotesContext:
    """The notes' texts by source, and the questions asked before, for near-duplicates.

    Without texts (a set of questions from elsewhere) receipts are not checked.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    earlier: Sequence[Question] = ()

    def text_of(self, source: str) -> str | None:
        """A note's text. A bank names notes by the course folder, an index by the notes' root."""
        found = self.texts.get(source)
        return found if found is not None else self.texts.get(source.removeprefix("notes/"))


_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "})


@lru_cache(maxsize=50_000)
def normal(text: str) -> str:
    """Lower case, single spaces, no emphasis or code marks, plain quotes, no final stop."""
    text = re.sub(r"\*\*|__(?=\w)|(?<=\w)__|`", "", text.translate(_QUOTES))
    return re.sub(r"\s+", " ", text).strip().rstrip(".;,").lower()


def without_code(text: str) -> str:
    """The text with code blocks (fenced or indented) and `code` taken out."""
    text = re.sub(r"```[^`]*```|^ {4}.*$", " ", text, flags=re.MULTILINE)
    return re.sub(r"`[^`]*`", " code ", text)


def correct_texts(question: Question) -> list[str]:
    """Texts of the right options."""
    return [option.text for option in question.options if option.correct]


def wrong_texts(question: Question) -> list[str]:
    """Texts of the wrong options."""
    return [option.text for option in question.options if not option.correct]


def asks_negatively(stem: str) -> bool:
    """Whether the stem asks for what does not hold, and says so in capitals."""
    return bool(re.search(r"\b(?:NOT|EXCEPT|FALSE|WRONG|LEAST|NEVER)\b", without_code(stem)))
