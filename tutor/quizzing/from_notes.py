"""Questions from notes, without a model. No receipt, no question; what fails a check is dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.questions import Question
from index.retriever import NotesIndex
from tutor.quizzing.contradictions import contradicted
from tutor.quizzing.distractors import Distractors
from tutor.quizzing.drafts import Draft, to_question
from tutor.quizzing.item_checks import NotesContext, check
from tutor.quizzing.patterns import (
    actions,
    comparisons,
    defaults,
    definitions,
    exchanged,
    inline_lists,
    lists,
    scenarios,
    steps,
    traps,
    wrong_lines,
)  # fmt: skip
from tutor.quizzing.printed import printed_questions
from tutor.quizzing.statements import Notes

Pattern = Callable[[Notes], Iterable[Draft]]
PATTERNS: tuple[Pattern, ...] = (
    scenarios.drafts,
    traps.drafts,
    comparisons.drafts,
    definitions.drafts,
    actions.drafts,
    defaults.drafts,
    lists.drafts,
    inline_lists.drafts,
    steps.drafts,
    exchanged.drafts,
    wrong_lines.drafts,
)
_OBJECTIVE = re.compile(r"(?<!\d)(\d+\.\d{2})(?!\d)")
_SECTION = re.compile(r"(?:^|/)(\d+)[-_ .]")


@dataclass(frozen=True)
class FromNotes:
    """Every sound question the patterns found, and how many were dropped, by reason."""

    questions: tuple[Question, ...]
    rejected: dict[str, int]


def from_notes(index: NotesIndex) -> FromNotes:
    """Make every question the notes prove. Deterministic: the same notes, the same questions."""
    notes = Notes(index)
    context = NotesContext(notes.texts)
    drafts = [draft for pattern in PATTERNS for draft in pattern(notes)]
    rejected: Counter[str] = Counter()
    made: dict[str, Question] = {}
    for question in _proposed(notes, drafts, rejected):
        if question.id in made:
            continue
        if contradicted(question, notes):
            rejected["another note says otherwise"] += 1
            continue
        flaws = [flaw for flaw in check(question, context) if flaw.hard]
        if flaws:
            rejected[flaws[0].name] += 1
        else:
            made[question.id] = question
    return FromNotes(tuple(made.values()), dict(rejected))


def _proposed(notes: Notes, drafts: Sequence[Draft], rejected: Counter[str]) -> Iterator[Question]:
    for question in printed_questions(notes.texts):
        objective, section = place_of(question.receipt.source)
        yield question.model_copy(update={"objective": objective, "section": section})
    distractors = Distractors(notes, drafts)
    for draft in drafts:
        wrong = distractors.choose(draft)
        if len(wrong) < draft.least:
            rejected["too few sound wrong options"] += 1
            continue
        if distractors.are_told(draft, wrong):
            rejected["stem tells the key by its meaning"] += 1
            continue
        yield to_question(draft, wrong, *place_of(draft.receipt.source))


def place_of(source: str) -> tuple[str, str]:
    """Objective and section that a note's path names (``3-model…/3.05-…``); empty where none."""
    objective = _OBJECTIVE.search(source)
    if objective:
        return objective[1], objective[1].partition(".")[0]
    section = _SECTION.search(source)
    return "", section[1] if section and "/" in source else ""
