"""What the command line reads: batches of JSON lines, and questions to explain."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.errors import QuestionError

if TYPE_CHECKING:
    from corpus.questions import Question
    from tutor.answering.answer import Turn
    from tutor.quizzing.models import PastedQuestion
    from tutor.study_tutor import StudyTutor

STDIN = Path("-")


class Asked(NamedTuple):
    """A question to explain and the labels that were chosen."""

    question: Question | PastedQuestion
    chosen: tuple[str, ...] = ()


def lines_of(path: Path) -> Iterator[bytes]:
    """Every line that is not blank, as it comes; ``-`` is standard input.

    Raises:
        QuestionError: the file cannot be read.
    """
    if path == STDIN:
        yield from (line for line in sys.stdin.buffer if line.strip())
        return
    try:
        with path.open("rb") as file:
            yield from (line for line in file if line.strip())
    except OSError as error:
        raise QuestionError(f"{path} cannot be read: {error.strerror}", "Check the path") from error


def text_of(path: Path) -> str:
    """A whole file, or standard input for ``-``.

    Raises:
        QuestionError: the file cannot be read, or is not UTF-8.
    """
    try:
        read = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
        return read.decode("utf-8-sig")
    except OSError as error:
        raise QuestionError(f"{path} cannot be read: {error.strerror}", "Check the path") from error
    except UnicodeDecodeError as error:
        raise QuestionError(f"{path} is not UTF-8 text", "Save it as UTF-8") from error


def object_in(line: bytes) -> dict[str, Any]:
    """The JSON object of one line.

    Raises:
        QuestionError: the line is not a JSON object in UTF-8.
    """
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # ValueError: bad JSON, bad UTF-8
        raise QuestionError(
            f"The line is not valid JSON: {error}", "Write one JSON object on each line"
        ) from error
    if not isinstance(value, dict):
        raise QuestionError("The line is not a JSON object", 'Begin it with {"id": …')
    return value


def words_in(value: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that is there, as text.

    Raises:
        QuestionError: none is there, or it is no text.
    """
    found = next((value[name] for name in names if name in value), None)
    if not isinstance(found, str):
        raise QuestionError(f"The line has no {names[0]}", f'Give it as "{names[0]}": "…"')
    return found


def turns_in(value: Mapping[str, Any]) -> list[Turn]:
    """The earlier turns of a conversation: ``"previous": [{"question", "answer"}]``.

    Raises:
        QuestionError: the field has another shape.
    """
    from tutor.answering.answer import Turn

    previous = value.get("previous") or []
    if not isinstance(previous, list) or not all(isinstance(turn, dict) for turn in previous):
        raise QuestionError(
            '"previous" is not a list of turns', 'Write it as [{"question": "…", "answer": "…"}]'
        )
    return [
        Turn(words_in(turn, "question"), words_in(turn, "answer") if "answer" in turn else "")
        for turn in previous
    ]


def question_in(text: str, tutor: StudyTutor, course: str) -> Asked:
    """A question as JSON or as plain text, and what was chosen.

    Raises:
        QuestionError: no question can be read.
    """
    from tutor.quizzing.pasted import read_pasted

    if text.lstrip().startswith("{"):
        return question_of(object_in(text.encode("utf-8", "replace")), tutor, course)
    pasted = read_pasted(text)
    return Asked(pasted, pasted.chosen)


def question_of(value: Mapping[str, Any], tutor: StudyTutor, course: str) -> Asked:
    """A question from anywhere, or one as ``tutor quiz --json`` printed it.

    The key of a printed question is taken as proved only while the notes hold its receipt;
    otherwise it is a key that was given, to be checked like any other.
    """
    from tutor.quizzing.pasted import pasted_from_json

    options = value.get("options")
    if not (isinstance(options, list) and all(isinstance(o, dict) for o in options)):
        pasted = pasted_from_json(value)
        return Asked(pasted, pasted.chosen)
    plain = pasted_from_json(_as_pasted(value, options))
    printed = _printed(value, options)
    if printed and _is_proved(printed, tutor, course):
        return Asked(printed, plain.chosen)
    return Asked(plain, plain.chosen)


def _as_pasted(value: Mapping[str, Any], options: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The question without its proof: options by label, and the key that its flags name."""
    from corpus.questions import LABELS

    if len(options) > len(LABELS):
        raise QuestionError(
            f"The question has {len(options)} options; {len(LABELS)} is the limit",
            "Leave some of them out",
        )
    labels = [str(o.get("label") or LABELS[n]) for n, o in enumerate(options)]
    if len(set(labels)) < len(labels):
        raise QuestionError("A label stands twice", "Give each option a label of its own")
    right = [label for label, o in zip(labels, options, strict=True) if o.get("correct") is True]
    texts = [str(o.get("text") or "") for o in options]
    key = value.get("key") or right or None
    return {**value, "options": dict(zip(labels, texts, strict=True)), "key": key}


def _printed(value: Mapping[str, Any], options: Sequence[Mapping[str, Any]]) -> Question | None:
    """The question as the tutor made it; None when it is not in that form."""
    from pydantic import ValidationError

    from corpus.questions import LABELS, Question

    if [o.get("label") for o in options] != list(LABELS[: len(options)]):
        return None
    fields = {name: value[name] for name in Question.model_fields if name in value}
    fields["id"] = str(value.get("id") or "printed")  # a batch may number its questions
    bare = [{k: v for k, v in o.items() if k != "label"} for o in options]
    try:
        return Question.model_validate({**fields, "options": bare})
    except ValidationError:
        return None


def _is_proved(question: Question, tutor: StudyTutor, course: str) -> bool:
    from tutor.quizzing.citing import CitationList

    return bool(CitationList(tutor.index(course)).of_receipt(question.receipt))


def bank_question(tutor: StudyTutor, course: str, question_id: str) -> Asked:
    """A question of the course's bank.

    Raises:
        QuestionError: the bank has none of that id.
    """
    for question in tutor.bank(course):
        if question.id == question_id:
            return Asked(question)
    raise QuestionError(
        f"The bank of {course} has no question {question_id}",
        "`tutor quiz --from bank` prints ids; give any other question as JSON or text",
    )


def with_choice(asked: Asked, said: Sequence[str]) -> Asked:
    """The question with what was typed as chosen: ``B``, ``B,D``, or the text of an option.

    Raises:
        QuestionError: it is no option.
    """
    from corpus.questions import Question
    from tutor.quizzing.pasted import checked_labels

    question = asked.question
    if isinstance(question, Question):
        options = {label: option.text for label, option in question.labelled().items()}
    else:
        options = question.options
    by_text = {text.strip().casefold(): label for label, text in options.items()}
    labels: list[str] = []
    for part in said:
        whole = by_text.get(part.strip().casefold())
        labels += [whole] if whole else part.replace(",", " ").split()
    chosen = checked_labels(labels, list(options))
    if isinstance(question, Question):
        return Asked(question, chosen)
    return Asked(replace(question, chosen=chosen), chosen)
