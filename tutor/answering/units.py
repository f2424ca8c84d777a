"""What an answer is put together from: sentences, list items, table rows, pieces of code. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.chunking import Chunk, Sentence
from index.sentences import opening, without_marker
from tutor.answering.exercises import paragraphs, set_up_ids
from tutor.answering.quotable import is_quotable

_MOST_CODE_WORDS = 45
# Such a sentence says something only behind the one before it.
_HANGS_ON_PREVIOUS = re.compile(
    r"(?:it|its|they|their|this|these|that|those|then|only then|both|each|such|however|also|"
    r"otherwise|instead|therefore|so|but|and|here|in that case|the former|the latter)\b",
    re.IGNORECASE,
)
MOST_LIST_WORDS = 25
# "One-hot encoding is appropriate." is true of the case that its paragraph tells, not of all.
_TELLS_A_CASE = re.compile(r"\b(?:scenario|case study|worked example)\b", re.IGNORECASE)
_MOST_CASE_WORDS = 50
_MOST_ITEM_WORDS = 12  # a mean; longer items are sentences that stand by themselves


@dataclass(frozen=True)
class Unit:
    """What is quoted as one, and the indexed sentences that it consists of."""

    sentence: Sentence
    parts: tuple[Sentence, ...]


def quotable_units(chunk: Chunk) -> Iterator[Unit]:
    """What may be quoted of a chunk; code that the index holds line by line in larger pieces."""
    group: list[Sentence] = []
    set_up = set_up_ids(chunk)
    for sentence in chunk.sentences:
        if sentence.sentence_id in set_up or _asks(chunk, sentence):
            continue
        if group and not _continues(chunk, group, sentence):
            yield from _quotable(chunk, group)
            group = []
        group.append(sentence)
    if group:
        yield from _quotable(chunk, group)


def _asks(chunk: Chunk, sentence: Sentence) -> bool:
    """Whether a sentence is the question, or other bold opening, that its paragraph answers."""
    start, end = sentence.char_start - chunk.char_start, sentence.char_end - chunk.char_start
    before, behind = chunk.text[:start].rstrip(" "), chunk.text[start:].partition("\n\n")[0]
    begins = not before or before.endswith("\n")
    return begins and opening(chunk.text, start, start + len(behind)) == (start, end)


def hangs_on_previous(sentence: Sentence) -> bool:
    """Whether a sentence begins with a word that points to the one before it."""
    if sentence.kind not in ("prose", "item"):
        return False
    return bool(_HANGS_ON_PREVIOUS.match(without_marker(sentence.text)))


def previous_id(sentence: Sentence) -> str:
    """Id of the sentence before one in its chunk, whether there is one or not."""
    chunk_id, _, number = sentence.sentence_id.rpartition(".")
    return f"{chunk_id}.{int(number) - 1}"


def case_of(chunk: Chunk, sentence: Sentence) -> list[Sentence]:
    """The paragraph of a scenario that a sentence belongs to: the case, and what is said of it.

    Empty outside such sections and where a question is put or opens the paragraph, for a
    paragraph of one sentence, and for a long one.
    """
    if sentence.kind != "prose" or not any(map(_TELLS_A_CASE.search, chunk.heading)):
        return []
    if set_up_ids(chunk):  # what stands below "Answer:" is worded to be read alone
        return []
    own: list[Sentence] = next((p for p in paragraphs(chunk) if sentence in p), [])
    if own and _asks(chunk, own[0]):
        return []
    words = sum(len(each.text.split()) for each in own)
    return own if len(own) > 1 and words <= _MOST_CASE_WORDS else []


def open_brackets(code: str) -> int:
    """How many brackets a piece of code opens and does not close; below 0 the other way round."""
    return sum(code.count(mark) for mark in "([{") - sum(code.count(mark) for mark in ")]}")


def short_list(chunk: Chunk, item: Sentence, most_words: int = MOST_LIST_WORDS) -> list[Sentence]:
    """The items of the list of short items that ``item`` belongs to; empty for any other."""
    if item.kind != "item":
        return []
    at = next(n for n, s in enumerate(chunk.sentences) if s.sentence_id == item.sentence_id)
    first = last = at
    while first > 0 and _same_list(chunk.sentences[first - 1], item):
        first -= 1
    while last + 1 < len(chunk.sentences) and _same_list(chunk.sentences[last + 1], item):
        last += 1
    items = list(chunk.sentences[first : last + 1])
    words = sum(len(each.text.split()) for each in items)
    is_short = words <= min(most_words, _MOST_ITEM_WORDS * len(items))
    return items if is_short and len(items) > 1 else []


def _same_list(sentence: Sentence, item: Sentence) -> bool:
    return sentence.kind == "item" and sentence.lead_in == item.lead_in


def _continues(chunk: Chunk, group: list[Sentence], sentence: Sentence) -> bool:
    """Whether a sentence is the next line of the code in ``group``."""
    last = group[-1]
    between = chunk.text[last.char_end - chunk.char_start : sentence.char_start - chunk.char_start]
    words = sum(len(line.text.split()) for line in (*group, sentence))
    return (
        last.kind == sentence.kind == "code"
        and not between.strip()
        and "\n\n" not in between
        and words <= _MOST_CODE_WORDS
    )


def _quotable(chunk: Chunk, group: list[Sentence]) -> Iterator[Unit]:
    first, last = group[0], group[-1]
    start, end = first.char_start - chunk.char_start, last.char_end - chunk.char_start
    text = chunk.text[start:end]
    embedded = first.embedded + "".join(f"\n{line.text}" for line in group[1:])
    sentence = first
    if len(group) > 1:
        sentence = replace(first, text=text, char_end=last.char_end, embedded=embedded)
    if is_quotable(sentence):
        yield Unit(sentence, tuple(group))
