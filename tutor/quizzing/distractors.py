"""Choosing wrong options: things the same notes say of something else.

A candidate must be of the key's kind and length, must not be sayable of the stem's subject
anywhere in the notes, and must not repeat another option. Nearest in meaning come first.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.nearness import Nearness
from tutor.quizzing.one_fact import one_fact
from tutor.quizzing.option_forms import (
    are_named_alike,
    bare_name,
    both_assess,
    related,
    repeats,
    words_in,
)  # fmt: skip
from tutor.quizzing.said import Said
from tutor.quizzing.statements import Notes

# Share of idf mass beside the subject from which the notes may be taken to say it of that, too:
# of whole sayings, and of names that options are made of (there two would be right).
_SAYABLE, _NAMED_FOR = 0.5, 0.34
_SAYS_MUCH_THE_SAME = 0.34  # the same between the key and a wrong option
_SHORTER, _LONGER = 0.65, 1.42  # lengths of a candidate, as multiples of the key's
_SLACK = 5  # characters by which short options may differ beyond that
_MOST_OF_A_LIST = 2  # wrong options of one list among three
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
        sound = (choice for choice in ranked if self._is_sound(draft, choice))
        return self._of_like_length(draft, sound)

    def _is_sound(self, draft: Draft, choice: Choice) -> bool:
        if any(self._clash(draft, choice, key) for key in draft.keys):
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
        if any(_is_named_for(key.subject, choice.text) for key in draft.keys):
            return False
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

    def _of_like_length(self, draft: Draft, sound: Iterator[Choice]) -> tuple[Choice, ...]:
        """The nearest candidates such that the key's rank in length is as good as drawn by lot.

        Keys in between are in short supply where pools are small: they are drawn twice as often.
        """
        length = len(draft.keys[0].text)
        digest = int(hashlib.sha256(draft.id.encode()).hexdigest()[:8], 16)
        between = range(1, draft.wanted)
        lots = (0, *between, *between, draft.wanted)
        most_longer = lots[digest % len(lots)]
        longer: list[Choice] = []
        shorter: list[Choice] = []
        spare: list[Choice] = []
        for choice in sound:
            taken = (*longer, *shorter, *spare)
            if any(self._clash(draft, choice, other) for other in taken):
                continue
            if len(choice.text) > length and len(longer) < most_longer:
                longer.append(choice)
            elif len(choice.text) <= length and len(shorter) < draft.wanted - most_longer:
                shorter.append(choice)
            else:
                spare.append(choice)
            if len(longer) + len(shorter) == draft.wanted and not draft.listed:
                break
        found = [*longer, *shorter, *spare]
        return tuple((_of_several_lists(found) if draft.listed else found)[: draft.wanted])

    def _clash(self, draft: Draft, choice: Choice, other: Choice) -> bool:
        """Whether two options say the same, are one thing, or show their common row."""
        if draft.pattern == "comparison" and _row(choice.text) == _row(other.text):
            return True  # of two that share a row one holds, which the others do not tell
        if draft.names and related(choice.subject, other.subject):
            return True  # "Model Registry" and "MLflow Model Registry" are one
        if draft.pattern == "trap" and one_fact(choice.text, other.text):
            return True
        return repeats(choice.text, other.text) or self._said.is_one_thing(choice.text, other.text)


def _is_named_for(subject: str, saying: str) -> bool:
    """Whether a name says itself what a saying says: `read_table` "reads the tables"."""
    act = words_in(saying.split(maxsplit=1)[0])
    return bool(act) and act <= words_in(bare_name(subject))


def _row(text: str) -> str:
    """The name of the row that "Storage: a Delta table" stands in; the text itself without one."""
    return text.partition(": ")[0].lower()


def _of_several_lists(found: Sequence[Choice]) -> list[Choice]:
    """No more than two of one list come first: were all of one, the key would be the odd one out."""
    given: Counter[str] = Counter()
    first: list[Choice] = []
    for choice in found:
        given[choice.subject] += 1
        if given[choice.subject] <= _MOST_OF_A_LIST:
            first.append(choice)
    return first + [choice for choice in found if choice not in first]


def _is_alike(draft: Draft, choice: Choice) -> bool:
    """Length and grammatical kind of the key."""
    key = draft.keys[0].text
    shortest, longest = _SHORTER * len(key) - _SLACK, _LONGER * len(key) + _SLACK
    fits = shortest <= len(choice.text) <= longest
    return fits and (draft.sentences or are_named_alike(choice.text, key))
