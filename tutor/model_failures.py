"""What a provider's library raises, as what happened and what to do. Imports no provider.

Errors are told apart by class and by HTTP status, never by their text. A library that was never
imported has raised nothing, so its classes are looked up among the loaded modules only.
"""

from __future__ import annotations

import sys
from typing import Any, Literal

from tutor.errors import ModelError
from tutor.settings import Settings

Kind = Literal["key", "denied", "missing", "rate", "timeout", "reach", "request", "server"]

_OF_LANGCHAIN: dict[str, Kind] = {
    "ModelAuthenticationError": "key",
    "ModelPermissionDeniedError": "denied",
    "ModelNotFoundError": "missing",
    "ModelRateLimitError": "rate",
    "ModelTimeoutError": "timeout",
    "ModelConnectionError": "reach",
    "ContextOverflowError": "request",
}
# openai, anthropic and groq are made by one generator: their classes have the same names.
_OF_SDK: dict[str, Kind] = {"APITimeoutError": "timeout", "APIConnectionError": "reach"}
_OF_HTTPX: dict[str, Kind] = {"TimeoutException": "timeout", "TransportError": "reach"}
_KINDS: dict[str, dict[str, Kind]] = {
    "langchain_core.exceptions": _OF_LANGCHAIN,
    "openai": _OF_SDK,
    "anthropic": _OF_SDK,
    "groq": _OF_SDK,
    "httpx": _OF_HTTPX,
    "httpx2": _OF_HTTPX,
    "builtins": {"TimeoutError": "timeout", "OSError": "reach"},
}
_OF_STATUS: dict[int, Kind] = {
    400: "request",
    401: "key",
    403: "denied",
    404: "missing",
    408: "timeout",
    413: "request",
    422: "request",
    429: "rate",
}
_BASES = (
    ("langchain_core.exceptions", "ModelError"),
    ("openai", "OpenAIError"),
    ("anthropic", "AnthropicError"),
    ("groq", "GroqError"),
    ("google.genai.errors", "APIError"),
    ("langchain_google_genai.chat_models", "ChatGoogleGenerativeAIError"),
    ("ollama", "ResponseError"),
    ("ollama", "RequestError"),
    ("httpx", "HTTPError"),
    ("httpx", "InvalidURL"),
    ("httpx", "StreamError"),
    ("httpx_sse", "SSEError"),
    ("httpx2", "HTTPError"),
    ("httpx2", "InvalidURL"),
    ("httpx2", "StreamError"),
)
_PASSING: frozenset[Kind] = frozenset({"rate", "reach", "server"})


def raised_by_providers() -> tuple[type[Exception], ...]:
    """What a provider's library may raise.

    The built-in ones stand for answers that are no JSON, or JSON of another shape.
    """
    libraries = tuple(found for module, name in _BASES if (found := _loaded(module, name)))
    return (*libraries, OSError, ValueError, TypeError, LookupError, AttributeError)


def may_pass(error: Exception) -> bool:
    """Whether the same request may succeed a moment later: an overload, a server's own failure."""
    return kind_of(error) in _PASSING and _answer_fits(error)


def retry_after(error: Exception) -> float | None:
    """Seconds that the server asks to wait, from its ``Retry-After`` header."""
    for each in _chain(error):
        headers = getattr(getattr(each, "response", None), "headers", None)
        asked = headers.get("retry-after") if headers is not None else None
        try:
            return max(0.0, float(asked)) if asked is not None else None
        except ValueError:  # the header may also hold a date; nobody sends one in practice
            return None
    return None


def kind_of(error: Exception) -> Kind:
    """What went wrong, in eight kinds."""
    if "API_KEY_INVALID" in _reasons(error):
        return "key"
    for module, names in _KINDS.items():
        for name, kind in names.items():
            known = _loaded(module, name)
            if known and isinstance(error, known):
                return kind
    return _OF_STATUS.get(_status(error), "server")


def failure(error: Exception, settings: Settings, *, begun: bool) -> ModelError:
    """What happened and what to do; ``begun`` when a part of the answer had come."""
    kind = kind_of(error)
    if begun and kind in ("reach", "server"):
        return broken_off(settings)
    llm, place = settings.llm, settings.llm_base_url or "its provider"
    wait = retry_after(error)
    what, todo = {
        "key": (f"{place} refused the key for {llm}", "Check TUTOR_LLM_API_KEY"),
        "denied": (f"The key may not use {llm}", "Choose another model, or ask for access"),
        "missing": (f"{place} has no model for {llm}", "Check the model's name and the address"),
        "rate": (
            f"{llm} is over its rate limit or your quota is used up",
            f"Wait {f'{wait:.0f} seconds' if wait and wait >= 1 else 'a minute'} and ask again, "
            "or check your plan",
        ),
        "timeout": (
            f"{llm} did not answer within {settings.llm_timeout:g} seconds",
            "Ask again, raise TUTOR_LLM_TIMEOUT, or choose a faster model",
        ),
        "reach": (
            f"{llm} cannot be reached at {place}",
            "Check that it is running, its address (TUTOR_LLM_BASE_URL) and your network",
        ),
        "request": (f"{llm} refused the request", f"Choose another model; it says: {_said(error)}"),
        "server": (
            f"{llm} failed or sent something unusable",
            f"Ask again later or choose another model; it says: {_said(error)}",
        ),
    }[kind]
    return ModelError(what, todo)


def broken_off(settings: Settings) -> ModelError:
    """An answer without its end."""
    return ModelError(
        f"The connection to {settings.llm} broke while it was answering",
        "Ask again; if it happens each time, check the model server's own log",
    )


def too_slow(settings: Settings, seconds: float) -> ModelError:
    """An answer that still grows after ``seconds``."""
    return ModelError(
        f"{settings.llm} was still answering after {seconds:g} seconds",
        "Raise TUTOR_LLM_TIMEOUT, or choose a faster model",
    )


def endless(settings: Settings) -> ModelError:
    """An answer far longer than the model was asked for."""
    return ModelError(
        f"{settings.llm} did not stop after {settings.llm_max_tokens} tokens",
        "Choose another model, or raise TUTOR_LLM_MAX_TOKENS",
    )


def _loaded(module: str, name: str) -> type[Exception] | None:
    found: type[Exception] | None = getattr(sys.modules.get(module), name, None)
    return found


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what it was raised from."""
    return [error, *_chain(error.__cause__)] if error.__cause__ else [error]


def _status(error: Exception) -> int:
    """The HTTP status that an error carries; 0 for none."""
    for each in _chain(error):
        response = getattr(each, "response", None)
        for holder, name in ((each, "status_code"), (each, "code"), (response, "status_code")):
            status = getattr(holder, name, None)
            if isinstance(status, int) and status >= 400:
                return status
    return 0


def _answer_fits(error: Exception) -> bool:
    """Whether the failure is the server's or the network's; an answer of another shape stays so."""
    return kind_of(error) != "server" or _status(error) >= 500


def _reasons(error: Exception) -> set[str]:
    """Google's machine-readable reasons: it answers a wrong key with status 400."""
    found: set[str] = set()
    for each in _chain(error):
        details: Any = getattr(each, "details", None)
        inner = details.get("error", details) if isinstance(details, dict) else {}
        listed = inner.get("details", ()) if isinstance(inner, dict) else ()
        found.update(str(d.get("reason")) for d in listed if isinstance(d, dict))
    return found


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
