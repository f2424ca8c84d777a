"""Sets of questions from files of any kind: quizzes and banks of ours, and plainer ones from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import yaml
from pydantic import ValidationError

from corpus.errors import QuestionError
from corpus.questions import LABELS, Option, Question, Receipt
from tutor.quizzing.pasted import pasted_from_json
from tutor.quizzing.printed import printed_questions

_WRITE_ONE = "Compare it with what `tutor quiz --json` writes, or give each question a stem, options and a key"
_NO_RECEIPT = Receipt(source="-", quote="no receipt was given")


def read_question_set(text: str) -> list[Question]:
    """Read a set of questions.

    JSON as ``tutor quiz --json`` writes it, a bare list, or a question a line; YAML as a bank has it;
    objects with no more than ``question`` (or ``stem``), ``options`` and ``key`` (or ``answer``);
    plain text with a printed quiz and its answers.

    Raises:
        QuestionError: it is none of these, or an entry is no question.
    """
    entries = _entries(text)
    if entries is None:
        printed = printed_questions({"the file": text})
        if not printed:
            raise QuestionError(
                "The question set is no JSON, no YAML and no printed quiz", _WRITE_ONE
            )
        return printed
    return [_read_entry(entry, number) for number, entry in enumerate(entries, 1)]


def _entries(text: str) -> Sequence[object] | None:
    """The entries of JSON, of JSON lines or of YAML; None where it is plain text."""
    begins = text.lstrip()[:1]
    try:
        raw: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raw = _lines(text) or _yaml(text)
        if raw is None and begins in ("{", "["):
            raise QuestionError(f"The question set is no JSON: {error}", _WRITE_ONE) from error
    if raw is None:
        return None
    found = raw.get("questions") if isinstance(raw, dict) else raw
    if not isinstance(found, list):
        raise QuestionError("The file holds no list of questions", _WRITE_ONE)
    return found


def _lines(text: str) -> list[object] | None:
    """One JSON object a line."""
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        found = [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None
    return found if len(found) > 1 and all(isinstance(one, dict) for one in found) else None


def _yaml(text: str) -> object:
    """A bank's YAML: a list of entries that have options; None for anything else, such as prose."""
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    entries = found.get("questions") if isinstance(found, dict) else found
    is_set = isinstance(entries, list) and entries and all(isinstance(e, dict) for e in entries)
    return entries if is_set else None


def _read_entry(entry: object, number: int) -> Question:
    if not isinstance(entry, dict) or not isinstance(entry.get("options"), (list, dict)):
        raise QuestionError(f"Question {number} of the set has no options", _WRITE_ONE)
    options = entry["options"]
    if isinstance(options, dict) or not all(isinstance(option, dict) for option in options):
        return _plainer(entry, number)
    # Labels follow from the order of the options, so that they are not kept.
    kept = [{key: value for key, value in o.items() if key != "label"} for o in options]
    given = {"receipt": _NO_RECEIPT, "origin": "pasted"} if "receipt" not in entry else {}
    try:
        return Question.model_validate({"id": f"{number}", **given, **entry, "options": kept})
    except ValidationError as error:
        raise _unfit(error, number) from error


def _plainer(entry: Mapping[str, object], number: int) -> Question:
    """A question with nothing but its text, its options and its key."""
    key = entry.get("key") or entry.get("answer") or entry.get("correct") or entry.get("answers")
    try:
        pasted = pasted_from_json({**entry, "key": key, "chosen": None})
        options = tuple(
            Option(text=text, correct=label in (pasted.key or ()))
            for label, text in zip(pasted.options, pasted.options.values(), strict=True)
        )
        return Question(
            id=pasted.id or str(number),
            kind="multiple" if len(pasted.key or ()) > 1 else "single",
            stem=pasted.stem,
            options=options[: len(LABELS)],
            receipt=_NO_RECEIPT,
            origin="pasted",
        )
    except QuestionError as error:
        raise QuestionError(f"Question {number} of the set: {error.what}", error.todo) from error
    except ValidationError as error:
        raise _unfit(error, number) from error


def _unfit(error: ValidationError, number: int) -> QuestionError:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "question"
    return QuestionError(f"Question {number} of the set: {where}: {first['msg']}", _WRITE_ONE)
