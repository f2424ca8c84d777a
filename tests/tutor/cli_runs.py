"""The notes of the command-line tests, and what a run of it gave."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

NOTES = """# Phases of water

## Boiling

Water boils at 100 degrees Celsius at sea level.
Evaporation is the change of a liquid into a gas below its boiling point.

## Freezing

Water freezes at 0 degrees Celsius at sea level.
Ice floats because it is less dense than liquid water.
"""
BANK = """- id: q-1
  stem: At which temperature does water boil at sea level?
  options:
    - {text: "0 degrees", why: "Water freezes there."}
    - {text: "100 degrees", correct: true, why: "The note says so."}
  receipt: {source: notes/water.md, quote: "Water boils at 100 degrees Celsius at sea level."}
"""


@dataclass(frozen=True)
class Ran:
    """What a command line gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        lines = self.out.splitlines()
        assert len(lines) == 1, self
        return json.loads(lines[0])

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    def assert_one_line(self) -> None:
        assert self.code == 1
        assert len(self.err.splitlines()) == 1
        assert "Traceback" not in self.err


Tutor = Callable[..., Ran]
