"""A bank is read again when, and only when, one of its files changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.errors import QuestionError
from tutor.question_banks import QuestionBanks

ENTRY = """- id: {id}
  stem: At which temperature does water boil?
  options: [{{text: "zero", why: "nope"}}, {{text: "100", correct: true, why: "the note says so"}}]
  receipt: {{source: notes/water.md, quote: "boils at 100"}}
"""


def test_changes_are_seen(tmp_path: Path) -> None:
    banks = QuestionBanks()
    assert banks.of(tmp_path / "none") == banks.of(tmp_path) == []
    file = tmp_path / "deep" / "a.yaml"
    file.parent.mkdir()
    file.write_text(ENTRY.format(id="q-1"))
    first = banks.of(tmp_path)
    assert [q.id for q in first] == ["q-1"]
    assert banks.of(tmp_path)[0] is first[0]
    first.clear()  # what one caller does to its list is no matter of the next
    assert len(banks.of(tmp_path)) == 1
    (tmp_path / "b.yaml").write_text(ENTRY.format(id="q-2"))
    assert len(banks.of(tmp_path)) == 2
    file.write_text(ENTRY.format(id="q-3"))
    os.utime(file, ns=(1, 1))
    assert {q.id for q in banks.of(tmp_path)} == {"q-2", "q-3"}
    file.unlink()
    assert [q.id for q in banks.of(tmp_path)] == ["q-2"]


def test_a_broken_bank_is_no_bank(tmp_path: Path) -> None:
    banks = QuestionBanks()
    file = tmp_path / "a.yaml"
    file.write_text("- id: [")
    with pytest.raises(QuestionError):
        banks.of(tmp_path)
    file.write_text(ENTRY.format(id="q-1"))
    assert len(banks.of(tmp_path)) == 1
