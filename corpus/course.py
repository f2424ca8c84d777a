"""A course: its blueprint (``course.toml``, optional) and where its notes and questions lie."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from corpus.errors import CourseError

BUNDLED_COURSE = "databricks-ml-associate"
_BUNDLED_FOLDERS = {BUNDLED_COURSE: Path(__file__).parent / "databricks_ml_associate"}


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Objective(_Strict):
    """One thing the exam may ask: an id such as ``1.05`` and the guide's own wording."""

    id: str = Field(pattern=r"^\d+\.\d{2}$")
    title: str = Field(min_length=3)


class Section(_Strict):
    """A part of the blueprint with its share of the exam (``weight``, percent)."""

    id: str = Field(pattern=r"^\d+$")
    title: str
    weight: float = Field(gt=0, le=100)
    objectives: tuple[Objective, ...] = Field(min_length=1)


class Exam(_Strict):
    """What is known about the exam itself. There is no pass mark unless the vendor names one."""

    questions: int = Field(gt=0)
    minutes: int = Field(gt=0)
    as_of: date
    source: str
    weights_source: str = ""
    passing_score: float | None = None
    passing_score_note: str = ""


class Course(_Strict):
    """A course folder, read and checked. A bare folder of notes has no exam and no sections."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    title: str
    folder: Path
    exam: Exam | None = None
    sections: tuple[Section, ...] = ()
    examples: tuple[str, ...] = ()  # questions to begin with

    @model_validator(mode="after")
    def _blueprint_adds_up(self) -> Course:
        ids = [o.id for s in self.sections for o in s.objectives]
        if len(ids) != len(set(ids)):
            raise ValueError("an objective id stands twice")
        for section in self.sections:
            strays = [o.id for o in section.objectives if not o.id.startswith(f"{section.id}.")]
            if strays:
                raise ValueError(f"objectives {strays} do not belong to section {section.id}")
        if self.sections and abs(sum(s.weight for s in self.sections) - 100) > 0.5:
            raise ValueError("the section weights do not add up to 100")
        return self

    @property
    def notes_folder(self) -> Path:
        """``notes/`` where there is one, else the folder itself."""
        notes = self.folder / "notes"
        return notes if notes.is_dir() else self.folder

    @property
    def questions_folder(self) -> Path:
        """Where the question bank lies (it may be missing)."""
        return self.folder / "questions"

    @property
    def objectives(self) -> dict[str, Objective]:
        """Objective by id, in the blueprint's order."""
        return {o.id: o for s in self.sections for o in s.objectives}

    def section_of(self, objective_id: str) -> Section | None:
        """The section an objective belongs to, or None for an id the blueprint lacks."""
        section_id = objective_id.partition(".")[0]
        return next((s for s in self.sections if s.id == section_id), None)


def read_course(folder: Path) -> Course:
    """Read a course folder.

    Raises:
        CourseError: the folder is missing, or its ``course.toml`` is broken.
    """
    if not folder.is_dir():
        raise CourseError(
            f"There is no course folder at {folder}", "Check the path, or name another folder"
        )
    blueprint = folder / "course.toml"
    if not blueprint.is_file():
        name = folder.resolve().name  # "." has no name of its own
        return Course(id=course_id(name), title=name or "notes", folder=folder)
    try:
        raw = tomllib.loads(blueprint.read_text("utf-8"))
        strays = {"sections", "folder"} & raw.keys()
        if strays:
            raise CourseError(
                f"{blueprint} does not describe a course: {', '.join(sorted(strays))}: "
                "no such entry",
                "Remove it; sections are written as [[section]]",
            )
        raw["sections"] = raw.pop("section", [])
        return Course.model_validate({**raw, "folder": folder})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{blueprint} is not valid TOML: {error}", "Mend that line") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "course"
        raise CourseError(
            f"{blueprint} does not describe a course: {where}: {first['msg']}", "Mend that entry"
        ) from error


def course_id(name: str) -> str:
    """A course id from a folder name or a learner's words: lower case, digits and hyphens."""
    slug = "-".join(
        "".join(c if c.isalnum() and c.isascii() else " " for c in name.lower()).split()
    )
    return slug[:63].strip("-") or "notes"


@lru_cache
def bundled_courses() -> dict[str, Course]:
    """The courses that come with the project, by id."""
    return {key: read_course(folder) for key, folder in _BUNDLED_FOLDERS.items()}
