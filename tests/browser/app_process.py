"""The app as a learner starts it: a process of its own, which a test may kill and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Thread

_SECONDS_TO_START = 120


class AppProcess:
    """``tutor app`` on a port of its own; ``url`` stays the same when it is started again."""

    def __init__(self, data: Path, **settings: str) -> None:
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}/"
        given = {"DATA_DIR": str(data), "PORT": str(port), "LLM": "none", **settings}
        self.environment = environment_of(given)
        self.printed: list[str] = []
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Returns when the app listens."""
        answers = self.begin()
        assert answers.wait(_SECONDS_TO_START), "".join(self.printed)
        assert self._process, "begin() starts it"
        assert self._process.poll() is None, "".join(self.printed)

    def begin(self) -> Event:
        """Returns at once; the event tells when the app listens."""
        command = [str(Path(sys.executable).with_name("tutor")), "app"]
        self._process = subprocess.Popen(
            command, env=self.environment, stderr=subprocess.PIPE, text=True
        )
        answers = Event()
        Thread(target=self._read, args=(self._process, answers), daemon=True).start()
        return answers

    def _read(self, process: subprocess.Popen[str], answers: Event) -> None:
        assert process.stderr
        for line in process.stderr:
            self.printed.append(line)
            if line.startswith(f"Study Tutor: {self.url.rstrip('/')}"):
                answers.set()
        answers.set()

    def kill(self) -> None:
        """Like a power cut: no handler of the process runs."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(30)


def environment_of(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command of the tutor with these settings and no others."""
    others = {k: v for k, v in os.environ.items() if not k.startswith("TUTOR_")}
    return others | {f"TUTOR_{name}": value for name, value in settings.items()}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
