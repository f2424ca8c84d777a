"""Sums that questions ask for: how many models a search fits, the mean of fold scores. Pure.

The notes give the rule; the numbers stand in the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

SPELLED = {
    name: number
    for number, name in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), start=1
    )
}
_N = rf"(?:\d+|{'|'.join(SPELLED)})"
_HOW_MANY_FITS = re.compile(
    r"\bhow many (?:\S+ ){0,4}?(?:models?|fits|times|trainings|runs|trials)\b"
    r"|\b(?:total )?number of (?:\S+ ){0,2}?(?:models|fits|trainings)\b",
    re.IGNORECASE,
)
_FOLDS = re.compile(
    rf"\bnumFolds\s*=\s*(\d+)|\bcv\s*=\s*(\d+)|\bk\s*=\s*(\d+)|\b({_N})[- ]folds?\b"
    rf"|\bfolds\s*(?:=|is|of|to)\s*(\d+)",
    re.IGNORECASE,
)
_COMBINATIONS = re.compile(
    rf"\b({_N}) (?:\w+ )?(?:combinations|candidates|param(?:eter)? maps|settings)\b"
    rf"|\bgrid of ({_N})(?= (?:and|with) {_N}[- ]fold)",
    re.IGNORECASE,
)
_DRAWS = re.compile(r"\b(?:n_iter|max_evals)\s*=\s*(\d+)")
_EACH = re.compile(
    rf"\b({_N}) (?:\w+ )?values (?:each )?(?:for|of) (?:each of )?(?:the )?({_N}) "
    rf"(?:\w+ )?(?:hyper)?-?parameters"
    rf"|\b({_N}) (?:\w+ )?(?:hyper)?-?parameters,? (?:each )?(?:with|of|has|have|having) "
    rf"({_N}) (?:\w+ )?values",
    re.IGNORECASE,
)
_OF_A_NAME = re.compile(
    rf"\b({_N}) (?:(?:different|possible|candidate) )?(?:values? )?(?:of|for) `?[A-Za-z_]\w*",
    re.IGNORECASE,
)
_TIMES = re.compile(r"(?<![\w.])(\d+)((?:\s*[x×*]\s*\d+)+)(?![\w.])")
_LIST = re.compile(r"(?:addGrid\([^,()]+,\s*|[\"']?\w+[\"']?\s*[:=]\s*)\[([^\[\]]+)\]")
_GRID = re.compile(r"\{[^{}]*\[[^{}]*\}")
_REFIT = re.compile(r"\brefit|\bfinal (?:model|fit|training)", re.IGNORECASE)
_LEFT_OUT = re.compile(
    r"\b(?:before|without|exclud\w+|left out|leav\w+ out|not count\w*|ignor\w+|while search\w+)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\b(?:includ\w+|count\w*|plus|with the)\b", re.IGNORECASE)
_SCORES = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.]*\w)")
_RULE = re.compile(
    r"(?:combinations?|grid|candidates?|parameter)[^.|]{0,60}(?:×|\bx\b|\*|times|multipl)"
    r"|(?:×|\*|times|multipl\w+)[^.|]{0,60}folds?"
    r"|\bfolds?[^.|]{0,40}(?:×|\*|times|multipl)",
    re.IGNORECASE,
)
_MEAN_RULE = re.compile(
    r"\b(?:mean|average)\w*\b[^.]{0,60}\bfolds?\b|\bfolds?\b[^.]{0,60}\b(?:mean|average)",
    re.IGNORECASE,
)
_ONCE_RULE = re.compile(
    r"TrainValidationSplit[^.|]{0,80}(?:once|one model|×\s*1\b|\b1 model)", re.IGNORECASE
)


@dataclass(frozen=True)
class Sum:
    """A computed value, how it comes about, and the pattern of the rule the notes must hold."""

    value: float
    working: str
    rule: re.Pattern[str]


def compute(stem: str) -> Sum | None:
    """The value that a stem asks to be computed; None when it does not or leaves a number open."""
    if _HOW_MANY_FITS.search(stem):
        return _models_fitted(stem)
    return _mean_score(stem)


def states_rule(text: str, computed: Sum) -> bool:
    """Whether a sentence of the notes states the rule that was applied."""
    return computed.rule.search(text) is not None


def with_refit(question: str, rule: str, computed: Sum) -> str:
    """The working of a sum, and what a final refit makes of it that the rule alone speaks of."""
    fits = computed.rule in (_RULE, _ONCE_RULE)
    if not fits or not _REFIT.search(rule) or _REFIT.search(question):
        return computed.working
    return f"{computed.working}, with the final refit {computed.value + 1:g}"


def _models_fitted(stem: str) -> Sum | None:
    combinations = _combinations(stem)
    folds = _folds(stem)
    extra = _refit(stem)
    if combinations is None or folds is None or extra is None:
        return None
    count, how = combinations
    once = folds == 1
    working = f"{how} combinations" if how == str(count) else f"{how} = {count} combinations"
    working += ", each fitted once" if once else f" × {folds} folds = {count * folds}"
    if extra:
        working += f", and 1 final refit = {count * folds + 1}"
    return Sum(count * folds + extra, working, _ONCE_RULE if once else _RULE)


def _combinations(stem: str) -> tuple[int, str] | None:
    """How many combinations are tried, and how that number comes about."""
    stated = _COMBINATIONS.search(stem) or _DRAWS.search(stem)
    if stated:
        number = _number(stated[stated.lastindex or 1])
        return number, str(number)
    each = _EACH.search(stem)
    if each:
        values, names = (each[1], each[2]) if each[1] else (each[4], each[3])
        return _product([_number(values)] * _number(names))
    grids = [_lengths(grid) for grid in _GRID.findall(stem)] or [_lengths(stem)]
    if all(grids):
        counted = [_product(lengths) for lengths in grids]
        return sum(n for n, _ in counted), " + ".join(how for _, how in counted)
    named = [_number(n) for n in _OF_A_NAME.findall(stem)]
    if len(named) >= 2 and re.search(r"\bvalues?\b", stem, re.IGNORECASE):
        return _product(named)
    times = _TIMES.search(stem)
    return _product([int(n) for n in re.findall(r"\d+", times.group())]) if times else None


def _lengths(code: str) -> list[int]:
    """Lengths of the value lists of a grid in code."""
    return [1 + part.strip(" ,").count(",") for part in _LIST.findall(code)]


def _folds(stem: str) -> int | None:
    """Folds; 1 for a single split; None when that is open (a default, or two searches)."""
    found = {_number(next(filter(None, groups))) for groups in _FOLDS.findall(stem)}
    single = "TrainValidationSplit" in stem
    if single:
        return 1 if not found and "CrossValidator" not in stem else None
    return found.pop() if len(found) == 1 else None


def _refit(stem: str) -> int | None:
    """1 when the final refit is to be counted, 0 when not, None when the stem leaves it open."""
    if not _REFIT.search(stem) or _LEFT_OUT.search(stem):
        return 0
    return 1 if _COUNTED.search(stem) else None


def _mean_score(stem: str) -> Sum | None:
    asks = re.search(r"\b(?:score|metric|performance|RMSE|value)\b", stem) and "fold" in stem
    parts = re.split(r"(?<=[.?])\s+(?=[A-Z])", stem)
    numbers = max(([float(n) for n in _SCORES.findall(p)] for p in parts), key=len, default=[])
    if not asks or len(numbers) < 3:
        return None
    mean = round(sum(numbers) / len(numbers), 6)
    shown = " + ".join(f"{n:g}" for n in numbers)
    return Sum(mean, f"({shown}) / {len(numbers)} = {mean:g}", _MEAN_RULE)


def _product(numbers: Iterable[int]) -> tuple[int, str]:
    factors = list(numbers)
    return prod(factors), " × ".join(str(n) for n in factors)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else SPELLED[word.lower()]
