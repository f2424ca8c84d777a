"""How long the command line and the app take to start, and what the app holds in memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path

_HEAVY = ("torch", "chromadb", "gradio", "sentence_transformers", "sqlalchemy", "langchain")
_SAY_IMPORTS = (
    "import sys, tutor.cli as c\n"
    "sys.argv = ['tutor', '--help']\n"
    "try: c.main()\n"
    "except SystemExit: pass\n"
    f"print([m for m in {_HEAVY} if m in sys.modules], file=sys.stderr)"
)
_LONGEST_START = 120.0  # seconds
_SETTLED = 20.0  # seconds until the models are loaded and the app is idle


def help_page() -> dict[str, float]:
    """Seconds of ``tutor --help``, of a bare interpreter, and heavy imports on the way."""
    listed = subprocess.run(
        [sys.executable, "-c", _SAY_IMPORTS], capture_output=True, text=True, check=True
    )
    return {
        "seconds": _run([_tutor(), "--help"]),
        "python alone": _run([sys.executable, "-c", ""]),
        "heavy imports": len(re.findall(r"'\w+'", listed.stderr.splitlines()[-1])),
    }


def app_start(data_dir: Path) -> dict[str, float]:
    """Seconds until a page and until the app answers, and memory (MB) once it is idle."""
    environment = {**os.environ, "TUTOR_DATA_DIR": str(data_dir)}
    subprocess.run([_tutor(), "ingest"], env=environment, check=True, capture_output=True)
    started = time.perf_counter()
    port = 7_960
    app = subprocess.Popen(
        [_tutor(), "app", "--port", str(port)], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        page = _wait_for(f"http://127.0.0.1:{port}/", started, opened=False)
        whole = _wait_for(f"http://127.0.0.1:{port}/", started, opened=True)
        time.sleep(_SETTLED)
        return {"page s": page, "app s": whole, "memory MB": _megabytes(app.pid)}
    finally:
        app.terminate()
        app.wait()


def _tutor() -> str:
    return str(Path(sys.executable).parent / "tutor")


def _run(command: list[str]) -> float:
    """The best of five."""
    best = float("inf")
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        best = min(best, time.perf_counter() - started)
    return best


def _wait_for(url: str, started: float, *, opened: bool) -> float:
    """Seconds until something answers there, or until it is the app that does."""
    while time.perf_counter() - started < _LONGEST_START:
        try:
            with urllib.request.urlopen(url):
                return time.perf_counter() - started
        except urllib.error.HTTPError as answer:  # the page that says the app is opening
            if not opened and answer.code == HTTPStatus.SERVICE_UNAVAILABLE:
                return time.perf_counter() - started
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.02)
    raise TimeoutError(f"{url} did not answer within {_LONGEST_START:.0f} s")


def _megabytes(pid: int) -> float:
    """Resident memory, where the system tells it."""
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return float("nan")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text())
    return int(found[1]) / 1024 if found else float("nan")
