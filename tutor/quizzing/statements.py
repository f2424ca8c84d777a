"""The notes as statements: sentences, list items and rows, each with its place and plain wording.

Everything that makes questions works on these; a statement's ``quote`` is verbatim and becomes
the receipt, its ``text`` is the same words without list marks, emphasis and links.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.questions import Receipt
from index.chunking import Chunk, Sentence, SentenceKind
from index.lexical import terms_of
from index.retriever import NotesIndex
from index.sentences import without_marker
from tutor.quizzing.code_kinds import CodeKinds
from tutor.quizzing.emphasis import unstressed
from tutor.quizzing.text_vectors import TextVectors
from tutor.quizzing.trap_lines import pair_at, unlabelled

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(
    r"</?(?:a|b|br|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|span|strong|sub|sup|table|td|th|tr|u"
    r"|ul)\b[^<>]*>|<!--.*?-->",
    re.DOTALL | re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(?<![*_])(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![*_])")
# Numbers of list items that flattening has glued to their text: "1CV score = …".
_GLUED_NUMBER = re.compile(r"^\d{1,2}(?:\.\s?)?(?=[A-Z][A-Za-z]|[a-z]{3,}\w*[A-Z(_=.])")
_GLUED_TO_QUOTE = re.compile(r"^\d{1,2}(?=[A-Z][A-Za-z]|[a-z]{3,}\w*[A-Z(_=.])")
_COMMONLY = re.compile(r"\W*Commonly said, but")
_MADE_UP = re.compile(r"(?:worked examples?|scenarios?|case study|lab\b)", re.IGNORECASE)
_PUNCTUATION = ".,;:!?()[]{}'\"`*→=$"
# Sections that describe other pages, or the exam and its preparation, hold nothing to be asked.
_ASIDE = re.compile(
    r"^(sources?|references|additional resources|further reading|related\b.*|see also|links"
    r"|table of contents|contents|about the author.*|frequently asked questions"
    r"|try a sample question|sample questions?|hands-on lab.*|audience.*|related .*)$"
    r"|\bquiz\b|\bexam (?:guide|overview|outline|tips|logistics|domains)\b|\babout the exam\b|\broadmap\b"
    r"|\bpreparation\b|\bstudy plan\b|^plan for\b",
    re.IGNORECASE,
)
ABOUT_THE_EXAM = re.compile(
    r"\b(exams?|certif\w+|candidates?|practitioners?|practice (?:test|exam)|dumps?|answer choices"
    r"|pass rate|passing score|syllabus|this (?:guide|article|course|series|section|document|note))\b",
    re.IGNORECASE,
)  # fmt: skip


# A label or a case that holds for all that its line goes on to say.
_LIMITS = re.compile(
    r"(?:\*\*|__)?(?:[A-Z][\w /()-]{2,40}:|(?:for|in|on|when|if|with|under|during|at) [^.;]{3,60}[,:])\s",
    re.IGNORECASE,
)
# "**When I copy a version, does its alias come along?** It brings …": true of that case.
_ASKED_OF_A_CASE = re.compile(
    r"^\*\*[^*]*\b(?:if|when|after|once|while|during|for an?)\b[^*]*\?\*\*", re.IGNORECASE
)
_LEAST_LIMIT = 3  # words before a statement that make more than a label of its own


@dataclass(frozen=True)
class Statement:
    """One thing the notes say. ``text_of(source)[char_start:char_end] == quote``."""

    text: str
    quote: str
    source: str
    char_start: int
    char_end: int
    heading: tuple[str, ...]
    kind: SentenceKind
    indent: int
    sentence: Sentence

    @property
    def receipt(self) -> Receipt:
        """The statement as proof."""
        return Receipt(source=self.source, quote=self.quote)

    @cached_property
    def terms(self) -> frozenset[str]:
        """Stemmed content words."""
        return frozenset(terms_of(self.text))


class Notes:
    """A course's notes, read for making questions."""

    def __init__(self, index: NotesIndex) -> None:
        self.index = index
        self.texts = {source: d.text for source, d in index.records.documents.items()}
        self.titles = {source: d.title for source, d in index.records.documents.items()}
        self.vectors = TextVectors(index.text_vectors)
        self._mentions: dict[str, list[Statement]] = {}
        self.statements = [s for chunk in index.chunks for s in self._of(chunk)]

    def _of(self, chunk: Chunk) -> Iterable[Statement]:
        text = self.texts[chunk.source]
        for sentence in chunk.sentences:
            line = text.rfind("\n", 0, sentence.char_start) + 1
            before = text[line : sentence.char_start]
            start = unlabelled(text, sentence.char_start)
            glued = _GLUED_TO_QUOTE.match(text[start : sentence.char_end])
            start += glued.end() if glued and sentence.kind != "code" else 0
            quote = text[start : sentence.char_end]
            yield Statement(
                text=plain(quote),
                quote=quote,
                source=chunk.source,
                char_start=start,
                char_end=sentence.char_end,
                heading=chunk.heading,
                kind=sentence.kind,
                indent=len(before) if not before.strip() else 0,
                sentence=sentence,
            )

    @cached_property
    def code(self) -> CodeKinds:
        """Of which kind the names of code are."""
        return CodeKinds(self.texts.values())

    @cached_property
    def askable(self) -> list[Statement]:
        """Prose and list items that say something of the subject itself."""
        return [
            s
            for s in self.statements
            if s.kind in ("prose", "item")
            and not is_aside(s.heading)
            and not ABOUT_THE_EXAM.search(s.text)
            and not _COMMONLY.match(s.text)
            and not self._is_trap(s)
            and not is_made_up(s.heading)
            and "(unverified)" not in s.text
            and not s.text.endswith("?")  # a question states nothing, also one set in bold
        ]

    def is_limited(self, statement: Statement) -> bool:
        """Whether the sentence before a statement on its line says of what alone it holds.

        As in "For time series: … . Random splits leak …", or where a statement takes up what was
        denied of another subject: "Time series need …, not random splits. Random splits leak …".
        """
        text = self.texts[statement.source]
        line = text.rfind("\n", 0, statement.char_start) + 1
        before = without_marker(text[line : statement.char_start].strip())
        if _LIMITS.match(before) and len(before.split()) >= _LEAST_LIMIT:
            return True
        if _ASKED_OF_A_CASE.search(before):
            return True
        begins = re.match(r"[A-Za-z]+ [a-z]+", statement.text)
        taken_up = begins and rf"\b(?:not|never|no|without|than|instead of) {begins[0]}"
        return bool(taken_up) and re.search(taken_up or "", before, re.IGNORECASE) is not None

    def is_askable(self, statement: Statement) -> bool:
        """Whether a statement says something of the subject itself."""
        return statement.sentence.sentence_id in self._askable_ids

    @cached_property
    def _askable_ids(self) -> frozenset[str]:
        return frozenset(statement.sentence.sentence_id for statement in self.askable)

    def _is_trap(self, statement: Statement) -> bool:
        """Whether the notes set a statement down as wrong."""
        pair = pair_at(self.texts[statement.source], statement.char_start)
        return pair is not None and statement.char_start < pair.wrong[1]

    def is_proper(self, name: str) -> bool:
        """Whether a capitalised name keeps its capital within sentences (or stands in none)."""
        first, _, rest = name.partition(" ")
        as_it_is, small = self._within[first], self._within[first.lower()]
        if rest.islower():  # "Data parallelism", though "Data Science" stands within sentences
            return as_it_is >= small
        return as_it_is > 0 or not small

    def is_word(self, name: str) -> bool:
        """Whether a name in small letters stands within sentences as a plain word."""
        return self._within[name] > 0

    @cached_property
    def _within(self) -> Counter[str]:
        """How often words of prose follow a word in lower case, as they are written."""
        texts = (s.text for s in self.statements if s.kind in ("prose", "item"))
        plain_texts = (re.sub(r"`[^`]*`", " ", text) for text in texts)
        return Counter(
            word for text in plain_texts for word in re.findall(r"(?<=[a-z,] )[A-Za-z][\w-]*", text)
        )

    @cached_property
    def _by_term(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for number, statement in enumerate(self.statements):
            for term in statement.terms:
                found[term].add(number)
        return found

    def mentioning(self, text: str) -> list[Statement]:
        """Every statement that holds all content words of ``text``."""
        if text not in self._mentions:
            holding = [self._by_term.get(term, set()) for term in set(terms_of(text))]
            numbers = set.intersection(*holding) if holding else set()
            self._mentions[text] = [self.statements[n] for n in sorted(numbers)]
        return self._mentions[text]

    def is_known(self, word: str) -> bool:
        """Whether a word (or each part of ``a/b``) stands alone outside the notes' tables."""
        parts = [part.strip(_PUNCTUATION) for part in word.lower().split("/")]
        return all(part in self._words or part.isdigit() for part in parts if part)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(
            part.strip(_PUNCTUATION)
            for statement in self.statements
            if statement.kind != "row"
            for part in re.split(r"[\s/]+", statement.quote.lower())
        )

    def heading_at(self, source: str, offset: int) -> tuple[str, ...]:
        """Heading path of the chunk that holds an offset."""
        for chunk in self._chunks_of.get(source, ()):
            if chunk.char_start <= offset < chunk.char_end:
                return chunk.heading
        return ()

    def sentence_at(self, source: str, offset: int) -> Sentence | None:
        """The sentence that holds an offset."""
        for chunk in self._chunks_of.get(source, ()):
            if chunk.char_start <= offset < chunk.char_end:
                for sentence in chunk.sentences:
                    if sentence.char_start <= offset < sentence.char_end:
                        return sentence
        return None

    @cached_property
    def _chunks_of(self) -> dict[str, list[Chunk]]:
        found: dict[str, list[Chunk]] = defaultdict(list)
        for chunk in self.index.chunks:
            found[chunk.source].append(chunk)
        return found


def plain(text: str, stressed: bool = False) -> str:
    """A sentence without list marker, emphasis, links and line breaks; `code` marks stay.

    Words in capitals for emphasis are set in lower case, unless they are to stay ``stressed``.
    """
    text = _TAG.sub("", _LINK.sub(r"\1", text))
    text = _EMPHASIS.sub(r"\2", text)
    text = _GLUED_NUMBER.sub("", without_marker(text.strip()))
    text = re.sub(r"\s+", " ", text).strip()
    return text if stressed else unstressed(text)


def is_made_up(heading: Sequence[str]) -> bool:
    """Whether a section works through an invented case, which holds nothing to be remembered."""
    return any(_MADE_UP.match(part.strip()) for part in heading)


def is_aside(heading: Sequence[str]) -> bool:
    """Whether a section is about other pages or the exam, not about the subject."""
    return any(_ASIDE.search(part.strip()) for part in heading)
