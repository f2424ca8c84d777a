"""Sums: the numbers of a question put into the rule that the notes state. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.chunking import Sentence
from tutor import score_sums, sums
from tutor.answering.evidence import Evidence
from tutor.answering.ordering import Told
from tutor.answering.units import case_of

_SENTENCE = re.compile(r"(?<=[.?!:])\s+(?=[A-Z])")
# An example of the rule, with numbers of its own, would stand beside those of the question.
_EXAMPLE = re.compile(r"\d\s*[×x*+]\s*\d|=\s*\d")
_FIRST = 1.0  # by how much the rule scores more than the best


@dataclass(frozen=True)
class WorkedOut:
    """What a question's numbers come to, and the sentence with the rule that says so."""

    text: str
    rule: Sentence


def worked_out(question: str, ranked: Sequence[Evidence]) -> WorkedOut | None:
    """The sum that a question asks for; None where it asks for none or the notes state no rule.

    Of several rules, one that is written as a product, then the one that fits the question best.
    """
    asking = [part for part in _SENTENCE.split(question) if part.endswith("?")]
    asked = asking[-1] if asking else question
    computed = sums.compute(question) or score_sums.compute(question, asked)
    if computed is None:
        return None
    stating = [
        evidence.sentence
        for evidence in ranked
        if sums.states_rule(evidence.sentence.text, computed)
        and not case_of(evidence.chunk, evidence.sentence)
        and evidence.sentence.kind != "code"
        and not _EXAMPLE.search(evidence.sentence.text)
    ]
    rule = min(stating, key=lambda sentence: "×" not in sentence.text, default=None)
    if rule is None:
        return None
    return WorkedOut(f"{sums.with_refit(question, rule.text, computed)}.", rule)


def with_rule_first(found: WorkedOut | None, ranked: Sequence[Evidence]) -> Sequence[Evidence]:
    """The rule that a sum follows is chosen before everything else; unchanged without one."""
    if found is None:
        return ranked
    rule = next(e for e in ranked if e.sentence is found.rule)
    first = replace(rule, score=ranked[0].score + _FIRST)
    return [first, *(e for e in ranked if e is not rule)]


def told_first(found: WorkedOut | None, told: Told) -> Told:
    """The rule that a sum follows is told before everything else; unchanged without one."""
    if found is None:
        return told
    at = next(n for n, e in enumerate(told.sentences) if e.sentence is found.rule)
    others = [*told.sentences[:at], *told.sentences[at + 1 :]]
    return Told([told.sentences[at], *others], told.lead + (at >= told.lead))
