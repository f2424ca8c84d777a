"""Definitions: "X is a …", "**X**: …", "X = …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.lexical import terms_of
from tutor.quizzing.drafts import Draft
from tutor.quizzing.option_forms import shape, words_in
from tutor.quizzing.patterns.facts import (
    NAME,
    Fact,
    is_complete,
    is_hollow,
    is_name,
    is_title,
    marked,
    phrase,
    split_article,
    spoken,
)  # fmt: skip
from tutor.quizzing.patterns.headings import topic_of
from tutor.quizzing.patterns.partners import Partners
from tutor.quizzing.statements import Notes, Statement
from tutor.quizzing.verbs import ACTING, COMMANDING

_BOLD_IS = re.compile(
    r"^(?P<article>An? |The )?(?:\*\*|__)(?P<name>[^*_][^*]{1,50}?)(?:\*\*|__)(?: \([^)]*\))? "
    r"(?P<verb>is|are|means|refers to) (?P<value>.+)$"
)
_PLAIN_IS = re.compile(
    rf"^(?P<article>An? |The )?{NAME}(?: \([^)]*\))? (?P<verb>is|are) (?P<value>(?:an?|the) .+)$"
)
_BOLD_COLON = re.compile(
    r"^(?:\*\*(?P<name>[^*:]{2,50}?)(?:\*\*:|:\*\*)|(?P<code>`[^`]+`):) (?P<value>\S.+)$"
)
_ITEM_COLON = re.compile(r"^(?P<name>[A-Z][\w /().-]{2,40}?): (?P<value>\S.+)$")
# A "meaning" that is a command or a sentence of its own is a remark, not a meaning.
_SENTENCE = re.compile(
    rf"^(?:{'|'.join(sorted(COMMANDING))})\b"
    r"|^[a-z]+ed (?:across|after|at|before|by|for|from|in|into|on|over|to|via|with)\b"
    r"|^(?:at|by|for|from|if|in|of|on|to|when|with|without)\b"
    r"|^\S*\w[.(_]\S* (?:automatically )?[a-z]+s\b"
    rf"|^(?:\S+ ){{1,3}}(?:automatically )?(?:is|are|must|can|may|should|cannot|{'|'.join(sorted(ACTING))})\b",
    re.IGNORECASE,
)
# "`%run`: Execute another notebook", in a list of such.
_COMMAND_CALL = re.compile(r"^`(?:%|--)\w+`$")
_LEAST_MEANING_WORDS = 3
_PROSE = re.compile(r"(?<![\w`'\"._(])[A-Za-z][a-z]+(?![\w`'\"_(]|\.\w)")
_LEAST_PROSE = 2
# Of a shorter gloss a near synonym is as a rule the name: "discovery of features", Feature Search.
_LEAST_GLOSS = 3
_LEAST_SIBLINGS = 3
# "… is a continuous feature by a categorical one, so draw box plots": of an example's names.
_THEN_DO = re.compile(rf", so (?:{'|'.join(sorted(COMMANDING))})\b")
_WITH_ARGUMENTS = re.compile(r"\w\([^)]")  # a line of code, which is an example of its call
_GENERAL = 0.04  # share of the notes' statements that hold a name which no gloss could single out
_ONE_WORD = re.compile(r"[A-Z][a-z]+$")
# "Real-time: …" names a property, and of what only the reader knows.
_PROPERTY = re.compile(r"^\w+-(?:time|based|level|scale|end|wide)$")
_EQUALS = re.compile(r"^(?P<name>[A-Z`][\w ./()`-]{1,45}?) (?:=|≈) (?P<value>[^=→]+)$")


def drafts(notes: Notes) -> Iterator[Draft]:
    """Questions from the meaning ("What is X?") and from the name ("Which of these is …?")."""
    found = facts(notes)
    partners = Partners(notes)
    for fact in found:
        if fact.relation == "meaning" and words_in(fact.name) & words_in(fact.value):
            continue  # a gloss that takes up its own term is told by that
        family = [f for f in found if f is not fact and f.relation == fact.relation]
        yield Draft(
            pattern=fact.relation,
            stem=_stem(fact, notes),
            keys=(fact.choice,),
            pool=(*partners.sayings(fact), *(f.choice for f in family)),
            receipt=fact.receipt,
            subject=fact.name,
            takeaway=fact.statement.text,
            difficulty="easy",
        )
        if fact.relation == "meaning" and not _singles_out(fact, notes):
            continue
        yield Draft(
            pattern=f"{fact.relation} reversed",
            stem=_reversed_stem(fact, notes),
            keys=(fact.name_choice,),
            pool=(*partners.names(fact), *(f.name_choice for f in _siblings(fact, family))),
            receipt=fact.receipt,
            subject=fact.value,
            takeaway=fact.statement.text,
            names=True,
        )


def _singles_out(fact: Fact, notes: Notes) -> bool:
    """Whether a gloss says enough for its name to be asked for, and the name is not the matter of all."""
    general = len(notes.mentioning(fact.name)) > _GENERAL * len(notes.statements)
    return len(set(terms_of(fact.value))) >= _LEAST_GLOSS and not general


def _siblings(fact: Fact, family: Sequence[Fact]) -> Sequence[Fact]:
    """The items beside an item of a list of terms, which alone are of its kind; else the family."""
    own = fact.statement
    beside = [
        f
        for f in family
        if f.statement.source == own.source
        and f.statement.heading == own.heading
        and f.statement.kind == own.kind == "item"
    ]
    return beside if len(beside) >= _LEAST_SIBLINGS else family


def facts(notes: Notes) -> list[Fact]:
    """What the notes define, in their order."""
    whole = (s for s in notes.askable if not notes.is_limited(s))
    return [fact for s in whole if (fact := _fact(s)) is not None]


def _fact(statement: Statement) -> Fact | None:
    """The definition a statement gives, if any."""
    text, raw = statement.text, marked(statement)
    for relation, match in (
        ("definition", _BOLD_IS.match(raw)),
        ("definition", _PLAIN_IS.match(text)),
        ("meaning", _BOLD_COLON.match(raw)),
        ("meaning", _ITEM_COLON.match(text) if statement.kind == "item" else None),
        ("meaning", _EQUALS.match(text)),
    ):
        if match is None:
            continue
        groups = match.groupdict()
        name = (groups["name"] or groups.get("code") or "").strip(" *")
        value = phrase(groups["value"], clauses=relation == "definition")
        article = (groups.get("article") or "").strip().lower()
        article, name = split_article(article, name)
        fact = Fact(name, value, relation, groups.get("verb") or "is", article, statement)
        # "A model is …" defines a model only where the notes mark it as a term of theirs.
        is_term = match.re is _BOLD_IS or name[:1].isupper() or name[:1] == "`"
        titled = match.re is _BOLD_COLON and statement.kind == "item" and is_title(name)
        sound = (titled or is_name(name)) and not _PROPERTY.match(name) and is_complete(value)
        sound = is_term and sound and not is_hollow(value, groups["value"])
        sound = sound and not (match.re is _PLAIN_IS and _THEN_DO.search(text))
        sound = sound and not _WITH_ARGUMENTS.search(name)
        # "`Pipeline` is an estimator": so are others.
        sound = sound and (relation == "meaning" or len(value.split()) >= _LEAST_MEANING_WORDS)
        listed = statement.sentence.lead_in is not None and bool(_COMMAND_CALL.match(name))
        tells = (
            relation == "definition"
            or listed
            or (
                len(value.split()) >= _LEAST_MEANING_WORDS
                and not _SENTENCE.match(value)
                and _is_prose(value)
            )
        )
        return fact if sound and tells and text[-1:] not in "?:" else None
    return None


def _is_prose(value: str) -> bool:
    """Whether a meaning says something; a row of names ("'rmse', 'mae'") shows its kind alone."""
    text = re.sub(r"`[^`]*`|'[^']*'|\"[^\"]*\"", " ", value)
    return (
        value[:1] not in "'\""
        and "×" not in value
        and len({t for word in _PROSE.findall(text) for t in terms_of(word)}) >= _LEAST_PROSE
    )


def _stem(fact: Fact, notes: Notes) -> str:
    if fact.relation == "definition":
        verb = "are" if fact.verb == "are" else "is"
        return f"What {verb} {spoken(fact, notes)}, according to the notes?"
    where = _where(fact, notes)
    return f"Which of these do the notes say of {spoken(fact, notes)}{where}?"


def _where(fact: Fact, notes: Notes) -> str:
    """Where a list explains a common word in a sense of its own: "East (“Cardinal marks”)"."""
    own = fact.statement
    general = len(notes.mentioning(fact.name)) > _GENERAL * len(notes.statements)
    common = own.kind == "item" and (general or _ONE_WORD.match(fact.name))
    return f" ({topic_of(own.heading, notes.titles[own.source])})" if common else ""


def _reversed_stem(fact: Fact, notes: Notes) -> str:
    asks_well = fact.relation == "definition" and shape(fact.value) != "gerund"
    if asks_well and fact.verb in ("is", "are"):
        return f"Which of these {fact.verb} {fact.value}?"
    said = fact.value.removeprefix("that ")
    return f"Which term do the notes explain as “{said}”{_where(fact, notes)}?"
