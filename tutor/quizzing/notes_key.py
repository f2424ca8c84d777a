"""The key that the notes settle for a question, if they settle one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.lexical import terms_of
from index.retriever import NotesIndex
from tutor import score_sums, sums
from tutor.quizzing.models import PastedQuestion
from tutor.quizzing.number_options import asks_for_a_sum, matching_option
from tutor.quizzing.settle import (
    AGREE,
    COMMIT,
    CONTRADICT,
    LEAN,
    bearings,
    judge,
    passage_scores,
)
from tutor.quizzing.stems import (
    combined_labels,
    is_negated,
    question_proper,
    subject_of_statements,
    wanted,
)  # fmt: skip
from tutor.quizzing.support import FEATURES, Passage, Support, find_support

_CODE_FOR_PROSE = FEATURES.index("code for prose")
_HELD = FEATURES.index("option words")
# "Which is NOT a stage?", "… NOT supported", "all of these EXCEPT": the others stand in one list.
# What "does NOT depend on the driver" is another matter: the notes hold the words of it all.
_LEFT_OUT_OF = re.compile(
    r"\bexcept\b|\b(?:not|n['’]t)\s+(?:an?|one|among|part|able|available|valid|accept\w*|belong\w*"
    r"|contain\w*|handle[sd]?|includ\w+|list\w*|offer\w*|provid\w+|support\w*)\b",
    re.IGNORECASE,
)
_BEST_CLAUSES, _LISTED, _LEFT_OUT, _LEAST_LISTED = 3, 0.65, 0.2, 2
_EXCLUDES = re.compile(r"\b(?:only|not|never|cannot)\b|n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True)
class Settled:
    """What the notes come to: the key (empty when they settle none) and the measured support.

    ``leaning`` is what they speak for most where they settle no key but come close. ``proof`` and ``working`` are there when the key was computed: the rule and the sum.
    """

    key: tuple[str, ...]
    support: Support
    proof: Passage | None = None
    working: str = ""
    leaning: tuple[str, ...] = ()


def settle_key(question: PastedQuestion, index: NotesIndex) -> Settled:
    """The key that the notes settle, if they do.

    With a key given less is asked for to confirm it, and more to contradict it: most keys that
    come with a question are right.
    """
    labels = list(question.options)
    support = find_support(index, question.stem, list(question.options.values()))
    computed = _computed(question, index, support)
    if computed or asks_for_a_sum(question.stem, question.options):
        return computed or Settled((), support)  # what stands beside numbers is not their sum
    number = wanted(question.stem, len(labels))
    if number is None or len(question.key or ()) > 1:
        number = len(question.key or ())
    if not support.passages or not 0 < number < len(labels):
        return Settled((), support)
    combined = combined_labels(question.options)
    judgement = judge(
        support,
        number,
        negated=is_negated(question.stem),
        combined={
            labels.index(label): [labels.index(part) for part in parts]
            for label, parts in combined.items()
        },
    )
    best = tuple(labels[n] for n in judgement.best)
    if is_doubtful(question, support, judgement.best):
        return Settled((), support)
    if judgement.chance >= _least_chance(question, best, combined):
        return Settled(best, support)
    leans = question.key is None and len(best) == 1 and judgement.chance >= LEAN
    return Settled((), support, leaning=best if leans else ())


def _least_chance(
    question: PastedQuestion, best: Sequence[str], combined: Mapping[str, Sequence[str]]
) -> float:
    """How likely the notes' key has to be right."""
    if question.key:
        return AGREE if set(best) == set(question.key) else CONTRADICT
    # Beside "both B and D", B alone would have to be shown to be right without D; and of two
    # options each has to be.
    return (
        CONTRADICT
        if len(best) > 1 or any(set(best) & set(parts) for parts in combined.values())
        else COMMIT
    )


def is_doubtful(question: PastedQuestion, support: Support, best: Sequence[int]) -> bool:
    """Whether the clauses that speak most for the options do not prove what the stem asks for.

    "F1 is a classification metric only" does not make F1 fit, when a stem asks what does NOT; a
    sentence on local pandas proves no "statement about pandas API on Spark"; and a line of code
    states nothing in words. What is not in a list is shown by the list of the others.
    """
    strongest = passage_scores(support).argmax(axis=0)
    if is_negated(question.stem):
        if not (_LEFT_OUT_OF.search(question.stem) and _is_left_out(support, best)):
            return True
        others = (int(at) for option, at in enumerate(strongest) if option not in best)
        return any(_EXCLUDES.search(support.passages[at].text) for at in others)
    subject = set(terms_of(subject_of_statements(question.stem)))
    return any(
        support.features[at, option, _CODE_FOR_PROSE] > 0
        or len(subject - set(terms_of(support.passages[at].text))) > len(subject) / 2
        for option, at in ((n, int(strongest[n])) for n in best)
        if strongest.size
    )


def _is_left_out(support: Support, best: Sequence[int]) -> bool:
    """Whether what bears most on a question holds other options and not the best."""
    clauses = np.argsort(-bearings(support))[:_BEST_CLAUSES]
    held = support.features[clauses][:, :, _HELD].max(axis=0)
    listed = int((np.delete(held, list(best)) >= _LISTED).sum())
    return bool(held[list(best)].max() <= _LEFT_OUT) and listed >= _LEAST_LISTED


def _computed(question: PastedQuestion, index: NotesIndex, support: Support) -> Settled | None:
    """A key that follows from the stem's numbers by a rule that the notes state."""
    computed = sums.compute(question.stem) or score_sums.compute(
        question.stem, question_proper(question.stem)
    )
    label = matching_option(computed.value, question.options) if computed else None
    if computed is None or label is None:
        return None
    stating = (p for p in support.passages if not p.warning)
    proof = next((p for p in stating if sums.states_rule(p.text, computed)), None)
    return Settled((label,), support, proof, computed.working) if proof else None
