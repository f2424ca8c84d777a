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
    r"(?:(?:and|so|but|while|whereas)\s+)?(?:it|they|this|these|its|their|which|not|no|never|is|are|"
    r"has|have|was|were|can|cannot|do|does|will|must|may|should|would|could)\b"
    r"|(?:and|so|but)\s+[a-z]+(?:s|ed)\b",
    re.IGNORECASE,
)
_COUNTED = 3  # words behind a number that may say what it counts
# Words that sentences about one thing exchange freely.
_LIGHT = frozenset(
    terms_of(
        "use used uses using set sets take takes make makes get gets give gives given contain "
        "consist hold call called each every all also any both one another other same "
        "most very more than per about there up still just even well number value values amount "
        "default defaults made up account accounts let lets may might way kind type do done such "
        "answer note put only then always already again available known named following"
    )
)
# Contrast, not denial: "A instead of B", "not only A".
_NOT_DENYING = frozenset(("instead", "rather", "unlike", "without"))
_NOT_ONLY = frozenset(("only", "just", "necessarily", "always", "merely", "simply", "until"))
_ASIDE = re.compile(r"\s*\(\s*[\"“][^)]*[\"”]\s*\)")  # ("not a number")
_PHRASES = [
    (re.compile(pattern, re.IGNORECASE), word)
    for pattern, word in (
        (r"\bone (?:after|by|at a time after) (?:another|the other|one)\b", "sequentially"),
        (r"\bat (?:the same time|once)\b", "parallel"),
        (r"\b(?:switched|turned) on\b", "enabled"),
        (r"\b(?:switched|turned) off\b", "disabled"),
        (r"\b(?:leaves|left|leave) out\b", "drops"),
        (r"\b(?:US|American) dollars\b|\bUSD\b", "dollars"),
        (r"\b(?:looks|look|searches|search) for the (?:smallest|lowest|least)\b", "minimises"),
        (r"\b(?:looks|look|searches|search) for the (?:largest|highest|greatest)\b", "maximises"),
    )
]
# "Listing 10-3", "Section 2": the number is part of a name.
_NUMBERED = re.compile(
    r"\b(section|step|part|chapter|day|week|domain|version|phase|lab|page|module|objective|runtime|"
    r"figure|fig\.|table|listing|equation|example|exercise|problem|slide|lecture|unit|article|"
    r"paragraph|appendix|lesson|task|rule|theorem|release|row|line|item)s? (\d+(?:[-.]\d+)*)\b",
    re.IGNORECASE,
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
    r"between|about|around|roughly|approximately|typically|than|to)\b",
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
    is_rough: bool


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
    def counted(self) -> frozenset[str]:
        """All its numbers."""
        return frozenset(t.key for t in self.tokens if t.kind == "number")

    @cached_property
    def labels(self) -> frozenset[tuple[str, str]]:
        """Numbers that name something, with what they name."""
        return frozenset((c.before, c.key) for c, named in self._numbers() if named)

    def _numbers(self) -> Iterator[tuple[Count, bool]]:
        for at, token in enumerate(self.tokens):
            if token.kind != "number":
                continue
            beside = self.tokens[at - 1] if at else None
            beside = beside if beside and beside.clause == token.clause else None
            named = beside is not None and not token.unit and beside.kind == "name"
            left = [t for t in self.tokens[:at] if t.kind in ("word", "name")]
            right = takewhile(lambda t: t.kind != "number", self.tokens[at + 1 :])
            words = [t.key for t in right if t.kind in ("word", "name")][:_COUNTED]
            after = frozenset(words) - _LIGHT
            before = left[-1].key if left else ""
            said = " ".join(t.text for t in self.tokens[max(0, at - 3) : at])
            yield Count(token.key, token.unit, before, after, bool(_ROUGH.search(said))), named

    @cached_property
    def conditions(self) -> list[frozenset[str]]:
        """The words of each condition ("if …", "unless …")."""
        found = [*_CONDITION.finditer(self.text), *_CASE.finditer(self.text)]
        return [frozenset(_keys_of(match[1])) for match in found]

    @cached_property
    def is_partial(self) -> bool:
        """Whether it speaks of some cases only."""
        return bool(_PARTIAL.search(self.text))


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
    denies: bool


@lru_cache(maxsize=32_768)
def reading_of(statement: Statement) -> Reading:
    """Read a statement."""
    text = _in_plain_words(normalised(statement.text))
    parts = _segments(text)
    if statement.subject:  # each cell with what the row is about
        about = normalised(statement.subject)
        parts = [f"{about} {cell}" for cell in text.split("; ")[1:]]
    segments = tuple(Segment(part, tokens_of(part)) for part in parts)
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
        any(segment.denials for segment in segments),
    )


def _in_plain_words(text: str) -> str:
    """Sums of money with their unit, and phrases as the one word that says the same."""
    text = re.sub(r"\$\s?(\d[\d,.]*\d|\d)", r"\1 dollars", text)
    text = _NUMBERED.sub(lambda m: re.sub(r"\W+", "_", m.group()), _ASIDE.sub("", text))
    for pattern, word in _PHRASES:
        text = pattern.sub(word, text)
    return text


def _segments(text: str) -> list[str]:
    """Cut at seams; a part that says nothing by itself stays with the one before."""
    joined: list[str] = []
    for part in (p for p in _SEAM.split(text) if p and p.strip()):
        if joined and (_HANGS_ON.match(part) or not (_says(joined[-1]) and _says(part))):
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined


def _says(text: str) -> bool:
    return bool(set(terms_of(text)) - _LIGHT)


def _keys_of(text: str) -> set[str]:
    return {t.key for t in tokens_of(text) if t.kind in ("word", "name") and t.key not in _LIGHT}


def _numbers_of(text: str) -> frozenset[str]:
    return frozenset(t.key for t in tokens_of(text) if t.kind == "number")
