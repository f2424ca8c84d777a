"""How each provider's protocol streams an answer: its pieces and its end as bytes on the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Protocol:
    """What a server sends before the pieces, for each of them, and behind them."""

    content_type: str

    def head(self) -> Iterator[bytes]:
        yield from ()

    def piece(self, text: str) -> bytes:
        raise NotImplementedError

    def end(self) -> Iterator[bytes]:
        raise NotImplementedError


@dataclass(frozen=True)
class OpenAi(Protocol):
    """Also Mistral's and Groq's."""

    content_type: str = "text/event-stream"

    def piece(self, text: str) -> bytes:
        return self._chunk({"role": "assistant", "content": text}, None)

    def end(self) -> Iterator[bytes]:
        yield self._chunk({"content": ""}, "stop")
        yield b"data: [DONE]\n\n"

    def _chunk(self, delta: dict[str, str], finish: str | None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        about = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
        return _event({**about, "choices": [choice]})


@dataclass(frozen=True)
class Ollama(Protocol):
    content_type: str = "application/x-ndjson"

    def piece(self, text: str) -> bytes:
        return self._line(text, {"done": False})

    def end(self) -> Iterator[bytes]:
        yield self._line("", {"done": True, "done_reason": "stop"})

    def _line(self, text: str, more: dict[str, Any]) -> bytes:
        message = {"role": "assistant", "content": text}
        line = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z", "message": message}
        return json.dumps({**line, **more}).encode() + b"\n"


@dataclass(frozen=True)
class Anthropic(Protocol):
    content_type: str = "text/event-stream"

    def head(self) -> Iterator[bytes]:
        message = {
            "id": "m1",
            "type": "message",
            "role": "assistant",
            "model": "scripted",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": 1, "output_tokens": 1},
        }
        yield self._named({"type": "message_start", "message": message})
        block = {"type": "text", "text": ""}
        yield self._named({"type": "content_block_start", "index": 0, "content_block": block})

    def piece(self, text: str) -> bytes:
        delta = {"type": "text_delta", "text": text}
        return self._named({"type": "content_block_delta", "index": 0, "delta": delta})

    def end(self) -> Iterator[bytes]:
        yield self._named({"type": "content_block_stop", "index": 0})
        delta = {"stop_reason": "end_turn", "stop_sequence": None}
        yield self._named({"type": "message_delta", "delta": delta, "usage": {"output_tokens": 2}})
        yield self._named({"type": "message_stop"})

    def _named(self, value: dict[str, Any]) -> bytes:
        return f"event: {value['type']}\n".encode() + _event(value)


@dataclass(frozen=True)
class Google(Protocol):
    content_type: str = "text/event-stream"

    def piece(self, text: str) -> bytes:
        return self._candidate({"content": {"role": "model", "parts": [{"text": text}]}})

    def end(self) -> Iterator[bytes]:
        content = {"role": "model", "parts": [{"text": ""}]}
        yield self._candidate({"content": content, "finishReason": "STOP"})

    def _candidate(self, candidate: dict[str, Any]) -> bytes:
        return _event({"candidates": [{**candidate, "index": 0}], "modelVersion": "scripted"})


_BY_PATH: Sequence[tuple[str, Protocol]] = (
    ("/chat/completions", OpenAi()),
    ("/api/chat", Ollama()),
    ("/v1/messages", Anthropic()),
    (":streamGenerateContent", Google()),
)


def protocol_at(path: str) -> Protocol:
    """The protocol that a request's path belongs to."""
    return next(
        protocol for ending, protocol in _BY_PATH if path.partition("?")[0].endswith(ending)
    )


def _event(value: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()
