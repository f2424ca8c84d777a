"""What a text claims that a wrong answer gets wrong: numbers, names, negations. Pure.

A text becomes tokens in order, each with its sentence and clause; the rest is read off them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.lexical import STOP_WORDS, terms_of

_SPELT = {  # "one" is mostly a pronoun
    "zero": "0", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "twenty": "20",
    "thirty": "30", "fifty": "50", "hundred": "100", "thousand": "1000",
}  # fmt: skip
NEGATORS = frozenset(
    ("not", "no", "never", "none", "nor", "neither", "without", "cannot", "nothing", "nobody",
     "nowhere", "hardly", "avoid", "avoids", "lack", "lacks", "unlike", "unable", "instead",
     "rather")
)  # fmt: skip
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
    r"|(?P<tick>`)|(?P<stop>[.!?\n])|(?P<break>[,;:()—–|])"
)
_AFTER = re.compile(r"[\s-]?([A-Za-z×]+)")
_MINUS = re.compile(r"(?<![\w)\]-])(?<![\w)\]] )-\Z")  # a sign, not a subtraction
_INNER = re.compile(r"_|\.|\d|[a-z][A-Z]|^[A-Z][A-Z]")
_CONTRACTION = re.compile(r"n['’]t\b", re.IGNORECASE)
_CLAUSE_WORDS = frozenset(
    ("but", "because", "so", "while", "whereas", "although", "though", "if", "when", "unless")
)


Kind = Literal["word", "name", "number", "negator", "function"]


@dataclass(frozen=True)
class Token:
    """A word, name or number. ``key`` is what is compared: a stem, a number's value.

    ``unit`` is that of a number, or ``-`` before a name in code.
    """

    text: str
    key: str
    kind: Kind
    sentence: int
    clause: int
    unit: str = ""


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Every word and number of a text in order."""
    return tuple(_tokens(normalised(text)))


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
            capital = not begins and word[0].isupper()
            minus = bool(_MINUS.search(text[: match.start("word")]))
            yield _word(word, sentence, clause, in_code=in_code, capital=capital, minus=minus)
            begins = False


def _number(match: re.Match[str], text: str, sentence: int, clause: int) -> Token:
    value = match["number"].replace(",", "")
    value = f"{float(value):g}" if "." in value else str(int(value))
    after = _AFTER.match(text, match.end())
    unit = match["suffix"] or (after[1] if after else "")
    return Token(match.group(), value, "number", sentence, clause, _UNITS.get(unit.lower(), ""))


def _word(
    word: str, sentence: int, clause: int, *, in_code: bool, capital: bool, minus: bool
) -> Token:
    low = word.lower()
    if in_code and len(word) > 1:
        return Token(word, _name_key(low), "name", sentence, clause, "-" if minus else "")
    if low in NEGATORS:
        return Token(word, "not", "negator", sentence, clause)
    if low in _SPELT:
        return Token(word, _SPELT[low], "number", sentence, clause)
    if low in STOP_WORDS:
        return Token(word, low, "function", sentence, clause)
    name = len(word) > 1 and (capital or _INNER.search(word))
    return Token(word, _name_key(low), "name" if name else "word", sentence, clause)


def _name_key(low: str) -> str:
    """Paths and names with underscores as they are, other words by their stem."""
    return low if "." in low or "_" in low else " ".join(terms_of(low)) or low


def heads(tokens: Sequence[Token], at: int, most: int = 3) -> list[str]:
    """What a negator at position ``at`` denies first: the next words of its clause."""
    negator = tokens[at]
    after = [
        t.key
        for t in tokens[at + 1 :]
        if (t.sentence, t.clause) == (negator.sentence, negator.clause)
        and t.kind not in ("negator", "function")
    ]
    return after[:most]


def denied(tokens: Sequence[Token]) -> set[str]:
    """Keys that stand behind a negator in its clause."""
    found: set[str] = set()
    for at, token in enumerate(tokens):
        if token.kind == "negator":
            found.update(heads(tokens, at, len(tokens)))
    return found


def normalised(text: str) -> str:
    """Contractions written out (``can't``: ``can not``), one kind of minus, no bold marks."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("**", "")
    text = re.sub(r"\bcan['’]t\b|\bcannot\b", "can not", text, flags=re.IGNORECASE)
    return _CONTRACTION.sub(" not", text)
