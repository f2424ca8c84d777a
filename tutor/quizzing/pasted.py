"""Read a question that was pasted: plain text in any usual format, or JSON. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from corpus.errors import QuestionError
from corpus.questions import LABELS
from tutor.quizzing.models import PastedQuestion
from tutor.quizzing.pasted_text import PastedOption, labels_in, split_text

MOST_CHARACTERS = 20_000
_HOW = "Paste the question, then its options on lines of their own, such as 'A. …' and 'B. …'"


def read_pasted(text: str) -> PastedQuestion:
    """Read pasted text or the JSON of the command-line contract.

    Raises:
        QuestionError: there is no question, there are fewer than two options, a label stands
            twice, a chosen or key label is no option, or the text is too long.
    """
    if len(text) > MOST_CHARACTERS:
        raise QuestionError(
            f"The pasted text has {len(text):,} characters; {MOST_CHARACTERS:,} is the limit",
            "Paste one question at a time",
        )
    if text.lstrip().startswith("{"):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise QuestionError(
                "The pasted text begins like JSON but is not valid JSON", _HOW
            ) from error
        return pasted_from_json(value)
    return _from_text(text)


def pasted_from_json(value: object) -> PastedQuestion:
    """Check ``{"id", "stem" or "question", "options", "chosen", "key"}``.

    ``options`` is an object by label, or a list (labelled A, B, …); ``chosen`` and ``key`` are
    lists of labels, one string of labels, or null.

    Raises:
        QuestionError: as :func:`read_pasted`.
    """
    if not isinstance(value, Mapping):
        raise QuestionError("The question is not a JSON object", 'Begin it with {"question": …}')
    stem = value.get("stem") or value.get("question")
    given = value.get("options")
    if isinstance(given, Sequence) and not isinstance(given, str):
        given = dict(zip(LABELS, given, strict=False))
    if not isinstance(given, Mapping):
        raise QuestionError("The question has no options", 'Give them as {"A": "…", "B": "…"}')
    options = [
        PastedOption(str(label).strip(), 0, text.strip() if isinstance(text, str) else str(text))
        for label, text in given.items()
    ]
    return _checked(
        stem if isinstance(stem, str) else "",
        options,
        _labels_in_json(value.get("chosen")) or (),
        _labels_in_json(value.get("key")),
        str(value.get("id") or ""),
    )


def _labels_in_json(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if isinstance(value, str):
        return tuple(part for part in re.split(r"[\s,;/&]+", value) if part) or None
    if isinstance(value, Sequence):
        return tuple(str(part) for part in value) or None
    return (str(value),)


def _from_text(text: str) -> PastedQuestion:
    parts = split_text(text)
    if not parts.options:
        raise QuestionError("No options were found in the pasted text", _HOW)
    ticked = tuple(option.label for option in parts.options if option.ticked)
    return _checked(
        parts.stem,
        parts.options,
        labels_in(parts.chosen, parts.options) if parts.chosen else ticked,
        labels_in(parts.key, parts.options) if parts.key else None,
        "",
    )


def _checked(
    stem: str,
    options: Sequence[PastedOption],
    chosen: Sequence[str],
    key: Sequence[str] | None,
    question_id: str,
) -> PastedQuestion:
    if not stem.strip():
        raise QuestionError("There is no question before the options", _HOW)
    if len(options) < 2:
        raise QuestionError("The question has fewer than two options", _HOW)
    names = [option.label.casefold() for option in options]
    twice = sorted({o.label for o in options if names.count(o.label.casefold()) > 1})
    if twice:
        raise QuestionError(
            f"The label {', '.join(twice)} stands twice", "Give each option a label of its own"
        )
    empty = [option.label for option in options if not option.text]
    if empty:
        raise QuestionError(f"Option {empty[0]} is empty", "Paste its text as well")
    return PastedQuestion(
        stem=stem.strip(),
        options={option.label: option.text for option in options},
        chosen=checked_labels(chosen, [option.label for option in options], "chosen"),
        key=checked_labels(key, [option.label for option in options], "given as the answer")
        if key
        else None,
        id=question_id,
    )


def checked_labels(
    labels: Sequence[str], options: Sequence[str], what: str = "chosen"
) -> tuple[str, ...]:
    """Labels as the options spell them, each once, in the options' order.

    Raises:
        QuestionError: a label is not an option.
    """
    wanted = {label.strip().casefold(): label.strip() for label in labels if label.strip()}
    known = {option.casefold() for option in options}
    for name, label in wanted.items():
        if name not in known:
            raise QuestionError(
                f"{label} was {what}, but it is no option of this question",
                f"The options are {', '.join(options)}",
            )
    return tuple(option for option in options if option.casefold() in wanted)
