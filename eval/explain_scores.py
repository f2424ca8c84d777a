"""How well pasted questions are settled: how often the tutor commits itself, how often rightly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from corpus.questions import Question
from eval.cases import CASES_FOLDER, CaseError, Split, split_of
from index.retriever import NotesIndex
from tutor.quizzing.explain import explain_pasted
from tutor.quizzing.models import PastedQuestion

CASES = CASES_FOLDER / "explain.yaml"


class ExplainCase(BaseModel):
    """A pasted question; ``in_notes`` says whether the notes of ``course`` hold its answer."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: str
    stem: str
    options: dict[str, str] = Field(min_length=2)
    key: tuple[str, ...] = Field(min_length=1)
    in_notes: bool = True
    course: str = "seeds"

    @model_validator(mode="after")
    def _key_is_among_options(self) -> ExplainCase:
        if not set(self.key) <= self.options.keys():
            raise ValueError(f"the key {self.key} is no option")
        return self

    @property
    def split(self) -> Split:
        """Which part of the eval set the case belongs to."""
        return split_of(self.id)

    @property
    def pasted(self) -> PastedQuestion:
        """The question as a learner pastes it, without its key."""
        return PastedQuestion(self.stem, self.options, id=self.id)


@dataclass(frozen=True)
class ExplainScores:
    """Of ``asked`` questions whose answer stands in the notes ``answered`` were committed on.

    ``committed`` and ``right`` count all questions, also those the notes do not answer.
    """

    asked: int
    answered: int
    committed: int
    right: int

    @property
    def commit_rate(self) -> float:
        """Share of the questions whose answer stands in the notes that got a key."""
        return self.answered / self.asked if self.asked else 0.0

    @property
    def precision(self) -> float:
        """Share of the given keys that were right; 1 where none was given."""
        return self.right / self.committed if self.committed else 1.0


def read_explain_cases(path: Path = CASES) -> list[ExplainCase]:
    """Read the cases.

    Raises:
        CaseError: the file is broken, or an id stands twice.
    """
    try:
        entries = yaml.safe_load(path.read_text("utf-8")) or []
        cases = [ExplainCase.model_validate(entry) for entry in entries]
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise CaseError(f"{path} cannot be read: {error}", "Mend that entry") from error
    if len({case.id for case in cases}) < len(cases):
        raise CaseError(f"An id stands twice in {path}", "Give each case an id of its own")
    return cases


def cases_of_bank(questions: Iterable[Question]) -> Iterator[ExplainCase]:
    """The bank's questions as pasted ones: without receipts and reasons."""
    for question in questions:
        yield ExplainCase(
            id=question.id,
            stem=question.stem,
            options={label: o.text for label, o in question.labelled().items()},
            key=tuple(sorted(question.key)),
            course="bundled",
        )


def explain_scores(
    cases: Sequence[ExplainCase], index: NotesIndex, split: Split | None = "report"
) -> ExplainScores:
    """Explain every case of a split against the notes, its key unseen, and count."""
    kept = [case for case in cases if split is None or case.split == split]
    outcomes = [(case, explain_pasted(case.pasted, index)) for case in kept]
    given = [(case, said) for case, said in outcomes if said.key_from == "notes"]
    return ExplainScores(
        asked=sum(case.in_notes for case in kept),
        answered=sum(case.in_notes for case, _ in given),
        committed=len(given),
        right=sum(set(said.key) == set(case.key) for case, said in given),
    )
