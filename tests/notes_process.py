"""The process that runs one note; needs the standard library only, so any environment can run it.

``python notes_process.py SCRIPT REPORT``: run SCRIPT as ``__main__``, then write ``null`` to
REPORT; where it fails, ``{"line", "error"}``. No report means that the script left early.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import TracebackType


def main(script: str, report: str) -> None:
    """Run the script; the line reported is the innermost one that stands in the script itself."""
    import __main__

    def write_failure(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        found = {"line": _line(error, script), "error": f"{kind.__name__}: {error}"}
        Path(report).write_text(json.dumps(found), "utf-8")
        sys.__excepthook__(kind, error, trace)

    sys.excepthook = write_failure
    # In the namespace of __main__, as in a notebook: Spark sends such functions by value.
    code = compile(Path(script).read_text("utf-8"), script, "exec", dont_inherit=True)
    exec(code, vars(__main__))
    Path(report).write_text("null", "utf-8")


def _line(error: BaseException, script: str) -> int | None:
    if isinstance(error, SyntaxError) and error.filename == script:
        return error.lineno
    line, step = None, error.__traceback__
    while step:
        if step.tb_frame.f_code.co_filename == script:
            line = step.tb_lineno
        step = step.tb_next
    return line


if __name__ == "__main__":
    main(*sys.argv[1:])
