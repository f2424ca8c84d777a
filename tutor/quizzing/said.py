"""What the notes say of a subject: whether something may hold of it, too."""

from __future__ import annotations

import re
from functools import cached_property
from math import fsum

from tutor.quizzing.option_forms import bare_name, words_in
from tutor.quizzing.statements import Notes

_SAID_IN_ALL = 0.6  # share of idf mass over all statements on a name from which it is said of it
_PLATFORM = 0.025  # share of the notes' statements that a platform's name stands in
_NAME_OF_CODE = re.compile(r"\b(?:\w+_\w+|[a-z]+[A-Z]\w*)\b")
# Two names with a slash between them; a third would make it a list.
_AS_ONE = re.compile(
    r"(?<![\w/.])(?P<one>[A-Z][\w-]*(?: [A-Z][\w-]*)?) ?/ ?(?P<other>[A-Z][\w-]*(?: [A-Z][\w-]*)?)(?![\w/])"
)


class Said:
    """Looks up in the notes which words stand with a subject; shares are of idf mass."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._rarity: dict[str, float] = {}
        self._platforms: dict[str, bool] = {}
        self._on: dict[str, frozenset[str]] = {}

    def sayable(self, subject: str, text: str, share: float) -> bool:
        """Whether some statement puts ``subject`` and that share of ``text`` together."""
        name = bare_name(subject)
        about = words_in(name)
        words = words_in(text) - about
        if not words or (about and about <= words_in(text)):
            return True
        if any(self.share(words, s.terms) >= share for s in self._notes.mentioning(name)):
            return True
        return self.share(words, self._words_on(name)) >= _SAID_IN_ALL

    def stands_with(self, subject: str, text: str) -> bool:
        """Whether a name of code in a text stands in a statement on a subject: it may have that, too."""
        said = self._notes.mentioning(bare_name(subject))
        return any(
            re.search(rf"(?<!\w){re.escape(name)}(?!\w)", statement.text)
            for name in _NAME_OF_CODE.findall(text)
            for statement in said
        )

    def akin(self, name: str, other: str) -> bool:
        """Whether what holds of one name may hold of the other: they overlap, or are synonyms.

        "AutoML run" is near "Databricks AutoML"; of "batch inference" the notes use the word of
        "batch scoring".
        """
        one, two = bare_name(name).lower().split(), bare_name(other).lower().split()
        if words_in(one[-1]) == words_in(two[0]) or words_in(two[-1]) == words_in(one[0]):
            return True
        if not len(one) == len(two) == 2 or words_in(one[0]) != words_in(two[0]):
            return False
        pairs = ((one, " ".join(two)), (two, " ".join(one)))
        return any(words_in(" ".join(words)) <= self._words_on(on) for words, on in pairs)

    def is_one_thing(self, name: str, other: str) -> bool:
        """Whether the notes write two names as one: "Bagging/Random Forest"."""
        pair = frozenset((bare_name(name).lower(), bare_name(other).lower()))
        return pair in self._written_as_one

    @cached_property
    def _written_as_one(self) -> frozenset[frozenset[str]]:
        return frozenset(
            frozenset((match["one"].lower(), match["other"].lower()))
            for text in self._notes.texts.values()
            for match in _AS_ONE.finditer(text)
        )

    def may_be_part(self, part: str, whole: str) -> bool:
        """Whether a name may be a part of a platform: what the part does, the platform does, too.

        A platform ("Spark", "Unity Catalog") stands in a large share of the notes' statements.
        """
        name = bare_name(whole)
        if name not in self._platforms:
            written = re.compile(rf"(?<![\w.]){re.escape(name)}(?![\w.])")
            said = sum(bool(written.search(s.text)) for s in self._notes.mentioning(name))
            self._platforms[name] = said >= _PLATFORM * len(self._notes.statements)
        return self._platforms[name] and bool(self._notes.mentioning(f"{bare_name(part)} {name}"))

    def is_kind_of(self, source: str, name: str) -> bool:
        """Whether a note on a name's plural ("Ensembles: …") is where something is explained."""
        title = self._notes.titles.get(source, "")
        return re.match(rf"{re.escape(bare_name(name))}s\b", title, re.IGNORECASE) is not None

    def share(self, words: frozenset[str], held: frozenset[str]) -> float:
        """Which part of the idf mass of ``words`` is ``held``."""
        both = words & held
        # The exact sum: a set's order, and with it a rounded sum, changes from process to process.
        return fsum(map(self._idf, both)) / fsum(map(self._idf, words)) if both else 0.0

    def _words_on(self, name: str) -> frozenset[str]:
        """Words of every statement that begins with a name."""
        if name not in self._on:
            begins = re.compile(rf"^\W*(?:(?:an?|the) )?{re.escape(name)}(?!\w)", re.IGNORECASE)
            held = self._notes.mentioning(name)
            self._on[name] = frozenset().union(
                *(s.terms for s in held if begins.match(s.text.replace("`", "")))
            )
        return self._on[name]

    def _idf(self, term: str) -> float:
        if term not in self._rarity:
            self._rarity[term] = self._notes.index.words.idf(term)
        return self._rarity[term]
