"""What is fuzzed, and what must hold: text comes out, or an error that says what to do.

Each target takes bytes. hypothesis drives them in the suite, atheris in ``tests.faults.fuzz``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from corpus.errors import QuestionError, StudyError
from index.loaders import load_document
from tests.index.loader_files import assert_sound
from tutor.quizzing.pasted import read_pasted
from tutor.quizzing.pasted_text import PastedOption, labels_in
from tutor.quizzing.printed import printed_questions

MOST_BYTES, MOST_CHARACTERS = 2**20, 200_000


def loader(suffix: str) -> Callable[[bytes], None]:
    """The loader of one format."""

    def read(data: bytes) -> None:
        with tempfile.NamedTemporaryFile(suffix=suffix) as file:
            file.write(data)
            file.flush()
            limits = {"max_bytes": MOST_BYTES, "max_characters": MOST_CHARACTERS}
            try:
                document = load_document(Path(file.name), f"note{suffix}", **limits)
            except StudyError as error:
                assert_useful(error)
            else:
                assert_sound(document)

    return read


def pasted(data: bytes) -> None:
    """The parser of pasted questions, and of the key and choice that stand in them."""
    text = data.decode("utf-8", "replace")
    try:
        question = read_pasted(text)
    except QuestionError as error:
        assert_useful(error)
        return
    assert question.stem.strip()
    assert len(question.options) >= 2
    assert set(question.chosen) <= set(question.options)
    assert set(question.key or ()) <= set(question.options)


def key(data: bytes) -> None:
    """The parser of answer keys: only labels that are there, or the first one as it was written."""
    said, _, options = data.decode("utf-8", "replace").partition("\n")
    listed = [
        PastedOption("ABCDEFGH"[n], n, text) for n, text in enumerate(options.split("\n")[:8])
    ]
    known = {option.label.casefold() for option in listed}
    found = labels_in(said, listed)
    assert all(label.casefold() in known for label in found[1:])


def printed(data: bytes) -> None:
    """Quizzes with their keys that stand in notes."""
    text = data.decode("utf-8", "replace")
    for question in printed_questions({"note.md": text}):
        assert question.receipt.quote in text
        assert question.key


def assert_useful(error: StudyError) -> None:
    """An error says what happened and what to do, as phrases."""
    assert error.what
    assert error.todo
    assert not error.what.endswith(".")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "markdown": loader(".md"),
    "text": loader(".txt"),
    "html": loader(".html"),
    "notebook": loader(".ipynb"),
    "pdf": loader(".pdf"),
    "docx": loader(".docx"),
    "pasted": pasted,
    "key": key,
    "printed": printed,
}
