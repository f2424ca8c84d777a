"""Defaults and other values: "the default of `numFolds` is 3", "`dropLast=True` by default"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.quizzing.drafts import Choice, Draft, number_of
from tutor.quizzing.statements import Notes, Statement

_VALUE = r"`?(?P<value>\"[^\"`]{1,30}\"|'[^'`]{1,30}'|-?\d+(?:\.\d+)?|True|False|None)`?"
_OWNER = r"(?: (?:of|in|for) (?P<owner>`[^`]+`|[A-Z]\w+(?:[A-Z]\w*)*))?"
_PATTERNS = (
    re.compile(rf"[Tt]he default (?:value )?(?:of|for) (?P<name>`[\w.]+`){_OWNER} is {_VALUE}"),
    re.compile(rf"(?P<name>`[\w.]+`){_OWNER} (?:is|defaults to) {_VALUE} by default"),
    re.compile(rf"(?P<name>`[\w.]+`){_OWNER} defaults to {_VALUE}"),
    re.compile(rf"(?P<name>`[\w.]+`){_OWNER} \(default:? {_VALUE}\)"),
    re.compile(rf"(?P<name>`[\w.]+`){_OWNER} has the default {_VALUE}"),
    re.compile(
        r"`(?P<bare>[A-Za-z_]\w*)=(?P<value>\"[^\"`]*\"|'[^'`]*'|-?\d+(?:\.\d+)?|True|False|None)`"
        r"(?: \(the default\)| \(default\)| by default| is the default)"
    ),
)


_RATIO = 20
_QUOTED = re.compile(r"(?:(?P<name>\w+)=\[?)?(?P<value>\"[a-zA-Z_]\w{2,30}\")")


@dataclass(frozen=True)
class Default:
    """A named parameter and the value that the notes give as its default."""

    name: str
    owner: str
    value: str
    statement: Statement


def drafts(notes: Notes) -> Iterator[Draft]:
    """ "What is the default of `x`?" Values of other parameters and near numbers are wrong."""
    found = list(_defaults(notes))
    for default in found:
        stated = _stated_for(default.name, notes)
        pool = [
            Choice(
                f"`{other.value}`", other.name, other.statement.receipt, other.statement.sentence,
                f"That is the default of `{other.name}`.",
            )
            for other in found
            if _type_of(other.value) == _type_of(default.value)
            and other.value not in stated
            and other.name != default.name
            and _is_plausible(other.value, default.value)
        ]  # fmt: skip
        if _type_of(default.value) == "text":
            # What another parameter may be set to is nothing that this one could be set to.
            others = sorted(_texts_for(default.name, notes) - {default.value})
            pool = [Choice(f"`{value}`", value, None, None, _OTHER) for value in others]
        numeric = _type_of(default.value) == "number"
        if numeric:
            pool += [Choice(f"`{n}`", f"{n}", None, None, _NEAR) for n in _near(default.value)
                     if n not in stated]  # fmt: skip
        owner = f" of {default.owner}" if default.owner else ""
        yield Draft(
            pattern="default",
            stem=f"Which value does `{default.name}`{owner} have by default?",
            keys=(Choice(f"`{default.value}`", default.name, default.statement.receipt),),
            pool=tuple(pool),
            receipt=default.statement.receipt,
            subject=default.name,
            takeaway=default.statement.text,
            settled=True,
            ordered=numeric,
            least=2,
        )


_NEAR = "The notes state another default."
_OTHER = "The notes name it as another value of this setting; the default is another one."


def _defaults(notes: Notes) -> Iterator[Default]:
    for statement in notes.askable:
        for pattern in _PATTERNS:
            for match in pattern.finditer(statement.text):
                groups = match.groupdict()
                name = (groups.get("name") or groups.get("bare") or "").strip("`")
                yield Default(name, groups.get("owner") or "", match["value"], statement)


def _texts_for(name: str, notes: Notes) -> set[str]:
    """Words in quotes beside the name of a setting that are not given to another one there."""
    words = re.compile(rf"\b{re.escape(name)}\b")
    return {
        match["value"]
        for statement in notes.statements
        if words.search(statement.quote)
        for match in _QUOTED.finditer(statement.quote)
        if match["name"] in (None, name)
    }


def _stated_for(name: str, notes: Notes) -> set[str]:
    """Every value that some statement naming the parameter holds."""
    words = re.compile(rf"\b{re.escape(name)}\b")
    return {
        value
        for statement in notes.statements
        if words.search(statement.quote)
        for value in re.findall(r"-?\d+(?:\.\d+)?|\"[^\"]*\"|True|False|None", statement.quote)
    }


def _near(value: str) -> list[str]:
    """Numbers one could take for the right one: halves, doubles, neighbours, tenfolds."""
    number = number_of(value)
    if 0.1 <= number < 1:  # a share, which no number from 1 on could be taken for
        steps = (-0.25, -0.1, -0.05, 0.05, 0.1, 0.25)
        return [f"{number + step:.2g}" for step in steps if 0 < number + step < 1]
    if "." in value:
        near = [number / 10, number / 2, number * 2, number * 10]
        return [f"{n:g}" for n in near if n]
    near = [number - 1, number + 1, number + 2, number * 2, number * 10, number // 2]
    return list(dict.fromkeys(str(int(n)) for n in near if n >= 0 and n != number))


def _is_plausible(value: str, default: str) -> bool:
    """Whether a number is of the default's order: nobody takes 262144 for a share."""
    if _type_of(default) != "number":
        return True
    one, other = number_of(value), number_of(default)
    whole = ("." in value) == ("." in default)
    return whole and max(one, other) <= _RATIO * max(min(one, other), 1)


def _type_of(value: str) -> str:
    if value in ("True", "False", "None"):
        return "constant"
    return "text" if value[:1] in "\"'" else "number"
