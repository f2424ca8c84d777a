"""A whole run on three small notes: figures, the gate, the reports."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from scripted_tutor import NOTES, MisquotingTutor, ScriptedTutor
from small_course import SmallCourse

from corpus.course import BUNDLED_COURSE
from corpus.questions import Receipt
from eval.baseline import Baseline, GateFailed, check, read_baseline, updated, write_baseline
from eval.cases import CaseError, Cases, Fact, Previous, Unanswerable
from eval.figures import BY_KEY, EvalResult
from eval.html_report import as_html, worst, write_html
from eval.report import as_lines, to_json
from eval.run import cases_for, main, run_eval

MINIMISES = "`fmin` minimises"
FACTS = (
    Fact(
        id="f-3.05-01",
        objective="3.05",
        question="why is my best run awful",
        answer="It minimises.",
        must=("minimi[sz]",),
        evidence=Receipt(
            source="notes/fmin.md",
            quote="`fmin` minimises the value that the objective returns.",
        ),
    ),
    Fact(
        id="f-3.08-01",
        objective="3.08",
        question="how many parts by default",
        answer="Three.",
        must=("numFolds=3",),
        evidence=Receipt(
            source="notes/folds.md", quote="`CrossValidator` uses `numFolds=3` by default."
        ),
    ),
    Fact(
        id="h-001",
        kind="follow-up",
        question="and the other kind",
        answer="Concept drift.",
        must=("concept drift",),
        previous=(Previous(question="what is data drift", answer="The inputs change."),),
    ),
    Fact(
        id="h-003",
        kind="typo",
        objective="3.08",
        question="how ofen is one fited",
        answer="Once.",
        must=("once",),
        evidence=Receipt(source="notes/folds.md", quote="This is nowhere in the notes."),
    ),
)
LACKING = (
    Unanswerable(id="u-001", kind="off-topic", question="how do I boil an egg"),
    Unanswerable(id="u-002", kind="near-topic", question="what does a DBU cost"),
    Unanswerable(
        id="u-004",
        kind="false-premise",
        question="why does fmin maximise",
        corrected=("minimi[sz]",),
    ),
)
CASES = Cases(FACTS, LACKING)
SCRIPT = {
    "why is my best run awful": [MINIMISES],
    "how many parts by default": ["`CrossValidator`"],
    "and the other kind": ["Concept drift", "Data drift"],
    "how ofen is one fited": ["TrainValidationSplit"],
    "why does fmin maximise": [MINIMISES],
}
MakeTutor = Callable[..., ScriptedTutor]


@pytest.fixture
def make_tutor(make_course: Callable[..., SmallCourse]) -> MakeTutor:
    small = make_course(NOTES)
    small.ingest()

    def make(
        kind: type[ScriptedTutor] = ScriptedTutor, **changed: list[str] | None
    ) -> ScriptedTutor:
        script = SCRIPT | {question.replace("_", " "): to for question, to in changed.items()}
        return kind(small, {question: to for question, to in script.items() if to is not None})

    return make


def run(tutor: ScriptedTutor) -> EvalResult:
    return run_eval(tutor, "small", CASES)


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
    assert page.count("<svg") == 2
    assert page.count("<details>") == 2
    assert "(holds the evidence)" in page
    evil = Cases(unanswerable=(Unanswerable(id="u-<b>", kind="off-topic", question="<script>"),))
    tutor = make_tutor(**{"<script>": [MINIMISES]})
    assert "<script>" not in as_html(run_eval(tutor, "small", evil))


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


def test_a_course_without_cases_says_so() -> None:
    with pytest.raises(CaseError, match="no cases for the course small"):
        cases_for("small", None, None)
    assert len(cases_for(BUNDLED_COURSE, None, 10)) == 10
