"""How sound a set of questions is: flaws, tells in place and length, and what blind guessing gets.

A blind baseline never reads the notes. Where one beats chance, the options give the key away.
Credit for a question is the chance of hitting it: ties among options share it, so a baseline
that cannot tell options apart scores exactly chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.errors import QuestionError
from corpus.questions import LABELS, Question
from tutor.quizzing.blind import BASELINES, Rate, chi_squared_tail, credit, rate
from tutor.quizzing.item_checks import NotesContext, check
from tutor.quizzing.near_duplicates import duplicate_ids


@dataclass(frozen=True)
class KeyPlaces:
    """How often the key stands where, against even shares: chi-squared test."""

    counts: dict[str, int]
    chi_squared: float
    degrees_of_freedom: int
    p_value: float


@dataclass(frozen=True)
class Part:
    """Figures of one section, or of all questions."""

    questions: int
    flawed: Rate
    key_longest: Rate
    key_shortest: Rate
    blind: dict[str, Rate]


@dataclass(frozen=True)
class HealthReport:
    """What is to be said of a set of questions."""

    overall: Part
    sections: dict[str, Part]
    hard_flaws: dict[str, int]
    soft_flaws: dict[str, int]
    key_places: KeyPlaces
    duplicates: Rate
    flawed: dict[str, list[str]]

    def to_json(self) -> dict[str, Any]:
        """Plain values for ``tutor health --json``. ``flawed``: hard flaws by question id."""
        return asdict(self)

    @property
    def text(self) -> str:
        """The figures for a reader, a line each."""
        lines = [
            f"{self.overall.questions} questions; {_of(self.overall.flawed)} with a hard flaw; "
            f"{_of(self.duplicates)} ask the same as another",
            f"Places of the key: {_counts(self.key_places.counts)} "
            f"(chi-squared {self.key_places.chi_squared:.1f}, p = {self.key_places.p_value:.3f})",
        ]
        for title, found in (("Hard", self.hard_flaws), ("Soft", self.soft_flaws)):
            lines += [f"{title} flaws: {_counts(found)}"] if found else []
        for name, part in {"All": self.overall, **self.sections}.items():
            title = name if name == "All" else f"Section {name}"
            lines.append(f"{title}: guessing blind (chance {part.blind['longest'].chance:.0%})")
            lines += [
                f"  {way}: {got.share:.0%} (95 %: {got.low:.0%} to {got.high:.0%})"
                for way, got in part.blind.items()
            ]
        return "\n".join(lines)


def _of(share: Rate) -> str:
    return f"{share.hits:g} ({share.share:.0%})"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def health_of(
    questions: Sequence[Question], notes: Mapping[str, str] | None = None
) -> HealthReport:
    """Examine questions. ``notes`` (texts by source) lets receipts be checked.

    Raises:
        QuestionError: there are no questions.
    """
    if not questions:
        raise QuestionError("There are no questions to examine", "Name a course or file with some")
    context = NotesContext(notes or {})
    hard: Counter[str] = Counter()
    soft: Counter[str] = Counter()
    flawed: dict[str, list[str]] = {}
    for question in questions:
        flaws = check(question, context)
        hard.update({flaw.name for flaw in flaws if flaw.hard})
        soft.update({flaw.name for flaw in flaws if not flaw.hard})
        names = sorted({flaw.name for flaw in flaws if flaw.hard})
        if names:
            flawed[question.id] = names
    repeated = duplicate_ids(questions)
    sections = sorted({question.section for question in questions if question.section})
    return HealthReport(
        overall=_part(questions, flawed),
        sections={s: _part([q for q in questions if q.section == s], flawed) for s in sections},
        hard_flaws=dict(hard.most_common()),
        soft_flaws=dict(soft.most_common()),
        key_places=key_places(questions),
        duplicates=rate(len(repeated), len(questions), 0.0),
        flawed=flawed,
    )


def key_places(questions: Sequence[Question]) -> KeyPlaces:
    """Places of the keys of single-choice questions, tested against even shares.

    Where numbers of options differ, each question expects 1/n at each of its n places.
    """
    singles = [question for question in questions if question.kind == "single"]
    most = max((len(question.options) for question in singles), default=0)
    counts = {LABELS[n]: 0 for n in range(most)}
    expected = [0.0] * most
    for question in singles:
        counts[next(iter(question.key))] += 1
        for n in range(len(question.options)):
            expected[n] += 1 / len(question.options)
    pairs = zip(counts.values(), expected, strict=True)
    statistic = sum((seen - even) ** 2 / even for seen, even in pairs if even)
    freedom = max(most - 1, 0)
    return KeyPlaces(counts, statistic, freedom, chi_squared_tail(statistic, freedom))


def _part(questions: Sequence[Question], flawed: Mapping[str, object]) -> Part:
    singles = [question for question in questions if question.kind == "single"]
    chance = _mean([1 / len(question.options) for question in singles])
    blind = {
        name: rate(sum(credit(q, pick(q)) for q in singles), len(singles), chance)
        for name, pick in BASELINES.items()
    }
    return Part(
        questions=len(questions),
        flawed=rate(sum(q.id in flawed for q in questions), len(questions), 0.0),
        key_longest=blind["longest"],
        key_shortest=blind["shortest"],
        blind=blind,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
