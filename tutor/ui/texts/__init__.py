"""Every text of the app: ``texts.TITLE`` is the text named TITLE in the language spoken now.

The texts stand in ``<language>/*.yaml``, a file for each part of the page; every language has the
same names. What comes from the notes is never translated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib.resources import files

LANGUAGES = ("en", "ja")
_BY_BROWSER = "browser"
_spoken: ContextVar[str] = ContextVar("spoken", default=LANGUAGES[0])


def __getattr__(name: str) -> str:
    """The text of that name.

    Raises:
        AttributeError: no language file holds it.
    """
    if not name.isupper() and not name[:1].isupper():
        raise AttributeError(name)
    if _spoken.get() == _BY_BROWSER:
        # gradio's own mark for a text that the browser looks up in its translations
        return "__i18n__" + json.dumps({"__type__": "translation_metadata", "key": name})
    try:
        return _texts(_spoken.get())[name]
    except KeyError:
        raise AttributeError(f"No text is named {name}") from None


def of(group: str, name: str) -> str:
    """The text of one member of a group: ``of("STAGE", "waiting")``."""
    return __getattr__(f"{group}_{name}")


def counted(group: str, n: int) -> str:
    """A text with a number in it: ``counted("DAYS", 1)`` is "1 day"."""
    return of(group, "one" if n == 1 else "many").format(n=n)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts read inside are in that language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


@contextmanager
def left_to_the_browser() -> Iterator[None]:
    """Labels laid out inside are translated by each browser; see :func:`translations`."""
    with speaking(_BY_BROWSER):
        yield


def translations() -> dict[str, dict[str, str]]:
    """Every text by language and name."""
    return {language: dict(_texts(language)) for language in LANGUAGES}


def best_language(accepted: str) -> str:
    """The language to speak to a browser that sent this ``Accept-Language`` header."""
    weighed: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.replace(" ", "").partition(";q=")
        known, wanted = tag.partition("-")[0].lower(), _number(weight)
        if known in LANGUAGES and wanted > 0:  # 0 means: not this one
            weighed.append((-wanted, known))
    return min(weighed, key=lambda pair: pair[0])[1] if weighed else LANGUAGES[0]


def _number(weight: str) -> float:
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0


@lru_cache(maxsize=len(LANGUAGES))
def _texts(language: str) -> dict[str, str]:
    """All of a language; English where it has no words of its own."""
    found = {} if language == LANGUAGES[0] else dict(_texts(LANGUAGES[0]))
    for texts_of_part in by_file(language).values():
        found |= texts_of_part
    return found


def by_file(language: str) -> dict[str, dict[str, str]]:
    """The texts of each file of a language."""
    import yaml

    folder = files("tutor.ui").joinpath("texts", language)
    return {
        file.name: yaml.safe_load(file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    }
