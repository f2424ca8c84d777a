"""Sets of questions in which neither the place nor the length of the key tells it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from random import Random

from corpus.questions import Question
from tutor.quizzing.drafts import number_of
from tutor.quizzing.option_forms import shape


class Lengths:
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

    def would_tell(self, question: Question, slack: float = 1.0) -> bool:
        """Whether one more key of this length is over ``slack`` questions above chance.

        A key in between may be so twice as often: who knows it has two options left to guess among.
        """
        rank = _rank(question)
        slack *= 2 if rank == "between" else 1
        chance = self._chance[rank] + _rank_chances(question).get(rank, 1.0)
        return self._seen[rank] + 1 > chance + slack


def is_extreme(question: Question) -> bool:
    """Whether the key of a single-answer question is its longest or its shortest option."""
    return _rank(question) in ("longest", "shortest")


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


class Places:
    """Deals places for the key so that each comes up equally often within every round."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._left: dict[int, list[int]] = {}

    def deal(self, options: int) -> int:
        """A place from 0 to ``options`` - 1."""
        if not self._left.get(options):
            self._left[options] = self._random.sample(range(options), options)
        return self._left[options].pop()


def shuffled(question: Question, random: Random, places: Places) -> Question:
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
