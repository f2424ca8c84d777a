"""Key facts: the sentences of the notes that are to be known by heart, as cards. Pure.

Two kinds: items of a list that the notes put under a heading such as "Last minute", and sentences
that define a term in bold. Each is a verbatim quote with its place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.chunking import Chunk, Sentence
from index.sentences import without_marker
from tutor.learning.cards_typed import matches

_LIST_HEADING = re.compile(
    r"\b(last[ -]minute|key (?:facts|points|takeaways)|takeaways|(?:things )?to remember"
    r"|in a nutshell|cheat ?sheet|recap|at a glance)\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"^(?:an?\s|the\s)?(?P<mark>\*\*|__)(?P<term>[^*_\n][^*\n]{0,60}?)(?P=mark)\s*"
    r"(?P<link>(?:\([^)]{1,60}\)\s)?(?:is|are|means|refers to|turns|holds|stands for)\b)",
    re.IGNORECASE,
)
_WRONG = re.compile(r"commonly said|but wrong|unverified|\bmyth\b", re.IGNORECASE)
_ASIDE = re.compile(r"^(sources?|references|further reading|see also|links|contents)$", re.I)
_OBJECTIVE = re.compile(r"(?:^|/)(\d+\.\d{2})(?=[-_ .])")
# Something in a sentence that can be left out and typed: code, a bold term, a number.
_GAP = re.compile(
    r"`([^`\n]{2,40})`|\*\*([^*\n]{2,40})\*\*|(?<![\w.])(\d[\d.,]*\d|\d)(?![\w.]|\s*%)"
)
_BREAK = re.compile(r"[,;:=→]\s|\s(?:is|are|so|because|while|but|by|with|for|and)\s")
# Numbers of list items that a PDF or a flattened page has glued to their text: "7Feature Store".
_GLUED_NUMBER = re.compile(r"^\d{1,2}(?=[A-Za-z][A-Za-z_]{3,})")
GAP = "_____"
_LEAST_CHARACTERS, _MOST_CHARACTERS = 25, 320
_LONGEST_ANSWER = 40


@dataclass(frozen=True)
class KeyFact:
    """A card made of one sentence. ``text_of(source)[char_start:char_end] == quote``.

    ``prompt`` is what the learner sees. ``answer`` is what has to be typed, compared by
    :meth:`accepts`; where it is empty the learner compares with ``quote`` and grades the card.
    """

    id: str
    prompt: str
    answer: str
    quote: str
    source: str
    heading: tuple[str, ...]
    char_start: int
    char_end: int
    objective: str = ""

    @property
    def typed(self) -> bool:
        """Whether an answer can be typed and judged."""
        return bool(self.answer)

    def accepts(self, typed: str) -> bool:
        """Whether what was typed is the answer; marks, case and a slip of the key do not count."""
        return self.typed and matches(typed, self.answer)


def key_facts(chunks: Iterable[Chunk]) -> list[KeyFact]:
    """The key facts of a course, in reading order; each wording once.

    A card's id depends on its wording alone, so that it survives a note that is moved.
    """
    found: dict[str, KeyFact] = {}
    for chunk in chunks:
        if not any(_ASIDE.match(title.strip()) for title in chunk.heading):
            for fact in _of(chunk):
                found.setdefault(fact.id, fact)
    return list(found.values())


def objective_of(source: str) -> str:
    """The objective that a note's name begins with (``3-…/3.05-hyperopt.md``), or nothing."""
    named = _OBJECTIVE.findall(source)
    return named[-1] if named else ""


def _of(chunk: Chunk) -> Iterator[KeyFact]:
    listed = any(_LIST_HEADING.search(title) for title in chunk.heading)
    for sentence in chunk.sentences:
        text = _GLUED_NUMBER.sub("", without_marker(sentence.text).strip())
        fits = _LEAST_CHARACTERS <= len(text) <= _MOST_CHARACTERS and not _WRONG.search(text)
        if not fits or sentence.kind not in ("prose", "item"):
            continue
        defined = _DEFINITION.match(text)
        if defined:
            yield _fact(chunk, sentence, _asking(text, defined), "")
        elif listed and sentence.kind == "item":
            yield _fact(chunk, sentence, *_with_gap(text))


def _asking(text: str, defined: re.Match[str]) -> str:
    """``**Pruning** is stopping …`` asks "Pruning: what is it?"; self-graded."""
    subject = text[: defined.start("link")].replace(defined["mark"], "").strip()
    return f"{subject} {defined['link'].strip()} …"


def _with_gap(text: str) -> tuple[str, str]:
    """A sentence with a gap and what was in it; without a gap, its beginning and nothing."""
    for gap in reversed(list(_GAP.finditer(text))):  # the last says most of the subject
        group = next(number for number in (1, 2, 3) if gap[number])
        answer = gap[group]
        fits = group == 3 or 2 <= len(answer) <= _LONGEST_ANSWER
        if fits and gap.start() > 0 and not _repeated(text, answer):
            start, end = gap.span(group)
            return f"{text[:start]}{GAP}{text[end:]}", answer
    middle = [match.end() for match in _BREAK.finditer(text) if match.end() >= len(text) * 0.2]
    cut = middle[0] if middle else text.rfind(" ", 0, len(text) // 2) + 1
    return f"{text[:cut].rstrip()} …", ""


def _repeated(text: str, answer: str) -> bool:
    """Whether the rest of the sentence gives the answer away."""
    return len(re.findall(rf"(?<!\w){re.escape(answer)}(?!\w)", text)) > 1


def _fact(chunk: Chunk, sentence: Sentence, prompt: str, answer: str) -> KeyFact:
    words = " ".join(without_marker(sentence.text).split())
    digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:12]
    return KeyFact(
        f"k-{digest}",
        prompt,
        answer,
        sentence.text,
        chunk.source,
        chunk.heading,
        sentence.char_start,
        sentence.char_end,
        objective_of(chunk.source),
    )
