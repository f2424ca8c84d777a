"""What kind of thing a name in code is: a call among arguments would be the odd one out."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CALLED = re.compile(r"([A-Za-z_]\w*)\(")
_CLASS = re.compile(r"(?:[A-Z]+[a-z]+\d*){2,}$|[A-Z][a-z]+$")
_CODE = re.compile(r"^`[^`]+`$|^\w+(?:[._]\w+)+(?:\(\))?$|^\w+\(.*\)$")


class CodeKinds:
    """Tells calls and classes from other names by how notes write them: ``fmin(``.

    Args:
        texts: the notes.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._called = {name for text in texts for name in _CALLED.findall(text)}

    def kind(self, name: str) -> str:
        """Class, call, value, keyword (``VACUUM``) or name (of an argument); empty for no code."""
        if not _CODE.match(name):
            return ""
        bare = name.strip("`")
        last = bare.partition("(")[0].rpartition(".")[2]
        if _CLASS.match(last):
            return "class"
        if "(" in bare or last in self._called:
            return "call"
        if bare[:1] in "\"'":
            return "value"
        return "keyword" if bare.isupper() else "name"
