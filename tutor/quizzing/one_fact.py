"""Whether two questions turn on one fact: a true statement and the trap that denies it are one.

Within a question one of such a pair gives the other away; within a set, one question the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Set
from functools import lru_cache

from corpus.questions import Question
from index.lexical import STOP_WORDS, terms_of
from tutor.quizzing.flaw import asks_negatively, normal
from tutor.quizzing.near_duplicates import stem_words

# Shares of the shorter statement's terms from which both are of one fact: of what is left of two
# that begin with the same name, and of any two.
_AFTER_ONE_NAME, _IN_ALL = 0.25, 0.41
_LEAST_AFTER, _LEAST_IN_ALL = 2, 3
_ONE_SUBJECT = 3  # terms that two statements begin with alike, which make them one matter
# Share of the words of stem and key from which two questions ask for one fact, however they ask.
_ONE_MATTER, _LEAST_MATTER = 0.7, 4
_STATEMENTS = re.compile(r"\bstatements? about\b")
_STEPS = re.compile(r"^(?P<order>.+?),? which step comes\b")
# Questions that take up several facts each, and their share; of the odd one out among true ones.
_LEAST_TAKING, _MOST_TAKING, _MOST_FALSE = 1, 0.1, 0.2
_LEAST_WORDS = 4  # shorter options recur by their nature


def one_fact(one: str, other: str) -> bool:
    """Whether two statements affirm or deny much the same of the same thing."""
    a, b = _terms(one), _terms(other)
    alike = 0
    for left, right in zip(a, b, strict=False):
        if left != right:
            break
        alike += 1
    if alike >= _ONE_SUBJECT:
        return True
    after = set(a[alike:]), set(b[alike:])
    if alike == _ONE_SUBJECT - 1 and after[0] & after[1]:
        return True
    if alike and _shares(*after, _AFTER_ONE_NAME, _LEAST_AFTER):
        return True
    return _shares(set(a), set(b), _IN_ALL, _LEAST_IN_ALL)


def _shares(one: Set[str], other: Set[str], share: float, least: int) -> bool:
    both = len(one & other)
    return both >= least and both >= share * min(len(one), len(other))


@lru_cache(maxsize=20_000)
def _terms(text: str) -> tuple[str, ...]:
    """Terms in order, each once; a compound name counts as the one word that it is."""
    words = re.findall(r"[^\W_]+", text.lower().replace("_", ""))
    stems = [term for word in words if word not in STOP_WORDS for term in terms_of(word)]
    return tuple(dict.fromkeys(stems))


class FactsAsked:
    """What a set's questions turn on, and what their options state as true."""

    def __init__(self) -> None:
        self._asked_quotes: set[str] = set()
        self._shown_quotes: set[str] = set()
        self._wrong: dict[str, str] = {}
        self._asked: list[str] = []
        self._shown: list[str] = []
        self._orders: set[tuple[str, str]] = set()
        self._matters: list[frozenset[str]] = []
        self._choices: set[frozenset[str]] = set()
        self._stood: Counter[str] = Counter()
        self._taking: Counter[bool] = Counter()
        self._count = 0

    def add(self, question: Question) -> None:
        """Count a question that is in the set."""
        self._asked_quotes |= _asked_quotes(question)
        self._shown_quotes |= _shown_quotes(question)
        self._wrong |= _wrong(question)
        self._asked += _asked(question)
        self._shown += _shown(question)
        self._orders |= _orders(question)
        self._matters.append(_matter(question))
        self._choices.add(_choices(question))
        self._stood.update(_long_wrong(question))
        self._count += 1
        self._taking[asks_negatively(question.stem)] += _is_taking(question)

    def hold(self, question: Question) -> bool:
        """Whether a question asks what the set asks or tells, or tells what it asks."""
        if _orders(question) & self._orders or _choices(question) in self._choices:
            return True
        quotes, shown_quotes = _asked_quotes(question), _shown_quotes(question)
        if quotes & (self._asked_quotes | self._shown_quotes) or shown_quotes & self._asked_quotes:
            return True
        matter = _matter(question)
        if any(_shares(matter, other, _ONE_MATTER, _LEAST_MATTER) for other in self._matters):
            return True
        return _any_pair(_asked(question), (*self._asked, *self._shown)) or _any_pair(
            _shown(question), self._asked
        )

    def would_run_out(self, question: Question) -> bool:
        """Whether too many of a set's questions would take up several facts each."""
        false = asks_negatively(question.stem)
        most = _LEAST_TAKING + (_MOST_FALSE if false else _MOST_TAKING) * self._count
        return _is_taking(question) and self._taking[false] + 1 > most

    def would_tell(self, question: Question) -> bool:
        """Whether one of its wrong statements is set right in the set, or the reverse."""
        wrong, quotes = _wrong(question), _asked_quotes(question)
        if wrong.keys() & self._asked_quotes or quotes & self._wrong.keys():
            return True
        return _any_pair(wrong.values(), self._asked) or _any_pair(
            _asked(question), self._wrong.values()
        )

    def are_worn(self, question: Question, most: int) -> bool:
        """Whether one of a question's long wrong options has stood in the set so often already."""
        return any(self._stood[text] >= most for text in _long_wrong(question))


def _any_pair(some: Iterable[str], others: Iterable[str]) -> bool:
    held = tuple(others)
    return any(one_fact(text, other) for text in some for other in held)


def _is_of_statements(question: Question) -> bool:
    return question.origin == "notes" and _STATEMENTS.search(question.stem) is not None


def _matter(question: Question) -> frozenset[str]:
    """Words of stem and key; of a question of statements, of the key alone."""
    if question.origin != "notes":
        return frozenset()
    keys = " ".join(option.text for option in question.options if option.correct)
    stem = frozenset() if _is_of_statements(question) else stem_words(question)
    return stem | frozenset(terms_of(keys))


def _choices(question: Question) -> frozenset[str]:
    """The texts of the options: who knows one of two questions on the same few has the other."""
    return frozenset(option.text for option in question.options)


def _is_taking(question: Question) -> bool:
    """Whether a question of statements leaves several facts that no other may ask."""
    return len(_asked(question)) + len(_shown(question)) > 1


def _asked_quotes(question: Question) -> set[str]:
    if question.origin != "notes":
        return set()
    own = {o.receipt.quote for o in question.options if o.correct and o.receipt}
    return own | {question.receipt.quote}


def _shown_quotes(question: Question) -> set[str]:
    """Proofs of the true statements among which a false one is asked for."""
    if not (_is_of_statements(question) and asks_negatively(question.stem)):
        return set()
    return {o.receipt.quote for o in question.options if o.receipt and not o.correct}


def _wrong(question: Question) -> dict[str, str]:
    """Wrong statements among which a true one is asked for, by what is true instead."""
    if not _is_of_statements(question) or asks_negatively(question.stem):
        return {}
    return {o.receipt.quote: o.text for o in question.options if o.receipt and not o.correct}


def _asked(question: Question) -> list[str]:
    """The key of a question of statements, and what is true instead where the key is false.

    Of a scenario, the way that its key shows: two cases with one answer are one question.
    """
    if question.origin == "notes" and question.form == "scenario":
        return [text for text in _long_options(question) if text in _keys(question)]
    if not _is_of_statements(question):
        return []
    keys = [option.text for option in question.options if option.correct]
    return [*keys, question.takeaway] if asks_negatively(question.stem) else keys


def _keys(question: Question) -> set[str]:
    return {normal(option.text) for option in question.options if option.correct}


def _shown(question: Question) -> list[str]:
    if not (_is_of_statements(question) and asks_negatively(question.stem)):
        return []
    return [option.text for option in question.options if not option.correct]


def _orders(question: Question) -> set[tuple[str, str]]:
    """The ordered list that a question is about."""
    match = _STEPS.match(question.stem)
    return {(question.receipt.source, match["order"])} if match else set()


def _long_wrong(question: Question) -> set[str]:
    """How long wrong options begin: with and without the advice that follows, a trap is one."""
    wrong = (text for text in _long_options(question) if text not in _keys(question))
    return {" ".join(text.split()[:_LEAST_WORDS]) for text in wrong}


def _long_options(question: Question) -> list[str]:
    if question.origin != "notes":
        return []
    texts = (normal(option.text) for option in question.options)
    return [text for text in texts if len(text.split()) >= _LEAST_WORDS]
