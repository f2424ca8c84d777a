"""The key that the notes settle for a question, if they settle one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.retriever import NotesIndex
from tutor.quizzing import arithmetic
from tutor.quizzing.models import PastedQuestion
from tutor.quizzing.settle import AGREE, COMMIT, CONTRADICT, LEAST_PROOF, judge, passage_scores
from tutor.quizzing.stems import combined_labels, is_negated, wanted
from tutor.quizzing.support import Passage, Support, find_support

_EXCLUDES = re.compile(r"\b(?:only|not|never|cannot)\b|n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True)
class Settled:
    """What the notes come to: the key (empty when they settle none) and the measured support.

    ``proof`` and ``working`` are there when the key was computed: the rule and the sum.
    """

    key: tuple[str, ...]
    support: Support
    proof: Passage | None = None
    working: str = ""


def settle_key(question: PastedQuestion, index: NotesIndex) -> Settled:
    """The key that the notes settle, if they do.

    With a key given less is asked for to confirm it, and more to contradict it: most keys that
    come with a question are right.
    """
    labels = list(question.options)
    support = find_support(index, question.stem, list(question.options.values()))
    computed = _computed(question, index, support)
    if computed:
        return computed
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
    threshold = COMMIT
    if question.key:
        threshold = AGREE if set(best) == set(question.key) else CONTRADICT
    sure = judgement.confidence >= threshold and judgement.proof >= LEAST_PROOF
    if is_negated(question.stem) and _excludes_another(support, judgement.best):
        sure = False
    return Settled(best if sure else (), support)


def _excludes_another(support: Support, best: Sequence[int]) -> bool:
    """Whether what is to show that another option fits says "only" or "not" of it.

    "F1 is a classification metric only" does not make F1 fit, when a stem asks what does NOT.
    """
    strongest = passage_scores(support).argmax(axis=0)
    others = (int(at) for option, at in enumerate(strongest) if option not in best)
    return any(_EXCLUDES.search(support.passages[at].text) for at in others)


def _computed(question: PastedQuestion, index: NotesIndex, support: Support) -> Settled | None:
    """A key that follows from the stem's numbers by a rule that the notes state."""
    computed = arithmetic.compute(question.stem)
    label = arithmetic.matching_option(computed.value, question.options) if computed else None
    if computed is None or label is None:
        return None
    stating = (p for p in support.passages if not p.warning)
    proof = next((p for p in stating if arithmetic.states_rule(p.text, computed)), None)
    return Settled((label,), support, proof, computed.working) if proof else None
