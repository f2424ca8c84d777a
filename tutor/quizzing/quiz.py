"""Quizzes: questions from the bank and from the notes, chosen by what the learner asks for."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from corpus.questions import Option, Question, Receipt
from index.retriever import NotesIndex
from tutor.errors import NoQuestions
from tutor.quizzing.distractors import shape
from tutor.quizzing.drafts import number_of
from tutor.quizzing.from_notes import NotesQuestions
from tutor.quizzing.models import Quiz, QuizRequest
from tutor.quizzing.near_duplicates import alike, stem_words
from tutor.quizzing.topics import Topic

_MADE = NotesQuestions()


def make_quiz(
    index: NotesIndex,
    bank: Sequence[Question],
    request: QuizRequest,
    made: NotesQuestions = _MADE,
) -> Quiz:
    """Choose questions. The same seed, notes and bank give the same quiz.

    ``made`` remembers what was made from each open index. With ``origin="any"`` the bank comes
    first and the notes fill up; ``rejected`` counts the candidates that were dropped, by reason.

    Raises:
        NoQuestions: nothing fits the request.
    """
    seed = request.seed if request.seed is not None else secrets.randbelow(2**32)
    rejected: Counter[str] = Counter()
    chosen: list[Question] = []
    topic = Topic(index, request.topic) if request.topic.strip() else None
    for group in _sources(index, bank, request, made, rejected):
        if len(chosen) >= request.n:
            break
        fitting = [q for q in group if _fits(q, request)]
        ordered = _in_order(fitting, Random(f"{seed}:order"), topic)
        _take(ordered, request, chosen, rejected)
    if not chosen:
        raise NoQuestions(f"No question fits {_wish(request)}", _advice(request, rejected))
    random = Random(f"{seed}:options")
    places = _Places(random)
    questions = tuple(_shuffled(q, random, places) for q in chosen)
    return Quiz(questions, {reason: count for reason, count in rejected.items() if count})


def _sources(
    index: NotesIndex,
    bank: Sequence[Question],
    request: QuizRequest,
    made: NotesQuestions,
    rejected: Counter[str],
) -> Iterator[list[Question]]:
    """The groups of candidates to draw from, best first; each is made when it is needed."""
    if request.origin in ("bank", "any"):
        yield [_with_index_sources(q, index) for q in bank]
    if request.origin in ("notes", "any"):
        from_notes = made.of(index)
        rejected.update(from_notes.rejected)
        yield list(from_notes.questions)


def _fits(question: Question, request: QuizRequest) -> bool:
    wanted = {
        "section": request.section,
        "objective": request.objective,
        "kind": request.kind,
        "difficulty": request.difficulty,
    }
    return all(not value or getattr(question, name) == value for name, value in wanted.items())


def _in_order(questions: list[Question], random: Random, topic: Topic | None) -> list[Question]:
    """Shuffled; for a topic, only what is near it, nearest first in broad steps."""
    shuffled = sorted(questions, key=lambda q: q.id)
    random.shuffle(shuffled)
    if topic is None:
        return shuffled
    near = [(topic.step(q), q) for q in shuffled]
    return [q for step, q in sorted(near, key=lambda pair: pair[0] or 0) if step is not None]


def _take(
    candidates: Sequence[Question],
    request: QuizRequest,
    chosen: list[Question],
    rejected: Counter[str],
) -> None:
    """Add candidates to ``chosen`` until there are enough, passing over repeats.

    A candidate waits when its key's rank in length would come up more often than by chance.
    """
    lengths = _Lengths(chosen)
    fresh = [q for q in candidates if q.id not in request.avoid]
    rejected["asked before"] += len(candidates) - len(fresh)
    waiting: list[Question] = []
    for question in fresh:
        if lengths.would_tell(question):
            waiting.append(question)
        elif len(chosen) < request.n and _is_new(question, chosen, rejected):
            chosen.append(question)
            lengths.add(question)
    for question in waiting:
        if len(chosen) < request.n and _is_new(question, chosen, rejected):
            chosen.append(question)


def _is_new(question: Question, chosen: Sequence[Question], rejected: Counter[str]) -> bool:
    """Whether a question asks what no chosen one asks, nor is proved by the same quote of notes."""
    words = stem_words(question)
    for other in chosen:
        same_proof = question.origin == "notes" and question.receipt.quote == other.receipt.quote
        if same_proof or alike(words, stem_words(other)):
            rejected["asks the same as another"] += 1
            return False
    return True


class _Lengths:
    """Counts how often the key is the longest or the shortest option, against chance."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._seen: Counter[str] = Counter()
        self._chance: defaultdict[str, float] = defaultdict(float)
        for question in questions:
            self.add(question)

    def add(self, question: Question) -> None:
        """Count a question that was taken."""
        self._seen[_rank(question)] += 1
        for rank, chance in _rank_chances(question).items():
            self._chance[rank] += chance

    def would_tell(self, question: Question) -> bool:
        """Whether one more key of this length is more than one above what chance gives."""
        rank = _rank(question)
        return self._seen[rank] > self._chance[rank] + _rank_chances(question).get(rank, 1.0)


def _rank(question: Question) -> str:
    """How a single key stands out by its length: ``longest``, ``shortest`` or ``between``."""
    if question.kind != "single":
        return "several"
    lengths = [len(option.text) for option in question.options]
    key = next(len(option.text) for option in question.options if option.correct)
    if key == max(lengths):
        return "longest"
    return "shortest" if key == min(lengths) else "between"


def _rank_chances(question: Question) -> dict[str, float]:
    """How likely each rank is where length says nothing of the key."""
    if question.kind != "single":
        return {}
    one = 1 / len(question.options)
    return {"longest": one, "shortest": one, "between": 1 - 2 * one}


class _Places:
    """Deals places for the key so that each comes up equally often within every round."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._left: dict[int, list[int]] = {}

    def deal(self, options: int) -> int:
        """A place from 0 to ``options`` - 1."""
        if not self._left.get(options):
            self._left[options] = self._random.sample(range(options), options)
        return self._left[options].pop()


def _shuffled(question: Question, random: Random, places: _Places) -> Question:
    """The question with its options in a new order; numbers stay in theirs."""
    options = list(question.options)
    if all(shape(option.text) == "number" for option in options):
        options.sort(key=lambda option: number_of(option.text))
        return question.model_copy(update={"options": tuple(options)})
    random.shuffle(options)
    if question.kind == "single":
        key = next(option for option in options if option.correct)
        options.remove(key)
        options.insert(places.deal(len(options) + 1), key)
    return question.model_copy(update={"options": tuple(options)})


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


def _advice(request: QuizRequest, rejected: Counter[str]) -> str:
    if request.origin == "model":
        return "Name a model with --llm, or take questions from the bank or the notes"
    if rejected.get("asked before"):
        return "All that fit were asked before: widen the topic, or begin anew"
    if request.topic:
        return "Try other words for the topic, or add notes on it"
    if request.section or request.objective or request.kind or request.difficulty:
        return "Leave one of these out"
    return "Add notes that define terms, list things or compare them, then run `tutor ingest`"
