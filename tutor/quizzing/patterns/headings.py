"""What a section is about, by its headings. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_GENERIC = re.compile(
    r"^(?:common )?(?:traps?|confusing pairs|last[- ]minute.*|must[- ]know facts|scenario tips"
    r"|in a learner's words|domain \d.*|key (?:facts|points)|summary|pitfalls|notes)$",
    re.IGNORECASE,
)


def is_generic(heading: str) -> bool:
    """Whether a heading says what sort of lines stand below it, and not what they are about."""
    return bool(_GENERIC.match(heading.strip()))


def topic_of(heading: Sequence[str], title: str) -> str:
    """What a section is about: its nearest heading that names a matter."""
    for part in reversed(heading):
        if not is_generic(part):
            return f"“{re.sub(r'^[0-9.]+ ', '', part).strip()}”"
    return f"“{re.sub(r'^[0-9.]+ ', '', title).strip()}”"
