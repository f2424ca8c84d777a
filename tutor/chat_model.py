"""``provider:model`` to a LangChain chat model, and its answers as text.

The only file that knows about providers.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tutor.errors import ModelError
from tutor.model_failures import (
    broken_off,
    endless,
    failure,
    may_pass,
    raised_by_providers,
    retry_after,
    too_slow,
)
from tutor.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Generator

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

# Seconds before each further try. A learner is waiting, and the notes-only answer is at hand.
BACK_OFF = (0.5, 2.0)
LONGEST_WAIT = 10.0  # a server that asks for more is not waited for
# A whole answer may take so many times the longest silence; a server that drips ends here.
PATIENCE = 5
_CHARACTERS_A_TOKEN = 12  # no model's tokens are longer on average; a server that never stops is


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
    "mistralai": _Provider("mistralai", "MISTRAL_API_KEY", "finish_reason"),
    "groq": _Provider("groq", "GROQ_API_KEY", "finish_reason"),
    "ollama": _Provider("ollama", None, "done_reason"),
    "huggingface": _Provider("huggingface", None, None),
}


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
    except raised_by_providers() as error:
        if name == "huggingface":
            raise ModelError(
                f"The weights of {model} cannot be loaded",
                "Check the name or the folder, or your network when the hub has to send them",
            ) from error
        raise failure(error, settings, begun=False) from error
    return opened


def stream_text(
    model: BaseChatModel,
    system: str,
    user: str,
    settings: Settings,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[str]:
    """The model's answer, piece by piece. Closing the iterator closes the request.

    As long as nothing has come, a server that is busy or out of order is asked again, at most
    twice, after what its ``Retry-After`` says or after 0.5 and 2 seconds.

    Raises:
        ModelError: the model cannot be reached, refuses, takes too long or breaks off.
    """
    from langchain_core.messages import HumanMessage, SystemMessage

    messages = [SystemMessage(system), HumanMessage(user)]
    for delay in (*BACK_OFF, None):
        begun = False
        try:
            for piece in _pieces(model, messages, settings):
                begun = True
                yield piece
            return
        except raised_by_providers() as error:
            asked = retry_after(error)
            wait = delay if asked is None else asked
            passes = not begun and may_pass(error) and (wait or 0) <= LONGEST_WAIT
            if delay is None or wait is None or not passes:
                raise failure(error, settings, begun=begun) from error
        sleep(wait)


def _pieces(
    model: BaseChatModel, messages: Sequence[BaseMessage], settings: Settings
) -> Iterator[str]:
    """The text of one request, within the limits of length and time."""
    ends_with = _PROVIDERS[_split(settings.llm)[0]].ends_with
    ended = ends_with is None
    room = settings.llm_max_tokens * _CHARACTERS_A_TOKEN
    seconds = PATIENCE * settings.llm_timeout
    until = time.monotonic() + seconds
    stream = cast("Generator[AIMessageChunk]", model.stream(list(messages)))
    try:
        with closing(stream) as chunks:
            for chunk in chunks:
                ended = ended or bool(chunk.response_metadata.get(ends_with))
                if chunk.text:
                    yield str(chunk.text)
                room -= len(chunk.text)
                if room < 0:
                    raise endless(settings)
                if not ended and time.monotonic() > until:
                    raise too_slow(settings, seconds)
    finally:
        if not ended:
            gc.collect()  # groq's client ties the open response into a reference cycle
    if not ended:
        raise broken_off(settings)


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
    """What each integration calls the address, the key, and the limits; retries are ours."""
    if name == "huggingface":  # runs in this process: no address, no key, no time-out
        limits = {"max_new_tokens": settings.llm_max_tokens, "return_full_text": False}
        return {"task": "text-generation", "pipeline_kwargs": limits}
    address = {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
    if name == "ollama":
        client: dict[str, Any] = {"timeout": settings.llm_timeout}
        if settings.llm_api_key:  # a server behind a proxy, or Ollama's own cloud
            key = settings.llm_api_key.get_secret_value()
            client["headers"] = {"Authorization": f"Bearer {key}"}
        return {**address, "client_kwargs": client, "num_predict": settings.llm_max_tokens}
    seconds = settings.llm_timeout
    return {
        **address,
        "api_key": _key(settings, _PROVIDERS[name]),
        "timeout": max(1, round(seconds))
        if name == "mistralai"
        else seconds,  # it takes whole ones
        "max_retries": 1 if name in ("google_genai", "mistralai") else 0,  # they count the first
        "max_tokens": settings.llm_max_tokens,
    }
