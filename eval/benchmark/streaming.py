"""Twenty-five learners who stream at once against one: a model server of ours sets the pace."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tutor.settings import Settings
from tutor.study_tutor import StudyTutor

LEARNERS = 25
_PIECES = 80
_SECONDS_A_PIECE = 0.05  # 20 pieces a second, as a hosted model writes
_COURSE = "databricks-ml-associate"
_QUESTION = "What does Hyperopt do with a returned accuracy?"
# Each is checked against the notes while the next is written.
_SAID = (
    "Hyperopt minimises the loss. [1] ",
    "`fmin` always minimises what the objective function returns. [1] ",
    "An accuracy must be negated before it is returned. [1] ",
    "A returned accuracy would be made as small as possible. [2] ",
    "The objective function returns the negative accuracy as its loss. [1] ",
    "Hyperopt looks for the hyperparameters with the smallest loss. [2] ",
    "Maximising a metric means minimising its negative. [1] ",
    "The best loss is the smallest one. [3] ",
    "Each trial calls the objective function once. [2] ",
    "The dictionary holds a loss and a status. [1] ",
)


class _SteadyModel(BaseHTTPRequestHandler):
    """An OpenAI-compatible server that writes at a steady pace, to any number at once."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for number in range(_PIECES):
            time.sleep(_SECONDS_A_PIECE)
            sentence, at = divmod(number, _PIECES // len(_SAID))
            self._send({"content": _SAID[sentence] if at == 0 else "so "})
        self._send({}, finish="stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, delta: dict[str, str], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        piece = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "steady"}
        self.wfile.write(f"data: {json.dumps({**piece, 'choices': [choice]})}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def _serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _SteadyModel)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()


def streams(data_dir: Path) -> dict[str, float]:
    """Seconds for one stream, and for twenty-five at the same time, until the last is done."""
    with _serving() as url:
        settings = Settings.model_validate(
            {"data_dir": data_dir, "llm": "openai:steady", "llm_base_url": url, "llm_api_key": "k"}
        )
        tutor = StudyTutor(settings)
        if not tutor.is_indexed(_COURSE):
            tutor.ingest(_COURSE)

        def learner(_: int) -> None:
            for _answer in tutor.ask_stream(_COURSE, _QUESTION):
                pass

        learner(0)  # warm
        took = {}
        for count in (1, LEARNERS):
            started = time.perf_counter()
            with ThreadPoolExecutor(count) as pool:
                list(pool.map(learner, range(count)))
            took[count] = time.perf_counter() - started
    return {"one s": took[1], "all s": took[LEARNERS], "ratio": took[LEARNERS] / took[1]}
