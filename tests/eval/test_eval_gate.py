"""The gate: what falls below the baseline is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scripted_tutor import FACTS, MakeTutor, run

from corpus.course import BUNDLED_COURSE
from eval.baseline import Baseline, GateFailed, check, read_baseline, updated, write_baseline
from eval.cases import CaseError, Cases
from eval.run import main, run_eval


def test_the_gate_holds_for_the_same_scores(make_tutor: MakeTutor, tmp_path: Path) -> None:
    result = run(make_tutor())
    path = tmp_path / "baseline.json"
    write_baseline(updated(None, result), path)
    check(result, read_baseline(path))


def test_the_gate_names_what_fell(make_tutor: MakeTutor) -> None:
    strict = with_tolerance(updated(None, run(make_tutor())), 0)
    worse = run(make_tutor(how_many_parts_by_default=None))
    with pytest.raises(GateFailed) as failed:
        check(worse, strict)
    said = str(failed.value)
    assert "fact_coverage (all cases) fell from 1.000 to 0.750" in said
    assert "answerable_refused (all cases) rose from 0.000 to 0.250" in said
    assert "new: f-3.08-01" in said
    assert "\n" not in said


def test_the_gate_tolerates_so_many_cases(make_tutor: MakeTutor) -> None:
    baseline = updated(None, run(make_tutor()))
    one_lost = run(make_tutor(how_many_parts_by_default=None))
    two_lost = run(make_tutor(how_many_parts_by_default=None, why_is_my_best_run_awful=None))
    check(one_lost, with_tolerance(baseline, 1))
    with pytest.raises(GateFailed, match="fact_coverage"):
        check(two_lost, with_tolerance(baseline, 1))


def test_the_gate_allows_for_better_scores(make_tutor: MakeTutor) -> None:
    baseline = updated(None, run(make_tutor(how_many_parts_by_default=None)))
    check(run(make_tutor()), with_tolerance(baseline, 0))


def test_a_figure_that_is_no_longer_measured_fails_the_gate(make_tutor: MakeTutor) -> None:
    tutor = make_tutor()
    baseline = updated(None, run(tutor))
    facts_alone = run_eval(tutor, "small", Cases(FACTS))
    with pytest.raises(GateFailed, match="no longer measured"):
        check(facts_alone, baseline)


def test_without_a_baseline_the_gate_fails(make_tutor: MakeTutor, tmp_path: Path) -> None:
    with pytest.raises(GateFailed, match="no baseline"):
        check(run(make_tutor()), read_baseline(tmp_path / "none.json"))


def test_a_broken_baseline_is_named(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text('{"cases": "many"}')
    with pytest.raises(CaseError, match="does not hold a baseline"):
        read_baseline(path)


def test_renewing_the_baseline_keeps_tolerances(make_tutor: MakeTutor) -> None:
    by_hand = with_tolerance(updated(None, run(make_tutor())), 5)
    renewed = updated(by_hand, run(make_tutor(how_many_parts_by_default=None)))
    assert {gated.tolerated_cases for gated in renewed.figures.values()} == {5}
    assert renewed.figures["fact_coverage"].all == 0.75
    assert renewed.figures["fact_coverage"].missed == ("f-3.08-01",)


def with_tolerance(baseline: Baseline, cases: float) -> Baseline:
    figures = {
        key: gated.model_copy(update={"tolerated_cases": cases})
        for key, gated in baseline.figures.items()
    }
    return baseline.model_copy(update={"figures": figures})


def test_main_fails_when_the_gate_does(
    make_tutor: MakeTutor, capsys: pytest.CaptureFixture[str]
) -> None:
    """The scripted tutor refuses nearly every bundled case: far below the committed baseline."""
    assert main(make_tutor(), course=BUNDLED_COURSE, as_json=True, gate=True) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert re.search(r"fact_coverage \(all cases\) fell from 0\.\d+ to 0\.000", line)


def test_the_gate_is_for_the_whole_bundled_set(make_tutor: MakeTutor, tmp_path: Path) -> None:
    for odd in ({"limit": 3}, {"cases": tmp_path}, {"course": "small"}):
        with pytest.raises(CaseError, match="whole set"):
            main(make_tutor(), **{"course": BUNDLED_COURSE, "gate": True, **odd})
