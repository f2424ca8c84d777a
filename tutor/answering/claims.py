"""What a text claims that a wrong answer gets wrong: numbers, names, negations. Pure.

A text becomes tokens in order, each with its sentence and clause; the rest is read off them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.lexical import STOP_WORDS, terms_of

_SPELT = {
    word: str(n)
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"twenty": "20", "thirty": "30", "fifty": "50", "hundred": "100", "thousand": "1000"}
del _SPELT["one"]  # mostly a pronoun
NEGATORS = frozenset(
    "not no never none nor neither without cannot nothing nobody nowhere hardly avoid avoids lack "
    "lacks unlike unable instead rather".split()
)
_UNITS = {
    unit: names[0]
    for names in (
        ("percent", "%", "percents"),
        ("ms", "millisecond", "milliseconds"),
        ("second", "s", "sec", "secs", "seconds"),
        ("minute", "min", "mins", "minutes"),
        ("hour", "h", "hr", "hours"),
        *((unit, f"{unit}s") for unit in ("day", "week", "month", "year", "dollar", "byte")),
        *((unit, f"{unit}b", f"{unit}ib") for unit in ("k", "m", "g", "t")),
        ("times", "x", "×", "fold"),
    )
    for unit in names
}
_TOKEN = re.compile(
    r"(?P<number>(?<![\w.])(?:(?<=[\s(=\[,:])-|(?<![\S])-)?\d+(?:,\d{3})*(?:\.\d+)?)"
    r"(?P<suffix>%|[A-Za-z]{1,3}(?![\w]))?(?![\w])"
    r"|(?P<word>[^\W\d_][\w]*(?:\.[^\W\d]\w*)*|_+\w+(?:\.\w+)*|\d+\w+)"
    r"|(?P<tick>`)|(?P<stop>[.!?;\n]|(?<=\s)\|)|(?P<break>[,:()—–|])"
)
_INNER = re.compile(r"_|\.|\d|[a-z][A-Z]|^[A-Z][A-Z]")
_CONTRACTION = re.compile(r"n['’]t\b", re.IGNORECASE)
_CLAUSE_WORDS = frozenset("but because so while whereas although though if when unless".split())


@dataclass(frozen=True)
class Token:
    """A word, name or number. ``key`` is what is compared: a stem, a number's value."""

    text: str
    key: str
    kind: str  # "word" | "name" | "number" | "negator"
    sentence: int
    clause: int
    unit: str = ""

    @property
    def hard(self) -> bool:
        """Whether another one in its place makes another claim."""
        return self.kind in ("name", "number")


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Content words, names, numbers and negators in order; other function words are left out."""
    return tuple(_tokens(_normalised(text)))


def _tokens(text: str) -> Iterator[Token]:
    sentence = clause = 0
    in_code, begins = False, True
    for match in _TOKEN.finditer(text):
        if match["tick"]:
            in_code = not in_code
        elif match["stop"] or match["break"]:
            clause += 1
            if match["stop"]:
                sentence, begins = sentence + 1, True
        elif match["number"]:
            yield _number(match, text, sentence, clause)
            begins = False
        else:
            word = match["word"]
            clause += word.lower() in _CLAUSE_WORDS
            token = _word(word, in_code or (not begins and word[0].isupper()), sentence, clause)
            begins = False
            if token:
                yield token


def _number(match: re.Match[str], text: str, sentence: int, clause: int) -> Token:
    value = match["number"].replace(",", "")
    value = f"{float(value):g}" if "." in value else value.lstrip("0") or "0"
    after = match["suffix"] or next(iter(re.findall(r"\A[\s-]?([A-Za-z×]+)", text[match.end() :])), "")
    return Token(match.group(), value, "number", sentence, clause, _UNITS.get(after.lower(), ""))


def _word(word: str, is_name: bool, sentence: int, clause: int) -> Token | None:
    low = word.lower()
    if low in NEGATORS:
        return Token(word, low, "negator", sentence, clause)
    if low in _SPELT:
        return Token(word, _SPELT[low], "number", sentence, clause)
    if low in STOP_WORDS:
        return None
    name = bool(is_name or _INNER.search(word)) and len(word) > 1
    key = low if "." in word or "_" in word else " ".join(terms_of(low)) or low
    return Token(word, key, "name" if name else "word", sentence, clause)


def heads(tokens: Sequence[Token], at: int, most: int = 3) -> list[str]:
    """What a negator at position ``at`` denies first: the next words of its clause."""
    negator = tokens[at]
    after = [
        t.key
        for t in tokens[at + 1 :]
        if (t.sentence, t.clause) == (negator.sentence, negator.clause) and t.kind != "negator"
    ]
    return after[:most]


def denied(tokens: Sequence[Token]) -> set[str]:
    """Keys that stand behind a negator in its clause."""
    found: set[str] = set()
    for at, token in enumerate(tokens):
        if token.kind == "negator":
            found.update(heads(tokens, at, len(tokens)))
    return found


def _normalised(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("**", "")
    text = re.sub(r"\bcan['’]t\b|\bcannot\b", "can not", text, flags=re.IGNORECASE)
    return _CONTRACTION.sub(" not", text)
