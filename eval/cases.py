"""The eval set's schemas: known facts, questions the notes must not answer, hard questions."""

from __future__ import annotations

import re
import zlib
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
        """Whether ``text`` contains the fact: every ``must`` and no ``must_not`` matches."""
        return all(_found(p, text) for p in self.must) and not any(
            _found(p, text) for p in self.must_not
        )


class Unanswerable(_Case):
    """A question that the notes do not answer.

    ``near-topic`` is about the course but asks something the notes lack; ``false-premise`` rests
    on something the notes contradict: refusing and correcting (matching ``corrected``) both count.
    """

    kind: Literal["off-topic", "near-topic", "false-premise"]
    corrected: tuple[str, ...] = ()
    why: str = ""


def split_of(case_id: str) -> Split:
    """A third of all ids, fixed by their checksum, is kept for reporting only."""
    return "report" if zlib.crc32(case_id.encode()) % 3 == 0 else "tune"


CaseT = TypeVar("CaseT", bound=_Case)


def read_cases(path: Path, schema: type[CaseT]) -> list[CaseT]:
    """Read one YAML file, or every YAML file below a folder, in path order.

    Raises:
        CaseError: broken YAML, a broken entry, or an id that stands twice.
    """
    cases: list[CaseT] = []
    for file in sorted(path.rglob("*.yaml")) if path.is_dir() else [path]:
        try:
            entries = yaml.safe_load(file.read_text("utf-8")) or []
            cases += [schema.model_validate(entry) for entry in entries]
        except (OSError, yaml.YAMLError, ValidationError, re.error) as error:
            raise CaseError(f"{file} cannot be read: {error}", "Mend that entry") from error
    ids = [case.id for case in cases]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise CaseError(f"Ids stand twice: {', '.join(twice)}", "Give one of each another id")
    return cases


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE | re.DOTALL) is not None
