"""The report's pictures: coverage by objective, ablations of the retrieval, the refusal."""

from __future__ import annotations

from eval.charts import bars, curve
from eval.figures import BALANCED, BY_KEY, EvalResult, figures_of, missed
from eval.judge import CaseResult
from eval.metrics import area_under, balanced_accuracy, refusal_curve, refused_at
from tutor.answering.refusal import fitted_model

_ABLATED = ("hit_at_4", "answer_in_context")
_WHOLE = "as it is"
_CHANCE_LINE = ("chance", ((0.0, 0.0), (1.0, 1.0)), "goal")
_STEPS = 100


def coverage_picture(result: EvalResult) -> str:
    """Facts in the answer, a bar for each objective."""
    rows = [
        (name, _missed_ids(result, name), figures["fact_coverage"])
        for name, figures in result.objectives.items()
        if "fact_coverage" in figures
    ]
    goal = BY_KEY["fact_coverage"].goal
    return f"<h2>Facts covered, by objective</h2>{bars(rows, goal)}" if rows else ""


def ablation_picture(result: EvalResult) -> str:
    """What is found without a part of the retrieval, a bar for each part, with 95 % intervals."""
    if not result.ablations:
        return ""
    facts = tuple(case for case in result.cases if case.answerable)
    parts = {_WHOLE: figures_of(facts)}
    parts |= {name: figures_of(cases) for name, cases in result.ablations.items()}
    pictures = []
    for key in _ABLATED:
        rows = [
            (name, f"{figures[key].n} facts", figures[key])
            for name, figures in parts.items()
            if key in figures
        ]
        pictures.append(f"<h3>{BY_KEY[key].label}</h3>{bars(rows, BY_KEY[key].goal)}")
    return (
        "<h2>Ablations</h2><p>Measured in this run: the same facts, searched for with a part of "
        f"the retrieval's three scores.</p>{''.join(pictures)}"
    )


def refusal_pictures(result: EvalResult) -> str:
    """What each threshold of the refusal model would give, the one it uses marked.

    Empty where there is nothing to refuse, or nothing to answer, or no probability was given.
    """
    answerable, unanswerable = (
        [(c.chance, c.score) for c in result.cases if c.answerable is kind and c.chance is not None]
        for kind in (True, False)
    )
    if not answerable or not unanswerable:
        return ""
    chances = [chance for chance, _ in answerable], [chance for chance, _ in unanswerable]
    cosines = [cosine for _, cosine in answerable], [cosine for _, cosine in unanswerable]
    threshold = fitted_model().threshold
    fitted, alone = refusal_curve(*chances), refusal_curve(*cosines)
    (wrongly,), (rightly,) = (refused_at(side, [threshold]) for side in chances)
    figures = result.splits["all"]
    judged = figures["answerable_refused"].value, figures["unanswerable_refused"].value
    roc = curve(
        (
            ("probability", fitted, "curve"),
            ("cosine alone", alone, "other"),
            _CHANCE_LINE,
        ),
        (((wrongly, rightly), f"threshold {threshold:.2f}"), (judged, "with corrections")),
        "answerable refused",
        "unanswerable refused",
    )
    return (
        "<h2>Refusal</h2><p>The tutor refuses when the probability that the notes answer lies "
        f"below {threshold:.3f}. Area under the curve: {area_under(fitted):.3f}; for the cosine of "
        f"the best sentence alone {area_under(alone):.3f}. Balanced accuracy at the threshold: "
        f"{balanced_accuracy(rightly, wrongly):.3f}; {figures[BALANCED.key].value:.3f} where a "
        f"false premise that is corrected counts as refused.</p>{roc}{_by_threshold(*chances)}"
    )


def _by_threshold(answerable: list[float], unanswerable: list[float]) -> str:
    """Balanced accuracy and its parts against the threshold."""
    used = fitted_model().threshold
    steps = sorted({used, *(step / _STEPS for step in range(_STEPS + 1))})
    wrongly, rightly = (refused_at(side, steps) for side in (answerable, unanswerable))
    balanced = [balanced_accuracy(r, w) for r, w in zip(rightly, wrongly, strict=True)]
    best = max(range(len(steps)), key=lambda n: balanced[n])
    picture = curve(
        (
            ("balanced accuracy", list(zip(steps, balanced, strict=True)), "curve"),
            ("unanswerable refused", list(zip(steps, rightly, strict=True)), "third"),
            ("answerable refused", list(zip(steps, wrongly, strict=True)), "other"),
        ),
        (((used, balanced[steps.index(used)]), f"used: {used:.2f}"),),
        "threshold",
        "share",
    )
    return (
        f"<p>The best balanced accuracy on these cases, {balanced[best]:.3f}, lies at "
        f"{steps[best]:.2f}; the threshold was fitted to refuse few answerable questions, on the "
        f"tuning part.</p>{picture}"
    )


def _missed_ids(result: EvalResult, objective: str) -> str:
    own: list[CaseResult] = [case for case in result.cases if case.objective == objective]
    return ", ".join(missed(own, BY_KEY["fact_coverage"])) or "none missed"
