"""Choosing wrong options: things the same notes say of something else.

A candidate must be of the key's kind and length, must not be sayable of the stem's subject
anywhere in the notes, and must not repeat another option. Nearest in meaning come first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from index.chunking import Sentence
from index.embedding import Vectors
from index.lexical import terms_of
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.statements import Notes

_SAYABLE = 0.55  # share of a candidate's words beside the subject that makes it true of it
_REPEATS = 0.6  # overlap (Jaccard) of two options that say the same
_SHORTER, _LONGER = 0.6, 1.45  # lengths of a candidate, as multiples of the key's
_SAME_NOTE = 0.25  # what standing in the same note is worth, in cosine
_NUMBER = re.compile(r"\d")


class Distractors:
    """Draws wrong options from pools; holds the vectors of the notes' sentences."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    @cached_property
    def _vectors(self) -> dict[str, Vectors]:
        return self._notes.index.sentence_vectors(s.sentence for s in self._notes.statements)

    def choose(self, draft: Draft) -> tuple[Choice, ...]:
        """Up to ``draft.wanted`` wrong options; fewer when the notes hold no more that are sound."""
        sound = [c for c in draft.pool if self._is_sound(draft, c)]
        ranked = self._by_nearness(draft, sound)
        return _of_like_length(draft, ranked)

    def _is_sound(self, draft: Draft, choice: Choice) -> bool:
        key = draft.keys[0]
        if not _SHORTER * len(key.text) - 6 <= len(choice.text) <= _LONGER * len(key.text) + 6:
            return False
        if shape(choice.text) != shape(key.text):
            return False
        if any(repeats(choice.text, other.text) for other in draft.keys):
            return False
        if draft.settled:
            return True
        if related(choice.subject, key.subject):
            return False
        if draft.names:
            return not self.sayable(choice.text, draft.subject)
        return not self.sayable(draft.subject, choice.text)

    def sayable(self, subject: str, text: str) -> bool:
        """Whether some statement of the notes puts ``subject`` and most of ``text`` together."""
        about = set(terms_of(bare_name(subject)))
        words = set(terms_of(text)) - about
        if not words or about & set(terms_of(text)) == about:
            return True
        return any(
            len(words & terms) / len(words) >= _SAYABLE
            for terms in self._notes.mentioning(bare_name(subject))
        )

    def _by_nearness(self, draft: Draft, pool: Sequence[Choice]) -> list[Choice]:
        key = draft.keys[0]
        source = draft.receipt.source

        def rank(choice: Choice) -> tuple[float, str]:
            same = choice.receipt is not None and choice.receipt.source == source
            return -(self._cosine(key.sentence, choice.sentence) + _SAME_NOTE * same), choice.text

        return sorted(pool, key=rank)

    def _cosine(self, one: Sentence | None, other: Sentence | None) -> float:
        if one is None or other is None:
            return 0.0
        a, b = self._vectors.get(one.sentence_id), self._vectors.get(other.sentence_id)
        return 0.0 if a is None or b is None else float(np.dot(a, b))


def _of_like_length(draft: Draft, ranked: Sequence[Choice]) -> tuple[Choice, ...]:
    """The nearest candidates such that the key's rank in length is as good as drawn by lot."""
    length = len(draft.keys[0].text)
    digest = int(hashlib.sha256(draft.id.encode()).hexdigest()[:8], 16)
    longer_wanted = digest % (draft.wanted + 1)
    longer = _distinct(c for c in ranked if len(c.text) > length)
    shorter = _distinct(c for c in ranked if len(c.text) <= length)
    chosen = longer[:longer_wanted] + shorter[: draft.wanted - longer_wanted]
    rest = [c for c in ranked if c not in chosen]
    for choice in rest:
        if len(chosen) >= draft.wanted:
            break
        if not any(repeats(choice.text, other.text) for other in chosen):
            chosen.append(choice)
    return tuple(_distinct(chosen))


def _distinct(choices: Iterable[Choice]) -> list[Choice]:
    """Choices that repeat none before them, in text or in what they are said of."""
    kept: list[Choice] = []
    for choice in choices:
        if not any(repeats(choice.text, other.text) for other in kept):
            kept.append(choice)
    return kept


def repeats(one: str, other: str) -> bool:
    """Whether two option texts say the same: equal, contained, or nearly the same words."""
    a, b = set(terms_of(one)), set(terms_of(other))
    if one.strip().lower() == other.strip().lower():
        return True
    if not a or not b:
        return False
    # Numbers and names differ by a single sign: only words can be near-duplicates.
    if min(len(a), len(b)) < 3:
        return a == b and not (_NUMBER.search(one) or "`" in one)
    return a <= b or b <= a or len(a & b) / len(a | b) > _REPEATS


def related(one: str, other: str) -> bool:
    """Whether two subjects are the same or one is a kind of the other (``Trials``, ``trials``)."""
    a, b = set(terms_of(bare_name(one))), set(terms_of(bare_name(other)))
    return not a or not b or a <= b or b <= a


def bare_name(subject: str) -> str:
    """A subject without code marks and call arguments: ``hp.choice("c", […])`` to ``hp.choice``."""
    text = subject.replace("`", "")
    return re.sub(r"(?<=\w)\(.*$", "", text) or text


def shape(text: str) -> str:
    """The grammatical kind of an option: options of one question share it."""
    first = text.split(maxsplit=1)[0].lower() if text.split() else ""
    if text.startswith("`") and text.count("`") == 2 and text.endswith("`"):
        return "code"
    if re.fullmatch(r"[\d.,%$×x\s-]+[a-z]*", text):
        return "number"
    if first in ("a", "an", "the"):
        return "article"
    if first.endswith("ing") and len(first) > 5:
        return "gerund"
    if first in ("to", "how", "whether", "for", "when", "by", "from", "in", "on", "with"):
        return first
    return "other"
