"""How options read: their words, their grammatical kind, their outward marks. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from index.lexical import terms_of
from tutor.quizzing.drafts import NUMBER_WORDS
from tutor.quizzing.verbs import ASSESSING, verb_form

NAME_OF_CODE = re.compile(r"\w+(?:[._(]\w*)+|\b[a-z]+[A-Z]\w*|`[^`]+`")
SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=\w)[_.](?=\w)")  # between the parts of such a name
_REPEATS = 0.6  # overlap (Jaccard) of two options that say the same
_NUMBER = re.compile(r"\d")
_ASSIGNS = re.compile(r"^`\w+=")


@lru_cache(maxsize=100_000)
def words_in(text: str) -> frozenset[str]:
    """Stemmed content words of a text."""
    return frozenset(terms_of(text))


def repeats(one: str, other: str) -> bool:
    """Whether two option texts say the same: equal, contained, or nearly the same words."""
    if one.strip().lower() == other.strip().lower():
        return True
    a, b = words_in(one), words_in(other)
    if not a or not b:
        return False
    # Numbers and names differ by a single sign: only words can be near-duplicates.
    if min(len(a), len(b)) < 3:
        return a == b and not (_NUMBER.search(one) or "`" in one)
    return a <= b or b <= a or len(a & b) / len(a | b) > _REPEATS


def related(one: str, other: str) -> bool:
    """Whether two subjects are the same or one is a kind of the other (``Trials``, ``trials``)."""
    a, b = words_in(bare_name(one)), words_in(bare_name(other))
    return not a or not b or a <= b or b <= a


@lru_cache(maxsize=20_000)
def bare_name(subject: str) -> str:
    """A subject without code marks and call arguments: ``hp.choice("c", […])`` to ``hp.choice``."""
    text = subject.replace("`", "")
    return re.sub(r"(?<=\w)\(.*$", "", text) or text


@lru_cache(maxsize=50_000)
def shape(text: str) -> str:
    """The grammatical kind of an option: options of one question share it."""
    first = text.split(maxsplit=1)[0].lower() if text.split() else ""
    if text.startswith("`") and text.count("`") == 2 and text.endswith("`"):
        return "code"
    if text.lower() in NUMBER_WORDS or re.fullmatch(
        r"[$€£]?[\d.,×x\s-]*\d[\d.,×x\s-]*(?:%|[A-Za-z]*)", text
    ):
        return "number"
    if first in ("a", "an", "the"):
        return "article"
    if first.endswith("ing") and len(first) > 5:
        return "gerund"
    if first in ("to", "how", "whether", "for", "when", "by", "from", "in", "on", "with", "that"):
        return first
    if re.match(r"`|\S*\w[._]\w\S*(?:\(|$)|\w+\(\)", first):
        return "code" if len(text.split()) == 1 else "code phrase"
    return verb_form(text) or "other"


def are_named_alike(one: str, other: str) -> bool:
    """Whether both are of one grammatical kind; `label=None` is no call as `fit` is."""
    assign = bool(_ASSIGNS.match(one)) == bool(_ASSIGNS.match(other))
    return assign and shape(one) == shape(other)


def both_assess(one: str, other: str) -> bool:
    """Whether two sayings measure or compare something, which differs in wording more than in fact."""
    return all(text.split(maxsplit=1)[0].lower() in ASSESSING for text in (one, other))


_MARKS = {
    "sign": re.compile(r"[=×→≈]|(?<=\d) ?[*/] ?(?=\d)"),
    "digit": re.compile(r"\d"),
    "code": re.compile(r"`|\w\(|\w[._]\w|[a-z][A-Z]"),
    "quote": re.compile(r"[\"“”]|(?<!\w)'"),
    "capitals": re.compile(r"\b[A-Z]{3,}\b"),
    "many capitals": re.compile(r"(?:\b[A-Z]{2,}\b.*){3}"),
}


@lru_cache(maxsize=50_000)
def marks_of(text: str) -> frozenset[str]:
    """Outward marks of an option: signs, digits, code, quotation marks, words in capitals."""
    return frozenset(name for name, pattern in _MARKS.items() if pattern.search(text))
