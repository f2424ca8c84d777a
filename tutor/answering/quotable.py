"""Which sentences may stand as an answer. Pure.

Notes hold more than statements: questions, the options of printed quizzes, traps that are quoted
in order to be denied, lines that only lead in to a list. Quoted alone they would teach nothing, or
teach the wrong thing.
"""

from __future__ import annotations

import re

from index.chunking import Chunk, Sentence
from index.lexical import words_of
from index.sentences import without_marker
from tutor.answering.instructions import speaks_to_a_model

# Sections that list or point rather than teach; they are searched but never quoted as answers.
_NOT_TEACHING = frozenset(
    ("sources", "references", "further reading", "bibliography", "table of contents", "contents",
     "links", "see also")
)  # fmt: skip
_OPTION = re.compile(r"\s*(?:[-*•]\s+)?\(?[A-Ha-h][.)]\s")
_TRAP = re.compile(
    r"\W*(?:(?:Trap|Myth|Misconception)(?=[\s:*A-Z])|Trap(?!s\b|p(?:ed|ing|er)|ez)(?=[a-z])"
    r"|(?i:commonly said,? but (?:wrong|false)\b))"
)
_LEADS_IN = re.compile(r"[:：]\W*$")
_ANSWER_LINE = re.compile(r"\W*(?:Answers?|Correct(?: answer)?|Key|正解)\W*[A-H1-8]?\W*$", re.I)
# A printed question with its options, taken for one list item.
_PRINTED_QUESTION = re.compile(r"[?:]\W*\n\s*\(?[A-Ha-h][.)]\s")
_FENCE = re.compile(r"^\s*```\w*", re.MULTILINE)
# Pictures, the small print of copied web pages, headlines cut off by them.
_DEBRIS = re.compile(r"\W*!\[|©|all rights reserved|\w(?:\.\.\.|…)\W*$", re.IGNORECASE)
_IMPORT = re.compile(r"\s*(?:import\s|from\s+\S+\s+import\s|$)")
_IMPORTED_LIST = re.compile(r"^\s*from\s+\S+\s+import\s*\([^)]*\)?", re.MULTILINE)
# The head of a table whose cells ran into one: "ConceptRoleExamples".
_WORDS_GLUED = re.compile(r"^[A-Z][a-z]+(?:[A-Z][a-z]+)+$")
_RUN_TOGETHER = re.compile(r"[a-z][A-Z][a-z]")
_QUESTION_GLUED = re.compile(r"^[A-Z][a-z]+(?:What|How|When|Why|Which|Where|Who)\b")
_MOST_HEAD_WORDS = 8
# What a syllabus asks for is no answer: "Identify and explain the model types for which …".
_OBJECTIVE = re.compile(
    r"(?:Identify|Explain|Compare|Describe|Distinguish|Discuss|Recognize|Recognise|Differentiate"
    r"|Summarize|Summarise|Demonstrate|Contrast|Outline)\s(?!.*[.!;:]\s)"
)
_LEAST_WORDS = 3


def teaches(chunk: Chunk) -> bool:
    """Whether a chunk lies in a section that explains something."""
    return not chunk.heading or chunk.heading[-1].strip().lower() not in _NOT_TEACHING


def leads_in(sentence: Sentence) -> bool:
    """Whether a sentence only announces what follows it."""
    return sentence.kind in ("prose", "item") and bool(_LEADS_IN.search(sentence.text.rstrip()))


def is_quotable(sentence: Sentence) -> bool:
    """Whether a sentence, shown alone (an item below its lead-in), says something."""
    text = sentence.text.strip()
    if speaks_to_a_model(text):
        return False
    if sentence.kind == "code":
        code = _FENCE.sub("", text)
        return len(words_of(code)) >= _LEAST_WORDS and not _imports_only(code)
    if text.rstrip("*_\"'” ").endswith(("?", "？")) or leads_in(sentence):
        return False
    if _PRINTED_QUESTION.search(text) or _DEBRIS.search(text):
        return False
    if _OPTION.match(text) or _TRAP.match(without_marker(text)) or _ANSWER_LINE.match(text):
        return False
    if sentence.kind in ("prose", "row") and _is_glued_head(text):
        return False
    if _OBJECTIVE.match(without_marker(text)):
        return False
    words = len(words_of(without_marker(text)))
    return words >= (1 if sentence.lead_in or sentence.kind == "row" else _LEAST_WORDS)


def _is_glued_head(text: str) -> bool:
    """Whether a text is the head of a table: names whose cells ran together, and no verb."""
    words = text.split()
    if len(words) == 1:
        return bool(_WORDS_GLUED.search(text))
    if len(words) > _MOST_HEAD_WORDS or not text[-1].isalnum():
        return False
    names = all(word[0].isupper() for word in words) and len(_RUN_TOGETHER.findall(text)) > 1
    return names or bool(_QUESTION_GLUED.match(text))


def _imports_only(code: str) -> bool:
    """Whether code does nothing but import."""
    lines = _IMPORTED_LIST.sub("", code).splitlines()
    return all(_IMPORT.match(line) for line in lines)
