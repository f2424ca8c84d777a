"""Wrong statements by turns: few as they are, the same ones would come back in question after question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tutor.quizzing.drafts import Choice
from tutor.quizzing.statements import Notes

# Cosine from which one true statement says what another does: beside a trap it sets that right.
_RESTATES = 0.6
_WORN = 0.12  # cosine by which each question that it stood in puts a statement back


class Turns:
    """Puts the nearest wrong statements first, those that stood often behind."""

    def __init__(self, notes: Notes) -> None:
        self._stood: Counter[str] = Counter()
        self._vectors = notes.vectors

    def restated(self, truths: Sequence[str], others: Sequence[str]) -> list[bool]:
        """Which of ``others`` say much the same as one of ``truths``."""
        near = [self._likeness(true, others) for true in truths if others]
        return [max(cosines) >= _RESTATES for cosines in zip(*near, strict=True)]

    def of(self, true: str, others: Sequence[Choice], wanted: int) -> tuple[Choice, ...]:
        """All of ``others`` in order of preference; the first ``wanted`` count as used."""
        if not others:
            return ()
        near = self._likeness(true, [choice.text for choice in others])
        worth = [
            cosine - _WORN * self._stood[_fact(c)] for c, cosine in zip(others, near, strict=True)
        ]
        order = sorted(range(len(others)), key=lambda n: (-round(worth[n], 4), others[n].text))
        self._stood.update(_fact(others[n]) for n in order[:wanted])
        return tuple(others[n] for n in order)

    def _likeness(self, text: str, others: Sequence[str]) -> list[float]:
        self._vectors.prepare((text, *others))
        return [self._vectors.cosine(text, other) for other in others]


def _fact(choice: Choice) -> str:
    """What is true instead; a statement may stand with and without the advice that follows it."""
    return choice.receipt.quote if choice.receipt else choice.text
