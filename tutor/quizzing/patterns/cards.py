"""Cards of the notes: a case, the answer to it, and what the notes warn of in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.questions import Receipt
from tutor.quizzing.claims import concedes, is_command
from tutor.quizzing.option_forms import words_in
from tutor.quizzing.patterns.facts import is_name
from tutor.quizzing.patterns.headings import topic_of
from tutor.quizzing.patterns.told_traps import Trap, traps
from tutor.quizzing.patterns.warnings import (
    SENTENCE,
    codes_warned,
    names_warned,
    tasks_warned,
)  # fmt: skip
from tutor.quizzing.statements import Notes, plain
from tutor.quizzing.verbs import commands, has_verb

_CARD = re.compile(
    r"^[ \t]*(?:if the question asks about|question|scenario|q)[ \t]*[:.][ \t]*\n*(?P<ask>\S[^\n]*)\n+"
    r"[ \t]*(?:answer|a)[ \t]*[:.][ \t]*\n*(?P<answer>\S[^\n]*)"
    r"(?:\n+[ \t]*(?:distractor to avoid|not|avoid)[ \t]*:[ \t]*\n*(?P<avoid>\S[^\n]*))?",
    re.IGNORECASE | re.MULTILINE,
)
_ASKED = re.compile(
    r"^(?:a|the) question asks(?: you)?(?: to)?|^(?:the )?question:|^you see ", re.I
)
_GIVEN = re.compile(r"^(?:a|the) question gives you (?=\S)", re.IGNORECASE)
_CHOOSE = re.compile(r"^(?:choose|pick|select) the (?:right|best|correct) (?P<what>.+)$", re.I)
_TO_DO = re.compile(r"^(?:a|the) question asks you to (?P<task>.+)$", re.IGNORECASE)
_POINTS_AWAY = re.compile(r"^(?:it|this|that|both|these|yes|no)\b", re.IGNORECASE)
_ENDS = re.compile(rf"{SENTENCE.pattern}|\s[—–]\s|; |, or (?=(?:use|call|set) )")
# "How to score …", "Which metric to optimise" ask without a verb of their own.
_VERBLESS = re.compile(
    r"^(?P<ask>(?:how|when|where|what|which)\b(?: (?!to\b)[\w/`()-]+){0,4}) to (?=[a-z])",
    re.IGNORECASE,
)
_AND_WHAT = re.compile(r",? and (?:what|how|which|why|when)\b[^.?]*\?$")
_ADDITION = re.compile(r" \([^)]*\)$")
_WITH = re.compile(r" with [A-Z][\w ]*$")
_ALSO = re.compile(r", and (?:that|whether)\b")
_CASE = re.compile(
    r"^(?P<case>(?:to|for|when|in|after|before|during) [^,]{10,100}), (?P<task>\S.+)$", re.I
)
_FOR = re.compile(r" for [^,()]+$")
_MOST_NAME, _MOST_AVOIDED, _LONG = 40, 4, 100


@dataclass(frozen=True)
class Card:
    """A scenario with its answer, which the receipt holds, and what its note warns of.

    ``warning`` holds what is warned of: ``names``, ``tasks`` (things to do) and ``codes``.
    ``said`` and ``avoid`` are answer and warning in full, ``topic`` the matter of their section.
    """

    ask: str
    answer: str
    receipt: Receipt
    start: int
    whole: str = ""
    warning: Receipt | None = None
    topic: str = ""
    said: str = ""
    avoid: str = ""
    names: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def is_name(self) -> bool:
        """Whether the answer is a name, and not something to be done or to happen."""
        return is_answer_name(self.answer)

    @property
    def is_to_do(self) -> bool:
        """Whether the answer is something to do."""
        asks_how = re.match(r"(?:how|what (?:call|code)|which (?:call|code))\b", self.ask, re.I)
        return bool(asks_how) or commands(self.answer)


def cards(notes: Notes) -> list[Card]:
    """Every card, and every trap that is advice for a case and not a statement."""
    return [*_written(notes), *(card for trap in traps(notes) for card in _of_advice(trap))]


def is_answer_name(text: str) -> bool:
    """Whether an answer is no more than a name, with an addition in brackets at most."""
    bare = _ADDITION.sub("", text)
    return len(text) <= _MOST_NAME and not commands(text) and is_name(bare)


def _written(notes: Notes) -> Iterator[Card]:
    for source, text in notes.texts.items():
        for match in _CARD.finditer(text):
            whole = plain(match["answer"])
            answer = _first(whole)
            ask = _asked(plain(match["ask"]), is_answer_name(answer))
            if ask is None or not answer or _POINTS_AWAY.match(answer):
                continue
            avoid = plain(match["avoid"] or "")
            if is_answer_name(answer):
                answer = _without_kind(_ADDITION.sub("", answer), ask)
            yield Card(
                ask,
                answer,
                Receipt(
                    source=source, quote=text[match.start("ask") : match.end("answer")].strip()
                ),
                match.start("answer"),
                match[0],
                Receipt(source=source, quote=match["avoid"].strip()) if avoid else None,
                topic_of(notes.heading_at(source, match.start("answer")), notes.titles[source]),
                whole,
                avoid,
                tuple(names_warned(avoid, answer))[:_MOST_AVOIDED],
                tuple(tasks_warned(avoid)),
                tuple(codes_warned(avoid, answer)),
            )


def _of_advice(trap: Trap) -> Iterator[Card]:
    """ "For a case, do this", which the notes call wrong, with what they say to do instead."""
    match = _CASE.match(trap.whole)
    advises = match and is_command(trap.whole) and not concedes(trap.reality)
    if not (match and advises and trap.sentence):
        return
    for sentence in SENTENCE.split(trap.reality):
        answer = _first(sentence.removeprefix("Simply ").rstrip("."))
        answer = answer[:1].upper() + answer[1:]
        for_what = _FOR.search(answer)
        if for_what and words_in(for_what[0]) & words_in(match["case"]):
            answer = answer[: for_what.start()]  # the case itself, which the stem tells
        if commands(answer) and not _POINTS_AWAY.search(answer):
            task = match["task"][:1].upper() + match["task"][1:]
            yield Card(
                f"{match['case'][:1].upper()}{match['case'][1:]}, what do the notes advise?",
                answer,
                trap.receipt,
                trap.sentence.char_start,
                f"{trap.whole} {trap.reality}",
                trap.receipt,
                trap.topic,
                tasks=(task.rstrip("."),),
            )
            return


def _asked(text: str, names: bool) -> str | None:
    """The scenario as a stem; "A question asks how to …" becomes "How …"."""
    task = _TO_DO.match(text)
    if task:
        chosen = _CHOOSE.match(task["task"])
        if chosen:
            return f"Which {chosen['what'].rstrip('.?').replace(' for ', ' do the notes advise for ', 1)}?"
        return f"What do the notes advise to {task['task'].rstrip('.?')}?"
    text = _GIVEN.sub("You have ", text)
    rest = _ASKED.sub("", text).strip()
    if rest != text:
        if not re.match(r"(?:how|which|what|why|when)\b", rest):
            return None
        rest = _with_verb(rest[:1].upper() + rest[1:])
        return rest.rstrip(".?") + "?"
    if re.match(r"(?:should|can|does|is|are|do) ", text.rpartition(". ")[2], re.IGNORECASE):
        return None  # asks for yes or no
    if _AND_WHAT.search(text):
        if not names:
            return None  # asks for two things at once; a name answers the first alone
        text = _AND_WHAT.sub("?", text)
    if not text.endswith("?"):
        return f"{text.rstrip('.')}. What do the notes advise?"
    case, stop, question = text.rpartition(". ")
    return case + stop + _with_verb(question)


def _without_kind(name: str, ask: str) -> str:
    """A name without the word that the stem asks for: a "multi-node cluster", of cluster types."""
    asked = re.search(r"\bWhich (?P<kind>[a-z]+(?: [a-z]+)?) ", ask)
    *rest, last = name.split()
    told = asked and words_in(last) and words_in(last) <= words_in(asked["kind"])
    return " ".join(rest) if rest and told else name


def _with_verb(question: str) -> str:
    """ "Which metric to optimise?" as "Which metric do the notes advise you to optimise?"."""
    match = _VERBLESS.match(question)
    if match is None or has_verb(match["ask"]):
        return question
    return f"{match['ask']} do the notes advise you to {question[match.end() :]}"


def _first(text: str) -> str:
    """The first sentence or clause of an answer, without what it may go on to add."""
    first = _ENDS.split(text, maxsplit=1)[0].strip().rstrip(".")
    if not commands(first):
        bare = _WITH.sub("", first)
        return bare if is_answer_name(bare) else first
    return _ALSO.split(first, maxsplit=1)[0] if len(first) > _LONG else first
