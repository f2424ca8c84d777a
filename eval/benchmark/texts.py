"""The texts that both stacks index, written to a folder as plain files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from index.chunking import chunk_document
from index.discovery import find_files, root_of
from index.document import Document
from index.loaders import load_document

_MOST_BYTES = 50 * 2**20
_MOST_CHARACTERS = 10_000_000


def documents(paths: Sequence[Path]) -> Iterator[Document]:
    """Every note below the paths, as the tutor's loaders read it."""
    for found in find_files([root_of(path) for path in paths]):
        yield load_document(
            found.path, found.source, max_bytes=_MOST_BYTES, max_characters=_MOST_CHARACTERS
        )


def write_texts(paths: Sequence[Path], folder: Path) -> int:
    """Write the extracted text of every note into ``folder``; returns how many characters.

    Both stacks then read the same texts, so that no loader is part of the comparison.
    """
    characters = 0
    for number, document in enumerate(documents(paths)):
        ending = ".md" if document.source.endswith(".md") else ".txt"
        (folder / f"{number:03}{ending}").write_text(document.text, "utf-8")
        characters += len(document.text)
    return characters


def sentences_of(paths: Sequence[Path]) -> list[str]:
    """Every prose sentence of the notes: what synthetic notes are made of."""
    found: list[str] = []
    for document in documents(paths):
        for chunk in chunk_document(document, "bench", lambda texts: [1] * len(texts), 256):
            found += [" ".join(s.text.split()) for s in chunk.sentences if s.kind == "prose"]
    return found


def synthetic_note(sentences: Sequence[str], passages: int, random: Random) -> str:
    """A Markdown note of so many short sections, sentences drawn anew and told apart by a number.

    Each section becomes one chunk: a heading of its own, two sentences.
    """
    lines = ["# Synthetic notes"]
    for _ in range(passages):
        number = random.randrange(10**9)
        drawn = " ".join(random.choice(sentences) for _ in range(2))
        lines += ["", f"## Topic {number}", "", f"{drawn} Case {number} is one of them."]
    return "\n".join(lines)
