"""Reading cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.cases import CaseError, Cases, Fact, Unanswerable, bundled_cases, cases_at, read_cases

FACT = "- {id: f-1.01-01, question: q, answer: a, must: [a]}\n"
LACKING = "- {id: u-1, kind: off-topic, question: q}\n"


def test_facts_and_unanswerable_questions_may_share_a_folder(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.yaml").write_text(FACT)
    (tmp_path / "b.yaml").write_text(LACKING)
    cases = cases_at(tmp_path)
    assert [fact.id for fact in cases.facts] == ["f-1.01-01"]
    assert [case.id for case in cases.unanswerable] == ["u-1"]
    assert len(cases) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FACT + FACT, "stand twice: f-1.01-01"),
        ("- {id: f-1, question: q, answer: a, must: ['(']}", "case f-1"),
        ("- {id: u-1, kind: off-topic, question: q, corrected: ['(']}", "case u-1"),
        ("- {id: u-1, kind: odd, question: q}", "case u-1"),
        ("- {id: u-1, kind: off-topic, question: q, colour: red}", "colour"),
        ("a: [", "cannot be read"),
        ("a: 1", "does not hold a list"),
        ("- just words", "case just words"),
        ("", "No cases are in"),
    ],
)
def test_broken_cases_are_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text(text)
    with pytest.raises(CaseError, match=said.replace("(", r"\(")):
        cases_at(path)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be read"):
        read_cases(tmp_path / "none.yaml", Fact)


@pytest.mark.parametrize(
    ("case_id", "objective", "section"),
    [
        ("f-3.05-02", "3.05", "3"),
        ("h-001", "2.01", "2"),
        ("f-5.ensembles-01", "", "5"),
        ("f-0.logistics-01", "", "0"),
        ("f-seeds-001", "", ""),
    ],
)
def test_the_section_of_a_fact(case_id: str, objective: str, section: str) -> None:
    fact = Fact(id=case_id, objective=objective, question="q", answer="a", must=("a",))
    assert fact.section == section


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 100))
def test_thinning_keeps_so_many_in_order(facts: int, lacking: int, limit: int) -> None:
    cases = Cases(
        tuple(Fact(id=f"f-{n:02}", question="q", answer="a", must=("a",)) for n in range(facts)),
        tuple(Unanswerable(id=f"u-{n:02}", kind="off-topic", question="q") for n in range(lacking)),
    )
    thinned = cases.thinned(limit)
    assert len(thinned) == min(limit, len(cases))
    assert set(thinned.facts) <= set(cases.facts)
    assert list(thinned.facts) == sorted(thinned.facts, key=lambda fact: fact.id)


def test_two_thirds_of_the_bundled_cases_are_for_tuning() -> None:
    cases = bundled_cases()
    tune = sum(case.split == "tune" for case in (*cases.facts, *cases.unanswerable))
    assert tune / len(cases) == pytest.approx(2 / 3, abs=0.05)
