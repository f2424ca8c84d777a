"""Code that the notes set down as wrong, with the rule it breaks: "Which of these lines is wrong?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.quizzing.claims import stands_alone
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.option_forms import words_in
from tutor.quizzing.patterns.told_traps import traps
from tutor.quizzing.statements import Notes

# The line alone is what is wrong: nothing of weight is said behind it.
_LINE = re.compile(
    r"^(?:`(?P<code>[^`]+)`|(?P<bare>[\w.]+\([^`]*\)))"
    r"(?: (?:with .+|is (?:the )?(?:correct|right)(?: \w+)?|in the \w+))?$"
)
_CODE = re.compile(r"`([^`]+)`")
_LEAST_RULE_WORDS, _FEW = 4, 2


def drafts(notes: Notes) -> Iterator[Draft]:
    """The wrong line among lines that the same note uses."""
    found = list(traps(notes))
    wrong = {code for trap in found for code in _CODE.findall(trap.wrong)}
    for trap in found:
        match = _LINE.match(trap.wrong)
        code = (match["code"] or match["bare"]) if match else ""
        about = words_in(code) & words_in(trap.true)
        if not code or not _kind(code) or not _is_rule(trap.true) or not about:
            continue
        yield Draft(
            pattern="code",
            stem=f"Which of these lines is wrong by this rule: {trap.true}?",
            keys=(Choice(f"`{code}`", code, None, trap.sentence),),
            pool=tuple(_right(notes, trap.receipt.source, code, wrong)),
            receipt=trap.receipt,
            subject=code,
            takeaway=f"{trap.true}.",
            difficulty="hard",
            settled=True,
            key_why=f"The notes call this wrong. What is true: {trap.true}.",
            least=_FEW,
        )


def _is_rule(text: str) -> bool:
    return stands_alone(text) or (len(text.split()) >= _LEAST_RULE_WORDS and ":" in text)


def _right(notes: Notes, source: str, code: str, wrong: set[str]) -> Iterator[Choice]:
    """Lines of the same kind that the note uses and nowhere calls wrong."""
    seen: set[str] = set()
    for statement in notes.askable:
        for line in _CODE.findall(statement.quote) if statement.source == source else ():
            if line not in wrong | seen and _kind(line) == _kind(code) and line not in code:
                seen.add(line)
                why = f"The notes use it so: {statement.text}"
                yield Choice(f"`{line}`", line, statement.receipt, statement.sentence, why)


def _kind(code: str) -> str:
    """An address, a call or an assignment; empty for a bare name."""
    if ":/" in code:
        return "address"
    if "(" in code:
        return "call"
    return "assignment" if "=" in code else ""
