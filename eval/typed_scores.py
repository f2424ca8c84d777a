"""How answers in own words are graded: how often rightly, and how often left open.

Run as ``python -m eval.typed_scores --data DIR``; ``DIR`` holds the index of the bundled course.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.course import BUNDLED_COURSE, bundled_courses
from corpus.questions import Question, read_questions
from eval.cases import CASES_FOLDER, CaseError
from eval.fit_settle import open_index
from index.retriever import NotesIndex
from tutor.quizzing.typed import TypedVerdict, grade_typed

CASES = CASES_FOLDER / "typed.yaml"


class TypedCase(BaseModel):
    """Answers to one question of the bundled bank, by what they deserve."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: str
    right: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def answers(self) -> Iterator[tuple[TypedVerdict, str]]:
        """Each answer with the verdict it deserves."""
        yield from (("right", text) for text in self.right)
        yield from (("partly", text) for text in self.partly)
        yield from (("wrong", text) for text in self.wrong)


@dataclass(frozen=True)
class Graded:
    """An answer, what it deserves and what it got."""

    question: Question
    answer: str
    deserved: TypedVerdict
    got: TypedVerdict


def read_typed_cases(path: Path = CASES) -> list[TypedCase]:
    """Read the cases.

    Raises:
        CaseError: the file is broken.
    """
    try:
        return [TypedCase.model_validate(e) for e in yaml.safe_load(path.read_text("utf-8"))]
    except (OSError, TypeError, yaml.YAMLError, ValidationError) as error:
        raise CaseError(f"{path} cannot be read: {error}", "Mend that entry") from error


def graded(cases: Sequence[TypedCase], bank: Sequence[Question], index: NotesIndex) -> list[Graded]:
    """Grade every answer against its question."""
    by_id = {question.id: question for question in bank}

    def likeness(one: str, other: str) -> float:
        return float(index.text_vector(one) @ index.text_vector(other))

    return [
        Graded(by_id[case.id], text, deserved,
               grade_typed(by_id[case.id], text, index.words.idf, likeness).verdict)
        for case in cases
        for deserved, text in case.answers()
    ]  # fmt: skip


def main() -> int:
    """Grade the cases; print a table and every answer that was called what it is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    bank = read_questions(bundled_courses()[BUNDLED_COURSE].questions_folder)
    index = open_index(parser.parse_args().data, BUNDLED_COURSE)
    found = graded(read_typed_cases(), bank, index)
    counts = Counter((one.deserved, one.got) for one in found)
    lines = [f"{deserved} graded {got}: {n}" for (deserved, got), n in sorted(counts.items())]
    lines += [
        f"{one.question.id} {one.deserved} graded {one.got}: {one.answer}"
        for one in found
        if one.got != one.deserved
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
