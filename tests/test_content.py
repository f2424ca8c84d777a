"""The bundled course and its cases keep the contract of docs/authoring.md."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from corpus.course import bundled_courses
from corpus.questions import read_questions
from eval.cases import CASES_FOLDER, Fact, Unanswerable, bundled_cases, read_cases
from eval.content_check import (
    blind_figures,
    content_findings,
    fact_findings,
    pattern_findings,
    premise_findings,
    question_findings,
)

COURSE = next(iter(bundled_courses().values()))
QUESTIONS = read_questions(COURSE.questions_folder)
FACTS = read_cases(CASES_FOLDER / "facts", Fact)
CASES = bundled_cases()
OTHER = CASES_FOLDER / "other_notes"
RUN = 10  # words in a row that count as copied


def test_no_finding_in_the_whole_content() -> None:
    assert content_findings(COURSE, QUESTIONS, CASES) == []


def test_every_objective_has_notes_questions_and_facts() -> None:
    names = [path.name for path in COURSE.notes_folder.rglob("*.md")]
    questions, facts = (Counter(item.objective for item in items) for items in (QUESTIONS, FACTS))
    for objective in COURSE.objectives:
        assert sum(name.startswith(f"{objective}-") for name in names) == 1, objective
        assert questions[objective] >= 5, objective
        assert facts[objective] >= 5, objective


def test_ids_are_unique() -> None:
    ids = [item.id for item in (*QUESTIONS, *CASES.facts, *CASES.unanswerable)]
    ids += [case.id for path in OTHER.glob("*.yaml") for case in _other(path)]
    assert [name for name, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize("section", ["", *(section.id for section in COURSE.sections)])
def test_blind_rules_stay_at_chance(section: str) -> None:
    figures = blind_figures([q for q in QUESTIONS if q.section.startswith(section)])
    assert figures
    for rule, (score, chance) in figures.items():
        assert score == pytest.approx(chance, abs=0.05), rule


@pytest.mark.parametrize("path", sorted(OTHER.glob("*.yaml")), ids=lambda path: path.stem)
def test_cases_about_other_notes_have_sound_patterns(path: Path) -> None:
    for case in _other(path):
        check = pattern_findings if isinstance(case, Fact) else premise_findings
        assert list(check(case)) == []  # type: ignore[operator]  # the pair fits


def test_nothing_is_copied_from_the_source_notes() -> None:
    folder = os.environ.get("STUDY_TUTOR_SOURCES", "")
    if not Path(folder).is_dir() or not folder:
        pytest.skip("STUDY_TUTOR_SOURCES does not name a folder of source notes")
    theirs = {run for path in Path(folder).rglob("*.txt") for run in _runs(path)}
    assert theirs, f"no text in {folder}"
    ours = [*COURSE.folder.rglob("*.md"), *COURSE.folder.rglob("*.yaml")]
    ours += CASES_FOLDER.rglob("*.yaml")
    copied = [f"{path.name}: {' '.join(run)}" for path in ours for run in _runs(path) & theirs]
    assert copied == []


def _other(path: Path) -> list[Fact] | list[Unanswerable]:
    if path.stem.endswith("unanswerable"):
        return read_cases(path, Unanswerable)
    return read_cases(path, Fact)


def _runs(path: Path) -> set[tuple[str, ...]]:
    """Every ten words in a row of a file."""
    words = re.findall(r"\w+", path.read_text("utf-8", errors="replace").lower())
    return {tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


class TestTheChecksThemselves:
    """A check that finds nothing has to be able to find something."""

    def test_questions(self) -> None:
        question = QUESTIONS[0]
        flawed = question.model_copy(
            update={
                "objective": "9.99",
                "receipt": question.receipt.model_copy(update={"quote": "Not in the note."}),
                "options": (
                    question.options[0].model_copy(
                        update={"text": "All of the above, " + "x" * 300, "why": ""}
                    ),
                    *question.options[1:],
                ),
            }
        )
        said = " ".join(question_findings(COURSE, flawed))
        for part in ("unknown objective", "not verbatim", "catch-all", "no reason", "longest"):
            assert part in said

    def test_facts(self) -> None:
        fact = FACTS[0].model_copy(update={"must": (".",)})
        said = " ".join(fact_findings(COURSE, fact))
        assert "the wrong answer is accepted" in said
        assert "the refusal is accepted" in said
        nowhere = fact.model_copy(
            update={"evidence": fact.evidence and fact.evidence.model_copy(update={"source": "x"})}
        )
        assert "no such note" in " ".join(fact_findings(COURSE, nowhere))

    def test_false_premises(self) -> None:
        case = Unanswerable(id="u", kind="false-premise", question="why maximise")
        assert list(premise_findings(case)) == ["u: a false premise without a correction"]
        loose = case.model_copy(update={"corrected": ("maximise",)})
        assert list(premise_findings(loose)) == ["u: the question is accepted as its correction"]

    def test_blind_rules(self) -> None:
        always_a = [
            q.model_copy(update={"options": tuple(sorted(q.options, key=lambda o: not o.correct))})
            for q in QUESTIONS
        ]
        assert blind_figures(always_a)["always A"][0] == 1
        assert blind_figures([]) == {}
