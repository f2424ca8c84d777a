"""Is a typed answer the expected one? Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_MARKS = re.compile(r"[`*_'\"“”‘’]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")
# A slip of one letter in eight; shorter words and numbers have to be right.
_LEAST_FOR_SLIPS, _LEAST_RATIO = 6, 0.87


def matches(typed: str, expected: str) -> bool:
    """Whether both say the same: case, marks, spaces and brackets after a name do not count.

    A long word may have one slip of the key; a number or a short word may not.
    """
    given, wanted = _plain(typed), _plain(expected)
    if not given or not wanted:
        return False
    if given == wanted:
        return True
    if _NUMBER.findall(given) != _NUMBER.findall(wanted) or len(wanted) < _LEAST_FOR_SLIPS:
        return False
    return SequenceMatcher(None, given, wanted, autojunk=False).ratio() >= _LEAST_RATIO


def _plain(text: str) -> str:
    words = " ".join(_MARKS.sub("", text.casefold()).split())
    return words.removesuffix("()").strip(" .,;:")
