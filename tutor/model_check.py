"""Does the language model of the settings answer? For a button on the settings page."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tutor.errors import ModelError
from tutor.settings import Settings

_SYSTEM = "You are a study tutor. Answer in one short sentence."
_USER = "What is a flash card?"
_LONGEST_SAMPLE = 300  # characters


@dataclass(frozen=True)
class ModelCheck:
    """How one easy question went.

    ``what`` says it in plain words and ``todo`` what to do about it (empty when it works);
    ``seconds`` are the time to the whole answer, ``first`` those to its first piece.
    """

    llm: str
    works: bool
    what: str
    todo: str = ""
    seconds: float = 0.0
    first: float = 0.0
    sample: str = ""


def check_model(settings: Settings, clock: Callable[[], float] = time.perf_counter) -> ModelCheck:
    """Ask one easy question, wait for the answer, and say how it went. Raises nothing."""
    llm = settings.llm
    if llm == "none":
        what = "No language model is set; the notes alone answer"
        return ModelCheck(llm, False, what, "Set TUTOR_LLM to provider:model to have one")
    from tutor.chat_model import open_chat_model, stream_text

    started, first, said = clock(), 0.0, ""
    try:
        model = open_chat_model(settings)
        for piece in stream_text(model, _SYSTEM, _USER, settings):
            first = first or clock() - started
            said += piece
    except ModelError as error:
        return ModelCheck(llm, False, error.what, error.todo, clock() - started)
    seconds = clock() - started
    if not said.strip():
        return ModelCheck(llm, False, f"{llm} said nothing", "Choose another model", seconds)
    what = f"{llm} works: it answered in {seconds:.1f} seconds"
    sample = " ".join(said.split())[:_LONGEST_SAMPLE]
    return ModelCheck(llm, True, what, "", seconds, first, sample)
