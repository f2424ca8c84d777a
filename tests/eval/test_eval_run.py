"""A whole run on three small notes: figures and reports."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from scripted_tutor import (
    CASES,
    FACTS,
    LACKING,
    MINIMISES,
    NOTES,
    SCRIPT,
    MakeTutor,
    MisquotingTutor,
    ScriptedTutor,
    run,
)
from small_course import SmallCourse

from corpus.course import BUNDLED_COURSE
from eval.cases import CaseError, Cases, Unanswerable
from eval.figures import BY_KEY, EvalResult
from eval.html_report import as_html, worst, write_html
from eval.report import as_lines, to_json
from eval.run import ABLATIONS, cases_for, main, run_eval
from tutor.answering.refusal import fitted_model


def value(result: EvalResult, key: str, split: str = "all") -> float:
    return result.splits[split][key].value


def test_a_faultless_tutor_has_full_marks(make_tutor: MakeTutor) -> None:
    tutor = make_tutor()
    result = run(tutor)
    for key, figure in result.splits["all"].items():
        measure = BY_KEY[key]
        if key not in ("hit_at_1", "mrr", "ndcg_at_10"):  # ranking is the index's business
            assert figure.value == (0 if measure.at_most else 1), key
    assert [turn.question for turn in tutor.previous] == ["what is data drift"]
    assert result.unplaced == ("h-003",)
    assert not any(case.failure for case in result.cases)


def test_figures_are_counted_by_split_section_kind_and_objective(make_tutor: MakeTutor) -> None:
    result = run(make_tutor(how_many_parts_by_default=None, how_do_I_boil_an_egg=[MINIMISES]))
    assert value(result, "fact_coverage") == 0.75
    assert value(result, "answerable_refused") == 0.25
    assert value(result, "unanswerable_refused") == pytest.approx(2 / 3)
    assert value(result, "off_topic_refused") == 0
    assert value(result, "balanced_accuracy") == pytest.approx((2 / 3 + 0.75) / 2)
    assert result.sections["3"]["fact_coverage"].value == pytest.approx(2 / 3)
    assert set(result.kinds) == {
        "fact", "follow-up", "typo", "off-topic", "near-topic", "false-premise"
    }  # fmt: skip
    assert result.objectives["3.08"]["fact_coverage"].value == 0.5
    sizes = [result.splits[name]["citations_sound"].n for name in ("tune", "report")]
    assert sum(sizes) == len(CASES)


def test_misquoted_passages_show(make_tutor: MakeTutor) -> None:
    result = run(make_tutor(MisquotingTutor))
    assert value(result, "citations_sound") < 1
    assert {case.failure for case in result.cases if not case.refused} == {"broken citation"}


def test_a_run_tells_how_far_it_is(make_tutor: MakeTutor) -> None:
    told: list[tuple[int, int]] = []
    run_eval(make_tutor(), "small", CASES, lambda done, total: told.append((done, total)))
    assert told == [(n, 7) for n in range(1, 8)]


def test_the_table_shows_goals_and_whether_they_are_reached(make_tutor: MakeTutor) -> None:
    lines = as_lines(run(make_tutor(what_does_a_DBU_cost=[MINIMISES])))
    (near,) = [line for line in lines.splitlines() if "near topic" in line]
    assert "≥ .80" in near
    assert "not reached" in near
    assert ".000 [.000, .793]" in near
    assert re.search(r"1 answered what the notes lack", lines)
    assert "h-003" in lines  # its quote is nowhere


def test_json_holds_every_figure_and_case(make_tutor: MakeTutor) -> None:
    result = run(make_tutor())
    value = json.loads(to_json(result))
    assert value["cases"] == 7
    assert set(value["figures"]) == set(result.splits["all"])
    coverage = value["figures"]["fact_coverage"]
    assert coverage["goal"] == 0.9
    assert coverage["reached"] is True
    assert coverage["all"] == {"value": 1.0, "low": 0.5101, "high": 1.0, "n": 4}
    assert [case["id"] for case in value["results"]] == [case.id for case in (*FACTS, *LACKING)]
    assert value["results"][0]["covered"] is True
    assert value["results"][-1]["covered"] is None


class _Page(HTMLParser):
    """What a page links to, and whether its tags are balanced."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [name for name, _ in attrs if name in ("src", "href", "data")]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [name for name, _ in attrs if name in ("src", "href", "data")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_no_network_and_escapes_what_it_shows(make_tutor: MakeTutor) -> None:
    result = run(make_tutor(how_many_parts_by_default=None, what_does_a_DBU_cost=[MINIMISES]))
    page = as_html(result)
    read = _Page()
    read.feed(page)
    assert read.open == []
    assert read.links == []
    assert "http" not in page
    assert page.count("<svg") == 3  # coverage, the refusal curve, its thresholds
    assert page.count("<details>") == 2
    assert "(answers)" in page
    evil = Cases(unanswerable=(Unanswerable(id="u-<b>", kind="off-topic", question="<script>"),))
    tutor = make_tutor(**{"<script>": [MINIMISES]})
    assert "<script>" not in as_html(run_eval(tutor, "small", evil))


def test_a_report_measures_ablations_and_draws_them(make_tutor: MakeTutor) -> None:
    tutor = make_tutor()
    result = run_eval(tutor, "small", CASES, ablations=True)
    assert set(result.ablations) == set(ABLATIONS)
    ids = [fact.id for fact in FACTS]
    for cases in result.ablations.values():
        assert [case.id for case in cases] == ids
    words = {case.id: case for case in result.ablations["BM25 alone"]}
    best = tutor.index("small").words_scores("how many parts by default").argmax()
    assert words["f-3.08-01"].passages[0].text == tutor.index("small").chunks[int(best)].text
    page = as_html(result)
    assert page.count("<svg") == 5
    for name in ("as it is", *ABLATIONS):
        assert page.count(f">{name}</text>") == 2, name
    assert "Ablations" not in as_html(run(tutor))


def test_the_refusal_curve_is_that_of_the_probability_used(make_tutor: MakeTutor) -> None:
    page = as_html(
        run(make_tutor(how_many_parts_by_default=None, what_does_a_DBU_cost=[MINIMISES]))
    )
    threshold = fitted_model().threshold
    assert f"threshold {threshold:.2f}</text>" in page
    # Refused at the threshold: one of four facts, one of three questions that the notes lack.
    assert f"{(1 / 3 + 3 / 4) / 2:.3f}" in page
    silent = [replace(case, chance=None) for case in run(make_tutor()).cases]
    assert "<h2>Refusal</h2>" not in as_html(EvalResult("small", tuple(silent)))


def test_the_worst_cases_are_failures_of_every_kind(make_tutor: MakeTutor) -> None:
    result = run(
        make_tutor(
            how_many_parts_by_default=None,
            why_is_my_best_run_awful=["Data drift"],
            how_do_I_boil_an_egg=[MINIMISES],
            what_does_a_DBU_cost=[MINIMISES],
        )
    )
    picked = worst(result.cases)
    assert {case.id for case in picked} == {"f-3.05-01", "f-3.08-01", "u-001", "u-002"}
    assert len({case.failure for case in worst(result.cases, 3)}) == 3
    assert worst(run(make_tutor()).cases) == []


def test_an_unwritable_report_is_an_error(make_tutor: MakeTutor, tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be written"):
        write_html(run(make_tutor()), tmp_path / "none" / "report.html")


def test_main_prints_and_writes(
    make_course: Callable[..., SmallCourse], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tutor = ScriptedTutor(make_course(NOTES), SCRIPT)
    cases = tmp_path / "cases.yaml"
    cases.write_text("- {id: f-1, question: why is my best run awful, answer: a, must: [minimi]}\n")
    report = tmp_path / "report.html"
    assert main(tutor, course="small", cases=cases, as_json=True, report=report) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["figures"]["fact_coverage"]["all"]["value"] == 1
    assert shown.err == "The course small is not indexed yet; indexing its notes.\n"
    assert report.read_text("utf-8").startswith("<!doctype html>")
    assert main(tutor, course="small", cases=cases) == 0
    assert "small: 1 cases" in capsys.readouterr().out


def test_a_course_without_cases_says_so() -> None:
    with pytest.raises(CaseError, match="no cases for the course small"):
        cases_for("small", None, None)
    assert len(cases_for(BUNDLED_COURSE, None, 10)) == 10
