"""Code for those who ask for code: the block that fits best, as whole as an answer has room for.

The index holds long blocks in pieces, which are good for finding and poor for reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from index.chunking import Sentence
from index.lexical import terms_of
from index.retriever import NotesIndex
from tutor.answering.evidence import Evidence
from tutor.answering.units import open_brackets

_WANTS_CODE = re.compile(
    r"\b(?:show|give|write|need|want|some|sample|example|with|what|which|what is the|what's the)"
    r"(?: \w+){0,2} (?:code|snippets?|syntax)\b"
    r"(?! (?:fails?|breaks?|runs?|works?|does|do|is|are|crash\w*|throws?|behind))"
    r"|^\W*(?:code|snippet|syntax)\b|\bcode (?:to|example|snippet)\b"
    r"|\bhow (?:do|can|could|to|would|should) (?:(?:i|you|we|one) )?"
    r"(?:write|call|code|implement|program|define|declare)\b"
    r"|\b(?:show|give) (?:me )?(?:an? |some )?(?:\w+ )?(?:query|command|call)\b"
    r"|^\W*(?:(?:and|an?|any|for) )*examples?\W*(?:\(|$)"
    r"|\bexamples? (?:of|for|with)\b.*\b(?:in|with|using) (?:python|sql|pyspark|scala|r|bash)\b",
    re.IGNORECASE,
)
# randomSplit, log_param: a block without the name is another one's code.
_NAME = re.compile(r"\b[a-z]+[A-Z]\w*|\b[A-Z][a-z]+[A-Z]\w*|\b[A-Za-z]+_\w+")
_MOST_WORDS = 75  # leaves room for what the notes say about the code
_MOST_WORDS_TO_CLOSE = 100  # so long may a block be in order to end with the call that it began
# Words of the question that say that code is wanted, not what it should do.
_ASKING = frozenset(terms_of("show give write code example sample snippet syntax call want need"))
_FAR = 0.6  # of the best sentence's cosine; a block that is further off is about other things


def wants_code(question: str) -> bool:
    """Whether a question asks to be shown code, rather than about some."""
    return bool(_WANTS_CODE.search(question))


def with_code_first(
    index: NotesIndex, question: str, ranked: Sequence[Evidence]
) -> Sequence[Evidence]:
    """Put the code that fits best in front, in one piece; unchanged where none fits.

    A block fits that names something asked for, or stands below a heading that does.
    """
    if not wants_code(question):
        return ranked
    names = _NAME.findall(question)
    code = [
        evidence
        for evidence in ranked
        if evidence.sentence.kind == "code"
        and (not names or any(name in evidence.sentence.text for name in names))
    ]
    if not code:
        return ranked
    asked = {term: index.words.idf(term) for term in set(terms_of(question)) - _ASKING}
    near = _FAR * max(evidence.cosine for evidence in ranked)
    fitting = [
        (share, evidence)
        for evidence in code
        if evidence.cosine >= near and (share := _share(asked, evidence.sentence.embedded))
    ]
    if not fitting:
        return ranked
    _, best = max(fitting, key=lambda each: each[0] + each[1].cosine)
    block = _block(index, best)
    whole = replace(best, sentence=_window(best, block), score=ranked[0].score + 1.0)
    return [whole, *(e for e in ranked if not _lies_in(e, best.chunk.source, block))]


def _share(asked: dict[str, float], text: str) -> float:
    """Share of the question's idf mass that a text holds."""
    held = set(terms_of(text))
    return sum(m for term, m in asked.items() if term in held) / (sum(asked.values()) or 1.0)


def _window(best: Evidence, pieces: Sequence[Sentence]) -> Sentence:
    """The block around a piece of code, or as much of it as fits, in whole pieces."""
    at = next(n for n, piece in enumerate(pieces) if piece.char_end > best.sentence.char_start)
    first = last = at
    while pieces[last].char_end < best.sentence.char_end:
        last += 1

    def code(start: int, end: int) -> str:
        if start < 0 or end >= len(pieces):
            return ""
        return best.document.text[pieces[start].char_start : pieces[end].char_end]

    grown = True
    while grown:
        grown = False
        for start, end in ((first, last + 1), (first - 1, last)):
            if 0 < len(code(start, end).split()) <= _MOST_WORDS:
                first, last, grown = start, end, True
    while open_brackets(code(first, last)) > 0 and (
        0 < len(code(first, last + 1).split()) <= _MOST_WORDS_TO_CLOSE
    ):
        last += 1
    start, end = pieces[first].char_start, pieces[last].char_end
    return replace(best.sentence, text=code(first, last), char_start=start, char_end=end)


def _block(index: NotesIndex, best: Evidence) -> list[Sentence]:
    """Every piece of the code that a piece belongs to, over the borders of chunks."""
    at = index.position[best.chunk.chunk_id]
    source = best.chunk.source
    near = index.chunks[max(0, at - 4) : at + 5]
    sentences = [s for chunk in near if chunk.source == source for s in chunk.sentences]
    here = next(n for n, s in enumerate(sentences) if s.char_end > best.sentence.char_start)
    text = best.document.text

    def goes_on(pair: tuple[Sentence, Sentence]) -> bool:
        one, other = pair
        between = text[one.char_end : other.char_start]
        return one.kind == other.kind == "code" and not between.strip()

    after = takewhile(goes_on, pairwise(sentences[here:]))
    before = takewhile(lambda pair: goes_on(pair[::-1]), pairwise(sentences[here::-1]))
    earlier = [other for _, other in before][::-1]
    return [*earlier, sentences[here], *(other for _, other in after)]


def _lies_in(evidence: Evidence, source: str, block: Sequence[Sentence]) -> bool:
    start, end = evidence.sentence.char_start, evidence.sentence.char_end
    inside = start < block[-1].char_end and block[0].char_start < end
    return evidence.chunk.source == source and inside
