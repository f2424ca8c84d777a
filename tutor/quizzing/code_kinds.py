"""What kind of thing a name in code is: a call among arguments would be the odd one out."""

from __future__ import annotations

import re
from collections.abc import Iterable

_CALLED = re.compile(r"([A-Za-z_]\w*)\(")
_GIVEN = re.compile(r"\b([A-Za-z_]\w*)=(?!=)")
_CLASS = re.compile(r"(?:[A-Z]+[a-z]+\d*){2,}$|[A-Z][a-z]+$")
_CODE = re.compile(r"^`[^`]+`$|^\w+(?:[._]\w+)+(?:\(\))?$|^\w+\(.*\)$")


class CodeKinds:
    """Tells calls and classes from other names by how notes write them: ``fmin(``.

    Args:
        texts: the notes.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._called: set[str] = set()
        self._given: set[str] = set()
        for text in texts:
            self._called.update(_CALLED.findall(text))
            self._given.update(_GIVEN.findall(text))

    def is_argument(self, name: str) -> bool:
        """Whether notes give a name a value and never call it: ``trials=``."""
        bare = name.strip("`")
        return bare in self._given and bare not in self._called

    def may_be_one(self, subject: str, other: str) -> bool:
        """Whether what is said of the other could be said of a subject: of code, what is of code."""
        return bool(self.kind(other)) or not self.kind(subject)

    def are_alike(self, one: str, other: str) -> bool:
        """Whether two names are of one kind, and written alike: `fe.read_table(name)`, `fmin`."""
        marks = all((mark in one) == (mark in other) for mark in "(.")
        return marks and self.kind(one) == self.kind(other)

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
