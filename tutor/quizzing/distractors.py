"""Choosing wrong options: things the same notes say of something else.

A candidate must be of the key's kind and length, must not be sayable of the stem's subject
anywhere in the notes, and must not repeat another option. Nearest in meaning come first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.nearness import Nearness
from tutor.quizzing.option_forms import both_assess, related, repeats, shape, words_in
from tutor.quizzing.said import Said
from tutor.quizzing.statements import Notes

# Share of idf mass beside the subject from which the notes may be taken to say it of that, too:
# of whole sayings, and of names that options are made of (there two would be right).
_SAYABLE, _NAMED_FOR = 0.5, 0.34
_SAYS_MUCH_THE_SAME = 0.34  # the same between the key and a wrong option
_SHORTER, _LONGER = 0.65, 1.42  # lengths of a candidate, as multiples of the key's
_SLACK = 5  # characters by which short options may differ beyond that
_MOST_TRIED = 60  # candidates looked at for one question


class Distractors:
    """Draws wrong options from pools. ``drafts`` show what the notes' sayings are like."""

    def __init__(self, notes: Notes, drafts: Iterable[Draft] = ()) -> None:
        self._said = Said(notes)
        self._near = Nearness(notes, (d.keys[0].text for d in drafts if d.is_saying))

    def choose(self, draft: Draft) -> tuple[Choice, ...]:
        """Up to ``draft.wanted`` wrong options; fewer when the notes hold no more that are sound."""
        if draft.negated and not all(self._is_foreign(draft, key) for key in draft.keys):
            return ()
        alike = [choice for choice in draft.pool if _is_alike(draft, choice)]
        if not draft.settled and not draft.in_table:
            alike = self._near.of_the_matter(draft, alike)
        ranked = self._near.ranked(draft, alike)[:_MOST_TRIED]
        return _of_like_length(draft, (c for c in ranked if self._is_sound(draft, c)))

    def _is_sound(self, draft: Draft, choice: Choice) -> bool:
        if any(repeats(choice.text, key.text) for key in draft.keys):
            return False
        if draft.settled:
            return True
        if any(related(choice.subject, key.subject) for key in draft.keys):
            return False
        if any(self._said.akin(choice.subject, key.subject) for key in draft.keys):
            return False
        if draft.names:
            source = choice.receipt.source if choice.receipt else ""
            if any(self._said.is_kind_of(source, key.subject) for key in draft.keys):
                return False
            unsaid = not self._said.sayable(choice.text, draft.subject, _NAMED_FOR)
            return unsaid and (draft.in_table or self._near.is_another(draft.subject, choice))
        if self._said.sayable(draft.subject, choice.text, _SAYABLE):
            return False
        if draft.in_table or draft.listed:
            return True
        return all(self._differs_enough(key.text, choice.text) for key in draft.keys)

    def _differs_enough(self, key: str, text: str) -> bool:
        """Whether a saying neither says much the same as the key nor is of quite another kind."""
        if both_assess(key, text) and words_in(key) & words_in(text):
            return False
        overlap = self._said.share(words_in(key), words_in(text))
        return overlap <= _SAYS_MUCH_THE_SAME and self._near.differ_in_meaning(key, text)

    def _is_foreign(self, draft: Draft, key: Choice) -> bool:
        """Whether a key that does not hold of the subject is near its matter, yet never said of it."""
        said = self._said.sayable(draft.subject, key.text, _SAYABLE)
        if said or related(key.subject, draft.subject):
            return False
        return self._near.is_near(key, draft.pool)


def _is_alike(draft: Draft, choice: Choice) -> bool:
    """Length and grammatical kind of the key."""
    key = draft.keys[0].text
    shortest, longest = _SHORTER * len(key) - _SLACK, _LONGER * len(key) + _SLACK
    fits = shortest <= len(choice.text) <= longest
    return fits and (draft.sentences or shape(choice.text) == shape(key))


def _of_like_length(draft: Draft, sound: Iterator[Choice]) -> tuple[Choice, ...]:
    """The nearest candidates such that the key's rank in length is as good as drawn by lot."""
    length = len(draft.keys[0].text)
    digest = int(hashlib.sha256(draft.id.encode()).hexdigest()[:8], 16)
    most_longer = digest % (draft.wanted + 1)
    longer: list[Choice] = []
    shorter: list[Choice] = []
    spare: list[Choice] = []
    for choice in sound:
        if any(repeats(choice.text, other.text) for other in (*longer, *shorter, *spare)):
            continue
        if len(choice.text) > length and len(longer) < most_longer:
            longer.append(choice)
        elif len(choice.text) <= length and len(shorter) < draft.wanted - most_longer:
            shorter.append(choice)
        else:
            spare.append(choice)
        if len(longer) + len(shorter) == draft.wanted:
            break
    return tuple((longer + shorter + spare)[: draft.wanted])
