"""Every row of SECURITY.md names a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_threat_has_its_test() -> None:
    rows = [
        line
        for line in (HOUSE / "SECURITY.md").read_text("utf-8").splitlines()
        if line.startswith("| ")
    ]
    threats = rows[2:]
    assert len(threats) > 20
    for row in threats:
        ((file, name),) = TEST.findall(row)
        assert re.search(rf"^def {name}\(", (HOUSE / file).read_text("utf-8"), re.MULTILINE), row
