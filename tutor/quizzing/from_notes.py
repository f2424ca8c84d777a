"""Questions from notes, without a model. No receipt, no question; what fails a check is dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from corpus.questions import Question
from index.retriever import NotesIndex
from tutor.quizzing.contradictions import contradicted
from tutor.quizzing.distractors import Distractors
from tutor.quizzing.drafts import Draft, to_question
from tutor.quizzing.item_checks import NotesContext, check
from tutor.quizzing.option_pairs import are_of_other_matters
from tutor.quizzing.patterns import (
    actions,
    comparisons,
    defaults,
    definitions,
    exchanged,
    inline_lists,
    lists,
    pairs,
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
    pairs.drafts,
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
    for question in _printed(notes):
        _keep(made, question, _reason(question, notes, context), rejected)
    distractors = Distractors(notes, drafts)
    for draft in drafts:
        if draft.id not in made:
            _keep(made, *_best(draft, distractors, notes, context), rejected)
    return FromNotes(tuple(made.values()), dict(rejected))


def _keep(
    made: dict[str, Question], question: Question | None, reason: str, rejected: Counter[str]
) -> None:
    if question is not None and question.id in made:
        return
    if question is None or reason:
        rejected[reason] += 1
    else:
        made[question.id] = question


def _best(
    draft: Draft, distractors: Distractors, notes: Notes, context: NotesContext
) -> tuple[Question | None, str]:
    """The first sound question of a draft; none, and why not the first, where there is none."""
    reasons: list[str] = []
    for wrong in distractors.ways(draft):
        if len(wrong) < draft.least:
            break
        if are_of_other_matters(draft, wrong):
            reasons.append("wrong options of other matters")
            continue
        if distractors.are_told(draft, wrong):
            reasons.append("stem tells the key by its meaning")
            continue
        question = to_question(draft, wrong, *place_of(draft.receipt.source))
        reason = _reason(question, notes, context)
        if not reason:
            return question, ""
        reasons.append(reason)
    return None, next(iter(reasons), "too few sound wrong options")


def _reason(question: Question, notes: Notes, context: NotesContext) -> str:
    """Why a question is dropped; empty for a sound one."""
    if contradicted(question, notes):
        return "another note says otherwise"
    return next((flaw.name for flaw in check(question, context) if flaw.hard), "")


def _printed(notes: Notes) -> Iterator[Question]:
    for question in printed_questions(notes.texts):
        objective, section = place_of(question.receipt.source)
        yield question.model_copy(update={"objective": objective, "section": section})


def place_of(source: str) -> tuple[str, str]:
    """Objective and section that a note's path names (``3-model…/3.05-…``); empty where none."""
    objective = _OBJECTIVE.search(source)
    if objective:
        return objective[1], objective[1].partition(".")[0]
    section = _SECTION.search(source)
    return "", section[1] if section and "/" in source else ""
