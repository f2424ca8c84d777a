"""In which order the chosen sentences are told, and where the answer proper ends. Pure.

What fits best comes first, with what makes it readable; the rest follows as "more from your
notes". Half of an answer's words hold five in six of the facts that the whole of it holds, so a
learner in a hurry may stop there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tutor.answering.choosing import is_about, sides_of
from tutor.answering.evidence import Evidence, tells_a_story
from tutor.answering.units import case_of, hangs_on_previous, previous_id

_LEAD_WORDS = 60
_HARDLY_WORSE = 1.0  # standard deviations
_LEAST_REST = 20  # words; a shorter rest is not worth a part of its own


@dataclass(frozen=True)
class Told:
    """The sentences of an answer in order; the first ``lead`` of them answer, the rest is more."""

    sentences: list[Evidence]
    lead: int


def in_reading_order(chosen: Sequence[Evidence], question: str = "") -> Told:
    """The best sentences, then the others, each part by passages as they stand in the text.

    ``chosen`` comes best first. A comparison is not parted: it begins with the passages that
    speak of both sides.
    """
    if sides := sides_of(question):
        both = {e.chunk.chunk_id for e in chosen if all(is_about(e, side) for side in sides)}
        return Told(_by_passage(chosen, chosen, both), len(chosen))
    # What states comes before what illustrates, however close the illustration is.
    chosen = sorted(chosen, key=lambda e: tells_a_story(question, e.chunk))
    lead = _lead(chosen)
    taken = {e.sentence.sentence_id for e in lead}
    rest = [e for e in chosen if e.sentence.sentence_id not in taken]
    first = _best_first(_by_passage(lead, chosen), _opening(lead)) if lead else []
    return Told([*first, *_by_passage(rest, chosen)], len(first))


def _by_passage(
    part: Sequence[Evidence], chosen: Sequence[Evidence], first: set[str] | None = None
) -> list[Evidence]:
    """Passages in the order of their best sentence, their sentences as they stand in the text."""
    rank = {e.chunk.chunk_id: n for n, e in reversed(list(enumerate(chosen)))}
    return sorted(
        part,
        key=lambda e: (
            e.chunk.chunk_id not in (first or ()),
            rank[e.chunk.chunk_id],
            e.sentence.char_start,
        ),
    )


def _lead(chosen: Sequence[Evidence]) -> list[Evidence]:
    """The best pieces that fit into the lead, with what would be torn from them; all, if few."""
    groups = [list(g) for _, g in groupby(chosen, key=lambda e: (e.chunk.chunk_id, e.score))]
    lead: list[Evidence] = []
    for group in groups:
        if lead and _words([*lead, *group]) > _LEAD_WORDS:
            break
        lead += group
    rest = chosen[len(lead) :]
    lead += [e for e in rest if _belongs_to(e, lead)]
    short = _words(chosen) - _words(lead) < _LEAST_REST
    return list(chosen) if short else lead


def _belongs_to(evidence: Evidence, lead: Sequence[Evidence]) -> bool:
    """Whether a sentence is of a list in the lead, or points to the sentence before it there."""
    sentence, chunk_id = evidence.sentence, evidence.chunk.chunk_id
    if sentence.lead_in is not None:
        return any(
            e.chunk.chunk_id == chunk_id and e.sentence.lead_in == sentence.lead_in for e in lead
        )
    ids = {e.sentence.sentence_id for e in lead}
    return hangs_on_previous(sentence) and previous_id(sentence) in ids


def _opening(lead: Sequence[Evidence]) -> Evidence:
    """What an answer opens with: the best of the lead, or a statement that is hardly worse."""
    best = lead[0]
    if best.sentence.kind != "row":
        return best
    near = (e for e in lead if best.score - e.score <= _HARDLY_WORSE)
    return next((e for e in near if e.sentence.kind == "prose"), best)


def _best_first(lead: list[Evidence], best: Evidence) -> list[Evidence]:
    """The best sentence first, with what it points back to and what points back to it.

    Code, a case and a list of which more is quoted keep their order.
    """
    by_id = {e.sentence.sentence_id: e.sentence for e in lead}
    first = best.sentence
    while hangs_on_previous(first) and previous_id(first) in by_id:
        first = by_id[previous_id(first)]
    lead_ins = [e.sentence.lead_in for e in lead]
    listed = first.lead_in is not None and lead_ins.count(first.lead_in) > 1
    if first.kind == "code" or listed or hangs_on_previous(first) or case_of(best.chunk, first):
        return lead
    moved = [first.sentence_id]
    for other in lead:
        if hangs_on_previous(other.sentence) and previous_id(other.sentence) == moved[-1]:
            moved.append(other.sentence.sentence_id)
    return sorted(lead, key=lambda e: e.sentence.sentence_id not in moved)


def _words(part: Sequence[Evidence]) -> int:
    return sum(len(evidence.sentence.text.split()) for evidence in part)
