"""Numbered steps: which comes first, which comes directly after another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.questions import Receipt
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.statements import Notes, Statement, is_aside, plain

_STEP = re.compile(r"^[-*•\s]*(?P<number>\d{1,2})[.)]\s+(?P<text>\S.*)$", re.DOTALL)
_PROCEDURE = re.compile(
    r"^(?:to|steps?|how to|setting|creating|workflow|procedure|process)\b"
    r"|\b(?:steps|workflow|procedure|process|lifecycle|order|stages)\b",
    re.IGNORECASE,
)
# Anybody knows that one has to get somewhere first.
_OPENS = re.compile(r"(?:navigate|go|open|click|log|sign|start|visit|launch|access|create)\b", re.I)
# One product's screens have an order that no understanding leads to.
_CLICKS = re.compile(r"(?:navigate|go|click|choose|select|configure|open|enter|press|tick)\b", re.I)
_MOST_CHARACTERS, _MOST_QUOTE, _LEAST_STEPS, _LEAST_LATER = 110, 700, 4, 2


def drafts(notes: Notes) -> Iterator[Draft]:
    """Questions from every numbered procedure."""
    for steps in _procedures(notes):
        title = _title(steps[0], notes)
        if title is None or _are_clicks(steps):
            continue
        choices = [_choice(step) for step in steps]
        for place in range(1, len(steps) - _LEAST_LATER):
            before = choices[place - 1].text
            yield _draft(
                notes, steps, choices, place, before,
                f"{title} which step comes directly after “{before}”?",
            )  # fmt: skip
        if not _OPENS.match(choices[0].text):
            yield _draft(notes, steps, choices, 0, "", f"{title} which step comes first?")


def _procedures(notes: Notes) -> Iterator[list[Statement]]:
    run: list[Statement] = []
    for statement in notes.statements:
        match = _STEP.match(statement.quote) if statement.kind == "item" else None
        number = int(match["number"]) if match else 0
        if number and number == len(run) + 1 and (not run or _follows(run[-1], statement)):
            run.append(statement)
        elif number == 1 or (run and not _follows(run[-1], statement)):
            if len(run) >= _LEAST_STEPS:
                yield run
            run = [statement] if number == 1 else []
    if len(run) >= _LEAST_STEPS:
        yield run


def _follows(step: Statement, statement: Statement) -> bool:
    same = statement.source == step.source and statement.heading[:-1] == step.heading[:-1]
    return same and statement.char_end - step.char_start <= _MOST_QUOTE


def _title(first: Statement, notes: Notes) -> str | None:
    """What the steps are for: their lead-in, else their heading."""
    if is_aside(first.heading):
        return None
    lead = first.sentence.lead_in
    said = plain(notes.texts[first.source][slice(*lead)]).rstrip(":") if lead else ""
    said = said or (re.sub(r"^[0-9.]+ ", "", first.heading[-1]) if first.heading else "")
    if not _PROCEDURE.search(said):
        return None
    if re.match(r"(?:To|When|Before) ", said):
        return f"{said},"
    return f"In “{said}”,"


def _are_clicks(steps: list[Statement]) -> bool:
    """Whether half of the steps or more tell where to click."""
    return 2 * sum(bool(_CLICKS.match(_choice(step).text)) for step in steps) >= len(steps)


def _choice(step: Statement) -> Choice:
    match = _STEP.match(step.quote)
    text = plain(match["text"] if match else step.quote).rstrip(".:;")
    return Choice(
        text, text, Receipt(source=step.source, quote=step.quote), step.sentence,
        "The notes put that step at another place.",
    )  # fmt: skip


def _draft(
    notes: Notes, steps: list[Statement], choices: list[Choice], place: int, before: str, stem: str
) -> Draft:
    start = steps[max(place - 1, 0)].char_start
    quote = notes.texts[steps[0].source][start : steps[place].char_end]
    pool = choices[place + 1 :]  # what comes before another step cannot come after it
    return Draft(
        pattern="steps",
        stem=stem,
        keys=(choices[place],),
        pool=tuple(c for c in pool if len(c.text) <= _MOST_CHARACTERS),
        receipt=Receipt(source=steps[0].source, quote=quote),
        subject=before,
        takeaway=f"{before} → {choices[place].text}" if before else choices[place].text,
        settled=True,
        sentences=True,
        wanted=min(3, len(pool)),
        least=2,
        key_why=f"The notes put it right after “{before}”."
        if before
        else "The notes begin with it.",
    )
