"""The coverage map: for every objective what the notes hold, what can be asked, what is known.

Pure; it gives data, and the app plots it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

from corpus.course import Course, Objective
from index.chunking import Chunk
from index.lexical import terms_of
from tutor.learning.cards import Deck
from tutor.learning.cards_key_facts import objective_of
from tutor.learning.mastery import Mastery
from tutor.learning.memory import Memory

NotesCover = Literal["covered", "thin", "missing"]
# A page of notes is some 300 words; less than 120 on an objective is a remark, not a treatment.
_ENOUGH_WORDS = 120
# Without notes named by objective: a passage treats it when it holds this share of the rarity of
# the title's words. Words that guides begin every objective with say nothing.
_LEAST_SHARE = 0.6
_VERBS = (
    "identify describe explain use create compare contrast perform apply determine understand "
    "scenario scenarios given appropriate method benefit benefits advantage advantages"
)


@dataclass(frozen=True)
class CoverageRow:
    """One objective: its notes, its cards, and what was done with them.

    ``asked`` counts questions answered at least once; ``mastered`` is the state of the objective,
    ``known`` the number of its seen cards expected to be recalled now.
    """

    objective: str
    title: str
    section: str
    notes: NotesCover
    words: int
    sources: tuple[str, ...]
    questions: int
    facts: int
    asked: int
    disputed: int
    known: float
    mastery: Mastery

    def to_json(self) -> dict[str, object]:
        """Plain values; ``mastery`` as :meth:`Mastery.to_json` gives it."""
        return {
            "objective": self.objective,
            "title": self.title,
            "section": self.section,
            "notes": self.notes,
            "words": self.words,
            "sources": list(self.sources),
            "questions": self.questions,
            "key_facts": self.facts,
            "asked": self.asked,
            "disputed": self.disputed,
            "mastery": self.mastery.to_json(),
        }


def coverage(
    course: Course,
    chunks: Sequence[Chunk],
    deck: Deck,
    memories: Mapping[str, Memory],
    masteries: Sequence[Mastery],
    disputed: Mapping[str, str] | None = None,
) -> list[CoverageRow]:
    """A row for every objective of the blueprint, in its order; none without a blueprint.

    ``disputed`` gives the objective of every question that was taken out.
    """
    notes = notes_by_objective(course, chunks)
    gone = Counter((disputed or {}).values())
    of = {mastery.id: mastery for mastery in masteries}
    rows = []
    for objective in course.objectives.values():
        held = notes[objective.id]
        words = sum(len(chunk.text.split()) for chunk in held)
        own = [card for card in deck.cards if card.objective == objective.id]
        questions = [card for card in own if card.question]
        rows.append(
            CoverageRow(
                objective.id,
                objective.title,
                objective.id.partition(".")[0],
                _cover(words),
                words,
                tuple(dict.fromkeys(chunk.source for chunk in held)),
                len(questions),
                len(own) - len(questions),
                sum(card.id in memories for card in questions),
                gone[objective.id],
                of[objective.id].known,
                of[objective.id],
            )
        )
    return rows


def notes_by_objective(course: Course, chunks: Sequence[Chunk]) -> dict[str, list[Chunk]]:
    """The passages that treat each objective.

    Notes whose file name begins with an objective's id belong to it. For an objective that no note
    is named after, passages that hold most of its title's rare words count.
    """
    named: dict[str, list[Chunk]] = defaultdict(list)
    for chunk in chunks:
        named[objective_of(chunk.source)].append(chunk)
    missing = [o for o in course.objectives.values() if o.id not in named]
    by_words = _by_words(missing, chunks) if missing else {}
    return {key: named.get(key) or by_words.get(key, []) for key in course.objectives}


def _by_words(objectives: Sequence[Objective], chunks: Sequence[Chunk]) -> dict[str, list[Chunk]]:
    terms = [frozenset(terms_of(chunk.embedded)) for chunk in chunks]
    frequency = Counter(term for held in terms for term in held)
    verbs = frozenset(terms_of(_VERBS))
    found: dict[str, list[Chunk]] = {}
    for objective in objectives:
        wanted = frozenset(terms_of(objective.title)) - verbs
        rarity = {term: log((len(chunks) + 1) / (frequency[term] + 1)) + 0.1 for term in wanted}
        whole = sum(rarity.values())
        found[objective.id] = [
            chunk
            for chunk, held in zip(chunks, terms, strict=True)
            if whole and sum(rarity[t] for t in wanted & held) / whole >= _LEAST_SHARE
        ]
    return found


def _cover(words: int) -> NotesCover:
    if not words:
        return "missing"
    return "covered" if words >= _ENOUGH_WORDS else "thin"
