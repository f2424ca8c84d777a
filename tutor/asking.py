"""A question to its answer: search, decide whether the notes answer it, then quote or write."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.retriever import NotesIndex
from tutor.answering.answer import Answer, Turn
from tutor.answering.code_blocks import with_code_first
from tutor.answering.conflicts_shown import with_conflicts
from tutor.answering.evidence import rank_sentences
from tutor.answering.follow_up import rewrite
from tutor.answering.from_notes import answer_from_notes, refuse
from tutor.answering.refusal import features_of, fitted_model, lacking
from tutor.errors import ModelError

if TYPE_CHECKING:
    from tutor.answering.with_model import ModelAnswers

_CHUNKS_SEARCHED = 20
_MOST_NAMED = 3


def answers(
    index: NotesIndex,
    question: str,
    previous: Sequence[Turn],
    model: ModelAnswers | None,
    before_call: Callable[[], None],
) -> Iterator[Answer]:
    """Answers that grow as a model writes; the last one is checked and complete.

    ``before_call`` is called before the model is, and may raise a ``ModelError``. Whatever the
    model fails at, the notes answer, with a warning.
    """
    started = time.perf_counter()
    found = index.search(rewrite(question, previous), _CHUNKS_SEARCHED)
    ranked = rank_sentences(index, found)
    chance = fitted_model().probability(features_of(index, found, ranked))
    if not ranked or chance < fitted_model().threshold:
        last = refuse(found, ranked, _reason(lacking(index, found.query), chance))
    else:
        quoted = with_code_first(index, found.query, ranked)
        last = answer_from_notes(found, quoted)
        if model:
            try:
                before_call()
                for grown in model.stream(index, found, ranked, previous):
                    last = replace(grown, seconds=time.perf_counter() - started)
                    yield last
            except ModelError as error:
                last = replace(answer_from_notes(found, quoted), warning=str(error))
    seconds = time.perf_counter() - started
    yield replace(with_conflicts(last, index), seconds=seconds, chance=chance)


def _reason(lacking: Sequence[str], chance: float) -> str:
    """Why a question was refused: what of it the notes never mention, if anything."""
    probability = f"the notes answer this with a probability of {chance:.2f}"
    named = ", ".join(f"“{each}”" for each in lacking[:_MOST_NAMED])
    return f"the notes never mention {named}; {probability}" if named else probability
