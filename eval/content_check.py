"""Checks of the course's content that a machine can make; run as ``python -m eval.content_check``.

Used by the tests and by authors. Returns findings as text, one a line; none means clean.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median

from corpus.course import Course, bundled_courses
from corpus.questions import Question, Receipt, read_questions
from eval.cases import Cases, Fact, Unanswerable, bundled_cases
from index.lexical import STOP_WORDS

_WORD = re.compile(r"[a-z0-9_]+")
_ABSOLUTE = re.compile(r"\b(always|never|only|all|none|every|must)\b", re.IGNORECASE)
_REFUSAL = "Your notes don't say."


def receipt_findings(course: Course, owner: str, receipt: Receipt) -> Iterator[str]:
    """A receipt is verbatim in the note it names."""
    note = course.folder / receipt.source
    if not note.is_file():
        yield f"{owner}: no such note: {receipt.source}"
    elif receipt.quote not in note.read_text("utf-8"):
        yield f"{owner}: not verbatim in {receipt.source}: {receipt.quote[:80]!r}"


def question_findings(course: Course, question: Question) -> Iterator[str]:
    """Flaws of one question that show without knowing the subject."""
    if question.objective not in course.objectives:
        yield f"{question.id}: unknown objective {question.objective!r}"
    yield from receipt_findings(course, question.id, question.receipt)
    for label, option in question.labelled().items():
        if not option.why:
            yield f"{question.id}: option {label} has no reason"
        if option.receipt:
            yield from receipt_findings(course, f"{question.id} {label}", option.receipt)
        if re.search(r"\b(all|none) of the (above|options)\b", option.text, re.IGNORECASE):
            yield f"{question.id}: option {label} is a catch-all"
    lengths = [len(option.text) for option in question.options]
    if max(lengths) > max(1.5 * median(lengths), median(lengths) + 12):
        yield f"{question.id}: longest option {max(lengths)} > 1.5 x median {median(lengths)}"
    wrong_absolute = [o for o in question.options if not o.correct and _ABSOLUTE.search(o.text)]
    if wrong_absolute and not any(o.correct and _ABSOLUTE.search(o.text) for o in question.options):
        yield f"{question.id}: an absolute word stands in wrong options alone"
    if question.kind == "multiple" and "(Choose " not in question.stem:
        yield f"{question.id}: the stem does not say how many to choose"


def fact_findings(course: Course, fact: Fact) -> Iterator[str]:
    """A fact stands in the notes, its patterns behave, and its question is in other words."""
    if fact.evidence is None:
        yield f"{fact.id}: no evidence"
        return
    yield from receipt_findings(course, fact.id, fact.evidence)
    yield from pattern_findings(fact)
    asked = _content_words(fact.question)
    echoed = asked & _content_words(fact.evidence.quote)
    if len(asked) > 3 and len(echoed) > 0.5 * len(asked):
        yield f"{fact.id}: the question echoes its quote: {sorted(echoed)}"


def pattern_findings(fact: Fact) -> Iterator[str]:
    """A fact's patterns accept the right answer and the quote, and nothing else."""
    wanted = {"answer": fact.answer}
    if fact.evidence:
        wanted["quote"] = fact.evidence.quote
    for name, text in wanted.items():
        if not fact.accepts(text):
            yield f"{fact.id}: the {name} is rejected"
    unwanted = {"wrong answer": fact.wrong, "question": fact.question, "refusal": _REFUSAL}
    for name, text in unwanted.items():
        if fact.accepts(text):
            yield f"{fact.id}: the {name} is accepted"


def premise_findings(case: Unanswerable) -> Iterator[str]:
    """A false premise has a correction, which neither the question nor a refusal matches."""
    if case.kind == "false-premise" and not case.corrected:
        yield f"{case.id}: a false premise without a correction"
    for name, text in {"question": case.question, "refusal": _REFUSAL}.items():
        if case.is_corrected_by(text):
            yield f"{case.id}: the {name} is accepted as its correction"


def content_findings(course: Course, questions: Sequence[Question], cases: Cases) -> list[str]:
    """Every finding. Hard questions may echo their quotes, and some lie in two notes."""
    findings = [f for question in questions for f in question_findings(course, question)]
    for fact in cases.facts:
        if fact.kind == "fact":
            findings += fact_findings(course, fact)
        else:
            findings += pattern_findings(fact)
            if fact.evidence:
                findings += receipt_findings(course, fact.id, fact.evidence)
    return findings + [f for case in cases.unanswerable for f in premise_findings(case)]


def blind_figures(questions: list[Question]) -> dict[str, tuple[float, float]]:
    """Score of each blind rule on single-choice questions, and what chance would give."""
    single = [q for q in questions if q.kind == "single"]
    if not single:
        return {}
    chance = sum(1 / len(q.options) for q in single) / len(single)
    rules: dict[str, Callable[[Question], int]] = {
        "longest": lambda q: max(range(len(q.options)), key=lambda i: len(q.options[i].text)),
        "shortest": lambda q: min(range(len(q.options)), key=lambda i: len(q.options[i].text)),
        "stem overlap": lambda q: max(
            range(len(q.options)),
            key=lambda i: len(_content_words(q.stem) & _content_words(q.options[i].text)),
        ),
    }
    for position, label in enumerate("ABCD"):
        rules[f"always {label}"] = partial(_at_most, position)
    return {
        name: (sum(q.options[rule(q)].correct for q in single) / len(single), chance)
        for name, rule in rules.items()
    }


def _at_most(position: int, question: Question) -> int:
    return min(position, len(question.options) - 1)


def _content_words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower())) - STOP_WORDS


def main(prefix: str = "") -> int:
    """Print findings for objectives that begin with ``prefix``; exit 1 when there are any."""
    course = next(iter(bundled_courses().values()))
    questions = [
        q for q in read_questions(course.questions_folder) if q.objective.startswith(prefix)
    ]
    every = bundled_cases()
    facts = tuple(fact for fact in every.facts if fact.objective.startswith(prefix))
    cases = Cases(facts, every.unanswerable if not prefix else ())
    findings = content_findings(course, questions, cases)
    out = sys.stdout.write
    for finding in findings:
        out(finding + "\n")
    out(f"{len(questions)} questions, {len(facts)} facts, {len(findings)} findings\n")
    for name, (score, chance) in blind_figures(questions).items():
        out(f"blind rule {name}: {score:.2f} (chance {chance:.2f})\n")
    counts = Counter(q.objective for q in questions)
    fact_counts = Counter(fact.objective for fact in facts if fact.kind == "fact")
    for objective in course.objectives:
        if objective.startswith(prefix):
            out(f"{objective}: {counts[objective]} questions, {fact_counts[objective]} facts\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
