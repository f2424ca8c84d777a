"""The question bank's schema, and reading it from YAML or JSON."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from corpus.errors import QuestionError

Kind = Literal["single", "multiple"]
Origin = Literal["bank", "notes", "model", "pasted"]
Difficulty = Literal["easy", "medium", "hard"]
# libyaml reads the same, 13 times faster; not every build of PyYAML has it.
_read_yaml = partial(yaml.load, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
_READERS: dict[str, Any] = {".yaml": _read_yaml, ".yml": _read_yaml, ".json": json.loads}
LABELS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Receipt(_Strict):
    """A verbatim quote of the notes, and the note (path below the course folder) it stands in."""

    source: str = Field(min_length=1)
    quote: str = Field(min_length=3)


class Option(_Strict):
    """One option, whether it is right, and why one picks or rejects it."""

    text: str = Field(min_length=1)
    correct: bool = False
    why: str = ""
    receipt: Receipt | None = None


class Question(_Strict):
    """A question whose key is proved by ``receipt``. Options are labelled A, B, … in order."""

    id: str = Field(min_length=1)
    kind: Kind = "single"
    stem: str = Field(min_length=8)
    options: tuple[Option, ...] = Field(min_length=2, max_length=len(LABELS))
    receipt: Receipt
    objective: str = ""
    section: str = ""
    difficulty: Difficulty = "medium"
    form: Literal["fact", "scenario", "code"] = "fact"
    takeaway: str = ""
    origin: Origin = "bank"

    @model_validator(mode="after")
    def _has_a_key(self) -> Question:
        right = len(self.key)
        if self.kind == "single" and right != 1:
            raise ValueError(f"a single-choice question has one right option, not {right}")
        if self.kind == "multiple" and not 2 <= right < len(self.options):
            raise ValueError(
                f"a multiple-selection question has 2 or more right options, not {right}"
            )
        return self

    @property
    def key(self) -> frozenset[str]:
        """Labels of the right options."""
        return frozenset(LABELS[i] for i, option in enumerate(self.options) if option.correct)

    def labelled(self) -> dict[str, Option]:
        """Options by label, in order."""
        return {LABELS[i]: option for i, option in enumerate(self.options)}


def read_questions(folder: Path) -> list[Question]:
    """Read every YAML and JSON file below ``folder``, in path order. No folder: no bank.

    Raises:
        QuestionError: a file is not valid YAML or JSON, an entry breaks the schema, or an id
            stands twice.
    """
    questions: list[Question] = []
    seen: dict[str, Path] = {}
    files = folder.rglob("*") if folder.is_dir() else ()
    for path in sorted(path for path in files if path.suffix in _READERS):
        for question in _read_file(path):
            if question.id in seen:
                raise QuestionError(
                    f"The id {question.id} stands in {seen[question.id].name} and in {path.name}",
                    "Give one of them another id",
                )
            seen[question.id] = path
            questions.append(question)
    return questions


def _read_file(path: Path) -> list[Question]:
    try:
        entries = _READERS[path.suffix](path.read_text("utf-8")) or []
    except (yaml.YAMLError, ValueError) as error:  # ValueError: bad UTF-8, a 31st of February
        named = path.suffix[1:].upper()
        raise QuestionError(f"{path} is not valid {named}: {error}", "Mend that line") from error
    if not isinstance(entries, list):
        raise QuestionError(f"{path} does not hold a list of questions", "Begin each with '- id:'")
    read: list[Question] = []
    for number, entry in enumerate(entries, 1):
        try:
            question = Question.model_validate(entry)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "question"
            name = entry.get("id", number) if isinstance(entry, dict) else number
            raise QuestionError(
                f"{path}, question {name}: {where}: {first['msg']}", "Mend that entry"
            ) from error
        section = question.section or question.objective.partition(".")[0]
        read.append(question.model_copy(update={"section": section}))
    return read
