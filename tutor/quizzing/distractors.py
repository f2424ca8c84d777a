"""Choosing wrong options: things the same notes say of something else.

A candidate must be of the key's kind and length, must not be sayable of the stem's subject
anywhere in the notes, and must not repeat another option. Nearest in meaning come first.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.kinds import Kinds, are_both_classes, kind_noun
from tutor.quizzing.nearness import Nearness
from tutor.quizzing.one_fact import one_fact
from tutor.quizzing.option_forms import (
    are_named_alike,
    both_assess,
    related,
    repeats,
    words_in,
)  # fmt: skip
from tutor.quizzing.option_pairs import (
    assesses_alone,
    distance,
    is_named_for,
    is_one_way,
    may_do_it,
    most_echoes,
)
from tutor.quizzing.said import Said
from tutor.quizzing.statements import Notes, plain
from tutor.quizzing.stem_cues import StemCues

# Share of idf mass beside the subject from which the notes may be taken to say it of that, too:
# of whole sayings, and of names that options are made of (there two would be right).
_SAYABLE, _NAMED_FOR = 0.5, 0.34
# The same for what stands beside the key in its list: it is told apart there already.
_SAID_OF_BOTH = 0.8
_SAYS_MUCH_THE_SAME = 0.34  # the same between the key and a wrong option
_SHORTER, _LONGER = 0.65, 1.42  # lengths of a candidate, as multiples of the key's
_SLACK = 5  # characters by which short options may differ beyond that
_MOST_OF_A_LIST = 2  # wrong options of one list among three
_MOST_TRIED, _MOST_BALANCING = 60, 12  # candidates looked at; and against a stem that tells
_MOST_RANKED, _MOST_WAYS = 20, 1200  # choices of a ranked pool, and ways to draw from them


class Distractors:
    """Draws wrong options from pools. ``drafts`` show what the notes' sayings are like."""

    def __init__(self, notes: Notes, drafts: Sequence[Draft] = ()) -> None:
        self._said = Said(notes)
        self._near = Nearness(notes, (d.keys[0].text for d in drafts if d.is_saying))
        self._kinds = Kinds(notes.vectors)
        self._cues = StemCues(notes.vectors)
        self._code = notes.code
        notes.vectors.prepare(d.keys[0].text for d in drafts if d.is_saying)
        notes.vectors.prepare(t for d in drafts if d.names for t in (d.subject, _told(d.keys[0])))
        self._cues.prepare(
            (draft.stem, draft.keys[0].text, [choice.text for choice in draft.pool])
            for draft in drafts
            if _may_be_told(draft)
        )

    def ways(self, draft: Draft) -> Iterator[tuple[Choice, ...]]:
        """Sets of wrong options to try in turn: one, or of a ranked pool many, the best first."""
        if draft.crossed:
            yield draft.pool
            return
        if not draft.ranked:
            yield self.choose(draft)
            return
        sound = [choice for choice in draft.pool if self._is_sound(draft, choice)]
        sizes = range(min(draft.wanted, len(sound)), draft.least - 1, -1)
        sets = (some for size in sizes for some in combinations(sound[:_MOST_RANKED], size))
        apart = (
            some
            for some in sets
            if not any(self._clash(draft, one, other) for one, other in combinations(some, 2))
        )
        # What the case itself warns of stays; the key is not told by words that it takes up.
        own = sound[0] if draft.least < draft.wanted and sound else None
        yield from sorted(
            islice(apart, _MOST_WAYS),
            key=lambda some: (own is not None and own not in some, most_echoes(draft, some)),
        )

    def choose(self, draft: Draft) -> tuple[Choice, ...]:
        """Up to ``draft.wanted`` wrong options; fewer when the notes hold no more that are sound."""
        if draft.negated and not all(self._is_foreign(draft, key) for key in draft.keys):
            return ()
        alike = [
            choice
            for choice in draft.pool
            if _is_alike(draft, choice) and self._is_of_its_code(draft, choice)
        ]
        beside: list[Choice] = []
        others: list[Choice] = []
        for choice in alike:
            (beside if self._is_sibling(draft, choice) else others).append(choice)
        if not draft.settled and not draft.in_table:
            others = self._near.of_the_matter(draft, self._of_the_kind(draft, others))
        ranked = [*self._near.ranked(draft, beside), *self._near.ranked(draft, others)]
        ranked.sort(key=lambda choice: distance(draft, choice))
        sound = (choice for choice in ranked[:_MOST_TRIED] if self._is_sound(draft, choice))
        found = self._of_like_length(draft, sound)
        return self._balanced(draft, found, ranked[:_MOST_TRIED])

    def are_told(self, draft: Draft, wrong: Sequence[Choice]) -> bool:
        """Whether the stem tells the key among these by meaning alone."""
        if not _may_be_told(draft):
            return False
        key, others = draft.keys[0].text, [choice.text for choice in wrong]
        alone = draft.pattern == "definition" and self._kinds.stands_alone(key, others)
        return alone or assesses_alone(draft, others) or self._cues.tells(draft.stem, key, others)

    def _balanced(
        self, draft: Draft, found: tuple[Choice, ...], ranked: Sequence[Choice]
    ) -> tuple[Choice, ...]:
        """With one wrong option that is as near to the stem as the key, if it needs and has one."""
        if len(found) < draft.least or not self.are_told(draft, found):
            return found
        near = sorted(ranked, key=lambda c: (-self._cues.likeness(draft.stem, c.text), c.text))
        for choice in near[:_MOST_BALANCING]:
            kept = [c for c in found if not self._clash(draft, choice, c)][: draft.wanted - 1]
            wrong = (*kept, choice)
            fits = choice not in found and len(wrong) >= draft.least
            if fits and not self.are_told(draft, wrong) and self._is_sound(draft, choice):
                return wrong
        return found

    def _is_of_its_code(self, draft: Draft, choice: Choice) -> bool:
        """Whether the name of a call stands beside calls, and of an argument beside arguments."""
        if draft.names and not draft.in_table:
            return self._code.are_alike(draft.keys[0].text, choice.text)
        said = draft.pattern == "definition"
        return not said or self._code.may_be_one(draft.subject, choice.subject)

    def _is_sibling(self, draft: Draft, choice: Choice) -> bool:
        """Whether a choice stands with the key in one list, or on one line, as one of its kind."""
        free = not (draft.settled or draft.in_table or draft.listed)
        return choice.apart or (free and self._near.stand_together(draft.keys[0], choice))

    def _of_the_kind(self, draft: Draft, pool: Sequence[Choice]) -> list[Choice]:
        """Names of the kind that the stem names, and written as the key is."""
        if not draft.names:
            return list(pool)
        noun = kind_noun(draft.subject)
        return [
            choice
            for choice in pool
            if are_both_classes(choice.text, draft.keys[0].text)
            and (not noun or self._kinds.is_under(choice.text, _told(choice), noun))
        ]

    def _is_sound(self, draft: Draft, choice: Choice) -> bool:
        if any(self._clash(draft, choice, key) for key in draft.keys):
            return False
        if draft.settled or choice.apart:
            return True
        if any(self._is_akin(choice, key) for key in draft.keys):
            return False
        if draft.names and may_do_it(draft.subject, choice.text):
            return False
        if draft.is_saying and self._said.stands_with(draft.subject, choice.text):
            return False
        if self._is_sibling(draft, choice):
            return self._is_told_apart(draft, choice)
        if any(self._may_hold_of_both(draft, choice, key) for key in draft.keys):
            return False
        if draft.names:
            return self._is_sound_name(draft, choice)
        if self._said.sayable(draft.subject, choice.text, _SAYABLE):
            return False
        if draft.in_table or draft.listed:
            return True
        if any(is_named_for(key.subject, choice.text) for key in draft.keys):
            return False
        return all(self._differs_enough(key.text, choice.text) for key in draft.keys)

    def _is_akin(self, choice: Choice, key: Choice) -> bool:
        """Whether two subjects are one, or so near that what holds of one may hold of the other."""
        return related(choice.subject, key.subject) or self._said.akin(choice.subject, key.subject)

    def _is_sound_name(self, draft: Draft, choice: Choice) -> bool:
        source = choice.receipt.source if choice.receipt else ""
        if any(self._said.is_kind_of(source, key.subject) for key in draft.keys):
            return False
        unsaid = not self._said.sayable(choice.text, draft.subject, _NAMED_FOR)
        return unsaid and (draft.in_table or self._near.is_another(draft.subject, choice))

    def _may_hold_of_both(self, draft: Draft, choice: Choice, key: Choice) -> bool:
        """Whether a part and its platform are asked for together."""
        if draft.names:
            return self._said.may_be_part(key.subject, choice.subject)
        return not draft.in_table and self._said.may_be_part(choice.subject, draft.subject)

    def _is_told_apart(self, draft: Draft, choice: Choice) -> bool:
        """Whether what stands beside the key is another thing, and not said to be the same."""
        if draft.names:
            said = self._said.sayable(choice.text, draft.subject, _SAID_OF_BOTH)
            own = self._said.share(words_in(draft.subject), words_in(_told(choice)))
            return not said and own <= _SAYABLE
        said = self._said.sayable(draft.subject, choice.text, _SAID_OF_BOTH)
        said = said or any(is_named_for(key.subject, choice.text) for key in draft.keys)
        return not said and self._differs_enough(draft.keys[0].text, choice.text, of_a_kind=True)

    def _differs_enough(self, key: str, text: str, of_a_kind: bool = False) -> bool:
        """Whether a saying neither says much the same as the key nor is of quite another kind."""
        if both_assess(key, text) and words_in(key) & words_in(text):
            return False
        overlap = self._said.share(words_in(key), words_in(text))
        differs = self._near.differ_in_meaning(key, text, of_a_kind)
        return overlap <= _SAYS_MUCH_THE_SAME and differs

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
        if (draft.names or draft.is_saying) and related(choice.subject, other.subject):
            return True  # "Model Registry" and "MLflow Model Registry" are one
        if draft.pattern == "scenario":
            return is_one_way(choice.text, other.text) or self._said.is_one_thing(
                choice.text, other.text
            )
        if draft.pattern == "trap" and one_fact(choice.text, other.text):
            return True
        return repeats(choice.text, other.text) or self._said.is_one_thing(choice.text, other.text)


def _may_be_told(draft: Draft) -> bool:
    """Whether a stem may tell its key by meaning: not where whole statements answer it."""
    return not (draft.negated or draft.sentences or len(draft.keys) > 1)


def _told(choice: Choice) -> str:
    """The sentence that tells of a name."""
    return plain(choice.sentence.text) if choice.sentence else ""


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
