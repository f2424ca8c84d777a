"""From cases to figures: what is measured, its goal, and its value with a 95 % interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from eval.bootstrap import Interval, mean_interval, mean_samples, percentiles, wilson
from eval.cases import Split
from eval.judge import CaseResult
from eval.metrics import (
    balanced_accuracy,
    hit_at_k,
    ndcg_at_k,
    recall_at_k,
    reciprocal_rank,
)
from tutor.answering.answer import Answer

TOP_K = 10
Value = Callable[[CaseResult], float | None]
"""What a case contributes to a figure, between 0 and 1; None when it does not count."""


@dataclass(frozen=True)
class Measure:
    """A figure's name, what it averages, and its goal (docs: DESIGN, truth goals)."""

    key: str
    label: str
    value: Value
    goal: float | None = None
    at_most: bool = False

    def reached(self, value: float) -> bool | None:
        """Whether ``value`` reaches the goal; None without a goal."""
        if self.goal is None:
            return None
        return value <= self.goal if self.at_most else value >= self.goal


@dataclass(frozen=True)
class Figure:
    """A mean over ``n`` cases and its 95 % interval."""

    value: float
    interval: Interval
    n: int

    def to_json(self) -> dict[str, Any]:
        """Rounded to four places."""
        low, high = (round(bound, 4) for bound in self.interval)
        return {"value": round(self.value, 4), "low": low, "high": high, "n": self.n}


def _of_facts(score: Callable[[CaseResult], float]) -> Value:
    return lambda case: score(case) if case.answerable else None


def _refused(kind: str = "") -> Value:
    def value(case: CaseResult) -> float | None:
        counts = not case.answerable and kind in ("", case.kind)
        return float(case.refused) if counts else None

    return value


MEASURES: tuple[Measure, ...] = (
    Measure("hit_at_1", "first passage answers", _of_facts(lambda c: hit_at_k(c.answering, 1))),
    Measure(
        "hit_at_4",
        "one of the first 4 passages answers",
        _of_facts(lambda c: hit_at_k(c.answering, 4)),
        goal=0.85,
    ),
    Measure(
        "evidence_at_4",
        "the case's own quote in the first 4",
        _of_facts(lambda c: hit_at_k(c.relevant, 4)),
    ),
    Measure(
        "recall_at_10",
        "own quote recalled in the first 10",
        _of_facts(lambda c: recall_at_k(c.relevant, TOP_K, c.total)),
    ),
    Measure("mrr", "mean reciprocal rank", _of_facts(lambda c: reciprocal_rank(c.answering))),
    Measure(
        "ndcg_at_10",
        "nDCG of the first 10, own quote",
        _of_facts(lambda c: ndcg_at_k(c.relevant, TOP_K, c.total)),
    ),
    Measure(
        "answer_in_context",
        "answer in the first 3,200 retrieved characters",
        _of_facts(lambda c: float(c.in_context)),
        goal=0.95,
    ),
    Measure(
        "fact_coverage",
        "answer of at most 120 words holds the fact",
        _of_facts(lambda c: float(c.covered)),
        goal=0.90,
    ),
    Measure(
        "citations_sound", "citations verbatim and in place", lambda c: float(not c.flaws), goal=1.0
    ),
    Measure("unanswerable_refused", "unanswerable refused or corrected", _refused(), goal=0.90),
    Measure("off_topic_refused", "… off topic", _refused("off-topic"), goal=0.98),
    Measure("near_topic_refused", "… near topic", _refused("near-topic"), goal=0.80),
    Measure("false_premise_handled", "… false premise", _refused("false-premise")),
    Measure(
        "answerable_refused",
        "answerable refused by mistake",
        _of_facts(lambda c: float(c.refused)),
        goal=0.05,
        at_most=True,
    ),
)
BALANCED = Measure("balanced_accuracy", "balanced accuracy of refusing", lambda c: None)
BY_KEY = {measure.key: measure for measure in (*MEASURES, BALANCED)}


def figures_of(cases: Sequence[CaseResult]) -> dict[str, Figure]:
    """Every figure that these cases have something to say about, by key."""
    figures: dict[str, Figure] = {}
    for measure in MEASURES:
        values = [v for case in cases if (v := measure.value(case)) is not None]
        if values:
            figures[measure.key] = _figure(values)
    rightly = [float(c.refused) for c in cases if not c.answerable]
    wrongly = [float(c.refused) for c in cases if c.answerable]
    if rightly and wrongly:
        samples = (mean_samples(rightly) + 1 - mean_samples(wrongly, seed=1)) / 2
        value = balanced_accuracy(_mean(rightly), _mean(wrongly))
        figures[BALANCED.key] = Figure(value, percentiles(samples), len(rightly) + len(wrongly))
    return figures


def by_split(cases: Sequence[CaseResult]) -> dict[str, dict[str, Figure]]:
    """Figures of all cases, of those the tutor was tuned on, and of those kept for reporting."""
    splits: tuple[Split, ...] = ("tune", "report")
    parts = {split: [case for case in cases if case.split == split] for split in splits}
    return {name: figures_of(part) for name, part in (("all", cases), *parts.items())}


def grouped(
    cases: Iterable[CaseResult], name_of: Callable[[CaseResult], str]
) -> dict[str, dict[str, Figure]]:
    """Figures of each group of cases, by the group's name in order; unnamed cases stay out."""
    groups: dict[str, list[CaseResult]] = {}
    for case in cases:
        if name := name_of(case):
            groups.setdefault(name, []).append(case)
    return {name: figures_of(groups[name]) for name in sorted(groups)}


@dataclass(frozen=True)
class ModelShare:
    """What a language model contributed to a run."""

    answered: int = 0
    failed: int = 0
    sentences: int = 0
    supported: int = 0

    def with_answer(self, answer: Answer, failed: bool) -> ModelShare:
        """Count one more answer; one that failed was given from the notes alone."""
        if answer.mode != "model":
            return replace(self, failed=self.failed + failed)
        return ModelShare(
            self.answered + 1,
            self.failed,
            self.sentences + len(answer.sentences),
            self.supported + sum(s.supported for s in answer.sentences),
        )


@dataclass(frozen=True)
class EvalResult:
    """What a run came to. ``unplaced`` are facts whose quote no indexed document holds.

    ``ablations`` are the facts once more, by what was left out of the retrieval; only a run for a
    report measures them.
    """

    course: str
    cases: tuple[CaseResult, ...]
    unplaced: tuple[str, ...] = ()
    model: ModelShare = ModelShare()
    ablations: Mapping[str, tuple[CaseResult, ...]] = field(default_factory=dict)

    @cached_property
    def splits(self) -> dict[str, dict[str, Figure]]:
        """Figures by split (``all``, ``tune``, ``report``) and key."""
        return by_split(self.cases)

    @cached_property
    def sections(self) -> dict[str, dict[str, Figure]]:
        """Figures by section of the course."""
        return grouped(self.cases, lambda case: case.section)

    @cached_property
    def kinds(self) -> dict[str, dict[str, Figure]]:
        """Figures by kind of case (``fact``, ``typo``, ``near-topic``, …)."""
        return grouped(self.cases, lambda case: case.kind)

    @cached_property
    def objectives(self) -> dict[str, dict[str, Figure]]:
        """Figures by objective of the course."""
        return grouped(self.cases, lambda case: case.objective)


def missed(cases: Iterable[CaseResult], measure: Measure) -> list[str]:
    """Ids of the cases that pull a figure away from its best value."""
    best = 0.0 if measure.at_most else 1.0
    return [c.id for c in cases if (v := measure.value(c)) is not None and v != best]


def _figure(values: Sequence[float]) -> Figure:
    counted = all(value in (0.0, 1.0) for value in values)
    interval = wilson(round(sum(values)), len(values)) if counted else mean_interval(values)
    return Figure(_mean(values), interval, len(values))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
