"""The bench's arithmetic: ratios, spreads, budgets. Speed itself is measured by ``make bench``."""

from __future__ import annotations

from random import Random

import pytest

from eval.benchmark.findings import as_markdown, rows
from eval.benchmark.texts import synthetic_note


def ingests(
    course: str, plain: list[float], ours: list[float]
) -> dict[str, list[dict[str, float]]]:
    return {
        f"{course} ingest-plain": [{"seconds": s} for s in plain],
        f"{course} ingest-ours": [{"seconds": s} for s in ours],
        f"{course} ingest-ours-without-sentences": [{"seconds": s / 2} for s in ours],
    }


def test_a_ratio_is_of_medians_and_its_interval_holds_it() -> None:
    runs = ingests("bundled", [30, 36, 33], [20, 22, 18])
    bare, full = rows(runs, amx=True)
    assert full.value == pytest.approx(33 / 20)
    assert full.low <= full.value <= full.high
    assert bare.value == pytest.approx(3.3)
    assert bare.kept is True
    assert full.kept is None


@pytest.mark.parametrize(("amx", "kept"), [(True, False), (False, True)])
def test_the_budget_depends_on_what_the_machine_can(amx: bool, kept: bool) -> None:
    bare, _ = rows(ingests("more", [10], [10]), amx=amx)
    assert bare.value == 2
    assert bare.kept is kept


def test_a_missed_budget_is_said_in_the_table() -> None:
    runs = {"help": [{"seconds": 0.5, "heavy imports": 0}]}
    table = as_markdown(rows(runs, amx=False), "a machine")
    assert "| tutor --help, seconds | 0.5 [0.5, 0.5] | ≤ 0.3 | **missed** |" in table
    assert "| tutor --help, heavy imports | 0 [0, 0] | ≤ 0 | kept |" in table


def test_re_ingesting_is_compared_with_its_own_first_time() -> None:
    runs = {"ingest-again": [{"first": 100.0, "unchanged": 1.0, "one changed": 6.0}]}
    unchanged, one = rows(runs, amx=False)
    assert (unchanged.value, unchanged.kept) == (0.01, True)
    assert (one.value, one.kept) == (0.06, False)


def test_synthetic_notes_have_a_section_for_each_passage() -> None:
    note = synthetic_note(["One thing holds.", "Another does not."], 7, Random(1))
    assert note.count("\n## Topic") == 7
    assert note == synthetic_note(["One thing holds.", "Another does not."], 7, Random(1))
