"""How the bundled question bank was reviewed, and what guessing blind gets, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from corpus.questions import Question
from tutor.quizzing.health import health_of

REVIEW_FILE = Path(__file__).parent / "bank_review.yaml"


class Review(BaseModel):
    """Outcome of a review: questions by section, and the ids of which something is to be said.

    ``marked`` maps a remark to the questions that got it; ``wrong_blind`` were answered wrong
    without notes, ``unproved`` have a key that their note does not prove.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    text: str
    caution: str
    questions: dict[str, int]
    wrong_blind: tuple[str, ...]
    unproved: tuple[str, ...]
    marked: dict[str, tuple[str, ...]]
    reworded: tuple[str, ...]
    replaced: tuple[str, ...]


def read_review(path: Path = REVIEW_FILE) -> Review:
    """Read the record of a review.

    Raises:
        pydantic.ValidationError: the file is no such record.
    """
    return Review.model_validate(yaml.safe_load(path.read_text("utf-8")))


def review_lines(review: Review) -> Iterator[str]:
    """The section on the review: how it was done, a row a section, and what was marked."""
    yield from ("## Review of the question bank", "", review.text, "")
    yield "| Section | Questions | Right blind | Proved by the note | Reworded | Replaced |"
    yield "|---|--:|--:|--:|--:|--:|"
    for section in (*review.questions, ""):
        of = sum(n for name, n in review.questions.items() if name.startswith(section))
        wrong, unproved, reworded, replaced = (
            sum(one.startswith(f"q-{section}") for one in ids)
            for ids in (review.wrong_blind, review.unproved, review.reworded, review.replaced)
        )
        yield (
            f"| {section or '**All**'} | {of} | {of - wrong} ({(of - wrong) / of:.0%}) "
            f"| {of - unproved} ({(of - unproved) / of:.0%}) | {reworded} | {replaced} |"
        )
    marked = (f"{remark}: {', '.join(ids)}" for remark, ids in review.marked.items())
    yield from ("", f"Marked by the reviewer: {'; '.join(marked)}. {review.caution}", "")


def blind_lines(questions: Sequence[Question]) -> Iterator[str]:
    """What each blind rule scores on single choice, overall and by section."""
    report = health_of(questions)
    parts = {"All": report.overall, **report.sections}
    chance = report.overall.key_longest.chance
    yield from ("## Guessing blind", "")
    yield (
        "Share of the single-choice questions that a rule gets right without reading them "
        f"(`tutor health`); chance is {chance:.0%}, and ties share the credit."
    )
    yield ""
    yield f"| Rule | {' | '.join(n if n == 'All' else f'Section {n}' for n in parts)} |"
    yield f"|---{'|--:' * len(parts)}|"
    for rule in report.overall.blind:
        shares = (f"{part.blind[rule].share:.1%}" for part in parts.values())
        yield f"| {rule} | {' | '.join(shares)} |"
    yield ""
