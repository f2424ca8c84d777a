"""One way to write what is written in several: R², R-squared and R2; hyper-parameter. Pure."""

from __future__ import annotations

import re
import unicodedata

_SQUARED = re.compile(r"\b([A-Za-z])[- ]squared\b", re.IGNORECASE)
# Words that are written with a hyphen or without: the joined form is the commoner one.
_PREFIX = re.compile(
    r"\b(hyper|pre|post|over|under|multi|sub|auto|un|re|co)-(?=[a-z]{4})", re.IGNORECASE
)
_COMPOUND = re.compile(
    r"\b(data|time|name|work|life)[- ](sets?|stamps?|spaces?|flows?|cycles?)\b", re.IGNORECASE
)


def one_form(text: str) -> str:
    """The text with such words written in one way; it has no other purpose than comparing."""
    plain = unicodedata.normalize("NFKC", text)
    plain = _SQUARED.sub(r"\g<1>2", plain)
    return _COMPOUND.sub(r"\g<1>\g<2>", _PREFIX.sub(r"\g<1>", plain))
