"""Quizzes: questions from the bank and from the notes, chosen by what the learner asks for."""

from __future__ import annotations

import hashlib
import math
import re
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from corpus.questions import Option, Question, Receipt
from index.retriever import NotesIndex
from tutor.errors import ModelError, NoQuestions
from tutor.quizzing.balance import Lengths, Places, is_extreme, shuffled
from tutor.quizzing.flaw import asks_negatively
from tutor.quizzing.made_questions import MADE, NotesQuestions
from tutor.quizzing.models import Quiz, QuizRequest
from tutor.quizzing.near_duplicates import alike, stem_words
from tutor.quizzing.one_fact import FactsAsked
from tutor.quizzing.topics import Topic

if TYPE_CHECKING:
    from tutor.quizzing.with_model import ModelQuestions

_MANY, _SHARE_ABOVE_CHANCE = 20, 0.04
# How often a long wrong option may stand in one set: as long as there are others, at the most, and
# where there are few questions.
_SELDOM, _OFTEN, _AT_A_PINCH = 1, 2, 4
_LOTS = 8  # drawn for one question, the first, last or only one of which counts
# Recall of a list or of what a term is explained as, which is drawn later than what asks for more.
_LABEL = re.compile(
    r"^which (?:term do the notes explain|of these do the notes say of (?!.*, and not of )"
    r"|of these stands? in the notes' list\b)",
    re.IGNORECASE,
)


def make_quiz(
    index: NotesIndex,
    bank: Sequence[Question],
    request: QuizRequest,
    made: NotesQuestions = MADE,
    model: ModelQuestions | None = None,
) -> Quiz:
    """Choose questions. The same seed, notes and bank give the same quiz.

    ``made`` remembers what was made from each open index. With ``origin="any"`` the bank comes
    first, the notes fill up, and the model is asked for what is still missing; ``rejected`` counts
    the candidates that were dropped, by reason.

    Raises:
        NoQuestions: nothing fits the request.
        ModelError: nothing but the model was left to ask, and it failed.
    """
    seed = request.seed if request.seed is not None else secrets.randbelow(2**32)
    seeded = replace(request, seed=seed)
    chooser = _Chooser(seeded, Topic(index, request.topic) if request.topic.strip() else None)
    for group in _sources(index, bank, made, model, chooser):
        chooser.take(group)
        if chooser.is_full:
            break
    if not chooser.chosen:
        raise NoQuestions(
            f"No question fits {_wish(request)}", _advice(request, chooser.rejected, model)
        )
    random = Random(f"{seed}:options")
    places = Places(random)
    questions = (
        (shuffled(q, random, places) for q in chooser.chosen)
        if request.shuffled
        else chooser.chosen
    )
    return Quiz(tuple(questions), {r: count for r, count in chooser.rejected.items() if count})


def _sources(
    index: NotesIndex,
    bank: Sequence[Question],
    made: NotesQuestions,
    model: ModelQuestions | None,
    chooser: _Chooser,
) -> Iterator[list[Question]]:
    """The groups of candidates to draw from, best first; each is made when it is needed."""
    request = chooser.request
    if request.origin in ("bank", "any"):
        yield [_with_index_sources(q, index) for q in bank]
    if request.origin in ("notes", "any"):
        from_notes = made.of(index)
        chooser.rejected.update(from_notes.rejected)
        yield list(from_notes.questions)
    wanted = request.kind in (None, "single") and request.difficulty in (None, "medium")
    if model is not None and request.origin in ("model", "any") and wanted and not request.only:
        missing = request.n - len(chooser.chosen)
        try:
            written = model.make(index, request, missing, (*chooser.asked, *chooser.chosen))
        except ModelError:
            if request.origin == "model" or not chooser.chosen:
                raise
            chooser.rejected["the model failed"] += 1
            return
        chooser.rejected.update(written.rejected)
        yield list(written.questions)


class _Chooser:
    """Chooses questions for a request, group by group, passing over repeats."""

    def __init__(self, request: QuizRequest, topic: Topic | None) -> None:
        self.request = request
        self.rejected: Counter[str] = Counter()
        self.chosen: list[Question] = []
        self.asked: list[Question] = list(request.earlier)
        self._topic = topic
        self._lengths = Lengths(())
        self._facts = FactsAsked()

    @property
    def is_full(self) -> bool:
        """Whether there are as many as were asked for."""
        return len(self.chosen) >= self.request.n

    def take(self, group: Sequence[Question]) -> None:
        """Add candidates until there are enough.

        A candidate waits when its key's rank in length would come up more often than by chance.
        """
        asked = [q for q in group if q.id in self.request.avoid]
        self.asked += asked
        fitting = [q for q in group if q.id not in self.request.avoid and self._fits(q)]
        self.rejected["asked before"] += sum(map(self._fits, asked))
        waiting = self._in_order(fitting)
        for leniency in (0, 1, 2):
            before = len(waiting) + 1
            while len(waiting) < before:  # what was added may have made room for others
                before = len(waiting)
                waiting = self._add(waiting, leniency)
        if not self.is_full:
            self.rejected["the key's length or a worn option would tell it"] += len(waiting)

    def _add(self, candidates: Sequence[Question], leniency: int) -> list[Question]:
        """Choose what is new; those whose key the set would tell, as by its length, are given back.

        With a ``leniency`` of 1 options may come back more often and many questions take up several
        facts; with 2, the set may set right in one question what is wrong in another.
        """
        waiting: list[Question] = []
        for question in candidates:
            if self.is_full:
                break
            slack, most = 1.0, _SELDOM
            if leniency:
                # Few questions are not left fewer; among many, lengths may not tell the key.
                many = len(self.chosen) >= _MANY
                most = _OFTEN if many else _AT_A_PINCH
                slack = max(1.0, _SHARE_ABOVE_CHANCE * len(self.chosen)) if many else math.inf
            worn = self._facts.are_worn(question, most)
            worn = worn or (leniency < 2 and self._facts.would_tell(question))
            worn = worn or (not leniency and self._facts.would_run_out(question))
            if worn or self._lengths.would_tell(question, slack):
                waiting.append(question)
            elif self._is_new(question):
                self.chosen.append(question)
                self._lengths.add(question)
                self._facts.add(question)
        return waiting

    def _fits(self, question: Question) -> bool:
        request = self.request
        wanted = {
            "section": request.section,
            "objective": request.objective,
            "kind": request.kind,
            "difficulty": request.difficulty,
        }
        if request.only is not None and question.id not in request.only:
            return False
        return all(not value or getattr(question, name) == value for name, value in wanted.items())

    def _in_order(self, questions: Sequence[Question]) -> list[Question]:
        """By lot; for a topic, only what is near it, nearest first in broad steps.

        Each candidate's lot is its own, so that a note more or less changes few of the others; of
        several on one passage of the notes, those come first whose key neither end of the lengths
        would tell, since they are in short supply.
        """
        ordered = sorted(questions, key=self._lot)
        if self._topic is None:
            return ordered
        near = [(self._topic.step(q), q) for q in ordered]
        return [q for step, q in sorted(near, key=lambda pair: pair[0] or 0) if step is not None]

    def _lot(self, question: Question) -> tuple[bytes, bool, bool, bytes]:
        if question.origin != "notes":
            return self._drawn(question.id), False, is_extreme(question), b""
        passage = question.receipt.quote
        # Of a wrong statement among true ones there are few, which the true ones may not take up.
        odd_one_out = asks_negatively(question.stem)
        lots = [self._drawn(f"{passage}{n or ''}") for n in range(_LOTS)]
        if _LABEL.match(question.stem):
            lot = max(lots)
        elif odd_one_out:
            lot = min(lots)
        else:
            lot = min(lots[:2]) if question.form == "scenario" else lots[0]
        return lot, not odd_one_out, is_extreme(question), self._drawn(question.id)

    def _drawn(self, name: str) -> bytes:
        return hashlib.sha256(f"{self.request.seed}:{name}".encode()).digest()

    def _is_new(self, question: Question) -> bool:
        """Whether it asks what no other asks or asked, and turns on no fact of this set."""
        words = stem_words(question)
        repeats = self._facts.hold(question) or any(
            (question.origin == "notes" and question.receipt.quote == other.receipt.quote)
            or alike(words, stem_words(other))
            for other in (*self.chosen, *self.asked)
        )
        self.rejected["asks the same as another"] += repeats
        return not repeats


def _with_index_sources(question: Question, index: NotesIndex) -> Question:
    """A bank names notes from the course folder; the index, from the notes' root. Use the latter."""

    def renamed(receipt: Receipt) -> Receipt:
        source = receipt.source.removeprefix("notes/")
        if receipt.source in index.records.documents or source not in index.records.documents:
            return receipt
        return Receipt(source=source, quote=receipt.quote)

    def with_receipt(option: Option) -> Option:
        if option.receipt is None:
            return option
        return option.model_copy(update={"receipt": renamed(option.receipt)})

    return question.model_copy(
        update={
            "receipt": renamed(question.receipt),
            "options": tuple(with_receipt(option) for option in question.options),
        }
    )


def _wish(request: QuizRequest) -> str:
    said = {
        "topic": request.topic,
        "section": request.section,
        "objective": request.objective,
        "kind": request.kind,
        "difficulty": request.difficulty,
        "from": "" if request.origin == "any" else request.origin,
    }
    named = [f"{name} {value}" for name, value in said.items() if value]
    return " and ".join(named) or "what was asked for"


def _advice(request: QuizRequest, rejected: Mapping[str, int], model: ModelQuestions | None) -> str:
    if request.origin == "model" and model is not None:
        return "The model wrote nothing that the notes prove: try again, another model, or --from notes"
    if request.origin == "model":
        return "Name a model with --llm, or take questions from the bank or the notes"
    if rejected.get("asked before"):
        return "All that fit were asked before: widen the topic, or begin anew"
    if request.topic:
        return "Try other words for the topic, or add notes on it"
    if request.section or request.objective or request.kind or request.difficulty:
        return "Leave one of these out"
    return "Add notes that define terms, list things or compare them, then run `tutor ingest`"
