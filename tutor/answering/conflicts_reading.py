"""What a sentence claims, read for comparison with another one. Pure.

A statement is cut into segments (what contrasts two things is cut between them). Each segment
keeps the words it is about, its numbers with what they count, and how often it denies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile

from index.lexical import terms_of
from tutor.answering.claims import Token, heads, normalised, tokens_of

_SEAM = re.compile(
    r"(?<=[;!?])\s+|(?<=[a-z`)]\.)\s+(?=[A-Z`])|,?\s+(?=(?:while|whereas|but)\b)"
    r"|,\s+(?=(?:and|so)\b)|\s+[—–]\s+",
    re.IGNORECASE,
)
_HANGS_ON = re.compile(
    r"(?:and|so|but|while|whereas)?\s*(?:it|they|this|these|its|their|which|not|no|never)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 2
_COUNTED = 3  # words behind a number that may say what it counts
# Words that sentences about one thing exchange freely.
_LIGHT = frozenset(
    terms_of(
        "use used uses using set sets take takes make makes get gets give gives given contain "
        "consist hold mean means call called each every all also any both one another other same "
        "most very more than per about there up still just even well number value values amount "
        "default defaults made up account accounts let lets may might way kind type do done such "
        "answer note put only then always already again available known named following means"
    )
)
# Contrast, not denial: "A instead of B", "not only A".
_NOT_DENYING = frozenset(("instead", "rather", "unlike", "without"))
_NOT_ONLY = frozenset(("only", "just", "necessarily", "always", "merely", "simply", "until"))
_IDENTIFIED = frozenset(
    "section step part chapter day week domain version phase lab page module objective topic "
    "level option runtime figure table question".split()
)
_CONDITION = re.compile(
    r"\b(?:if|when|unless|except|where|while|until|once|as long as|whenever|provided|in case|"
    r"given that|for which)\b([^,;.]*)",
    re.IGNORECASE,
)
_CASE = re.compile(r"^\W*(?:in|on|with|for|under|at|within|during|by)\b([^,]*),", re.IGNORECASE)
_PARTIAL = re.compile(
    r"\b(?:some|certain|many|most|few|sometimes|often|usually|typically|might|rarely|"
    r"partly|unless|except|only|necessarily|otherwise|alone|by itself)\b",
    re.IGNORECASE,
)
_GUARDED = re.compile(
    r"\b(?:instead|rather|unlike|without|hardly|free of|ignor\w+|fail\w*|missing|lack\w*|"
    r"unchanged|neither|nor|except|unless|not (?:only|just|always|necessarily|merely)|unable|"
    r"impossible|replac\w+|nothing|avoid\w*|beyond|none|no matter|if not|why not|or not)\b",
    re.IGNORECASE,
)
_LEAVES_OUT = re.compile(r"\b(?:without|instead|rather than|except)\b", re.IGNORECASE)
_ROUGH = re.compile(
    r"\b(?:at least|at most|up to|more than|less than|fewer than|over|under|minimum|maximum|"
    r"between|or more|or less|about|around|roughly|approximately|typical|typically)\b|[<>≤≥~]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """A sentence as it is judged, and the headings above it.

    ``subject`` is what a table row is about: its first cell.
    """

    text: str
    heading: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True)
class Count:
    """A number, its unit, and the words around it, which say what is counted."""

    key: str
    unit: str
    before: str
    after: frozenset[str]


@dataclass(frozen=True)
class Segment:
    """A part of a statement that claims one thing."""

    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def content(self) -> list[Token]:
        """Words and names, in order."""
        return [t for t in self.tokens if t.kind in ("word", "name")]

    @cached_property
    def keys(self) -> frozenset[str]:
        """What the segment is about; words that say little are left out."""
        return frozenset(t.key for t in self.content if t.key not in _LIGHT)

    @cached_property
    def signed_names(self) -> frozenset[str]:
        """Names with a minus before them: ``-accuracy``."""
        return frozenset(t.key for t in self.content if t.unit == "-")

    @cached_property
    def all_keys(self) -> frozenset[str]:
        """Its words and names, those that say little included."""
        return frozenset(t.key for t in self.content)

    @cached_property
    def names(self) -> frozenset[str]:
        """Its names: code, and words written in capitals."""
        return frozenset(t.key for t in self.content if t.kind == "name")

    @cached_property
    def denials(self) -> list[list[str]]:
        """For each negation, the words it denies first."""
        found = []
        for at, token in enumerate(self.tokens):
            if token.kind != "negator" or token.text.lower() in _NOT_DENYING:
                continue
            after = self.tokens[at + 1].text.lower() if at + 1 < len(self.tokens) else ""
            if after not in _NOT_ONLY:
                found.append(heads(self.tokens, at))
        return found

    @cached_property
    def is_guarded(self) -> bool:
        """Whether it denies in a way that counting negations does not follow."""
        return bool(_GUARDED.search(self.text))

    @cached_property
    def leaves_out(self) -> bool:
        """Whether it speaks of what happens without something."""
        return bool(_LEAVES_OUT.search(self.text))

    @cached_property
    def counts(self) -> list[Count]:
        """Its quantities; a number that names something ("Section 2", "MLflow 3") is none."""
        return [c for c, named in self._numbers() if not named]

    @cached_property
    def labels(self) -> frozenset[tuple[str, str]]:
        """Numbers that name something, with what they name."""
        return frozenset((c.before, c.key) for c, named in self._numbers() if named)

    def _numbers(self) -> Iterator[tuple[Count, bool]]:
        for at, token in enumerate(self.tokens):
            if token.kind != "number":
                continue
            beside = self.tokens[at - 1] if at else None
            named = (
                beside is not None
                and not token.unit
                and (beside.kind == "name" or beside.text.lower().rstrip("s") in _IDENTIFIED)
            )
            left = [t for t in self.tokens[:at] if t.kind in ("word", "name")]
            right = takewhile(lambda t: t.kind != "number", self.tokens[at + 1 :])
            words = [t.key for t in right if t.kind in ("word", "name")][:_COUNTED]
            after = frozenset(words) - _LIGHT
            yield Count(token.key, token.unit, left[-1].key if left else "", after), named

    @cached_property
    def conditions(self) -> list[frozenset[str]]:
        """The words of each condition ("if …", "unless …")."""
        found = [*_CONDITION.finditer(self.text), *_CASE.finditer(self.text)]
        return [frozenset(_keys_of(match[1])) for match in found]

    @cached_property
    def is_partial(self) -> bool:
        """Whether it speaks of some cases only."""
        return bool(_PARTIAL.search(self.text))

    @cached_property
    def is_rough(self) -> bool:
        """Whether its numbers are bounds or estimates."""
        return bool(_ROUGH.search(self.text))


@dataclass(frozen=True)
class Reading:
    """A statement's segments, what its headings are about, and all its numbers.

    ``subject`` are the words and numbers of a row's first cell, ``counted_above`` the numbers of
    the nearest heading.
    """

    segments: tuple[Segment, ...]
    words: frozenset[str]
    above: frozenset[str]
    subject: frozenset[str]
    numbers: frozenset[str]
    counted_above: frozenset[str]


@lru_cache(maxsize=32_768)
def reading_of(statement: Statement) -> Reading:
    """Read a statement."""
    text = normalised(statement.text)
    segments = tuple(Segment(part, tokens_of(part)) for part in _segments(text))
    subject = frozenset(
        t.key for t in tokens_of(normalised(statement.subject)) if t.kind != "function"
    )
    return Reading(
        segments,
        frozenset(t.key for s in segments for t in s.tokens),
        frozenset(_keys_of(" / ".join(statement.heading[-2:]))),
        subject,
        _numbers_of(text),
        _numbers_of(normalised(" ".join(statement.heading[-1:]))),
    )


def _segments(text: str) -> list[str]:
    """Cut at seams; a part that says nothing by itself stays with the one before."""
    joined: list[str] = []
    for part in (p for p in _SEAM.split(text) if p and p.strip()):
        short = joined and min(_words_in(joined[-1]), _words_in(part)) < _LEAST_WORDS
        if short or (joined and _HANGS_ON.match(part)):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _words_in(text: str) -> int:
    return len(set(terms_of(text)) - _LIGHT)


def _keys_of(text: str) -> set[str]:
    return {t.key for t in tokens_of(text) if t.kind in ("word", "name") and t.key not in _LIGHT}


def _numbers_of(text: str) -> frozenset[str]:
    return frozenset(t.key for t in tokens_of(text) if t.kind == "number")
