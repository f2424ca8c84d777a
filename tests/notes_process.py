"""The process that runs one note; needs the standard library only, so any environment can run it.

``python notes_process.py SCRIPT FAILURE``: run SCRIPT as ``__main__``; where it fails, write
``{"line", "error"}`` to FAILURE as JSON and exit 1. The output goes where it always goes.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path
from types import TracebackType


def main(script: str, failure: str) -> int:
    """Run the script; the line reported is the innermost one that stands in the script itself."""
    import __main__

    # What a notebook's cell sees: functions defined in the script must be picklable by value.
    names = vars(__main__)
    names["__file__"] = script
    try:
        exec(compile(Path(script).read_text("utf-8"), script, "exec", dont_inherit=True), names)
    except Exception as error:
        traceback.print_exc()
        found = {"line": _line(error, script), "error": f"{type(error).__name__}: {error}"}
        Path(failure).write_text(json.dumps(found), "utf-8")
        return 1
    return 0


def _line(error: Exception, script: str) -> int | None:
    if isinstance(error, SyntaxError) and error.filename == script:
        return error.lineno
    lines = [
        step.tb_lineno
        for step in _steps(error.__traceback__)
        if step.tb_frame.f_code.co_filename == script
    ]
    return lines[-1] if lines else None


def _steps(step: TracebackType | None) -> list[TracebackType]:
    steps = []
    while step:
        steps.append(step)
        step = step.tb_next
    return steps


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
