"""What things do: "`fmin` minimises …", "CrossValidator trains …", "`X()` returns …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.lexical import terms_of
from tutor.quizzing.drafts import Choice, Draft
from tutor.quizzing.patterns.facts import (
    NAME,
    Fact,
    is_complete,
    is_name,
    phrase,
    split_article,
    spoken,
)  # fmt: skip
from tutor.quizzing.statements import Notes, Statement
from tutor.quizzing.verbs import ACTING, COMMANDING, DOUBTFUL, NOUNS_TOO, PRAISING, STANDING

_ACTS = re.compile(
    rf"^(?P<article>An? |The )?{NAME}(?: \([^)]*\))? (?:automatically )?(?P<value>(?P<act>[a-z]+s) .+)$"
)
_CODE_LIKE = re.compile(r"^`[^`]+`$|^\w*[a-z][A-Z]\w*$|[_.]\w|\(\)$|^[A-Z]{2,}$|^MLflow|^Hyperopt$")
# "Shows in …", "belongs to …" says how a thing stands, not what it does.
_INTRANSITIVE = re.compile(
    r"[a-z]+s (?:in|on|at|to|with|as|by|for|of|from|like|under|within|when|well|best)\b"
)
_RETURNED = re.compile(r"^(?:Returns|Gives back) (?=an? |the |[a-z`])")
# "AutoML runs fail when …", "Point-in-time joins use a key": the plural of a noun, then its verb.
_PLURAL_NOUN = re.compile(
    r"^[a-z]+s (?!an? |the )(?:are|were|have|do|can|may|must|should|will|use|need"
    r"|[a-z]+(?<!s) (?:an?|the|when|if|in|on|at|for|to|with|from|by|as|while|because|until|after))\b"
)
_ENDS_IN_VERB = re.compile(r" [a-z]+(?<!s)s$")  # "Continuous mode suits updates …"
_USING = frozenset({"uses", "takes", "accepts", "reads"})
_DOES_NOT = re.compile(r"\w+ (?:back )?(?:no|nothing|none|neither)\b")
# A product's name stands in so large a share of the notes' statements, and in so many.
_GENERAL, _LEAST_GENERAL = 0.025, 12
_AT_TIMES = re.compile(r"\b(?:by default|unless|except|only)\b")
_LEAST_TERMS, _LEAST_REVERSED = 3, 4
_VAGUE_NAME = re.compile(r"^[A-Z][a-z]{3,}ing\b|^(?:Effective|Proper|Efficient|Mastery|Advanced)\b")


def drafts(notes: Notes) -> Iterator[Draft]:
    """Questions from the action ("What does X do?") and from the name ("Which of these …s …?")."""
    found = facts(notes)
    for fact in found:
        family = [f for f in found if f is not fact]
        pattern = "code" if _is_code(fact) else "action"
        if _is_code(fact) and _RETURNED.match(fact.value) and "[" not in fact.name:
            yield from _returned(fact, family)
        # An argument does something for a call, which its name alone does not tell, and what a
        # product's parts do, the product does, too.
        most = max(_LEAST_GENERAL, _GENERAL * len(notes.statements))
        general = len(notes.mentioning(fact.name)) > most
        if _is_done(fact) and not notes.code.is_argument(fact.name) and not general:
            yield Draft(
                pattern=pattern,
                stem=f"What does {spoken(fact, notes)} do, according to the notes?",
                keys=(fact.choice,),
                pool=tuple(f.choice for f in family if _is_done(f)),
                receipt=fact.receipt,
                subject=fact.name,
                takeaway=fact.statement.text,
            )
        if pattern == "action" or len(set(terms_of(fact.value))) < _LEAST_REVERSED:
            continue  # names of all kinds do things, and "uses tables" holds of too many of them
        yield Draft(
            pattern=f"{pattern} reversed",
            stem=f"Which of these {fact.value[:1].lower()}{fact.value[1:]}?",
            keys=(fact.name_choice,),
            pool=tuple(f.name_choice for f in family),
            receipt=fact.receipt,
            subject=fact.value,
            takeaway=fact.statement.text,
            names=True,
        )


def facts(notes: Notes) -> list[Fact]:
    """What the notes say that something does, in their order."""
    found = (fact for s in notes.askable if (fact := _fact(s, notes)) is not None)
    return [fact for fact in found if not _is_word(fact, notes)]


def _is_code(fact: Fact) -> bool:
    return "(" in fact.name or fact.name.startswith("`")


def _is_done(fact: Fact) -> bool:
    """Whether a saying answers "What does X do?".

    "Needs a sort" does not, nor "Uses a tree", "Takes `name` and `df`", "Takes no path" or what it
    does by default.
    """
    first = fact.value.split(maxsplit=1)[0].lower()
    limited = _DOES_NOT.match(fact.value) or _AT_TIMES.search(fact.value)
    # "`randomSplit([0.8, 0.2])` returns parts of 80 % and 20 %": the name holds the answer.
    limited = limited or (re.search(r"\d", fact.name) and re.search(r"\d", fact.value))
    return first not in STANDING | _USING and not limited


def _is_word(fact: Fact, notes: Notes) -> bool:
    """Whether a name in code is a plain word of the notes, too (`fit`, `run`): of what is it one?"""
    bare = fact.name.strip("`")
    return fact.name != bare and bare.isalpha() and bare.islower() and notes.is_word(bare)


def _returned(fact: Fact, family: Sequence[Fact]) -> Iterator[Draft]:
    """ "What does the call … return?" with what other calls return as wrong options."""

    def value(one: Fact) -> Choice:
        text = _RETURNED.sub("", one.value)
        return Choice(text, one.name, one.receipt, one.statement.sentence)

    yield Draft(
        pattern="code",
        stem=f"What does the call {fact.name} return, according to the notes?",
        keys=(value(fact),),
        pool=tuple(value(f) for f in family if _is_code(f) and _RETURNED.match(f.value)),
        receipt=fact.receipt,
        subject=fact.name,
        takeaway=fact.statement.text,
    )


def _fact(statement: Statement, notes: Notes) -> Fact | None:
    match = _ACTS.match(statement.text)
    if match is None or notes.is_limited(statement):
        return None
    article, name = split_article((match["article"] or "").strip().lower(), match["name"])
    act = match["act"]
    is_verb = act in ACTING or (act in DOUBTFUL and _CODE_LIKE.search(name))
    lower_case = name[:1].islower() and not _CODE_LIKE.search(name)
    empty = act in PRAISING and not re.search(r"[`_.(]", name)
    empty = empty or name.lower() in COMMANDING  # "Pull updates from …" commands
    if not is_verb or lower_case or empty or _VAGUE_NAME.match(name) or not is_name(name):
        return None
    value = phrase(match["value"])
    plural = act in NOUNS_TOO and (_PLURAL_NOUN.match(value) or _ENDS_IN_VERB.search(name))
    # "tries all combinations, random search tries a fixed number": of several subjects.
    several = re.search(rf", (?:and )?(?:[\w-]+ ){{1,3}}{act}\b|, and `[^`]+` [a-z]+s\b", value)
    if plural or several or _INTRANSITIVE.match(value):
        return None
    if not is_complete(value) or len(set(terms_of(value))) < _LEAST_TERMS:
        return None
    return Fact(name, value[:1].upper() + value[1:], "action", "does", article, statement)
