"""Quizzes that already stand in notes with their keys.

Read are options with letters or numbers, one to a line, and keys as "Answer: B" below the
question, "正解: A", "1. b) text" in a list of answers further down, or a check mark behind an
option. Where options are numbered and the key is a letter, A means the first option.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from pydantic import ValidationError

from corpus.questions import LABELS, Option, Question, Receipt
from tutor.quizzing.drafts import question_id
from tutor.quizzing.statements import plain

_OPTION = re.compile(r"^[ \t>*•-]*\(?(?P<label>[A-Ha-h]|\d)[.)][ \t]+(?P<text>\S.*)$")
_NUMBERED = re.compile(
    r"^[ \t>*#•-]*(?:Q(?:uestion)?[ .]*)?(?P<number>\d{1,3})[.):][ \t]+(?P<text>\S.*)$"
)
_KEY = re.compile(
    r"^[\s>*_•-]*(?:correct\s+)?(?:answers?|key|solution|正解|正答|答え|答案)[\s*_]*(?:is\b|are\b)?[\s*_]*[:：.][\s*_]*"
    r"\(?(?P<keys>[A-Ha-h1-8](?:\s*(?:,|and|&)\s*[A-Ha-h1-8])*)\)?(?![\w])",
    re.IGNORECASE,
)  # fmt: skip
_ANSWERS = re.compile(
    r"^[\s#*_>]*(?:answers?|answer key|solutions?|keys?)\b(?!.*\?)", re.IGNORECASE
)
_ANSWER_LINE = re.compile(
    r"^[ \t>*•-]*(?:Q(?:uestion)?[ .]*)?(?P<number>\d{1,3})[.):]?[ \t]*(?:[-–—:=][ \t]*)?"
    r"\(?(?P<label>[A-Ha-h])\)?(?:[.):]|\b)[ \t]*(?P<text>.*)$"
)
_CHECKED = re.compile(r"[ \t]*(?:✓|✔|✅|\(correct\)|\[x\]|←\s*correct)[ \t]*$", re.IGNORECASE)
_LEAST_OPTIONS, _MOST_STEM_LINES = 3, 12


@dataclass(frozen=True)
class _Item:
    """A printed question: spans are offsets into the note."""

    number: int
    stem: str
    options: tuple[str, ...]
    labels: tuple[str, ...]
    start: int
    end: int
    keys: tuple[int, ...] = ()
    key_start: int = 0
    key_end: int = 0
    why: str = ""


def printed_questions(texts: Mapping[str, str]) -> list[Question]:
    """Every printed question that has a key; those without one prove nothing and are left out."""
    found: list[Question] = []
    for source, text in texts.items():
        items = list(_items(text))
        for item in _with_keys(items, text):
            with suppress(ValidationError):  # too short or too long to be a question
                question = _question(item, source, text)
                if question is not None:
                    found.append(question)
    return found


def _lines(text: str) -> list[tuple[int, str]]:
    lines, at = [], 0
    for line in text.splitlines(keepends=True):
        lines.append((at, line.rstrip()))
        at += len(line)
    return lines


def _items(text: str) -> Iterator[_Item]:
    """Runs of options that count up from A or 1, each with the stem above it."""
    lines = _lines(text)
    at = 0
    while at < len(lines):
        run = _run_of_options(lines, at)
        if len(run) < _LEAST_OPTIONS:
            at += 1
            continue
        stem = _stem_above(lines, at)
        if stem is not None:
            number, words, start = stem
            last, _ = run[-1]
            yield _Item(
                number,
                words,
                tuple(line for _, line in run),
                tuple(m["label"].lower() for _, line in run if (m := _OPTION.match(line))),
                start,
                lines[last][0] + len(lines[last][1]),
            )
        at = run[-1][0] + 1


def _run_of_options(lines: Sequence[tuple[int, str]], at: int) -> list[tuple[int, str]]:
    run: list[tuple[int, str]] = []
    wanted: Sequence[str] = ""
    for place in range(at, min(at + 20, len(lines))):
        line = lines[place][1]
        match = _OPTION.match(line)
        if not run:
            if match is None or match["label"].lower() not in ("a", "1"):
                break
            wanted = "abcdefgh" if match["label"].lower() == "a" else "12345678"
        if match and len(run) < len(wanted) and match["label"].lower() == wanted[len(run)]:
            run.append((place, line))
        elif line.strip():
            break
    return run


def _stem_above(lines: Sequence[tuple[int, str]], first: int) -> tuple[int, str, int] | None:
    """Number (0 if none), wording and start of the stem above an option; it asks or leaves blanks."""
    taken: list[str] = []
    for place in range(first - 1, max(first - 1 - _MOST_STEM_LINES, -1), -1):
        start, line = lines[place]
        if not line.strip():
            if taken:
                break
            continue
        if line.lstrip().startswith("#") or (_OPTION.match(line) and not _NUMBERED.match(line)):
            break
        match = _NUMBERED.match(line)
        if match:
            words = " ".join([match["text"].strip(), *taken])
            stem = plain(words, stressed=True)
            return (int(match["number"]), stem, start) if _asks(words) else None
        taken.insert(0, line.strip())
        if _KEY.match(line):
            return None
    words = " ".join(taken)
    if not taken or not _asks(words):
        return None
    return 0, plain(words, stressed=True), _start_of(lines, first, taken[0])


def _start_of(lines: Sequence[tuple[int, str]], first: int, line: str) -> int:
    return next(s for s, text in reversed(lines[:first]) if text.strip() == line)


def _asks(words: str) -> bool:
    return "?" in words or "？" in words or "__" in words or words.endswith(":")


def _with_keys(items: Sequence[_Item], text: str) -> Iterator[_Item]:
    """Items with their keys: below the question, checked in the options, or in a list of answers."""
    lists = _answer_lists(text)
    for number, item in enumerate(items):
        stop = items[number + 1].start if number + 1 < len(items) else len(text)
        keyed = _key_below(item, text, stop) or _checked(item) or _key_in_list(item, lists, text)
        if keyed is not None:
            yield keyed


def _key_below(item: _Item, text: str, stop: int) -> _Item | None:
    for start, line in _lines(text[item.end : min(stop, item.end + 600)]):
        match = _KEY.match(line)
        if match:
            labels = re.findall(r"(?<![A-Za-z])[A-Ha-h1-8](?![A-Za-z])", match["keys"])
            places = tuple(_place(label, item) for label in labels)
            if any(place is None for place in places):
                return None
            rest = text[item.end + start + len(line) : min(stop, item.end + 1500)]
            after = [part.strip() for part in rest.split("\n") if part.strip()]
            return replace(
                item,
                keys=tuple(p for p in places if p is not None),
                key_start=item.end + start,
                key_end=item.end + start + len(line),
                why=plain(after[0]) if after and not after[0].startswith(("#", "-", "*")) else "",
            )
    return None


def _place(label: str, item: _Item) -> int | None:
    """Position of the option a key names; a letter names numbered options by their order."""
    if label.lower() in item.labels:
        return item.labels.index(label.lower())
    place = int(label) - 1 if label.isdigit() else LABELS.find(label.upper())
    return place if 0 <= place < len(item.options) else None


def _checked(item: _Item) -> _Item | None:
    keys = tuple(n for n, line in enumerate(item.options) if _CHECKED.search(line))
    return replace(item, keys=keys, key_start=item.start, key_end=item.end) if keys else None


def _answer_lists(text: str) -> list[dict[int, tuple[str, str, int, int]]]:
    """Each list of answers: number to (label, wording, start, end), with where it begins under 0."""
    lists: list[dict[int, tuple[str, str, int, int]]] = []
    current: dict[int, tuple[str, str, int, int]] | None = None
    for start, line in _lines(text):
        if _ANSWERS.match(line):
            current = {0: ("", "", start, start)}
            lists.append(current)
            line_rest = line.partition(":")[2]
            for entry in re.finditer(r"(\d{1,3})[.):]?\s*\(?([A-Ha-h])\)?(?![A-Za-z])", line_rest):
                current[int(entry[1])] = (entry[2].lower(), "", start, start + len(line))
            continue
        match = _ANSWER_LINE.match(line)
        if current is not None and match:
            number = int(match["number"])
            current[number] = (
                match["label"].lower(), match["text"].strip(), start, start + len(line),
            )  # fmt: skip
        elif current is not None and line.strip():
            current = None
    return [found for found in lists if len(found) > 1]


def _key_in_list(
    item: _Item, lists: Sequence[dict[int, tuple[str, str, int, int]]], text: str
) -> _Item | None:
    after = [found for found in lists if found[0][2] >= item.end]
    if not after or not item.number:
        return None
    entry = min(after, key=lambda found: found[0][2]).get(item.number)
    if entry is None or (place := _place(entry[0], item)) is None:
        return None
    said, option = _bare(entry[1]), _bare(_option_text(item.options[place]))
    # A list of answers that repeats the option must repeat this one: else it belongs elsewhere.
    if said and said not in option and option not in said:
        return None
    return replace(item, keys=(place,), key_start=entry[2], key_end=entry[3])


def _bare(text: str) -> str:
    return re.sub(r"[`*_\s.]+", "", text).lower()


def _option_text(line: str) -> str:
    match = _OPTION.match(_CHECKED.sub("", line))
    return plain(match["text"]) if match else ""


def _question(item: _Item, source: str, text: str) -> Question | None:
    """The printed question; its receipt is the question with its key, or the key's own line."""
    quote = text[item.key_start : item.key_end]
    if not any(_bare(_option_text(item.options[n])) in _bare(quote) for n in item.keys):
        quote = text[item.start : max(item.key_end, item.end)]
    texts = [_option_text(line) for line in item.options]
    keys = [texts[n] for n in item.keys]
    if len(set(texts)) != len(texts) or not all(texts) or len(keys) >= len(texts):
        return None
    key_why = item.why or "The notes give this as the answer."
    options = tuple(
        Option(
            text=words,
            correct=n in item.keys,
            why=key_why if n in item.keys else f"The notes' own answer is: {'; '.join(keys)}.",
        )
        for n, words in enumerate(texts)
    )
    return Question(
        id=question_id(source, item.stem, keys),
        kind="multiple" if len(keys) > 1 else "single",
        stem=item.stem,
        options=options,
        receipt=Receipt(source=source, quote=quote.strip()),
        takeaway=item.why or f"{item.stem} {'; '.join(keys)}",
        origin="notes",
    )
