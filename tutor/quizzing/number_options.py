"""Options that are numbers: which one is a computed value, and whether they have to be worked out. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tutor.sums import SPELLED

_A_NUMBER = re.compile(
    r"^\W*(?:(?:about|around|roughly|some) )?[-−]?\d[\d.,]*\s?(?:%|[A-Za-z]+){0,2}\W*$",
    re.IGNORECASE,
)
_STEM_NUMBER = re.compile(rf"(?<![\w.])(?:\d[\d.,]*|{'|'.join(SPELLED)})(?!\w)", re.IGNORECASE)
_LEAST_NUMBERS = 2
_ROUNDING = 1e-9


def matching_option(value: float, options: Mapping[str, str]) -> str | None:
    """The label of the one option whose only number is ``value``; None without exactly one.

    An option is as exact as it is written: 0.67 is two thirds.
    """
    found = [label for label, text in options.items() if _is_about(_only_number(text), value)]
    return found[0] if len(found) == 1 else None


def asks_for_a_sum(stem: str, options: Mapping[str, str]) -> bool:
    """Whether the options are numbers that would have to be worked out from those of the stem."""
    numbers = sum(_A_NUMBER.match(text) is not None for text in options.values())
    return numbers >= len(options) - 1 and len(_STEM_NUMBER.findall(stem)) >= _LEAST_NUMBERS


def _only_number(text: str) -> str | None:
    numbers: list[str] = re.findall(r"-?\d+(?:\.\d+)?", text.replace(",", "").replace("−", "-"))
    return numbers[0] if len(numbers) == 1 else None


def _is_about(written: str | None, value: float) -> bool:
    if written is None:
        return False
    decimals = len(written.partition(".")[2])
    return abs(round(value, decimals) - float(written)) < _ROUNDING
