"""Two things that the notes tell apart below a line that names both: "Precision vs Recall".

Extraction glues such lines ("PrecisionRecall"); the text below shows where one name ends. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tutor.quizzing.patterns.facts import is_complete
from tutor.quizzing.statements import plain
from tutor.quizzing.verbs import verb_form

_VERSUS = re.compile(r"^(?P<one>\S.{0,60}?) (?:vs\.?|versus) (?P<other>\S.{0,60}?)$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[\w)`'\"%])\. (?=[A-Z`'\"]|[a-z]\w*(?:\(|\.\w))|\n")
_MARK = re.compile(r"^[\s#>*•-]+")
_WORD = re.compile(r"[^\W_]+(?:[-_][^\W_]+)*")
_BRACKETS = re.compile(r"\s*\([^()]+\)\s*")
_CUT = re.compile(
    r"\s[—–]\s|; |: |\s→\s|\. | \(|, (?:then|which|but|not|so|because|while|whereas|e\.g)\b"
)
_POINTS = re.compile(
    r"^(?:and|or|but|then|so|use|not|no|set|e\.g|i\.e|current|still)\b", re.IGNORECASE
)
_DENIES = re.compile(r"\b(?:not|no|never|cannot|without|only|also|both|same)\b", re.IGNORECASE)
_DONE = re.compile(r"^[A-Z][a-z]+ed (?:by|in|on|via|with|for)\b")
_GLUED = re.compile(r"(?<=[\w)])(?=[A-Z])|(?<=\))(?=[a-z])")
_DOES = re.compile(r"^[a-z]{3,}s (?:an?|the|its|their|each|every|all|one|more|[a-z]+ed) \w")
_BLOCK = re.compile(r"(?:[^\n]+\n?){1,12}")
_MOST_LINE, _MOST_NAME_WORDS = 110, 5
_MOST_CLAUSE = 110


@dataclass(frozen=True)
class Clause:
    """Something said of one of the two: ``start`` and ``end`` are those of its sentence.

    ``form`` is its grammar; ``whole`` tells a whole predicate from one of several in a row.
    """

    text: str
    form: str
    start: int
    end: int
    whole: bool


@dataclass(frozen=True)
class Side:
    """One of the two: its name as the line has it and as the text has it, and what is said of it."""

    name: str
    spoken: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Pair:
    """Two sides, and the text below their line as ``(start, sentence)``."""

    source: str
    sides: tuple[Side, Side]
    sentences: tuple[tuple[int, str], ...]

    @property
    def names(self) -> str:
        """ "Precision and Recall"."""
        return " and ".join(side.name for side in self.sides)


def pairs(source: str, text: str) -> Iterator[Pair]:
    """Every such pair of a note."""
    words = frozenset(_WORD.findall(text.lower()))
    lines = [(m.start(), m[0]) for m in re.finditer(r"[^\n]+", text)]
    for (_, line), (below, _) in pairwise(lines):
        named = _MARK.sub("", plain(line, stressed=True)).strip().rstrip(":")
        if not named or len(named) > _MOST_LINE or named.endswith((".", "?", "!", "|")):
            continue
        sentences = tuple(_sentences(text, below))
        for one, other in _splits(named, words):
            sides = _sides(one, other, sentences)
            if sides is not None:
                yield Pair(source, sides, sentences)
                break


def name_words(text: str) -> frozenset[str]:
    """Words of a name in lower case, those of joined names one by one."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return frozenset(re.findall(r"[a-z0-9]+", apart.lower()))


def _splits(line: str, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The two names of a line: around "vs", or where two words that the note knows are glued."""
    match = _VERSUS.match(line)
    if match:
        yield match["one"], match["other"]
        return
    for seam in _GLUED.finditer(line):
        one, other = line[: seam.start()], line[seam.start() :]
        ends, begins = _WORD.findall(one.lower())[-1:], _WORD.findall(other.lower())[:1]
        if _is_closed(one) and _is_closed(other) and {*ends, *begins} <= known:
            yield one, other


def _is_closed(text: str) -> bool:
    return text.count("(") == text.count(")")


def _sentences(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Sentences of the block that begins at an offset, a list's items each on its own."""
    block = _BLOCK.match(text, start)
    at = start
    body = block[0] if block else ""
    for part in re.split(f"({_SENTENCE.pattern})", body):
        if part.strip() and not _SENTENCE.fullmatch(part):
            lead = _MARK.match(part)
            skipped = lead.end() if lead else 0
            yield at + skipped, part[skipped:].rstrip().rstrip(".")
        at += len(part)


def _sides(one: str, other: str, sentences: Sequence[tuple[int, str]]) -> tuple[Side, Side] | None:
    """What the sentences say of either name, if they speak of both, of the first one first."""
    names = [_BRACKETS.sub(" ", name).strip() for name in (one, other)]
    words = tuple(frozenset(_WORD.findall(name.lower())) for name in names)
    found: tuple[list[Clause], list[Clause]] = ([], [])
    spoken = ["", ""]
    last = -1
    for start, sentence in sentences:
        text = plain(sentence)
        side, name, said = _spoken(text, words)
        if side < 0 and last >= 0 and (verb_form(text) == "does" or _DONE.match(text)):
            side, name, said = last, spoken[last], text
        last = side
        if side < 0:
            continue
        if side == 1 and not spoken[0]:
            return None
        spoken[side] = spoken[side] or name
        found[side].extend(_clauses(said, start, start + len(sentence)))
    if not all(spoken):
        return None
    return (
        Side(names[0], spoken[0], tuple(found[0])),
        Side(names[1], spoken[1], tuple(found[1])),
    )


def _spoken(text: str, words: Sequence[frozenset[str]]) -> tuple[int, str, str]:
    """Which side a sentence begins with (-1: neither), its name there, and the rest."""
    tokens = text.split()
    for count in range(min(_MOST_NAME_WORDS, len(tokens) - 1), 0, -1):
        if "=" in tokens[:count] or any(t.endswith(":") for t in tokens[: count - 1]):
            continue
        name = " ".join(tokens[:count]).rstrip(":")
        own = frozenset(_WORD.findall(name.lower()))
        fits = [bool(own) and own <= side for side in words]
        if fits[0] != fits[1]:
            rest = " ".join(tokens[count:])
            marked = tokens[count - 1].endswith(":") or rest.startswith("= ")
            if marked or re.match(r"[a-z]+ ", rest):
                return int(fits[1]), name, rest.removeprefix("= ")
    return -1, "", ""


def _clauses(said: str, start: int, end: int) -> Iterator[Clause]:
    """What a predicate says up to its first seam, what it adds, and what else it does."""
    whole = _CUT.split(said, maxsplit=1)[0].strip().rstrip(".,")
    main, _, added = _BRACKETS.sub(" ", said).partition(" — ")
    does = [part for part in main.split(", ") if _form(part) in ("does", "done")]
    for text in dict.fromkeys((whole, *does, *added.split(", "))):
        if _is_clause(text.strip()):
            yield Clause(text.strip(), _form(text), start, end, text == whole)


def _is_clause(text: str) -> bool:
    fits = is_complete(text) and len(text) <= _MOST_CLAUSE and not _CUT.search(text)
    return fits and not _POINTS.match(text) and not _DENIES.search(text)


def _form(text: str) -> str:
    """Grammar of a clause: what it does, how it is done, or what it is."""
    if _DONE.match(text[:1].upper() + text[1:]):
        return "done"
    return verb_form(text) or ("does" if _DOES.match(text) else "is")
