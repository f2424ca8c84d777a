"""The eval set's schemas: known facts, questions the notes must not answer, hard questions."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from corpus.errors import StudyError
from corpus.questions import Receipt

Split = Literal["tune", "report"]
CASES_FOLDER = Path(__file__).parent


class CaseError(StudyError):
    """A file of eval cases cannot be used."""


class _Case(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    id: str
    question: str

    @property
    def split(self) -> Split:
        """Which part of the eval set the case belongs to."""
        return split_of(self.id)


class Previous(BaseModel):
    """An earlier turn of a conversation."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    question: str
    answer: str


class Fact(_Case):
    """A known fact: what a right answer must match, and where the notes say it.

    ``must`` and ``must_not`` are case-insensitive regular expressions.
    """

    objective: str = ""
    kind: str = "fact"
    answer: str
    must: tuple[str, ...] = Field(min_length=1)
    must_not: tuple[str, ...] = ()
    wrong: str = ""
    evidence: Receipt | None = None
    previous: tuple[Previous, ...] = ()

    @field_validator("must", "must_not")
    @classmethod
    def _patterns_compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            re.compile(pattern)
        return patterns

    def accepts(self, text: str) -> bool:
        """Whether ``text`` contains the fact: every ``must`` and no ``must_not`` matches.

        An answer from the notes alone quotes whole sentences, and one of them may name the wrong
        thing in order to deny it; a ``must_not`` has to allow for that.
        """
        return self.mentioned_in(text) and not any(_found(p, text) for p in self.must_not)

    def mentioned_in(self, text: str) -> bool:
        """Whether every ``must`` matches, whatever else the text says (retrieved passages)."""
        return all(_found(p, text) for p in self.must)

    @property
    def section(self) -> str:
        """The section it belongs to, from its objective or its id (``f-5.ensembles-01``)."""
        named = re.match(r"(?:[a-z]+-)?(\d+)\.", self.objective or self.id)
        return named[1] if named else ""


class Unanswerable(_Case):
    """A question that the notes do not answer.

    ``near-topic`` is about the course but asks something the notes lack; ``false-premise`` rests
    on something the notes contradict: refusing and correcting (matching ``corrected``) both count.
    """

    kind: Literal["off-topic", "near-topic", "false-premise"]
    corrected: tuple[str, ...] = ()
    why: str = ""

    @field_validator("corrected")
    @classmethod
    def _patterns_compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            re.compile(pattern)
        return patterns

    def is_corrected_by(self, text: str) -> bool:
        """Whether ``text`` says what is so instead: every ``corrected`` pattern matches."""
        return bool(self.corrected) and all(_found(p, text) for p in self.corrected)


@dataclass(frozen=True)
class Cases:
    """What a run asks: known facts, and questions the notes do not answer."""

    facts: tuple[Fact, ...] = ()
    unanswerable: tuple[Unanswerable, ...] = ()

    def __len__(self) -> int:
        return len(self.facts) + len(self.unanswerable)

    def thinned(self, limit: int) -> Cases:
        """At most ``limit`` cases, spread evenly over all of them."""
        step = len(self) / max(1, min(limit, len(self)))
        kept = {int(n * step) for n in range(min(limit, len(self)))}
        facts = len(self.facts)
        return Cases(
            tuple(case for n, case in enumerate(self.facts) if n in kept),
            tuple(case for n, case in enumerate(self.unanswerable, facts) if n in kept),
        )


def split_of(case_id: str) -> Split:
    """A third of all ids, fixed by their checksum, is kept for reporting only."""
    return "report" if zlib.crc32(case_id.encode()) % 3 == 0 else "tune"


CaseT = TypeVar("CaseT", bound=_Case)


def read_cases(path: Path, schema: type[CaseT]) -> list[CaseT]:
    """Read one YAML file, or every YAML file below a folder, in path order.

    Raises:
        CaseError: broken YAML, a broken entry, or an id that stands twice.
    """
    files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    cases = [_case(file, entry, schema) for file in files for entry in _entries(file)]
    _check_ids(cases)
    return cases


def bundled_cases() -> Cases:
    """The cases about the bundled course: known facts, hard questions, unanswerable ones."""
    return Cases(
        (
            *read_cases(CASES_FOLDER / "facts", Fact),
            *read_cases(CASES_FOLDER / "hard.yaml", Fact),
        ),
        tuple(read_cases(CASES_FOLDER / "unanswerable.yaml", Unanswerable)),
    )


def cases_at(path: Path) -> Cases:
    """The cases in a YAML file, or in every YAML file below a folder.

    An entry with ``must`` is a fact, any other an unanswerable question.

    Raises:
        CaseError: nothing is there, broken YAML, a broken entry, or an id that stands twice.
    """
    files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
    both: list[_Case] = [
        _case(file, entry, _schema_of(entry)) for file in files for entry in _entries(file)
    ]
    _check_ids(both)
    if not both:
        raise CaseError(f"No cases are in {path}", "Name a YAML file of cases, or a folder of them")
    return Cases(
        tuple(case for case in both if isinstance(case, Fact)),
        tuple(case for case in both if isinstance(case, Unanswerable)),
    )


def _entries(file: Path) -> list[object]:
    try:
        entries = yaml.safe_load(file.read_text("utf-8")) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CaseError(f"{file} cannot be read: {error}", "Check the path and the file") from error
    if not isinstance(entries, list):
        raise CaseError(f"{file} does not hold a list of cases", "Begin each with '- id:'")
    return entries


def _case(file: Path, entry: object, schema: type[CaseT]) -> CaseT:
    try:
        return schema.model_validate(entry)
    except (ValidationError, re.error) as error:
        name = entry.get("id", "without id") if isinstance(entry, dict) else entry
        raise CaseError(f"{file}, case {name}: {error}", "Mend that entry") from error


def _schema_of(entry: object) -> type[Fact] | type[Unanswerable]:
    return Fact if isinstance(entry, dict) and "must" in entry else Unanswerable


def _check_ids(cases: Sequence[_Case]) -> None:
    twice = sorted(i for i, n in Counter(case.id for case in cases).items() if n > 1)
    if twice:
        raise CaseError(f"Ids stand twice: {', '.join(twice)}", "Give one of each another id")


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None
