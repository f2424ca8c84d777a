"""``provider:model`` to a LangChain chat model, and what providers raise to ``ModelError``.

The only file that knows about providers. Their errors are told apart by class, never by text.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tutor.errors import ModelError
from tutor.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_MAX_RETRIES = 1  # a learner is waiting; the notes-only answer is at hand
_Kind = Literal["key", "denied", "missing", "rate", "timeout", "reach", "request", "server"]


@dataclass(frozen=True)
class _Provider:
    """Which extra brings a provider, its key's variable, and how a whole answer is told.

    ``ends_with`` names the metadata that closes a stream: without it the answer broke off, though
    the server may have closed the connection politely. None: the provider sends no such thing.
    """

    extra: str
    key_variable: str | None
    ends_with: str | None


_PROVIDERS = {
    "openai": _Provider("openai", "OPENAI_API_KEY", "finish_reason"),
    "anthropic": _Provider("anthropic", "ANTHROPIC_API_KEY", "stop_reason"),
    "google_genai": _Provider("google", "GOOGLE_API_KEY", "finish_reason"),
    "ollama": _Provider("ollama", None, "done_reason"),
    "huggingface": _Provider("huggingface", None, None),
}
# Integrations raise LangChain's classes; older ones let the errors of their library through, and
# those of openai and anthropic have the same names. The first that fits decides.
_OF_LANGCHAIN: dict[str, _Kind] = {
    "ModelAuthenticationError": "key",
    "ModelPermissionDeniedError": "denied",
    "ModelNotFoundError": "missing",
    "ModelRateLimitError": "rate",
    "ModelTimeoutError": "timeout",
    "ModelConnectionError": "reach",
    "ModelInvalidRequestError": "request",
    "ContextOverflowError": "request",
}
_OF_PROVIDERS: dict[str, _Kind] = {
    "AuthenticationError": "key",
    "PermissionDeniedError": "denied",
    "NotFoundError": "missing",
    "RateLimitError": "rate",
    "APITimeoutError": "timeout",
    "APIConnectionError": "reach",
    "BadRequestError": "request",
    "UnprocessableEntityError": "request",
}
_OF_HTTPX: dict[str, _Kind] = {"TimeoutException": "timeout", "TransportError": "reach"}
_KINDS: dict[str, dict[str, _Kind]] = {
    "langchain_core.exceptions": _OF_LANGCHAIN,
    "openai": _OF_PROVIDERS,
    "anthropic": _OF_PROVIDERS,
    "httpx": _OF_HTTPX,
    "httpx2": _OF_HTTPX,
    "builtins": {"TimeoutError": "timeout", "OSError": "reach"},
}
_BASES = (
    ("langchain_core.exceptions", "ModelError"),
    ("openai", "OpenAIError"),
    ("anthropic", "AnthropicError"),
    ("google.genai.errors", "APIError"),
    ("ollama", "ResponseError"),
    ("ollama", "RequestError"),
    ("httpx", "HTTPError"),
    ("httpx", "InvalidURL"),
    ("httpx2", "HTTPError"),
    ("httpx2", "InvalidURL"),
)


def open_chat_model(settings: Settings) -> BaseChatModel:
    """The chat model of the settings. Nothing is sent yet.

    Raises:
        ModelError: no such provider, its extra or its key is missing, or it refuses the settings.
    """
    name, model = _split(settings.llm)
    provider = _PROVIDERS[name]
    if provider.key_variable and not _key(settings, provider):
        raise ModelError(
            f"{settings.llm} needs a key and none is set",
            f"Set TUTOR_LLM_API_KEY or {provider.key_variable}, or go on with `--llm none`",
        )
    from langchain.chat_models import init_chat_model

    try:
        opened: BaseChatModel = init_chat_model(
            model, model_provider=name, **_arguments(name, settings)
        )
    except ImportError as error:
        raise ModelError(
            f"What {settings.llm} needs is not installed",
            f"Install it with `pip install 'study-tutor[{provider.extra}]'`",
        ) from error
    except _bases() as error:
        raise _failure(error, settings, begun=False) from error
    return opened


def stream_text(model: BaseChatModel, system: str, user: str, settings: Settings) -> Iterator[str]:
    """The model's answer, piece by piece.

    Raises:
        ModelError: the model cannot be reached, refuses, takes too long or breaks off.
    """
    from langchain_core.messages import HumanMessage, SystemMessage

    ends_with = _PROVIDERS[_split(settings.llm)[0]].ends_with
    begun, ended = False, ends_with is None
    try:
        for chunk in model.stream([SystemMessage(system), HumanMessage(user)]):
            ended = ended or bool(chunk.response_metadata.get(ends_with))
            if chunk.text:
                begun = True
                yield str(chunk.text)
    except _bases() as error:
        raise _failure(error, settings, begun=begun) from error
    if not ended:
        raise _broken_off(settings)


def _split(spec: str) -> tuple[str, str]:
    """``provider:model`` in its two parts; the model may hold colons (``ollama:llama3.2:3b``)."""
    name, _, model = spec.partition(":")
    name = name.strip().lower().replace("-", "_")
    if name not in _PROVIDERS or not model.strip():
        raise ModelError(
            f"{spec!r} names no language model",
            f"Write provider:model with one of {', '.join(_PROVIDERS)}, "
            "such as `ollama:llama3.2`, or `none`",
        )
    return name, model.strip()


def _key(settings: Settings, provider: _Provider) -> str | None:
    """The key; a server of one's own mostly wants none, but the protocol has to carry one."""
    if settings.llm_api_key:
        return settings.llm_api_key.get_secret_value()
    own = os.environ.get(provider.key_variable or "")
    return own or ("none" if settings.llm_base_url else None)


def _arguments(name: str, settings: Settings) -> dict[str, Any]:
    if name == "huggingface":  # runs in this process: no address, no key, no time-out
        return {"task": "text-generation"}
    address = {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
    if name == "ollama":
        return {**address, "client_kwargs": {"timeout": settings.llm_timeout}}
    return {
        **address,
        "api_key": _key(settings, _PROVIDERS[name]),
        "timeout": settings.llm_timeout,
        "max_retries": _MAX_RETRIES,
    }


def _bases() -> tuple[type[Exception], ...]:
    """What a provider's library may raise; one that was never imported raises nothing.

    The built-in ones stand for answers that are no JSON, or JSON of another shape.
    """
    libraries = tuple(found for module, name in _BASES if (found := _loaded(module, name)))
    return (*libraries, OSError, ValueError, TypeError, KeyError)


def _loaded(module: str, name: str) -> type[Exception] | None:
    found: type[Exception] | None = getattr(sys.modules.get(module), name, None)
    return found


def _kind(error: Exception) -> _Kind:
    for module, names in _KINDS.items():
        for name, kind in names.items():
            known = _loaded(module, name)
            if known and isinstance(error, known):
                return kind
    return "server"


def _failure(error: Exception, settings: Settings, *, begun: bool) -> ModelError:
    """What happened and what to do."""
    kind = _kind(error)
    if begun and kind in ("reach", "server"):
        return _broken_off(settings)
    llm, place = settings.llm, settings.llm_base_url or "its provider"
    what, todo = {
        "key": (f"{place} refused the key for {llm}", "Check TUTOR_LLM_API_KEY"),
        "denied": (f"The key may not use {llm}", "Choose another model, or ask for access"),
        "missing": (f"{place} has no model for {llm}", "Check the model's name and the address"),
        "rate": (
            f"{llm} is over its rate limit or your quota is used up",
            "Wait a minute and ask again, or check your plan",
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


def _broken_off(settings: Settings) -> ModelError:
    return ModelError(
        f"The connection to {settings.llm} broke while it was answering",
        "Ask again; if it happens each time, check the model server's own log",
    )


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
