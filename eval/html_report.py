"""The eval as one HTML file that needs no network: figures, pictures, the worst cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from corpus.course import BUNDLED_COURSE
from eval.cases import CaseError
from eval.figures import BY_KEY, EvalResult, Figure
from eval.judge import CaseResult, Passage
from eval.memory_simulation_report import as_section, read_simulation
from eval.pictures import ablation_picture, coverage_picture, refusal_pictures
from eval.report import GROUP_KEYS, failures, goal_of, notes, shown, verdict

WORST = 20
_PASSAGES = 5
_STYLE = """
:root{color-scheme:light dark;--soft:#8883;--accent:#2563a8;--bad:#b3261e;--good:#1b7a3d}
@media(prefers-color-scheme:dark){:root{--accent:#7cb3f0;--bad:#f2a19b;--good:#84d6a0}}
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid var(--soft);vertical-align:top}
td.number{font-variant-numeric:tabular-nums;white-space:nowrap}
.reached{color:var(--good)}.not-reached{color:var(--bad)}
.chart{width:100%;max-width:680px;display:block}.square{max-width:430px}
.chart text{font-size:11px;fill:currentColor}.empty{fill:var(--soft)}
.bar{fill:var(--accent);opacity:.65}.interval{stroke:currentColor;stroke-width:1.5}
.goal{stroke:currentColor;stroke-dasharray:4 3;opacity:.6}.frame{fill:none;stroke:var(--soft)}
.curve{fill:none;stroke:var(--accent);stroke-width:2}
.other{fill:none;stroke:var(--bad);stroke-width:1.5;stroke-dasharray:5 3}.mark{fill:var(--bad)}
.third{fill:none;stroke:var(--good);stroke-width:1.5;stroke-dasharray:2 2}
details{border:1px solid var(--soft);border-radius:.4rem;padding:.4rem .8rem;margin:.5rem 0}
pre{white-space:pre-wrap;background:var(--soft);padding:.5rem;border-radius:.3rem;font-size:13px}
summary{cursor:pointer}.evidence{outline:2px solid var(--good)}
"""


def write_html(result: EvalResult, path: Path) -> None:
    """Write the report.

    Raises:
        CaseError: the file cannot be written.
    """
    try:
        path.write_text(as_html(result), "utf-8")
    except OSError as error:
        raise CaseError(
            f"The report cannot be written to {path}: {error.strerror}", "Name another file"
        ) from error


def as_html(result: EvalResult) -> str:
    """The whole page."""
    title = escape(f"Eval of {result.course}: {len(result.cases)} cases")
    body = "\n".join(
        (
            f"<h1>{title}</h1>",
            "".join(f"<p>{escape(note)}</p>" for note in notes(result)),
            _figures_table(result),
            _groups_table("Section", result.sections),
            _groups_table("Kind of case", result.kinds),
            coverage_picture(result),
            ablation_picture(result),
            refusal_pictures(result),
            as_section(read_simulation() if result.course == BUNDLED_COURSE else None),
            _failure_table(result),
            f"<h2>The {WORST} worst cases</h2>",
            *(_case(case) for case in worst(result.cases)),
        )
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body>{body}</body></html>\n"
    )


def worst(cases: Iterable[CaseResult], most: int = WORST) -> list[CaseResult]:
    """The worst cases, taken in turn from each kind of failure so that none hides another.

    Within a kind, the least excusable first: evidence that was ranked high and yet not quoted, or
    refused; passages that look close and hold nothing; an unanswerable question far from the notes.
    """
    queues: dict[str, list[CaseResult]] = {}
    for case in sorted(cases, key=_badness, reverse=True):
        if case.failure:
            queues.setdefault(case.failure, []).append(case)
    picked: list[CaseResult] = []
    while len(picked) < most and any(queues.values()):
        for failure in sorted(queues):
            if queues[failure] and len(picked) < most:
                picked.append(queues[failure].pop(0))
    return picked


def _badness(case: CaseResult) -> tuple[float, float]:
    if not case.answerable:
        return 0.0, -case.score
    rank = next((rank for rank, found in enumerate(case.answering, 1) if found), None)
    if case.failure == "not retrieved":
        return (0.0 if rank else 1.0), case.score
    return (1 / rank if rank else 0.0), case.score


def _figures_table(result: EvalResult) -> str:
    rows = []
    for key, figure in result.splits["all"].items():
        measure = BY_KEY[key]
        said = verdict(measure, figure)
        cells = "".join(
            f'<td class="number">{shown(figures.get(key))}</td>'
            for figures in result.splits.values()
        )
        rows.append(
            f"<tr><td>{escape(measure.label)}</td>{cells}"
            f'<td class="number">{goal_of(measure)}</td>'
            f'<td class="number {said.replace(" ", "-")}">{said}</td></tr>'
        )
    heads = "".join(f"<th>{name}</th>" for name in result.splits)
    return (
        f"<h2>Figures, 95 % intervals</h2><table><tr><th>figure</th>{heads}<th>goal</th>"
        f"<th>all cases</th></tr>{''.join(rows)}</table>"
    )


def _groups_table(title: str, groups: dict[str, dict[str, Figure]]) -> str:
    keys = [key for key in GROUP_KEYS if any(key in figures for figures in groups.values())]
    heads = "".join(f"<th>{escape(BY_KEY[key].label)}</th>" for key in keys)
    rows = "".join(
        f'<tr><td class="number">{escape(name)} ({figures["citations_sound"].n})</td>'
        + "".join(f'<td class="number">{shown(figures.get(key), 2)}</td>' for key in keys)
        + "</tr>"
        for name, figures in groups.items()
    )
    return f"<h2>{title}</h2><table><tr><th></th>{heads}</tr>{rows}</table>" if groups else ""


def _failure_table(result: EvalResult) -> str:
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td>{count}</td></tr>"
        for name, count in failures(result).most_common()
    )
    return f"<h2>What went wrong</h2><table>{rows}</table>" if rows else ""


def _case(case: CaseResult) -> str:
    expected = "expected" if case.answerable else "not in the notes"
    flaws = "".join(f"<p>{escape(flaw)}</p>" for flaw in case.flaws)
    reason = f"<p>Reason given: {escape(case.reason)}</p>" if case.reason else ""
    head = f"{escape(case.kind)} · {case.failure} · {escape(case.question)}"
    return (
        f"<details><summary><b>{escape(case.id)}</b> · {head}</summary>"
        f"<p>{expected}: {escape(case.expected)}</p>{flaws}{reason}"
        f"<p>Answered ({case.words} words):</p><pre>{escape(case.answer)}</pre>"
        f"<p>Retrieved:</p><ol>{''.join(_passages(case.passages))}</ol></details>"
    )


def _passages(passages: tuple[Passage, ...]) -> Iterator[str]:
    for rank, passage in enumerate(passages, 1):
        if rank <= _PASSAGES or passage.answers:
            place = " › ".join((passage.source, *passage.heading))
            mark = ' class="evidence"' if passage.answers else ""
            yield (
                f'<li value="{rank}">{escape(place)}{" (answers)" if mark else ""}'
                f"<pre{mark}>{escape(passage.text)}</pre></li>"
            )
