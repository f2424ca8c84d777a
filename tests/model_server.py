"""A language model behind the OpenAI protocol, on loopback: scripted, and able to misbehave."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


class ModelServer:
    """Streams ``pieces``; ``fault`` says how it fails: see :meth:`_Handler.do_POST`.

    ``requests`` are the bodies that came in, ``keys`` their Authorization headers.
    """

    def __init__(self, pieces: Sequence[str] = (), fault: str = "", status: int = 200) -> None:
        self.pieces, self.fault, self.status = list(pieces), fault, status
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.released = Event()
        server = self

        class Handler(_Handler):
            script = server

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> ModelServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def prompt(self) -> str:
        """Everything the last request said."""
        return "\n".join(str(message["content"]) for message in self.requests[-1]["messages"])


class _Handler(BaseHTTPRequestHandler):
    script: ModelServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.script.requests.append(json.loads(body))
        self.script.keys.append(self.headers.get("Authorization", ""))
        if self.script.status != 200:
            self._refuse()
        elif self.script.fault == "silence":
            self.script.released.wait(20)
        else:
            self._stream()
        self.close_connection = True

    def _refuse(self) -> None:
        body = json.dumps({"error": {"message": "refused", "type": "x", "code": "x"}}).encode()
        self.send_response(self.script.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Retry-After", "0.01")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        """All pieces and the end; "cut" loses the end, "polite" closes without saying so."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in self.script.pieces:
            self._event(json.dumps(_delta({"role": "assistant", "content": piece}, None)))
        if self.script.fault == "stall":
            self.script.released.wait(20)
        elif self.script.fault == "garbage":
            self._event("{not json")
        elif self.script.fault == "shape":
            self._event('{"choices": [{"nothing": 1}]}')
        elif not self.script.fault:
            self._event(json.dumps(_delta({}, "stop")))
            self._event("[DONE]")
        if self.script.fault != "cut":
            self.wfile.write(b"0\r\n\r\n")

    def _event(self, data: str) -> None:
        event = f"data: {data}\n\n".encode()
        self.wfile.write(f"{len(event):x}\r\n".encode() + event + b"\r\n")
        self.wfile.flush()


def _delta(delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
    }
