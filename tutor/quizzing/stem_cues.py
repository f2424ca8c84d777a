"""Whether a stem tells its key by meaning alone: "Discovery of …" and the name "Feature Search".

Word echoes are found by their letters (``option_checks``); what is left are near synonyms. Short
options are compared with the stem by the vectors of their texts, once as they stand and once
without the words that the key shares with wrong options, since those tell nothing. Nothing of the
notes is embedded with them: the question is what a reader sees who knows none of the notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.lexical import terms_of
from tutor.quizzing.text_vectors import TextVectors

# By how much the key may be nearer to the stem than each wrong option, in cosine. Of the 384 read
# questions of the bundled bank, to which this is not applied, 16 lie above (11 short, 5 long ones).
MARGIN, MARGIN_OF_LONG = 0.09, 0.14
_MOST_WORDS = 6  # of a key that is a name or little more
_WORD = re.compile(r"[^\W_]+")
_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
_FRAME = re.compile(
    r",? ?according to the notes|\b(?:for )?(?:which|what) (?:of these|term|one)\b"
    r"|\bdo(?:es)? the notes (?:give|explain|name|advise|list|say)\b|\bas (?:the )?(?:meaning|part) of\b"
    r"|\(choose two\.\)|\bas (?=[“\"])"
    r"|\bhas (?=“)|\bunder (?=“)|\bin the notes\b| \(“[^”]*”\)",
    re.IGNORECASE,
)


class StemCues:
    """Compares options with stems."""

    def __init__(self, vectors: TextVectors) -> None:
        self._vectors = vectors

    def prepare(self, asked: Iterable[tuple[str, str, Sequence[str]]]) -> None:
        """Embed stems, keys and pools together, which takes a fraction of the time of each alone."""
        self._vectors.prepare(
            _bare(text) for stem, key, pool in asked for text in (_FRAME.sub(" ", stem), key, *pool)
        )

    def tells(self, stem: str, key: str, wrong: Sequence[str]) -> bool:
        """Whether the key is nearer to the stem than every wrong option, by more than the margin."""
        asked = _FRAME.sub(" ", stem)
        if not wrong or len(_words(key)) > _MOST_WORDS:
            return bool(wrong) and self._lead(asked, key, wrong) > MARGIN_OF_LONG
        if self._lead(asked, key, wrong) > MARGIN:
            return True
        shared = _terms(key) & frozenset().union(*map(_terms, wrong))
        rest, *left = (_without(text, shared) for text in (asked, key, *wrong))
        return bool(shared and rest and left[0]) and self._lead(rest, left[0], left[1:]) > MARGIN

    def likeness(self, stem: str, text: str) -> float:
        """Cosine of what a stem asks and of an option."""
        return self._cosine(_FRAME.sub(" ", stem), text)

    def _lead(self, stem: str, key: str, wrong: Sequence[str]) -> float:
        self._vectors.prepare(map(_bare, (stem, key, *filter(None, wrong))))
        nearest = max(self._cosine(stem, text) if text else 0.0 for text in wrong)
        return self._cosine(stem, key) - nearest

    def _cosine(self, one: str, other: str) -> float:
        return self._vectors.cosine(_bare(one), _bare(other))


def _bare(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def _words(text: str) -> list[str]:
    """Words, those of joined names one by one: ``search_runs``, ``CrossValidator``."""
    return _WORD.findall(_INSIDE.sub(" ", text))


def _terms(text: str) -> frozenset[str]:
    return frozenset(term for word in _words(text) for term in terms_of(word))


def _without(text: str, shared: frozenset[str]) -> str:
    """The content words of a text that are not shared."""
    return " ".join(
        word for word in _words(text) if (terms := set(terms_of(word))) and not terms & shared
    )
