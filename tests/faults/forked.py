"""Work in a forked process: what crashes there, or is killed, is seen from outside."""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ended:
    """How a process ended: its exit code (negative: the signal), and what its work returned."""

    code: int
    value: Any = None


def start(work: Callable[[], Any]) -> tuple[int, int]:
    """Begin ``work`` in a fork; returns the process id and the pipe that gets its value as JSON.

    The fork has everything that was imported so far, which would take it seconds.
    """
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        os.close(reading)
        code = 1
        try:
            with os.fdopen(writing, "w") as out:
                json.dump(work(), out)
            code = 0
        except BaseException:  # noqa: BLE001  # nothing may leave the fork
            traceback.print_exc(file=sys.stderr)
        finally:
            os._exit(code)
    os.close(writing)
    return process, reading


def finish(process: int, reading: int) -> Ended:
    """Wait for a process that :func:`start` began."""
    with os.fdopen(reading) as value:
        text = value.read()
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    return Ended(code, json.loads(text) if text and not code else None)


def run(work: Callable[[], Any]) -> Ended:
    """Do ``work`` in a fork and wait for it."""
    return finish(*start(work))
