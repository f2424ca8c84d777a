"""Do two sentences of the notes contradict each other? Pure.

They do when they speak of the same thing and differ in one point: another number for it, another
default, an odd number of negations and opposite words. What differs in scope (other names, other
conditions) is no conflict; when in doubt, there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from tutor.answering.conflicts_opposites import (
    OPPOSITES,
    ORDERING,
    POLAR,
    SCOPES,
    opposed_in,
)
from tutor.answering.conflicts_reading import Count, Reading, Segment, Statement, reading_of

ConflictKind = Literal["number", "value", "negation", "opposite"]

# Chosen on eval/conflicts.yaml (tuning part) and on the bundled notes.
_LEAST_SHARED = 0.6
_LEAST_SHARED_FAR = 0.75
_LEAST_SHARED_BY_BOTH = 0.4
_LEAST_SHARED_BY_BOTH_IF_DENIED = 0.55
_CONDITION_SHARED = 0.6
_CLOSE = 0.75  # cosine
_MOST_NUMBERS = 2  # more that only one side has: an example with numbers of its own
_ROUGHLY = 0.25  # estimates that differ by less agree
_LITERALS = frozenset(("true", "false", "none", "null"))


def disagreement(one: Statement, other: Statement, cosine: float) -> ConflictKind | None:
    """How two statements contradict each other; None when they do not.

    ``cosine`` is the similarity of their sentence vectors.
    """
    a, b = reading_of(one), reading_of(other)
    if not (a.subject <= b.words | b.above and b.subject <= a.words | a.above):
        return None
    if one.text == other.text:
        return None
    for ours in a.segments:
        for theirs in b.segments:
            kind = _judge(_Pair(a, b, ours, theirs, cosine))
            if kind:
                return kind
    return None


def may_disagree(one: Statement, other: Statement) -> bool:
    """Whether anything at all could make them contradict each other; cheap."""
    a, b = reading_of(one), reading_of(other)
    if not a.words & b.words:
        return False
    return (
        bool(a.numbers and b.numbers and a.numbers != b.numbers)
        or a.denies
        or b.denies
        or ("default" in a.words and "default" in b.words)
        or any(not OPPOSITES[key].isdisjoint(b.words) for key in a.words & OPPOSITES.keys())
    )


class _Pair:
    """Two segments side by side: what they share, and what only one of them says."""

    def __init__(self, a: Reading, b: Reading, x: Segment, y: Segment, cosine: float) -> None:
        self.a, self.b, self.x, self.y = a, b, x, y
        self.cosine = cosine
        self.polar = opposed_in(x, y, POLAR)
        self.scopes = opposed_in(x, y, SCOPES)
        opposed = {key for pair in (*self.polar, *self.scopes) for key in pair}
        self.own_x, self.own_y = x.keys - opposed, y.keys - opposed
        self.shared = self.own_x & self.own_y
        # What stands above both says nothing about either.
        self.known_x, self.known_y = x.keys | (a.above - b.above), y.keys | (b.above - a.above)
        self.left_x, self.left_y = self.own_x - self.known_y, self.own_y - self.known_x

    @property
    def shares(self) -> tuple[float, float]:
        """Share of each segment's words that the other statement has; the smaller first."""
        shares = (
            _share(self.own_x, self.left_x, self.x.names),
            _share(self.own_y, self.left_y, self.y.names),
        )
        return min(shares), max(shares)

    @property
    def both_default(self) -> bool:
        """Whether both speak of a default."""
        return "default" in self.x.all_keys and "default" in self.y.all_keys

    def other_scope(self) -> bool:
        """Whether they speak of different things or cases."""
        titles = self.a.counted_above, self.b.counted_above
        return (
            (all(titles) and titles[0] != titles[1])
            or bool(self.left_x & self.x.names and self.left_y & self.y.names)
            or self.x.labels != self.y.labels
            or self.x.signed_names != self.y.signed_names
            or self._other_condition()
            or self._contrasted()
        )

    def _other_condition(self) -> bool:
        for segment, known in ((self.x, self.b.words), (self.y, self.a.words)):
            for words in segment.conditions:
                if words and len(words & known) < _CONDITION_SHARED * len(words):
                    return True
        return False

    def _contrasted(self) -> bool:
        """Whether they begin with different things, or one thing has different modifiers."""
        ours, theirs = self._in_order(self.x), self._in_order(self.y)
        if ours and theirs and ours[0] in self.left_x and theirs[0] in self.left_y:
            return True
        before = {key: prior for prior, key in pairwise(ours) if prior in self.left_x}
        return any(key in before and prior in self.left_y for prior, key in pairwise(theirs))

    @staticmethod
    def _in_order(segment: Segment) -> list[str]:
        return [t.key for t in segment.content if t.key in segment.keys]


def _share(own: frozenset[str], left: frozenset[str], names: frozenset[str]) -> float:
    """Share of words that are not left over; a name counts twice."""
    total = len(own) + len(own & names)
    return 1 - (len(left) + len(left & names)) / total if total else 0.0


def _judge(pair: _Pair) -> ConflictKind | None:
    least, most = pair.shares
    enough = _LEAST_SHARED if pair.cosine >= _CLOSE else _LEAST_SHARED_FAR
    if not pair.shared:
        return None
    if _other_default(pair):
        return "value"
    if most < enough or least < _LEAST_SHARED_BY_BOTH or pair.other_scope():
        return None
    if _other_number(pair):
        return "number"
    if pair.a.numbers != pair.b.numbers and pair.a.numbers and pair.b.numbers:
        return None
    return _flipped(pair)


def _other_number(pair: _Pair) -> bool:
    """The same thing is counted with another number, and hardly any other number differs."""
    ours, theirs = pair.x.counted, pair.y.counted
    only_x, only_y = ours - theirs, theirs - ours
    fewer, more = sorted((len(only_x), len(only_y)))
    if fewer != 1 or more > _MOST_NUMBERS or pair.polar or pair.scopes:
        return False
    if pair.x.leaves_out != pair.y.leaves_out:
        return False
    defaults = len(ours) == len(theirs) == 1 and pair.both_default
    return any(
        (defaults or _counts_same(one, other)) and not _agree_roughly(one, other)
        for one in pair.x.counts
        for other in pair.y.counts
        if one.key in only_x and other.key in only_y
    )


def _counts_same(one: Count, other: Count) -> bool:
    if one.unit != other.unit:
        return False
    if one.after and other.after:
        return bool(one.after & other.after)
    return bool(one.unit) or one.before == other.before


def _agree_roughly(one: Count, other: Count) -> bool:
    if not (one.is_rough or other.is_rough):
        return False
    a, b = float(one.key), float(other.key)
    return abs(a - b) <= _ROUGHLY * max(abs(a), abs(b))


def _other_default(pair: _Pair) -> bool:
    """The default of the same thing is another name or word."""
    names = (pair.shared & pair.x.names & pair.y.names) - _LITERALS
    only_x, only_y = pair.own_x - pair.own_y, pair.own_y - pair.own_x
    return (
        pair.both_default
        and not pair.polar
        and len(only_x) == len(only_y) == 1
        and not _related(*only_x, *only_y)
        and _once(only_x, pair.x)
        and _once(only_y, pair.y)
        and bool(names)
        and pair.a.numbers == pair.b.numbers
    )


def _once(keys: frozenset[str], segment: Segment) -> bool:
    """Whether each key stands there once: a value does, what the sentence is about may not."""
    said = [token.key for token in segment.content]
    return all(said.count(key) == 1 for key in keys)


def _related(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _flipped(pair: _Pair) -> ConflictKind | None:
    """An odd number of negations and opposite words between them."""
    x, y = pair.x, pair.y
    if x.is_partial or y.is_partial or x.is_guarded or y.is_guarded:
        return None
    if (pair.left_x and pair.left_y) or pair.shares[0] < _LEAST_SHARED_BY_BOTH_IF_DENIED:
        return None
    if len(pair.shared) + len(pair.polar) < 2 or pair.a.subject or pair.b.subject:
        return None  # too little in common; rows of tables set things side by side
    heard = [_heard(about, y) for about in x.denials] + [_heard(about, x) for about in y.denials]
    if None in heard:
        return None
    denials = heard.count(True)
    flips = denials + len(pair.polar)
    if any(key in ORDERING for one in pair.polar for key in one) and _swapped(pair):
        flips += 1
    if pair.scopes:
        if pair.left_x or pair.left_y or flips:
            return None
        flips = len(pair.scopes)
    if flips % 2 == 0:
        return None
    return "negation" if denials % 2 else "opposite"


def _heard(about: Sequence[str], there: Segment) -> bool | None:
    """Whether what a negation denies is what the other segment says; None where that is unclear."""
    stand = [_stands(key, there) for key in about]
    if stand and stand[0] and sum(stand) > len(about) / 2:
        return True
    return None if any(stand) or not stand else False


def _stands(key: str, there: Segment) -> bool:
    keys = {token.key for token in there.tokens}
    return key in keys or bool(POLAR.get(key, frozenset()) & keys)


def _swapped(pair: _Pair) -> bool:
    """Whether what stands before the ordering word on one side stands behind it on the other."""
    sides: list[tuple[set[str], set[str]]] = []
    for segment in (pair.x, pair.y):
        keys = [t.key for t in segment.content]
        at = next((n for n, key in enumerate(keys) if key in ORDERING), len(keys))
        sides.append((set(keys[:at]), set(keys[at + 1 :])))
    (before, after), (other_before, other_after) = sides
    straight = len(before & other_before) + len(after & other_after)
    crossed = len(before & other_after) + len(after & other_before)
    return crossed > straight
