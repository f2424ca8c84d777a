"""Opposite words of two segments: what turns a claim round, and what only names another case. Pure.

``POLAR`` words turn a claim round; ``SCOPES`` words mostly name another case ("the training set",
"the test set") and count only where all else is the same.
"""

from __future__ import annotations

from collections import Counter

from index.lexical import terms_of
from tutor.answering.conflicts_reading import Segment

_POLAR_TEXT = """
minimise minimize smallest lowest least / maximise maximize largest highest most
increase rise grow raise / decrease fall shrink lower reduce
before precede / after follow
true / false
yes / no
always / never
higher greater larger bigger more deeper above / lower smaller less fewer shallower below
highest / lowest
largest / smallest
best / worst
better / worse
faster / slower
enable enabled / disable disabled
include includes included / exclude excludes excluded
required mandatory compulsory / optional
allow allows allowed permit / prevent prevents forbid forbidden prohibited
add adds / remove removes drop
ascending / descending
improve improves / worsen worsens
parallel concurrently simultaneously / sequential sequentially serially
automatic automatically / manual manually
mutable / immutable
synchronous synchronously / asynchronous asynchronously
lazy lazily / eager eagerly
supported / unsupported deprecated
possible / impossible
valid / invalid
simple simpler / complex complicated
away / towards toward
denser / lighter
dense / sparse
overfit overfitting / underfit underfitting
early earlier / late later
free / paid
open / closed
positive / negative
cheap cheaper / expensive dearer
"""
_SCOPES_TEXT = """
train training / test testing
first / last
online / offline
supervised / unsupervised
batch / streaming
single / multiple multi
local / remote
same / different
"""


def _pairs(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in text.strip().splitlines():
        ours, theirs = (set(terms_of(side)) for side in line.split("/"))
        for a, b in ((ours, theirs), (theirs, ours)):
            for term in a:
                found.setdefault(term, set()).update(b - a)
    return {term: frozenset(others) for term, others in found.items()}


POLAR, SCOPES = _pairs(_POLAR_TEXT), _pairs(_SCOPES_TEXT)
OPPOSITES = {
    key: POLAR.get(key, frozenset()) | SCOPES.get(key, frozenset()) for key in {*POLAR, *SCOPES}
}
ORDERING = frozenset(terms_of("before after precede follow more less above below"))


def opposed_in(
    x: Segment, y: Segment, opposites: dict[str, frozenset[str]]
) -> list[tuple[str, str]]:
    """Opposite words, one on each side; a word that both sides say is no part of it."""
    if not any(key in opposites and opposites[key] & y.all_keys for key in x.all_keys):
        return []
    ours, theirs = (Counter(t.key for t in s.content) for s in (x, y))
    mine, yours = ours - theirs, theirs - ours
    return [
        (key, min(opposites[key] & yours.keys()))
        for key in sorted(mine)
        if key in opposites and opposites[key] & yours.keys()
    ]
