"""Words that notes set in capitals to stress them; in an option they would draw the eye. Pure."""

from __future__ import annotations

import re

from tutor.quizzing.verbs import ACTING

_STRESSED_TEXT = """
after all also always and any are at be because before both but by can cannot could did do does
each either every first from had has have highest if in is last least less lowest many may might
more most must never no none nor not nothing of once one only or other required right same should
so than that the then these they this those too two under until very was were when where which
while who will with within without would wrong you your
"""
_STRESSED = frozenset(_STRESSED_TEXT.split()) | ACTING
# Beside one of these, capitals are SQL and no stress.
_SQL = re.compile(
    r"\b(?:ALTER|CATALOG|CONSTRAINT|CREATE|DELETE|DESCRIBE|FROM|GRANT|GROUP|HISTORY|INSERT|INTO|JOIN|KEY|LIKE|MERGE|NULL"
    r"|OPTIMIZE|ORDER|PRIVILEGES|RESTORE|REVOKE|SCHEMA|SELECT|TABLE|TIMESTAMP|UPDATE|VACUUM|WHERE"
    r"|VERSION AS)\b"
)
_LONG = 7
_CAPITALS = re.compile(r"(?<![\w.=/'\"$-])[A-Z]{2,}(?![\w=(/'\"-])")
_CODE = re.compile(r"(`[^`]*`)")


def unstressed(text: str) -> str:
    """The text with stressed words in lower case; acronyms, SQL and `code` stay as they are."""
    if _SQL.search(text):
        return text
    parts = _CODE.split(text)
    parts[::2] = [_CAPITALS.sub(_lowered, part) for part in parts[::2]]
    joined = "".join(parts)
    return joined if joined[:1] == text[:1] else text[:1] + joined[1:]


def _lowered(match: re.Match[str]) -> str:
    word = match.group().lower()
    # Acronyms are short.
    return word if word in _STRESSED or len(word) >= _LONG else match.group()
