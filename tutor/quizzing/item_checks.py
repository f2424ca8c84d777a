"""Checks of single questions: pure functions that each know one item-writing flaw.

A hard flaw makes a question unfit: it is dropped and counted, never repaired. A soft flaw is
reported by ``tutor health``. The list follows Haladyna, Downing and Rodriguez, "A review of
multiple-choice item-writing guidelines" (2002), and what this project asks of a receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from corpus.questions import Question
from tutor.quizzing import name_checks, option_checks, proof_checks, wording_checks
from tutor.quizzing.flaw import Flaw, NotesContext

__all__ = ["CHECKS", "Check", "Flaw", "NotesContext", "check", "hard_flaws"]

Check = Callable[[Question, NotesContext], Iterator[Flaw]]

CHECKS: tuple[Check, ...] = (
    proof_checks.receipt_not_verbatim,
    proof_checks.receipt_without_key,
    proof_checks.receipt_supports_another,
    proof_checks.near_duplicate_stem,
    option_checks.duplicate_options,
    option_checks.overlapping_options,
    option_checks.all_or_none,
    option_checks.too_long_option,
    option_checks.conspicuous_key,
    option_checks.absolute_words,
    option_checks.vague_words,
    option_checks.not_parallel,
    option_checks.other_type,
    option_checks.stands_out,
    option_checks.word_echo,
    option_checks.key_in_stem,
    option_checks.acronym_spelled_out,
    option_checks.unordered_numbers,
    name_checks.kind_echo,
    name_checks.abbreviates_stem,
    name_checks.echoes_subject,
    name_checks.name_spelled_out,
    name_checks.kind_in_the_name,
    wording_checks.no_focus,
    wording_checks.unmarked_negative,
    wording_checks.double_negative,
    wording_checks.refers_backwards,
    wording_checks.pronoun_led,
    wording_checks.truncated,
    wording_checks.leftover_markup,
    wording_checks.kind_mismatch,
    wording_checks.grammatical_cue,
)


def check(question: Question, context: NotesContext | None = None) -> list[Flaw]:
    """Every flaw of a question, hard ones first."""
    against = context or NotesContext()
    found = [flaw for one in CHECKS for flaw in one(question, against)]
    return sorted(found, key=lambda flaw: not flaw.hard)


def hard_flaws(question: Question, context: NotesContext | None = None) -> list[Flaw]:
    """The flaws for which a question is dropped."""
    return [flaw for flaw in check(question, context) if flaw.hard]
