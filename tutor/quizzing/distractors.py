"""Choosing wrong options: things the same notes say of something else.

A candidate must be of the key's kind and length, must not be sayable of the stem's subject
anywhere in the notes, and must not repeat another option. Nearest in meaning come first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np

from index.embedding import Vectors
from index.lexical import terms_of
from tutor.quizzing.drafts import NUMBER_WORDS, Choice, Draft
from tutor.quizzing.statements import Notes, plain
from tutor.quizzing.verbs import verb_form

# Share of idf mass beside the subject from which the notes may be taken to say it of that, too:
# of whole sayings, and of names that options are made of (there two would be right).
_SAYABLE, _NAMED_FOR = 0.5, 0.34
_SAID_IN_ALL = 0.6  # the same over all statements on a name
_SAYS_MUCH_THE_SAME = 0.34  # the same between the key and a wrong option
_REPEATS = 0.6  # overlap (Jaccard) of two options that say the same
_SHORTER, _LONGER = 0.65, 1.42  # lengths of a candidate, as multiples of the key's
_SLACK = 5  # characters by which short options may differ beyond that
_SAME_NOTE, _SAME_SECTION = 0.2, 0.15  # what standing together is worth, in cosine
_UNLIKE = 0.15  # for each outward mark (sign, quote, number) that only one of the two bears
_ECHO = 0.1  # for each word of the stem that comes back, as long as the key has as many
# Cosine of two sayings by themselves (MiniLM, read off the seed notes): below the first they are
# of different kinds, above the second they are hard to tell apart ("compares two distributions",
# "quantifies distributional difference": 0.65).
# The third is for a saying and the whole sentence on another name.
_OF_A_KIND, _SAME_IN_OTHER_WORDS, _NAMED_IN_OTHER_WORDS = 0.15, 0.58, 0.5
_MOST_TRIED = 60  # candidates looked at for one question
# Cosine of the sentences below which a candidate is of another matter and fools nobody. Names
# show their kind more than sayings do.
_NEAR_SAYING, _NEAR_NAME = 0.25, 0.38
_NUMBER = re.compile(r"\d")


@lru_cache(maxsize=100_000)
def words_in(text: str) -> frozenset[str]:
    """Stemmed content words of a text."""
    return frozenset(terms_of(text))


class Distractors:
    """Draws wrong options from pools; holds the vectors of the notes' sentences."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._rarity: dict[str, float] = {}
        self._vectors: dict[str, Vectors] = {}

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {s.sentence.sentence_id: n for n, s in enumerate(self._notes.statements)}

    @cached_property
    def _matrix(self) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        """Sentence vectors in the order of the statements, and a last row of zeros."""
        found = self._notes.index.sentence_vectors(s.sentence for s in self._notes.statements)
        width = len(next(iter(found.values()))) if found else 1
        matrix = np.zeros((len(self._rows) + 1, width), np.float32)
        for sentence_id, row in self._rows.items():
            if sentence_id in found:
                matrix[row] = found[sentence_id]
        return matrix

    def choose(self, draft: Draft) -> tuple[Choice, ...]:
        """Up to ``draft.wanted`` wrong options; fewer when the notes hold no more that are sound."""
        if draft.negated and not all(self._is_foreign(draft, key) for key in draft.keys):
            return ()
        alike = [choice for choice in draft.pool if _is_alike(draft, choice)]
        if not draft.settled and not draft.in_table:
            alike = self._of_the_matter(draft, alike)
        ranked = self._by_nearness(draft, alike)[:_MOST_TRIED]
        return _of_like_length(draft, (c for c in ranked if self._is_sound(draft, c)))

    def _is_sound(self, draft: Draft, choice: Choice) -> bool:
        if any(repeats(choice.text, key.text) for key in draft.keys):
            return False
        if draft.settled:
            return True
        if any(related(choice.subject, key.subject) for key in draft.keys):
            return False
        if draft.names:
            unsaid = not self.sayable(choice.text, draft.subject, _NAMED_FOR)
            return unsaid and (draft.in_table or self._is_another(draft.subject, choice))
        if self.sayable(draft.subject, choice.text, _SAYABLE):
            return False
        if draft.in_table or draft.listed:
            return True
        return all(self._differs_enough(key.text, choice.text) for key in draft.keys)

    def _differs_enough(self, key: str, text: str) -> bool:
        """Whether a saying neither says much the same as the key nor is of quite another kind."""
        if self._share(words_in(key), words_in(text)) > _SAYS_MUCH_THE_SAME:
            return False
        cosine = float(self._vector(key) @ self._vector(text))
        return _OF_A_KIND <= cosine <= _SAME_IN_OTHER_WORDS

    def _is_another(self, saying: str, choice: Choice) -> bool:
        """Whether what the notes say of a name is of the saying's kind, yet not much the same."""
        if choice.sentence is None:
            return True
        cosine = float(self._vector(saying) @ self._vector(plain(choice.sentence.text)))
        return _OF_A_KIND <= cosine <= _NAMED_IN_OTHER_WORDS

    def _vector(self, text: str) -> Vectors:
        if text not in self._vectors:
            self._vectors[text] = self._notes.index.text_vector(text)
        return self._vectors[text]

    def _is_foreign(self, draft: Draft, key: Choice) -> bool:
        """Whether a key that does not hold of the subject is near its matter, yet never said of it."""
        if self.sayable(draft.subject, key.text, _SAYABLE) or related(key.subject, draft.subject):
            return False
        near = self._matrix[[self._row(c) for c in draft.pool]] @ self._matrix[self._row(key)]
        return bool(near.max(initial=0.0) >= _NEAR_NAME)

    def sayable(self, subject: str, text: str, share: float) -> bool:
        """Whether some statement puts ``subject`` and that share of ``text`` together."""
        name = bare_name(subject)
        about = words_in(name)
        words = words_in(text) - about
        if not words or (about and about <= words_in(text)):
            return True
        if any(self._share(words, s.terms) >= share for s in self._notes.mentioning(name)):
            return True
        return self._share(words, self._said_of(name)) >= _SAID_IN_ALL

    @lru_cache(maxsize=20_000)  # noqa: B019  # lives as long as one making of questions
    def _said_of(self, name: str) -> frozenset[str]:
        """Words of every statement that begins with a name."""
        begins = re.compile(rf"^\W*(?:(?:an?|the) )?{re.escape(name)}(?!\w)", re.IGNORECASE)
        held = self._notes.mentioning(name)
        return frozenset().union(*(s.terms for s in held if begins.match(s.text.replace("`", ""))))

    def _share(self, words: frozenset[str], held: frozenset[str]) -> float:
        """Which part of the idf mass of ``words`` is ``held``."""
        both = words & held
        return sum(map(self._idf, both)) / sum(map(self._idf, words)) if both else 0.0

    def _idf(self, term: str) -> float:
        if term not in self._rarity:
            self._rarity[term] = self._notes.index.words.idf(term)
        return self._rarity[term]

    def _of_the_matter(self, draft: Draft, pool: Sequence[Choice]) -> list[Choice]:
        """Candidates whose sentences are near enough to the key's to be taken for it."""
        if not pool:
            return []
        least = _NEAR_NAME if draft.names else _NEAR_SAYING
        near = self._matrix[[self._row(c) for c in pool]] @ self._matrix[self._row(draft.keys[0])]
        return [choice for choice, cosine in zip(pool, near, strict=True) if cosine >= least]

    def _by_nearness(self, draft: Draft, pool: Sequence[Choice]) -> list[Choice]:
        """Nearest in meaning to the key first; the same section and the same note count extra."""
        if not pool:
            return []
        key = draft.keys[0]
        rows = [self._row(choice) for choice in pool]
        near = self._matrix[rows] @ self._matrix[self._row(key)]
        place = self._place(key, draft)
        echoed = words_in(draft.stem)
        most = len(words_in(key.text) & echoed)
        score = [
            float(cosine)
            + _together(place, self._place(choice, None))
            + _ECHO * min(len(words_in(choice.text) & echoed), most)
            - _UNLIKE * len(marks_of(choice.text) ^ marks_of(key.text))
            for cosine, choice in zip(near, pool, strict=True)
        ]
        order = sorted(range(len(pool)), key=lambda n: (-round(score[n], 4), pool[n].text))
        return [pool[n] for n in order]

    def _row(self, choice: Choice) -> int:
        if choice.sentence is None:
            return len(self._rows)
        return self._rows.get(choice.sentence.sentence_id, len(self._rows))

    def _place(self, choice: Choice, draft: Draft | None) -> tuple[str, tuple[str, ...]]:
        """Source and heading path of a choice."""
        row = self._row(choice)
        if row < len(self._notes.statements):
            statement = self._notes.statements[row]
            return statement.source, statement.heading
        return (draft.receipt.source if draft else ""), ()


def _is_alike(draft: Draft, choice: Choice) -> bool:
    """Length and grammatical kind of the key."""
    key = draft.keys[0].text
    shortest, longest = _SHORTER * len(key) - _SLACK, _LONGER * len(key) + _SLACK
    fits = shortest <= len(choice.text) <= longest
    return fits and (draft.sentences or shape(choice.text) == shape(key))


def _together(one: tuple[str, tuple[str, ...]], other: tuple[str, tuple[str, ...]]) -> float:
    if one[0] != other[0]:
        return 0.0
    return _SAME_NOTE + (_SAME_SECTION if one[1] == other[1] else 0.0)


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


def repeats(one: str, other: str) -> bool:
    """Whether two option texts say the same: equal, contained, or nearly the same words."""
    if one.strip().lower() == other.strip().lower():
        return True
    a, b = words_in(one), words_in(other)
    if not a or not b:
        return False
    # Numbers and names differ by a single sign: only words can be near-duplicates.
    if min(len(a), len(b)) < 3:
        return a == b and not (_NUMBER.search(one) or "`" in one)
    return a <= b or b <= a or len(a & b) / len(a | b) > _REPEATS


def related(one: str, other: str) -> bool:
    """Whether two subjects are the same or one is a kind of the other (``Trials``, ``trials``)."""
    a, b = words_in(bare_name(one)), words_in(bare_name(other))
    return not a or not b or a <= b or b <= a


@lru_cache(maxsize=20_000)
def bare_name(subject: str) -> str:
    """A subject without code marks and call arguments: ``hp.choice("c", […])`` to ``hp.choice``."""
    text = subject.replace("`", "")
    return re.sub(r"(?<=\w)\(.*$", "", text) or text


@lru_cache(maxsize=50_000)
def shape(text: str) -> str:
    """The grammatical kind of an option: options of one question share it."""
    first = text.split(maxsplit=1)[0].lower() if text.split() else ""
    if text.startswith("`") and text.count("`") == 2 and text.endswith("`"):
        return "code"
    if text.lower() in NUMBER_WORDS or re.fullmatch(r"[$€£]?[\d.,×x\s-]*\d[\d.,×x\s-]*(?:%|[A-Za-z]*)", text):
        return "number"
    if first in ("a", "an", "the"):
        return "article"
    if first.endswith("ing") and len(first) > 5:
        return "gerund"
    if first in ("to", "how", "whether", "for", "when", "by", "from", "in", "on", "with", "that"):
        return first
    if re.match(r"`|\S*\w[._]\w\S*(?:\(|$)|\w+\(\)", first):
        return "code" if len(text.split()) == 1 else "code phrase"
    return verb_form(text) or "other"


_MARKS = {
    "sign": re.compile(r"[=×→≈]|(?<=\d) ?[*/] ?(?=\d)"),
    "digit": re.compile(r"\d"),
    "code": re.compile(r"`|\w\(|\w[._]\w|[a-z][A-Z]"),
    "quote": re.compile(r"[\"“”]|(?<!\w)'"),
    "capitals": re.compile(r"\b[A-Z]{3,}\b"),
}


@lru_cache(maxsize=50_000)
def marks_of(text: str) -> frozenset[str]:
    """Outward marks of an option: signs, digits, code, quotation marks, words in capitals."""
    return frozenset(name for name, pattern in _MARKS.items() if pattern.search(text))


def distinct(choices: Iterable[Choice]) -> list[Choice]:
    """Choices that repeat none before them."""
    kept: list[Choice] = []
    for choice in choices:
        if not any(repeats(choice.text, other.text) for other in kept):
            kept.append(choice)
    return kept
