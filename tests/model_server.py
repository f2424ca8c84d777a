"""A language model on loopback that speaks any provider's protocol: scripted, or misbehaving."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from threading import Event, Thread
from typing import Any

from model_protocols import Protocol, protocol_at

Reply = Callable[[dict[str, Any]], Sequence[str]]


class ModelServer:
    """Streams ``pieces``; ``fault`` says how it fails: see :meth:`_Handler._stream`.

    ``pieces`` may also be a function of the request's body. ``status`` is that of every request,
    or of one after the other with the last one kept. ``requests`` are the bodies that came in,
    ``keys`` the keys in their headers; ``hung_up`` is set when the client went before the end.
    """

    def __init__(
        self,
        pieces: Sequence[str] | Reply = (),
        fault: str = "",
        status: int | Sequence[int] = 200,
        retry_after: str = "0.01",
    ) -> None:
        self.reply: Reply = pieces if callable(pieces) else lambda _: pieces
        self.fault, self.retry_after = fault, retry_after
        self.statuses = [status] if isinstance(status, int) else list(status)
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.released, self.hung_up = Event(), Event()
        server = self

        class Handler(_Handler):
            script = server

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.root = f"http://127.0.0.1:{self._http.server_address[1]}"
        self.url = f"{self.root}/v1"
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
        return said_in(self.requests[-1])


def said_in(request: dict[str, Any]) -> str:
    """Everything a request in OpenAI's form says."""
    return "\n".join(str(message["content"]) for message in request["messages"])


class _Handler(BaseHTTPRequestHandler):
    script: ModelServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""

    def do_POST(self) -> None:
        script = self.script
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        script.requests.append(body)
        keys = (self.headers.get(k) for k in ("x-api-key", "x-goog-api-key", "Authorization"))
        script.keys.append(next((key for key in keys if key), ""))
        status = script.statuses[min(len(script.requests), len(script.statuses)) - 1]
        try:
            if status != 200:
                self._refuse(status)
            elif script.fault == "silence":
                script.released.wait(20)
            else:
                self._stream(protocol_at(self.path), script.reply(body))
        except (BrokenPipeError, ConnectionResetError):
            script.hung_up.set()
        self.close_connection = True

    def _refuse(self, status: int) -> None:
        body = json.dumps({"error": {"message": "refused", "type": "x", "code": "x"}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Retry-After", self.script.retry_after)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, protocol: Protocol, pieces: Sequence[str]) -> None:
        """All pieces and the end.

        "cut" loses the end, "polite" closes without saying so, "stall" falls silent, "garbage" and
        "shape" send what is none of the protocol, "endless" and "drip" say the pieces for ever.
        """
        fault = self.script.fault
        self.send_response(200)
        self.send_header("Content-Type", protocol.content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for data in protocol.head():
            self._send(data)
        for piece in self._timed(pieces):
            self._send(protocol.piece(piece))
        if fault == "stall":
            self.script.released.wait(20)
        elif fault == "garbage":
            self._send(b"data: {not json\n\n")
        elif fault == "shape":
            self._send(b'data: {"choices": [{"nothing": 1}]}\n\n')
        elif not fault:
            for data in protocol.end():
                self._send(data)
        if fault != "cut":
            self.wfile.write(b"0\r\n\r\n")

    def _timed(self, pieces: Sequence[str]) -> Iterator[str]:
        if self.script.fault not in ("endless", "drip"):
            yield from pieces
            return
        pause = 0.05 if self.script.fault == "drip" else 0.0
        for piece in cycle(pieces):
            if self.script.released.wait(pause):
                return
            yield piece

    def _send(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()
