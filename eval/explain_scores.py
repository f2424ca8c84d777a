"""How well pasted questions are settled: how often the tutor commits itself, how often rightly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, model_validator

from corpus.questions import Question
from eval.cases import CASES_FOLDER, Case, Split, read_cases
from index.retriever import NotesIndex
from tutor.quizzing.explain import explain_pasted
from tutor.quizzing.models import PastedQuestion

CASES = CASES_FOLDER / "explain.yaml"


class ExplainCase(Case):
    """A pasted question; ``in_notes`` says whether the notes of ``course`` hold its answer."""

    question: str = Field(validation_alias="stem")
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
    def pasted(self) -> PastedQuestion:
        """The question as a learner pastes it, without its key."""
        return PastedQuestion(self.question, self.options, id=self.id)


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
        CaseError: the file is broken.
    """
    return read_cases(path, ExplainCase)


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
