"""What of a passage belongs to an exercise: set-ups, questions, options without their answer. Pure.

"The loss is returned with its sign turned. What comes of it?" tells what somebody got wrong.
Quoted alone it teaches just that, so neither the set-up nor the question is an answer; what
stands below "Answer:" is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.chunking import Chunk, Sentence

_ASKS = re.compile(r"[?？][\"'”’)\]*_` ]*$")
_ANSWER = re.compile(
    r"\W*(?:(?:sample |correct |right |model )?answers?|solutions?|explanation|正解|解答)\b"
    r"[^.?!\n]{0,20}(?:[:：*]|$)",
    re.IGNORECASE,
)
# "Scenario:", "Question 3.", "If the question asks about:"; a set-up follows, perhaps further down.
_SET_UP = re.compile(
    r"\W*(?:(?:practice |sample |exam |mock )?(?:scenario|exercise|question|quiz|problem)"
    r"(?:\s*\d+)?\W{0,3}[:：]"
    r"|(?:if|when) (?:the|a) (?:question|scenario|exam) (?:asks|says|describes|mentions)\b.*[:：])"
    r"\W*",
    re.IGNORECASE,
)
# A section that holds one exercise is set-up until its answer begins.
_EXERCISE_HEADING = re.compile(
    r"(?:(?:practice |sample |exam |mock )?(?:question|exercise|problem|問題|演習) ?\d+"
    r"|.*\bquiz)\W*",
    re.IGNORECASE,
)
_OPTION = re.compile(r"\s*(?:[-*•]\s+)?\(?[A-Ha-h][.)]\s")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")


def set_up_ids(chunk: Chunk) -> frozenset[str]:
    """Ids of the sentences that set up or ask a question which something else answers."""
    inside = bool(chunk.heading and _EXERCISE_HEADING.fullmatch(chunk.heading[-1].strip()))
    found: list[str] = []
    told = list(paragraphs(chunk))
    announced = False
    for at, paragraph in enumerate(told):
        below = told[at + 1][0] if at + 1 < len(told) else None
        if _ANSWER.match(paragraph[0].text):
            inside = announced = False
            continue
        label = _SET_UP.match(paragraph[0].text)
        if (
            inside
            or announced
            or label
            or _ASKS.search(paragraph[-1].text.rstrip())
            or (below and _announces_answer(below))
        ):
            found += [sentence.sentence_id for sentence in paragraph]
        announced = bool(label and label.end() == len(paragraph[0].text.rstrip()))
    return frozenset(found)


def _announces_answer(sentence: Sentence) -> bool:
    """Whether a sentence is a line such as "Answer:", or the first of some lettered options."""
    is_label = bool(_ANSWER.fullmatch(sentence.text.strip()))
    return is_label or bool(_OPTION.match(sentence.text))


def paragraphs(chunk: Chunk) -> Iterator[list[Sentence]]:
    """The sentences of a chunk by paragraph; each list item, row or piece of code alone."""
    paragraph: list[Sentence] = []
    for sentence in chunk.sentences:
        if paragraph and not _runs_on(chunk, paragraph[-1], sentence):
            yield paragraph
            paragraph = []
        paragraph.append(sentence)
    if paragraph:
        yield paragraph


def _runs_on(chunk: Chunk, last: Sentence, sentence: Sentence) -> bool:
    between = chunk.text[last.char_end - chunk.char_start : sentence.char_start - chunk.char_start]
    if last.kind == sentence.kind == "prose":
        return not _PARAGRAPH_END.search(between)
    return last.kind == sentence.kind == "item" and "\n" not in between
