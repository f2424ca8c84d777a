"""Follow-ups: "and for regression?" is about what the conversation is about. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.lexical import STOP_WORDS, terms_of, words_of
from tutor.answering.answer import Turn

_POINTS_BACK = re.compile(
    r"\b(it|its|they|them|their|that|this|these|those|one|ones|he|she|there|same|other|others|else)\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\W*(and|but|or|so|ok|okay|then|what about|how about|why not|what if|which one|"
    r"does that|is that|why|when|where|how)\b",
    re.IGNORECASE,
)
_SHORT = 5  # content words; a longer question stands by itself unless it points back
_MOST_CARRIED = 12


def rewrite(question: str, previous: Sequence[Turn]) -> str:
    """The question with what it leaves out: the topic of the question before, in brackets.

    A question that stands by itself is returned as it is.
    """
    if not previous or not _hangs_on_previous(question):
        return question
    known = set(terms_of(question))
    carried: list[str] = []
    for turn in reversed(previous[-2:]):
        for word in re.findall(r"[^\s?!,;:()\"“”]+", turn.question):
            stem = terms_of(word)
            if stem and not known.issuperset(stem) and word.lower() not in STOP_WORDS:
                known.update(stem)
                carried.append(word.rstrip("."))
        if len(carried) >= 3:
            break
    return f"{question.strip()} ({' '.join(carried[:_MOST_CARRIED])})" if carried else question


def _hangs_on_previous(question: str) -> bool:
    content = [word for word in words_of(question) if word not in STOP_WORDS]
    if _POINTS_BACK.search(question) and len(content) <= 2 * _SHORT:
        return True
    return len(content) <= 2 or (len(content) <= _SHORT and bool(_CONTINUES.match(question)))
