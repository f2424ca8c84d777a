"""Whether the notes ever use a name or phrase, letter for letter but for case and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable

_GAP = re.compile(r"[^\w]+|_")


class Phrases:
    """Looks words up in the whole text of the notes."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._text = "\n".join(f" {_plain(text)} " for text in texts)

    def knows(self, phrase: str) -> bool:
        """Whether some note holds the words of ``phrase`` in a row, or their singular."""
        plain = _plain(phrase)
        return not plain or any(f" {form} " in self._text for form in (plain, plain.rstrip("s")))


def _plain(text: str) -> str:
    return _GAP.sub(" ", text).strip().lower()
