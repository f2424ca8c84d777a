"""Whether an option goes with another option, with its stem or with a name too well. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.option_forms import bare_name, repeats, words_in
from tutor.quizzing.verbs import ASSESSING, STANDING

_LEAST_NEAR = 2
_CODE = re.compile(r"[`(_]|[a-z][A-Z]")


def is_one_way(one: str, other: str) -> bool:
    """Whether two things to do are one, whatever their verb: use an endpoint, call it in a loop."""
    calls = all("'" in text and "(" in text for text in (one, other))
    if calls or (", then " in one and ", then " in other):
        return (
            one == other
        )  # of two calls a single sign makes the difference, or the order of steps
    return repeats(one, other) or any(
        len(words) > 1 and words <= words_in(whole)
        for text, whole in ((one, other), (other, one))
        for words in [words_in(text.partition(" ")[2])]
    )


def most_echoes(draft: Draft, wrong: Sequence[Choice]) -> bool:
    """Whether the key takes up more words of the stem than every wrong option."""
    stem = words_in(draft.stem)
    most = max((len(words_in(choice.text) & stem) for choice in wrong), default=0)
    return len(words_in(draft.keys[0].text) & stem) > most


def distance(draft: Draft, choice: Choice) -> int:
    """How far a choice comes from: 0 from the key's note, 1 from its folder, 2 from another one."""
    if choice.receipt is None:
        return 2
    one, other = draft.receipt.source, choice.receipt.source
    return int(one != other) + int(one.rpartition("/")[0] != other.rpartition("/")[0])


def are_of_other_matters(draft: Draft, wrong: Sequence[Choice]) -> bool:
    """Whether fewer than two wrong options for what something is or does are of the key's folder.

    Nobody takes what other parts of the notes say of other things for an answer.
    """
    free = not (draft.settled or draft.in_table or draft.listed or draft.sentences)
    return free and sum(distance(draft, choice) < 2 for choice in wrong) < _LEAST_NEAR


def assesses_alone(draft: Draft, wrong: Sequence[str]) -> bool:
    """Whether of what things do the key alone measures or compares: that is what an index does."""
    if draft.names or draft.pattern not in ("action", "code"):
        return False
    assess = [
        text.split(maxsplit=1)[0].lower() in ASSESSING for text in (draft.keys[0].text, *wrong)
    ]
    return assess[0] and not any(assess[1:])


def is_named_for(subject: str, saying: str) -> bool:
    """Whether a name says itself what a saying says: `read_table` "reads the tables"."""
    act = words_in(saying.split(maxsplit=1)[0])
    return bool(act) and act <= words_in(bare_name(subject))


def may_do_it(saying: str, name: str) -> bool:
    """Whether what is said of another may well hold of this name, too.

    Whatever drops a table "needs" a table; what runs "once a partition" may be `foreachPartition`.
    """
    stands = saying.split(maxsplit=1)[0].lower() in STANDING
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])|[_.()`]", " ", name) if _CODE.search(name) else name
    return (stands or parts != name) and bool(words_in(saying) & words_in(parts))
