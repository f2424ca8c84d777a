"""Flaws of names: what of a name, or of the kind it stands under, tells the key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.questions import Question
from index.lexical import terms_of
from tutor.quizzing.flaw import Flaw, NotesContext, asks_negatively, correct_texts, wrong_texts
from tutor.quizzing.kinds import kind_noun
from tutor.quizzing.option_forms import NAME_OF_CODE, SEAM, words_in

_SHORT = re.compile(r"^\W*(?P<letters>[a-z]{2,4})\W*$")  # `%md`
_ASKED_OF = re.compile(
    r"^(?:(?:Which of these|What) (?:does|do)|Which .* the notes' list of what)"
    r" (?:the |an? )?(?P<name>[A-Z][\w ]+?) [a-z]"
)
_FRAME = re.compile(r"which of these|according to the notes|in the notes", re.IGNORECASE)
_LEAST_PART = 3  # letters
_OF_A_KIND = re.compile(
    r"^Which of these (?:is|are) (?:an? |the )?(?P<noun>[a-z]+)\b", re.IGNORECASE
)
_LEAST_LONGER = 3  # letters by which a word has to be longer than what stands for it


def kind_echo(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """The stem names a kind, and the key alone is of it: a single-node model, "a model whose …"."""
    if question.origin != "notes" or asks_negatively(question.stem):
        return
    wrong = frozenset().union(*(words_in(kind_noun(text)) for text in wrong_texts(question)))
    for key in correct_texts(question):
        noun = words_in(kind_noun(key))
        if noun and noun <= words_in(question.stem) and not noun <= wrong:
            yield Flaw("kind named in the stem", True, kind_noun(key))


def abbreviates_stem(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """The key alone is short for a word of the stem: `%md`, "Write markdown"."""
    if question.origin != "notes":
        return
    stem = re.findall(r"[a-z]+", question.stem.lower())
    if any(_is_short_for(text, stem) for text in wrong_texts(question)):
        return
    for key in correct_texts(question):
        if _is_short_for(key, stem):
            yield Flaw("key abbreviates the stem", True, key)


def _is_short_for(text: str, words: list[str]) -> bool:
    """Whether a text is a few letters that stand in this order in a longer word, its first first."""
    match = _SHORT.match(text)
    if match is None:
        return False
    letters = match["letters"]
    in_order = re.compile(letters[0] + "".join(rf"[a-z]*?{letter}" for letter in letters[1:]))
    return any(len(word) >= len(letters) + _LEAST_LONGER and in_order.match(word) for word in words)


def echoes_subject(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """The key alone takes up the first word of its subject: Feature Store, "feature sharing".

    "Collaboration features" beside it is no match: there the word is about any product's features.
    """
    asked = _ASKED_OF.match(question.stem)
    if question.origin != "notes" or asked is None or asks_negatively(question.stem):
        return
    first, *more = asked["name"].split()
    named = words_in(first)
    if not (more and named) or any(_leads(text, named) for text in wrong_texts(question)):
        return
    for key in correct_texts(question):
        if named <= words_in(key):
            yield Flaw("key takes up its subject", True, key[:80])


def name_spelled_out(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """A name of code says more of its meaning than any other: `log_param`, "logs one parameter"."""
    if question.origin != "notes" or asks_negatively(question.stem):
        return
    if "statements about" in question.stem:
        return
    asked = _FRAME.sub(" ", question.stem)
    # A case is told at length, and a call that solves it can hardly help taking up a word.
    slack = int(question.form == "scenario")
    wrong = max(_shared(asked, text) for text in wrong_texts(question))
    for key in correct_texts(question):
        if _shared(asked, key) > wrong + slack:
            yield Flaw("name spelled out", True, key[:80])


def _shared(stem: str, option: str) -> int:
    """How many words of a stem an option has, whole or cut, where either is part of a name of code."""
    asked, named = _parts(stem), _parts(" ".join(NAME_OF_CODE.findall(stem)))
    held, called = _parts(option), _parts(" ".join(NAME_OF_CODE.findall(option)))
    return sum(
        any(_is_kin(word, part) for part in (held if word in named else called)) for word in asked
    )


def _parts(text: str) -> set[str]:
    return {part for part in terms_of(SEAM.sub(" ", text)) if len(part) >= _LEAST_PART}


def _is_kin(part: str, word: str) -> bool:
    """Whether the shorter one begins or ends the longer: "uniform" and "loguniform"."""
    short, long = sorted((part, word), key=len)
    return long.startswith(short) or long.endswith(short)


def kind_in_the_name(question: Question, _: NotesContext) -> Iterator[Flaw]:
    """The key's name ends in the kind that the stem names: "compute without workers"."""
    match = _OF_A_KIND.match(question.stem)
    if question.origin != "notes" or match is None:
        return
    noun = words_in(match["noun"])
    if not noun or any(noun <= words_in(text.split()[-1]) for text in wrong_texts(question)):
        return
    for key in correct_texts(question):
        if noun <= words_in(key.split()[-1]):
            yield Flaw("kind named in the stem", True, match["noun"])


def _leads(text: str, named: frozenset[str]) -> bool:
    """Whether such a word stands before another one: "feature sharing"."""
    return any(words_in(word) == named for word in text.split()[:-1])
